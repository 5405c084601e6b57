"""Words between Python and the page: two tables of messages, and never more than the page can take."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

PUSH_MS = 250
"""At most four pushes per second and layer."""

DOWN = frozenset(
    {
        *("style", "words", "ground", "now", "put", "shown", "marked", "pick", "view", "fit"),
        *("tracks", "went", "replay", "walk"),
    }
)
_Number = (int, float)
UP: dict[str, tuple[type | tuple[type, ...], ...]] = {
    "ready": (),
    "done": (str,),  # layer
    "clicked": (_Number, _Number),  # lat, lon
    "chosen": (str, str),  # layer, id
    "noted": (),  # what was clicked or chosen last is to be written down
    "moved": (_Number, _Number),
    "left": (),
    "viewed": (_Number, _Number, _Number),  # lat, lon, zoom
    "chip": (),
    "refused": (str, str),  # address, directive
}

_log = logging.getLogger(__name__)

Row = list[Any]


class Bridge(QObject):
    """What the page knows as `duty`. A message is {"f": name, "a": [...]}; names not in the tables
    are dropped and written down."""

    told = Signal(str)

    def __init__(self, heard: Callable[[str, list[Any]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._heard = heard

    def say(self, name: str, *values: object) -> None:
        """Down to the page."""
        if name not in DOWN:
            raise ValueError(f"no message {name!r}")
        self.told.emit(json.dumps({"f": name, "a": values}, ensure_ascii=False))

    @Slot(str)
    def tell(self, text: str) -> None:
        """Up from the page, which is not trusted: what has not the right form is not heard."""
        try:
            message = json.loads(text)
            name, values = message["f"], message["a"]
            kinds = UP[name]
            if len(values) != len(kinds) or not all(map(isinstance, values, kinds)):
                raise ValueError(name)
        except (ValueError, KeyError, TypeError):
            _log.warning("the map's page said something that is no message: %.200r", text)
            return
        self._heard(name, values)


class Courier(QObject):
    """Holds what the page has not been told yet. The newest state of an id wins.

    `rows(layer, ids)` gives (rows that are there, ids that are gone); ids None asks for all.
    """

    def __init__(
        self,
        send: Callable[[str, bool, list[Row], list[str]], None],
        rows: Callable[[str, frozenset[str] | None], tuple[list[Row], list[str]]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._send = send
        self._rows = rows
        self._waiting: dict[str, set[str] | None] = {}
        self._under_way: set[str] = set()
        self._open = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PUSH_MS)
        self._pause.timeout.connect(self._flush)

    def begin(self, layers: list[str]) -> None:
        """The page is new and knows nothing."""
        self._open = True
        self._under_way.clear()
        self._waiting = dict.fromkeys(layers)
        self._flush()

    def stop(self) -> None:
        """The page is gone; what changes meanwhile is told by `begin`."""
        self._open = False
        self._pause.stop()

    def touched(self, layer: str, ids: frozenset[str] | None) -> None:
        held = self._waiting.get(layer, set())
        self._waiting[layer] = None if ids is None or held is None else held | ids
        if not self._pause.isActive():
            self._flush()

    def done(self, layer: str) -> None:
        """The page has drawn the last push of this layer."""
        self._under_way.discard(layer)
        if self._waiting and not self._pause.isActive():
            self._flush()

    def _flush(self) -> None:
        if not self._open:
            return
        for layer in [name for name in self._waiting if name not in self._under_way]:
            ids = self._waiting.pop(layer)
            rows, gone = self._rows(layer, None if ids is None else frozenset(ids))
            self._under_way.add(layer)
            self._send(layer, ids is None, rows, gone)
            self._pause.start()
