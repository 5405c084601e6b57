"""What a camera showed just now, or a clip, played beside its live picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from app.base.clock import hhmmss, span
from app.base.errors import Refused, Unreachable
from app.people.rights import Act
from app.video.policy import Size
from app.video.records import Camera, Snapshot, Which
from app.video.replay import SPEEDS, Player, Playing
from app.video.replay_reel import Reel, RingReel
from app.video.ring import Held
from app.video.wall import Wall
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.flow import Flow
from widgets.kit.gate import Gate
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.video.badges import Badges
from widgets.video.reasons import trouble_words
from widgets.video.replay_canvas import ReplayCanvas
from widgets.video.tile import Tile

JUMP_S = 5.0
POLL_MS = 16


@dataclass(frozen=True, slots=True)
class ReplayActs:
    """What can be made of a replay. `shoot(camera, frame, at, which)` files a still, on the disk thread;
    `shot` then writes the log; `save(camera, held)` makes a clip of the ring, `Refused` when it may not.
    """

    shoot: Callable[[Camera, Any, datetime, Which], Snapshot]
    shot: Callable[[Camera, Snapshot], None]
    save: Callable[[Camera, list[Held]], None]


class ReplayView(QWidget):
    """`left` when the officer is done; `closed` when what was played is let go of."""

    left = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, wall: Wall, badges: Badges, acts: ReplayActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self._player: Player | None = None
        self._camera: Camera | None = None
        self._held: list[Held] = []
        self._which = Which.MAIN
        self._told: Playing | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.px("space.m"))
        row.addWidget(self._replay_panel(), 3)
        row.addWidget(self._live_panel(wall, badges), 1)
        self._timer = QTimer(self, interval=POLL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._poll)

    @property
    def player(self) -> Player | None:
        return self._player

    def open_ring(self, camera: Camera, held: list[Held], short: bool = False) -> None:
        """The last half minute, from its beginning; what comes after this moment is not in it. `short`: for
        want of memory it is less."""
        self._held = held
        try:
            reel: Reel | None = RingReel(held)
        except Unreachable:
            reel = None
        which = held[-1].track.which if held else Which.MAIN
        note = self.tr("the last {s} s, {which}").format(
            s=int(reel.length_s) if reel else 0, which=which.value
        )
        if short:
            note += self.tr(", memory holds no more")
        self.canvas.streams = which.value if held else ""
        self._open(camera, reel, which, self.tr("Nothing of this camera is held yet"), note)

    def open_reel(
        self, camera: Camera, reel: Reel, which: Which, note: str, streams: str = ""
    ) -> None:
        """A clip; `note` says which one, `streams` of what it was made."""
        self._held = []
        self.canvas.streams = streams
        self._open(camera, reel, which, "", note)

    def let_go(self) -> None:
        if self._player is not None:
            self._player.close()
            self._player = None
            self.closed.emit()
        self.live.hang(None)

    def _open(self, camera: Camera, reel: Reel | None, which: Which, empty: str, note: str) -> None:
        self.let_go()
        self._camera, self._which, self._told = camera, which, None
        self._panel.set_title(self.tr("Replay of {camera}").format(camera=camera.name))
        self._panel.set_note(note)
        self.canvas.empty(empty)
        self.said.setText("")
        for gate in self._needs_picture:
            gate.allow(reel is not None)
        self._saves.allow(bool(self._held))
        if reel is not None:
            self._player = Player(reel, self._desk.clock, Size(*self.canvas.device_size()))
            self.slider.setRange(0, max(1, round(reel.length_s * 1000)))
        self._show(Playing(running=False))
        if self.isVisible():
            self.live.hang(camera)

    # -- parts ---------------------------------------------------------------------------------

    def _replay_panel(self) -> Panel:
        theme = self._desk.theme
        self._panel = Panel(theme, self.tr("Replay"), " ")
        self.canvas = ReplayCanvas(theme.in_mode("wall"), self._desk.clock)
        self.canvas.sized.connect(self._sized)
        self._panel.add(self.canvas, 1)
        line = QHBoxLayout()
        self._from, self._to = (Label(theme, "", "small", tone="text2") for _ in range(2))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Moment of the replay"))
        self.slider.sliderMoved.connect(lambda ms: self._do(lambda one: one.seek(ms / 1000)))
        self.slider.actionTriggered.connect(lambda _: self._slid())
        line.addWidget(self._from)
        line.addWidget(self.slider, 1)
        line.addWidget(self._to)
        self._panel.body.addLayout(line)
        self._panel.body.addLayout(self._buttons())
        self.said = ElidedLabel(theme, "", "small", tone="text2")
        self._panel.add(self.said)
        return self._panel

    def _buttons(self) -> Flow:
        theme, tr = self._desk.theme, self.tr
        flow = Flow(theme.px("space.s"))
        self.play = MainButton(theme, tr("Pause"), "Space")
        self.play.clicked.connect(self.toggle)
        flow.addWidget(self.play)
        for words, key, do in (
            (tr("One picture back"), ",", lambda one: one.step(False)),
            (tr("One picture on"), ".", lambda one: one.step(True)),
            (tr("5 s back"), "Left", lambda one: one.jump(-JUMP_S)),
            (tr("5 s on"), "Right", lambda one: one.jump(JUMP_S)),
            (tr("Slower"), "[", lambda one: one.hasten(_next(one.state.speed, -1))),
            (tr("Faster"), "]", lambda one: one.hasten(_next(one.state.speed, 1))),
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda _=False, do=do: self._do(do))
            flow.addWidget(button)
        shot = PlainButton(theme, tr("Snapshot of this picture"), "Alt+S", "camera")
        shot.clicked.connect(self.shoot)
        save = PlainButton(theme, tr("Keep as a clip"), "Alt+K")
        save.clicked.connect(self.save)
        back = PlainButton(theme, tr("Back to the cameras"), "Esc")
        back.clicked.connect(self.left)
        self._needs_picture = [Gate(self._desk, shot, Act.LOG)]
        self._saves = Gate(self._desk, save, Act.LOG)
        for button in (shot, save, back):
            flow.addWidget(button)
        return flow

    def _live_panel(self, wall: Wall, badges: Badges) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Live"))
        self.live = Tile(theme.in_mode("wall"), self._desk.clock, wall, badges)
        self.live.look.scale = 0.5
        self.live.setMinimumSize(theme.px("row.table") * 6, theme.px("row.table") * 4)
        self.live.setMaximumHeight(theme.px("row.table") * 8)
        panel.add(self.live, 1)
        panel.body.addStretch(1)
        return panel

    # -- what the officer does -----------------------------------------------------------------

    def toggle(self) -> None:
        self._do(lambda one: one.pause() if one.state.running else one.play())

    def shoot(self) -> None:
        """The picture that is shown, under the time at which it was taken."""
        player, camera = self._player, self._camera
        if player is None or camera is None or player.still is None:
            return
        player.pause()
        frame, at = player.still
        ask(self, self._desk.disk, self._acts.shoot, camera, frame, at, self._which,
            then=lambda shot: self._have(camera, shot), fail=self._explain)  # fmt: skip

    def save(self) -> None:
        if self._camera is not None and self._held:
            try:
                self._acts.save(self._camera, self._held)
            except (Refused, Unreachable) as error:
                self._explain(error)
                return
            self.said.setText(self.tr("It becomes a clip: see the list of recordings"))

    def _have(self, camera: Camera, shot: Snapshot) -> None:
        self._acts.shot(camera, shot)
        self.said.setText(
            self.tr("Snapshot of {time}, {w}×{h}, SHA-256 {hash}…").format(
                time=hhmmss(shot.taken_at), w=shot.width, h=shot.height, hash=shot.file.sha256[:12]
            )
        )

    def _explain(self, error: Exception) -> None:
        self.said.setText(trouble_words(error))

    def _do(self, order: Callable[[Player], None]) -> None:
        if self._player is not None:
            order(self._player)

    def _slid(self) -> None:
        at_s = self.slider.sliderPosition() / 1000
        self._do(lambda one: one.seek(at_s))

    # -- what comes back -----------------------------------------------------------------------

    def _poll(self) -> None:
        self.live.poll()
        if self._player is None:
            return
        picture = self._player.slot.take()
        if picture is not None:
            self.canvas.show_picture(picture)
        if self._player.state != self._told or int(self._desk.clock.monotonic_s()) != self._second:
            self._second = int(self._desk.clock.monotonic_s())
            self._show(self._player.state)

    _second = 0

    def _show(self, state: Playing) -> None:
        self._told = state
        words = {
            "missing": self.tr("The film is not on this desk any more"),
            "changed": self.tr("The film was changed, or cannot be read"),
        }
        told = words.get(state.trouble, self.tr("The film cannot be read")) if state.trouble else ""
        if self._player is not None:
            self.canvas.show_state(state, told)
            if not self.slider.isSliderDown():
                self.slider.setValue(round(state.at_s * 1000))
            self._from.setText(hhmmss(state.at) if state.at else "—")
            speed = f"  ×{state.speed:g}" if state.speed != 1 else ""
            self._to.setText(span(self._player.reel.length_s) + speed)
        self.play.setText(self.tr("Pause") if state.running else self.tr("Play on"))

    def _sized(self, wide: int, high: int) -> None:
        self._do(lambda one: one.resize(Size(wide, high)))

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._timer.start()
        if self._camera is not None:
            self.live.hang(self._camera)

    def hideEvent(self, event) -> None:
        """Behind a minimised window it stands; who goes to another page finds it closed, and told so."""
        super().hideEvent(event)
        self._timer.stop()
        if event.spontaneous():
            self._do(lambda one: one.pause())
            return
        self.let_go()
        self._camera, self._held = None, []
        self.canvas.empty(self.tr("The replay was closed: open it anew from the list"))
        for gate in (*self._needs_picture, self._saves):
            gate.allow(False)


def _next(speed: float, by: int) -> float:
    return SPEEDS[min(len(SPEEDS) - 1, max(0, SPEEDS.index(speed) + by))]
