"""The tracks on the map: read part by part, longer as radios go, told to the page again when it is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.atlas.layers import MapItem
from app.radio.facts import RadioPositionHeard
from app.radio.tracks import GAP, HOURS, TrackPoint, TrackReads, Went, pause, thinned
from widgets.atlas.map_view import MapView
from widgets.atlas.replay_bar import ReplayBar
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.segments import Segments

PART = timedelta(hours=1)
"""So much is read in one go: who wants to write waits no longer than that takes."""

PUSH_MS = 1000
HELD = "map.tracks"


class TrackLayer(QObject):
    """`choose(hours)`; 0 shows none. Draws on `view`, which may be new at any time."""

    def __init__(self, desk: Desk, view: MapView, reads: TrackReads) -> None:
        super().__init__(view)
        self._desk, self._view, self._reads = desk, view, reads
        self.hours = 0
        self._turn = 0
        self._held: dict[int, list[TrackPoint]] = {}
        self._fresh: list[Went] = []
        self._push = QTimer(self)
        self._push.setSingleShot(True)
        self._push.setInterval(PUSH_MS)
        self._push.timeout.connect(self._tell_fresh)
        view.ready.connect(self._tell_all)
        listen(self, desk.bus, RadioPositionHeard, self._went)

    @property
    def span(self) -> timedelta:
        return timedelta(hours=self.hours)

    def choose(self, hours: int) -> None:
        """The newest hour first; what is on its way for another choice is dropped."""
        self.hours = hours
        self._turn += 1
        self._held.clear()
        self._fresh.clear()
        self._tell_all()
        if hours:
            until = self._desk.clock.now() + timedelta(seconds=1)
            self._read(self._turn, until - self.span, until)

    def track(self, radio: int) -> list[TrackPoint]:
        """As it is shown, oldest first."""
        return list(self._held.get(radio, ()))

    def _read(self, turn: int, since: datetime, until: datetime) -> None:
        begin = max(since, until - PART)

        def take(found: dict[int, list[TrackPoint]]) -> None:
            if turn != self._turn:
                return
            self._take(found)
            if begin > since:
                self._read(turn, since, begin)

        ask(self, self._desk.store, self._part, begin, until, self.span, then=take, fail=_left)

    def _part(
        self, since: datetime, until: datetime, span: timedelta
    ) -> dict[int, list[TrackPoint]]:
        """On the store thread."""
        return by_radio(self._reads.positions(since, until), pause(span))

    def _take(self, found: dict[int, list[TrackPoint]]) -> None:
        for radio, points in found.items():
            held = self._held.setdefault(radio, [])
            held[:] = sorted({*held, *points}, key=lambda point: point.at)
        self._view.say_went(found)

    def _went(self, fact: RadioPositionHeard) -> None:
        if not self.hours:
            return
        self._fresh.append(Went(fact.radio, TrackPoint(fact.at, fact.lat, fact.lon)))
        if not self._push.isActive():
            self._push.start()

    def _tell_fresh(self) -> None:
        """A point nearer in time than this span has room for takes the place of the last one."""
        fresh, self._fresh = self._fresh, []
        since, apart = self._desk.clock.now() - self.span, pause(self.span)
        changed: dict[int, list[TrackPoint]] = {}
        for went in fresh:
            held = self._held.setdefault(went.radio, [])
            if len(held) > 1 and went.point.at - held[-2].at < apart:
                held.pop()
            held.append(went.point)
            held[:] = [point for point in held if point.at >= since]
            changed[went.radio] = [went.point]
        self._view.say_went(changed)

    def _tell_all(self) -> None:
        self._view.say_tracks(self.span, GAP)
        if self._held:
            self._view.say_went(self._held)


class TracksView(QObject):
    """The chooser of hours in the layers panel, and the replay of one radio."""

    def __init__(self, desk: Desk, view: MapView, bar: ReplayBar, reads: TrackReads) -> None:
        super().__init__(view)
        self._desk, self._reads, self._bar = desk, reads, bar
        self.layer = TrackLayer(desk, view, reads)
        theme, word = desk.theme, self.tr("Tracks of the last hours")
        self.hours = Segments(
            theme, [("0", self.tr("none")), *((str(hours), str(hours)) for hours in HOURS)]
        )
        self.hours.setAccessibleName(word)
        self.chooser = QWidget()
        box = QVBoxLayout(self.chooser)
        box.setContentsMargins(0, 0, 0, theme.px("space.s"))
        box.setSpacing(theme.px("space.xs"))
        box.addWidget(Label(theme, word, "small", tone="text2"))
        box.addWidget(self.hours)
        held = desk.memory.get(HELD, HOURS[0])
        hours = held if held in (0, *HOURS) else HOURS[0]
        self.hours.set_chosen((str(hours),))
        self.hours.picked.connect(self._chosen)
        self.layer.choose(hours)

    def _chosen(self) -> None:
        hours = int(self.hours.chosen[0])
        self._desk.memory.put(HELD, hours)
        self.layer.choose(hours)

    def replay(self, item: MapItem) -> None:
        """Of the hours chosen, of a whole day when none are; as fine as it was heard."""
        now = self._desk.clock.now()
        since = now - timedelta(hours=self.layer.hours or HOURS[-1])
        until = now + timedelta(seconds=1)
        ask(
            self,
            self._desk.store,
            self._reads.positions,
            since,
            until,
            int(item.id),
            then=lambda went: self._begin(item, went),
            fail=lambda _: self._desk.say(self.tr("The record cannot be read now.")),
        )

    def _begin(self, item: MapItem, went: list[Went]) -> None:
        points = [one.point for one in went]
        if len(points) < 2:
            self._desk.say(self.tr("No track of this radio in these hours."))
        else:
            named = item.label if item.id in item.label else f"{item.label} {item.id}"
            self._bar.open(named, points)


def by_radio(went: Iterable[Went], apart: timedelta) -> dict[int, list[TrackPoint]]:
    """Thinned, oldest first."""
    held: dict[int, list[TrackPoint]] = defaultdict(list)
    for one in went:
        held[one.radio].append(one.point)
    return {radio: thinned(points, apart) for radio, points in held.items()}


def _left(_error: Exception) -> None:
    """The store is away: what is heard from now on is drawn all the same."""
