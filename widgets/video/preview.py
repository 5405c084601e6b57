"""The chosen camera's picture beside the list, what was said of it, and its snapshots."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.incidents.records import Incident
from app.people.rights import Act
from app.video.states import State
from app.video.wall import Wall
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel
from widgets.kit.panel import Panel
from widgets.video.badges import Badges
from widgets.video.reasons import reason_words, state_words
from widgets.video.tile import Tile

SIZE, SIZE_LOW = (480, 270), (336, 189)
FEW = 8
LABEL_W = 60


class PreviewPanel(Panel):
    """`shot` and `fault`: the officer wants a snapshot, or a ticket, of the chosen camera."""

    shot = Signal()
    fault = Signal()

    def __init__(
        self, desk: Desk, wall: Wall, badges: Badges, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk.theme, self.tr("Preview"), parent=parent)
        self._desk, self._wall = desk, wall
        self._open: tuple[Incident, ...] = ()
        theme = desk.theme
        edge, gap = theme.px("space.l"), theme.px("space.m")
        self.body.setContentsMargins(edge, theme.px("space.s"), edge, gap)
        self.tile = Tile(theme.in_mode("wall"), desk.clock, wall, badges)
        self.tile.look.scale = 0.55
        self.add(self.tile)
        self._said = ElidedLabel(theme, "", "small", tone="text2")
        self.add(self._said)
        self.about = ComboField(theme, self.tr("Snapshot is for"), [], label_w=LABEL_W)
        combo = self.about.combo
        combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(FEW)  # long titles do not widen the column
        self.add(self.about)
        shot = MainButton(theme, self.tr("Snapshot into the log"), "Alt+S", "camera")
        shot.clicked.connect(self.shot)
        gates(desk, Act.LOG, shot)
        fault = PlainButton(theme, self.tr("Report a fault"), "Alt+B")
        fault.clicked.connect(self.fault)
        gates(desk, Act.TICKET, fault)
        self.tools.addWidget(fault)
        self.tools.addWidget(shot)
        self._poller = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._poller.timeout.connect(self.tile.poll)

    @property
    def said(self) -> str:
        """What stands under the picture."""
        return self._said.text()

    @property
    def incident_id(self) -> UUID | None:
        """The open incident that a snapshot is for; None: for none."""
        chosen = str(self.about.value())
        return UUID(chosen) if chosen else None

    def note(self, words: str) -> None:
        self._said.setText(words)

    def say_state(self) -> None:
        camera = self.tile.camera
        status = self._wall.status(camera.id) if camera else None
        if camera is None or status is None:
            self.note("")
            return
        words = f"{camera.code}  {state_words(status.state)}"
        if status.state not in (State.LIVE, State.CONNECTING):
            words += "：" + reason_words(status.reason)
        self.note(words)

    def offer(self, incidents: list[Incident] | None = None) -> None:
        """These are open; without any, those of before, as who sits here may read them. What was chosen
        stays while it is open."""
        if incidents is not None:
            self._open = tuple(incidents)
        held = str(self.about.value())
        combo = self.about.combo
        combo.clear()
        combo.addItem(self.tr("for no incident"), "")
        for one in self._open:
            combo.addItem(f"{one.no}  {self._desk.session.covered(one.title)}", str(one.id))
        self.about.set_value(held if combo.findData(held) >= 0 else "")

    def fit(self, *, low: bool) -> None:
        wide, high = SIZE_LOW if low else SIZE
        self.tile.setFixedSize(wide, high + self.tile.look.px("wall.tile_band_h"))

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._poller.start()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._poller.stop()
        self.tile.hang(None)
