"""The map as a widget: shows a MapModel, and goes on showing it whatever happens to its page."""

from __future__ import annotations

import logging
import tomllib
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.atlas.ground import Ground
from app.atlas.layers import OFF_THE_AIR, Layer, MapModel
from app.base.clock import Clock
from app.radio.tracks import TrackPoint
from widgets.atlas.channel import Courier, Row
from widgets.atlas.engine import Engine
from widgets.atlas.plain_list import PlainList
from widgets.atlas.scheme import Answers
from widgets.kit.theme import Theme

CRASHES = 3
CRASH_SPAN_S = 600.0
AGE_TICK_MS = 10_000
READY_MS = 45_000
CLOSE_ZOOM = 12.0
JUMP_KEY = "Alt+J"
OFF_GLYPH = "×"

_COLOURS = (
    *("base", "panel", "raised", "select", "line", "line_strong"),
    *("text", "text2", "text3", "accent", "now", "on_now", "ink", "on_ink"),
)
_SIZES = ("caption", "small", "body", "lead")

_log = logging.getLogger(__name__)


class MapView(QWidget):
    """Nothing is drawn before `open`; one engine at a time. Coordinates are WGS-84 degrees.

    `clicked` (lat, lon) and `chosen` (layer, id) are the officer's clicks; `moved` and `left` follow
    the pointer; `ready` is emitted each time the page has been told everything; `again` asks for
    another `open` where the first could not be made.
    """

    ready = Signal()
    clicked = Signal(float, float)
    chosen = Signal(str, str)
    noted = Signal()
    moved = Signal(float, float)
    left = Signal()
    again = Signal()

    def __init__(self, theme: Theme, clock: Clock, model: MapModel, signs: Path) -> None:
        """`signs` is marks.toml: the character of each class, and when a position is old."""
        super().__init__()
        self._theme, self._clock, self._model = theme, clock, model
        held = tomllib.loads(signs.read_text(encoding="utf-8"))
        self._glyphs, self._unknown, self._age_s = held["glyph"], held["unknown"], held["age_s"]
        self._ground = Ground()
        self._engine: Engine | None = None
        self._live = False
        self._shown = set(Layer)
        self._seen: tuple[float, float, float] | None = None
        self._picked: tuple[float, float] | None = None
        self._crashes: deque[float] = deque(maxlen=CRASHES)
        self._courier = Courier(self._push, self._rows, self)
        self._stack = QStackedLayout(self)
        self._list = PlainList(theme, model, self)
        self._list.again.connect(self._try_again)
        self._list.chosen.connect(self.chosen)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._list)
        self._tick = QTimer(self)
        self._tick.setInterval(AGE_TICK_MS)
        self._tick.timeout.connect(self._tell_now)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(READY_MS)
        self._patience.timeout.connect(self.give_up)
        self.setAccessibleName(self.tr("Map"))
        theme.changed.connect(self._tell_style)
        model.watch(self)

    @property
    def engine(self) -> Engine | None:
        """For whoever checks the page; None while there is none."""
        return self._engine

    def open(self, answers: Answers, ground: Ground) -> None:
        """Make the page and show it."""
        self._ground = ground
        self._begin(answers)

    def close_page(self) -> None:
        """Take the engine down; to be called before the application ends. May be called twice."""
        self._gone()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()
            engine.deleteLater()

    def show_layers(self, layers: set[Layer]) -> None:
        self._shown = set(layers)
        self._say("shown", sorted(layers))

    def pick(self, lat: float | None, lon: float | None) -> None:
        """Mark the point the officer clicked; None takes the mark away."""
        self._picked = None if lat is None or lon is None else (lat, lon)
        self._say("pick", lat, lon)

    def go_to(self, lat: float, lon: float) -> None:
        """Only when the officer asks: the map never moves by itself."""
        if self._live:
            self._say("view", lat, lon, None)
        else:
            self._seen = (lat, lon, CLOSE_ZOOM)  # where the page begins once it is there

    def go_to_alarm(self) -> None:
        """To the newest alarm whose position is known."""
        for id in reversed(self._model.pulsing):
            item = self._model.find(id)
            if item is not None:
                self.go_to(item.lat, item.lon)
                return

    def fit(self) -> None:
        """The whole county."""
        points = [point for ring in self._ground.border for point in ring]
        if points:
            lats, lons = [p[0] for p in points], [p[1] for p in points]
            self._say("fit", min(lats), min(lons), max(lats), max(lons))

    # -- what radios did

    def say_tracks(self, span: timedelta, gap: timedelta) -> None:
        """Forget the lines; those to come are of this span, broken where points are `gap` apart."""
        self._say("tracks", round(span.total_seconds() * 1000), round(gap.total_seconds() * 1000))

    def say_went(self, tracks: Mapping[int, Sequence[TrackPoint]]) -> None:
        self._say("went", [[str(radio), rows_of(points)] for radio, points in tracks.items()])

    def say_replay(self, points: Sequence[TrackPoint] | None) -> None:
        """The way that is walked again; None ends it."""
        self._say("replay", None if points is None else rows_of(points))

    def say_walk(self, point: TrackPoint, at: datetime, words: str, sure: bool) -> None:
        self._say("walk", point.lat, point.lon, _ms(at), words, sure)

    # -- told by the model

    def touched(self, layer: Layer, ids: frozenset[str] | None) -> None:
        self._courier.touched(layer, ids)
        self._list.refresh()

    def marked(self) -> None:
        self._say("marked", list(self._model.pulsing), self._model.selected)

    # -- the page comes and goes

    def _begin(self, answers: Answers) -> None:
        engine = Engine(answers, self._hear, self)
        engine.died.connect(self._died)
        self._stack.removeWidget(self._stack.widget(0))
        self._stack.insertWidget(0, engine.view)
        self._stack.setCurrentIndex(0)
        self._engine = engine
        self._load()

    def _load(self) -> None:
        if self._engine is not None:
            self._patience.start()
            self._engine.load()

    def _gone(self) -> None:
        self._live = False
        self._courier.stop()
        self._tick.stop()
        self._patience.stop()

    def _died(self) -> None:
        self._gone()
        now_s = self._clock.monotonic_s()
        self._crashes.append(now_s)
        if len(self._crashes) == CRASHES and now_s - self._crashes[0] <= CRASH_SPAN_S:
            self.give_up()
        else:
            self._load()

    def give_up(self) -> None:
        """No map for now: the plain list, with a button that tries again."""
        _log.error("the map cannot be drawn: plain list")
        self._gone()
        self._stack.setCurrentWidget(self._list)

    def _try_again(self) -> None:
        self._crashes.clear()
        if self._engine is None:
            self.again.emit()
            return
        self._stack.setCurrentIndex(0)
        self._load()

    def _start_over(self) -> None:
        """The page is new and knows nothing: tell it everything."""
        self._patience.stop()
        self._live = True
        self._stack.setCurrentIndex(0)
        self._tell_style()
        self._say("words", self._words())
        self._say(
            "ground",
            {
                "there": self._ground.there,
                "districts": self._ground.districts,
                "border": self._ground.border,
            },
        )
        if self._seen is None:
            self.fit()
        else:
            self._say("view", *self._seen)
        self._tell_now()
        self._tick.start()
        self.show_layers(self._shown)
        self.pick(*(self._picked or (None, None)))
        self._courier.begin([str(layer) for layer in Layer])
        self.marked()
        self.ready.emit()

    # -- down

    def _say(self, name: str, *values: object) -> None:
        if self._engine is not None:
            self._engine.say(name, *values)

    def _push(self, layer: str, whole: bool, rows: list[Row], gone: list[str]) -> None:
        self._say("put", layer, whole, rows, gone)

    def _rows(self, layer: str, ids: frozenset[str] | None) -> tuple[list[Row], list[str]]:
        where = Layer(layer)
        if ids is None:
            items = self._model.items(where)
        else:
            items = [item for id in ids if (item := self._model.item(where, id))]
        rows = [
            [i.id, i.lat, i.lon, i.label, self._glyph(i.layer, i.kind), _ms(i.at)] for i in items
        ]
        return rows, sorted((ids or frozenset()) - {item.id for item in items})

    def _glyph(self, layer: Layer, kind: str) -> str:
        if layer is Layer.INCIDENT:
            return self._glyphs.get(kind, self._unknown)
        return OFF_GLYPH if layer is Layer.RADIO and kind == OFF_THE_AIR else ""

    def _tell_now(self) -> None:
        self._say("now", _ms(self._clock.now()))

    def _tell_style(self) -> None:
        theme = self._theme
        families = ", ".join(f'"{family}"' for family in theme.font().families())
        self._say(
            "style",
            {
                "colours": {name: theme.colour(name).name() for name in _COLOURS},
                "sizes": {name: theme.size(name) for name in _SIZES},
                "scale": theme.size("body") / theme.number("size.body"),
                "family": f"{families}, sans-serif",
                "pulse_ms": theme.number("duration_ms.pulse_period"),
                "ages_s": [self._age_s["fresh"], self._age_s["old"]],
            },
        )

    def _words(self) -> dict[str, str]:
        return {
            "blank": self.tr("No base map here"),
            "jump": self.tr("Go to the alarm"),
            "jump_key": JUMP_KEY,
            "off": self.tr("off the air"),
            "zoom_in": self.tr("Zoom in"),
            "zoom_out": self.tr("Zoom out"),
        }

    # -- up

    def _hear(self, name: str, values: list[Any]) -> None:
        try:
            getattr(self, f"_on_{name}")(*values)
        except ValueError as error:  # no such layer, no such place
            _log.warning("the map's page said %s with %.200r: %s", name, values, error)

    def _on_ready(self) -> None:
        self._start_over()

    def _on_done(self, layer: str) -> None:
        self._courier.done(Layer(layer))

    def _on_clicked(self, lat: float, lon: float) -> None:
        self.clicked.emit(*_point(lat, lon))

    def _on_chosen(self, layer: str, id: str) -> None:
        if self._model.item(Layer(layer), id) is not None:
            self.chosen.emit(layer, id)

    def _on_noted(self) -> None:
        self.noted.emit()

    def _on_moved(self, lat: float, lon: float) -> None:
        self.moved.emit(*_point(lat, lon))

    def _on_left(self) -> None:
        self.left.emit()

    def _on_viewed(self, lat: float, lon: float, zoom: float) -> None:
        self._seen = (*_point(lat, lon), float(zoom))

    def _on_chip(self) -> None:
        self.go_to_alarm()

    def _on_refused(self, address: str, directive: str) -> None:
        if self._engine is not None:
            self._engine.gate.note(QUrl(address))


def rows_of(points: Sequence[TrackPoint]) -> list[Row]:
    return [[point.lat, point.lon, _ms(point.at)] for point in points]


def _ms(at: Any) -> int | None:
    return None if at is None else round(at.timestamp() * 1000)


def _point(lat: float, lon: float) -> tuple[float, float]:
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90):
        raise ValueError("not a position")
    return float(lat), (float(lon) + 180) % 360 - 180
