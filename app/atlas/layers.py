"""What stands on the map: the truth that the page is told, again and again if need be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Protocol

OFF_THE_AIR = "off"
"""Kind of a radio that has signed off or was not heard in time."""


class Layer(StrEnum):
    """From the ground up; the later one is drawn above."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    RADIO = "radio"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class MapItem:
    """One point. WGS-84 degrees; `at` is when the position was known (None: it does not age).

    `kind` picks the sign (an incident's class); an unknown kind gets the sign of 不详.
    """

    layer: Layer
    id: str
    lat: float
    lon: float
    label: str
    kind: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lon)):
            raise ValueError(f"{self.layer} {self.id}: not a position")
        if abs(self.lat) > 85 or abs(self.lon) > 180:
            raise ValueError(f"{self.layer} {self.id}: not on the map")


class Watcher(Protocol):
    """Is told what changed and asks the model for the rest."""

    def touched(self, layer: Layer, ids: frozenset[str] | None) -> None:
        """These items came, moved or went; None: the whole layer."""
        ...

    def marked(self) -> None:
        """Other items pulse, or another one is selected."""
        ...


class MapModel:
    """Used on the Qt thread only. Ids are unique within a layer.

    ValueError for a position that is none: the caller knows the source and says so there.
    """

    def __init__(self) -> None:
        self._items: dict[Layer, dict[str, MapItem]] = {layer: {} for layer in Layer}
        self._pulsing: dict[str, None] = {}
        self._selected: str | None = None
        self._watchers: list[Watcher] = []

    @property
    def pulsing(self) -> tuple[str, ...]:
        """Ids of unanswered alarms, the newest last."""
        return tuple(self._pulsing)

    @property
    def selected(self) -> str | None:
        return self._selected

    def items(self, layer: Layer) -> list[MapItem]:
        return list(self._items[layer].values())

    def item(self, layer: Layer, id: str) -> MapItem | None:
        return self._items[layer].get(id)

    def find(self, id: str) -> MapItem | None:
        """The item of that id on the highest layer that has one."""
        for layer in reversed(Layer):
            if id in self._items[layer]:
                return self._items[layer][id]
        return None

    def put(
        self,
        layer: Layer,
        id: str,
        lat: float,
        lon: float,
        label: str,
        kind: str = "",
        at: datetime | None = None,
    ) -> None:
        """Make or move one item."""
        item = MapItem(layer, id, lat, lon, label, kind, at)
        if self._items[layer].get(id) != item:
            self._items[layer][id] = item
            self._tell(layer, frozenset({id}))

    def drop(self, layer: Layer, id: str) -> None:
        """Take one item off; one that is not there is no error."""
        if self._items[layer].pop(id, None) is not None:
            self._tell(layer, frozenset({id}))

    def replace(self, layer: Layer, items: Iterable[MapItem]) -> None:
        """The layer is now exactly this."""
        fresh = {item.id: item for item in items}
        if any(item.layer is not layer for item in fresh.values()):
            raise ValueError(f"items of another layer than {layer}")
        if fresh != self._items[layer]:
            self._items[layer] = fresh
            self._tell(layer, None)

    def pulse(self, id: str, on: bool = True) -> None:
        """An unanswered alarm pulses until it is answered; it may be told before its position is."""
        if on:
            self._pulsing.pop(id, None)
            self._pulsing[id] = None
        elif self._pulsing.pop(id, 0) == 0:
            return
        self._tell_marks()

    def select(self, id: str | None) -> None:
        if self._selected != id:
            self._selected = id
            self._tell_marks()

    def watch(self, watcher: Watcher) -> None:
        self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        self._watchers.remove(watcher)

    def _tell(self, layer: Layer, ids: frozenset[str] | None) -> None:
        for watcher in tuple(self._watchers):
            watcher.touched(layer, ids)

    def _tell_marks(self) -> None:
        for watcher in tuple(self._watchers):
            watcher.marked()
