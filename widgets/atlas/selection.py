"""What the officer clicked: where it is, in both systems, and what lies near."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.atlas.gcj import to_gcj
from app.atlas.layers import Layer, MapItem
from app.atlas.places import Found, Near
from app.base.clock import hhmm, span
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.labels import Label, hairline
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the map and what is known of it. WGS-84; `item` None for bare ground."""

    lat: float
    lon: float
    near: Near
    item: MapItem | None = None


def dd(lat: float, lon: float) -> str:
    """28.74281, 109.56420: about a metre."""
    return f"{lat:.5f}, {lon:.5f}"


class SelectionPanel(Panel):
    """`used` carries the spot the officer gives to the draft; `noted`: it is to be written into the log;
    `picture_wanted`: the map as it is shown belongs to the incident that is chosen; `replay_wanted(MapItem)`
    of a radio."""

    used = Signal(object)
    noted = Signal()
    picture_wanted = Signal()
    replay_wanted = Signal(object)

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__(theme, QCoreApplication.translate("SelectionPanel", "Selection"))
        self._now = now
        self._spot: Spot | None = None
        self._hint = Label(theme, self.tr("Click on the map or on a sign."), tone="text2")
        self._hint.setWordWrap(True)
        self._facts = QWidget()
        grid = QGridLayout(self._facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px("space.s"))
        grid.setHorizontalSpacing(theme.px("space.m"))
        grid.setColumnStretch(1, 1)
        self._name = Label(theme, "", "lead", strong=True)
        self._name.setWordWrap(True)
        grid.addWidget(self._name, 0, 0, 1, 2)
        self._values: dict[str, Label] = {}
        for row, (key, word) in enumerate(self._rows(), start=1):
            label = Label(theme, word, "small", tone="text2")
            value = Label(theme)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._values[key] = value
        self.use = MainButton(theme, self.tr("Use as place of the draft"), "Alt+P")
        self.copy = PlainButton(theme, self.tr("Copy coordinates"), "Alt+C")
        self.note = PlainButton(theme, self.tr("Into the log"), "Alt+S", icon="book-open-text")
        self.picture = PlainButton(theme, self.tr("Picture into the dossier"), "Alt+G", icon="map")
        self.replay = PlainButton(
            theme, self.tr("Replay its track"), "Alt+T", icon="rotate-ccw-clock"
        )
        self.replay.clicked.connect(self._replay)
        self.note.clicked.connect(self.noted)
        self.picture.clicked.connect(self.picture_wanted)
        self.use.clicked.connect(self._use)
        self.copy.clicked.connect(self._copy)
        self.add(self._hint)
        self.add(self._facts)
        self.add(hairline())
        self.add(self.use)
        self.add(self.note)
        self.add(self.picture)
        self.add(self.replay)
        self.add(self.copy)
        self.body.addStretch(1)
        self._tick = QTimer(self)
        self._tick.setInterval(round(theme.number("duration_ms.tick")))
        self._tick.timeout.connect(self._show_age)
        self.show_spot(None)

    @property
    def spot(self) -> Spot | None:
        return self._spot

    def text(self, key: str) -> str:
        """What stands in one row, for whoever checks."""
        return self._values[key].text()

    def show_spot(self, spot: Spot | None) -> None:
        self._spot = spot
        self._hint.setVisible(spot is None)
        self._facts.setVisible(spot is not None)
        for button in (self.use, self.note, self.copy):
            button.setEnabled(spot is not None)
        item = spot.item if spot is not None else None
        self.picture.setVisible(item is not None and item.layer is Layer.INCIDENT)
        self.replay.setVisible(item is not None and item.layer is Layer.RADIO)
        if spot is None:
            self._tick.stop()
            return
        self._tick.start()
        self._name.setText(spot.item.label if spot.item else self.tr("Point on the map"))
        texts = {
            "kind": self._kind(spot.item),
            "at": "",
            "wgs": dd(spot.lat, spot.lon),
            "gcj": dd(*to_gcj(spot.lat, spot.lon)),
            "township": _found(spot.near.township),
            "village": _found(spot.near.village),
        }
        for key, value in self._values.items():
            value.setText(texts[key])
        self._show_age()

    def _rows(self) -> list[tuple[str, str]]:
        return [
            ("kind", self.tr("Kind")),
            ("at", self.tr("Known at")),
            ("wgs", "WGS-84"),
            ("gcj", "GCJ-02"),
            ("township", self.tr("Nearest seat")),
            ("village", self.tr("Nearest village")),
        ]

    def _kind(self, item: MapItem | None) -> str:
        if item is None:
            return "—"
        words = {
            Layer.INCIDENT: item.kind or self.tr("Incident"),
            Layer.RADIO: self.tr("Radio"),
            Layer.TOWNSHIP: self.tr("Township"),
            Layer.VILLAGE: self.tr("Village"),
        }
        return words[item.layer]

    def _show_age(self) -> None:
        self._values["at"].setText(self._at(self._spot.item if self._spot else None))

    def _at(self, item: MapItem | None) -> str:
        if item is None or item.at is None:
            return "—"
        age = span(self._now() - item.at)
        return self.tr("{time}, {span} ago").format(time=hhmm(item.at), span=age)

    def _replay(self) -> None:
        if self._spot is not None and self._spot.item is not None:
            self.replay_wanted.emit(self._spot.item)

    def _use(self) -> None:
        if self._spot is not None:
            self.used.emit(self._spot)

    def _copy(self) -> None:
        if self._spot is not None:
            QGuiApplication.clipboard().setText(dd(self._spot.lat, self._spot.lon))


def _found(found: Found | None) -> str:
    """落溪坝镇上栗坡村 东北 1.2 km; the line is straight."""
    if found is None:
        return "—"
    place = found.place
    name = place.name if place.name == place.township else f"{place.township} {place.name}"
    return f"{name}\n{found.bearing} {found.distance_km:.1f} km"
