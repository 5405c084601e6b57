"""The track of one radio walked again: play, speed, a bar to drag, and the time. It is never the present."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from app.base.clock import Clock, day_hhmm, hhmmss, span
from app.radio.tracks import Replay, TrackPoint
from widgets.atlas.map_view import MapView
from widgets.kit.buttons import PlainButton
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.segments import Segments
from widgets.kit.theme import Theme

FRAME_MS = 100
SPEEDS = ("10", "60", "300")
USUAL = "60"
STEP_S = 60


class ReplayBar(QWidget):
    """`open` begins, `leave` ends; hidden in between. `left` when it has ended."""

    left = Signal()

    def __init__(self, theme: Theme, clock: Clock, view: MapView) -> None:
        super().__init__()
        self._clock, self._view = clock, view
        self._replay: Replay | None = None
        self._name = ""
        self._at: datetime | None = None
        self._last_s = 0.0
        self._build(theme)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._step)
        view.ready.connect(self._tell_whole)
        self.hide()

    @property
    def at(self) -> datetime | None:
        """The moment that is shown; None while nothing is."""
        return self._at

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def open(self, name: str, points: Sequence[TrackPoint]) -> None:
        """`points` are not empty."""
        self._replay = replay = Replay(points)
        self._name, self._at = name, replay.begins
        seconds = max(1, round((replay.ends - replay.begins).total_seconds()))
        self.slider.setRange(0, seconds)
        self.slider.setPageStep(max(STEP_S, seconds // 20))
        self._mark.setText(self.tr("REPLAY"))
        self._title.setText(name)
        self._from.setText(day_hhmm(replay.begins))
        self._to.setText(day_hhmm(replay.ends))
        self.show()
        self._tell_whole()
        self.play(True)

    def leave(self) -> None:
        if self._replay is not None:
            self.play(False)
            self._replay = self._at = None
            self.hide()
            self._view.say_replay(None)
            self.left.emit()

    def play(self, on: bool) -> None:
        """At the end it begins anew."""
        if self._replay is None:
            return
        if on and self._at == self._replay.ends:
            self.seek(self._replay.begins)
        self._last_s = self._clock.monotonic_s()
        (self._timer.start if on else self._timer.stop)()
        self.play_button.setText(self.tr("Hold the track") if on else self.tr("Walk the track"))

    def seek(self, at: datetime) -> None:
        if self._replay is not None:
            self._at = min(max(at, self._replay.begins), self._replay.ends)
            self._show()

    # -- inside

    def _build(self, theme: Theme) -> None:
        whole, gap = QVBoxLayout(self), theme.px("space.m")
        whole.setContentsMargins(
            theme.px("space.l"), theme.px("space.xs"), gap, theme.px("space.xs")
        )
        whole.setSpacing(theme.px("space.xs"))
        self._mark = Label(theme, "", "lead", strong=True, tone="ink")
        self._title = ElidedLabel(theme, "", "small", strong=True)
        self.play_button = PlainButton(theme, self.tr("Hold the track"), "Alt+K")
        self.play_button.clicked.connect(lambda: self.play(not self.running))
        self.speed = Segments(theme, [(one, f"{one}×") for one in SPEEDS])
        self.speed.set_chosen((USUAL,))
        self.speed.setFixedWidth(self.speed.sizeHint().width())
        self.speed.setAccessibleName(self.tr("Speed of the replay"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setSingleStep(STEP_S)
        self.slider.setAccessibleName(self.tr("Moment of the track"))
        self.slider.valueChanged.connect(self._slid)
        self._from, self._to = (Label(theme, "", "small", tone="text2") for _ in range(2))
        self._time = Label(theme, "", "lead", strong=True)
        self.end_button = PlainButton(theme, self.tr("End the replay"), "Esc")
        self.end_button.clicked.connect(self.leave)
        for parts in (
            (self._mark, self._title, self._time, self.play_button, self.speed, self.end_button),
            (self._from, self.slider, self._to),
        ):
            row = QHBoxLayout()
            row.setSpacing(gap)
            for part in parts:
                row.addWidget(part, part in (self._title, self.slider))
            whole.addLayout(row)

    def _step(self) -> None:
        now_s = self._clock.monotonic_s()
        passed_s, self._last_s = now_s - self._last_s, now_s
        if self._replay is None or self._at is None:
            return
        self.seek(self._at + timedelta(seconds=passed_s * float(self.speed.chosen[0])))
        if self._at == self._replay.ends:
            self.play(False)

    def _slid(self, second: int) -> None:
        if self._replay is not None:
            self.seek(self._replay.begins + timedelta(seconds=second))

    def _tell_whole(self) -> None:
        if self._replay is not None:
            self._view.say_replay(self._replay.points)
            self._show()

    def _show(self) -> None:
        replay, at = self._replay, self._at
        assert replay is not None
        assert at is not None
        point, sure = replay.place(at)
        self.slider.blockSignals(True)
        self.slider.setValue(round((at - replay.begins).total_seconds()))
        self.slider.blockSignals(False)
        self._time.setText(hhmmss(at))
        words = self.tr("REPLAY  {name}  {time}, {span} ago: not where it is now")
        told = words.format(
            name=self._name,
            time=f"{day_hhmm(at)}:{hhmmss(at)[-2:]}",
            span=span(self._clock.now() - at),
        )
        if not sure:
            old = self.tr("place not known then, last at {time}")
            told = f"{told}\n{old.format(time=hhmmss(point.at))}"
        self._view.say_walk(point, at, told, sure)
