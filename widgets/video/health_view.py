"""运行状况: every camera worst first, since when and why, how much of the watched time it gave pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import day_hhmm, hhmmss, local_day
from app.base.errors import Refused
from app.people.rights import Act
from app.video.facts import CameraStateChanged
from app.video.health import Health, Kept, Row, look, rows_out, told
from app.video.judging import Judges, PictureDoubted, PictureTrusted
from app.video.records import Camera
from app.video.troublekeeping import TroubleKeeper, Troubles
from app.video.troubles import REASON_WORDS, CameraTrouble
from app.video.wall import Wall
from widgets.checks.exporting import save_table
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.video.boards import Boards
from widgets.video.health_words import (
    bad,
    key_every,
    last_picture,
    lasted_words,
    lost,
    rate,
    reconnects,
    seen,
    since,
    today,
    tone,
    tries,
    until,
    why,
)

LOOK_MS = 1000
MOST = 200
WIDTHS = (11, 28, 12, 10, 26, 14, 18, 8, 12, 8, 12, 20, 20, 20, 8, 12, 14, 14)
PrintHealth = Callable[[list[Row], dict[Health, int]], Paper]
"""On the paper thread."""


@dataclass(frozen=True, slots=True)
class HealthRooms:
    """What the board reads: the engine, what is kept, what is seen now, and its paper."""

    wall: Wall
    troubles: Troubles
    keeper: TroubleKeeper
    judges: Judges
    print_health: PrintHealth


class HealthView(QWidget):
    """A view of the page of cameras. `left` back to the list, `wanted(camera)` to one camera there,
    `fault_wanted(device)` to be mended."""

    left = Signal()
    wanted = Signal(object)
    fault_wanted = Signal(str)

    def __init__(self, desk: Desk, board: Boards, rooms: HealthRooms) -> None:
        super().__init__()
        self._desk, self._board, self._rooms = desk, board, rooms
        self._kept = Kept((), ({}, {}, {}))
        self.rows: list[Row] = []
        self._again: Reread[Kept] = Reread(self, desk.store, self._take, self._explain)
        self._past: Reread[list[CameraTrouble]] = Reread(
            self, desk.store, self._show_past, self._explain
        )
        self._build()
        self._ticker = QTimer(self, interval=LOOK_MS)
        self._ticker.timeout.connect(self._redraw)
        listen(self, desk.bus, Changed, self._changed)
        for kind in (CameraStateChanged, PictureDoubted, PictureTrusted):
            listen(self, desk.bus, kind, lambda _: self._redraw())
        board.directory_changed.connect(lambda: self._redraw(now=True))

    def title(self) -> str:
        return self.tr("Health of the cameras")

    def camera(self) -> Camera | None:
        row: Row | None = self.table.current()
        return row.camera if row is not None else None

    def jump(self) -> None:
        camera = self.camera()
        if camera is not None:
            self.left.emit()
            self.wanted.emit(camera)

    def report(self) -> None:
        camera = self.camera()
        if camera is not None:
            self.fault_wanted.emit(f"视频 {camera.name}（{camera.code}）")

    def accept(self) -> None:
        """What this camera shows now is right: it was turned, or its view has changed for good."""
        camera = self.camera()
        if camera is None:
            return
        try:
            self._desk.session.demand(Act.WALL)
        except Refused as refused:
            self._explain(refused)
            return
        self._rooms.judges.renew(camera.id)
        self._desk.say(
            self.tr("{code} is judged anew from its present view").format(code=camera.code)
        )

    def hand_out(self, to: str = "") -> None:
        """All cameras as a workbook, or the filtered ones."""
        why = {
            row.id: REASON_WORDS[row.status.reason] for row in self.rows if row.status is not None
        }
        rows = rows_out(self._filtered(), why)
        title = f"摄像头运行状况{local_day(self._desk.clock.now()):%Y%m%d}"
        save_table(self, self._desk, rows, title, WIDTHS, self._explain, to)

    def print_page(self) -> bool:
        """The paper beside the list; again takes it away."""
        if self.preview.isVisible():
            self.preview.hide()
        else:
            ask(self, self._desk.paper, self._rooms.print_health, self._filtered(),
                told(self.rows), then=self._printed, fail=self._explain)  # fmt: skip
        return True

    def read(self) -> None:
        self._again.ask(self._rooms.troubles.kept, self._desk.clock.now())

    # -- what comes back ---------------------------------------------------------------------------

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("camera_trouble", "camera_watch") and self.isVisible():
            self.read()
            self._read_past()

    def _take(self, kept: Kept) -> None:
        self._kept = kept
        self._redraw()

    def _redraw(self, *, now: bool = False) -> None:
        if not (now or self.isVisible()):
            return
        rooms, cameras = self._rooms, self._board.cameras
        self.rows = look(
            cameras,
            {one.id: rooms.wall.status(one.id) for one in cameras},
            {one.id: rooms.judges.doubts(one.id) for one in cameras},
            self._kept,
            rooms.keeper.watching.hours(),
            self._desk.clock.now(),
        )
        self.table.show_records(self._filtered(), now=now)
        self._tell_stream()
        counts = told(self.rows)
        self._panel.set_note(
            "　".join(f"{health.value} {n}" for health, n in counts.items() if n) or "—"
        )

    def _filtered(self) -> list[Row]:
        words, part = self.find.text().strip().lower(), self.part.value()
        chosen = {
            "bad": (Health.DOWN, Health.DOUBTED),
            "watched": (Health.DOWN, Health.DOUBTED, Health.LIVE, Health.OPENING),
        }.get(part)
        return [
            row
            for row in self.rows
            if (chosen is None or row.health in chosen)
            and words in f"{row.camera.code} {row.camera.name} {row.camera.township}".lower()
        ]

    def _read_past(self) -> None:
        camera = self.camera()
        self._tell_stream()
        if camera is not None:
            self._past.ask(self._rooms.troubles.store.troubles_of, camera.id, MOST)

    def _show_past(self, rows: list[CameraTrouble]) -> None:
        camera = self.camera()
        self._past_panel.set_title(
            self.tr("Troubles of {name}").format(name=camera.name) if camera else " "
        )
        self.past.show_records(rows, now=True)

    def _tell_stream(self) -> None:
        """Of the chosen camera, also where the columns have no room."""
        row: Row | None = self.table.current()
        told = self.tr(
            "{rate}, a key frame every {key}, in 1 h {lost} pictures lost, {n} reconnects"
        )
        self._past_panel.set_note(
            told.format(rate=rate(row), key=key_every(row), lost=lost(row), n=reconnects(row))
            if row is not None and seen(row)
            else self.tr("newest first")
        )

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self.preview.show()

    def _explain(self, error: Exception) -> None:
        self._desk.say(explain(error))

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._ticker.start()
        self.read()
        self._redraw(now=True)

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._ticker.stop()

    # -- parts -------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        left = QVBoxLayout()
        left.setSpacing(theme.px("space.m"))
        left.addWidget(self._list_panel(), 100)
        left.addWidget(self._history_panel(), 46)
        row.addLayout(left, 1000)
        self.preview = PaperPreview(theme, self)
        self.preview.allow_print(self._desk)
        self.preview.hide()
        row.addWidget(self.preview, 600)
        self.setFocusProxy(self.table)

    def _list_panel(self) -> Panel:
        theme = self._desk.theme
        self._panel = Panel(theme, self.title(), flush=True)
        self.part = SegmentField(
            theme,
            "",
            [
                ("all", self.tr("All")),
                ("watched", self.tr("Watched")),
                ("bad", self.tr("Troubled")),
            ],
        )
        self.part.set_value("all")
        self.part.setFixedWidth(theme.px("size.body") * 17)
        self.part.changed.connect(lambda: self._redraw(now=True))
        self.find = QLineEdit()
        self.find.setPlaceholderText(self.tr("Number, name, township"))
        self.find.setClearButtonEnabled(True)
        self.find.setFixedSize(theme.px("control.field_h") * 6, theme.px("control.field_h"))
        self.find.setAccessibleName(self.tr("Find a camera"))
        self.find.textChanged.connect(lambda _: self._redraw(now=True))
        for widget in (self.part, self.find):
            self._panel.tools.addWidget(widget)
        self.table = RecordTable(
            theme,
            self._columns(),
            row="table_compact",
            empty=self.tr("No camera fits"),
            name="health",
            memory=self._desk.memory,
        )
        self.table.chosen.connect(lambda _: self._read_past())
        self.table.opened.connect(lambda _: self.jump())
        self._panel.add(self.table, 1)
        self._panel.body.addLayout(self._acts())
        return self._panel

    def _acts(self) -> QHBoxLayout:
        theme = self._desk.theme
        side = theme.px("space.s")
        line = QHBoxLayout()
        line.setContentsMargins(theme.px("space.m"), 0, side, side)
        line.setSpacing(side)
        source = Label(theme, self._rooms.judges.rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        line.addWidget(source, 1)
        acts: tuple[tuple[str, Callable[[], object], Act | None], ...] = (
            (self.tr("Its view is right"), self.accept, Act.WALL),
            (self.tr("Report a fault"), self.report, Act.TICKET),
            (self.tr("Print"), self.print_page, None),
            (self.tr("As a workbook"), self.hand_out, None),
            (self.tr("To the camera"), self.jump, None),
            (self.tr("Back to the list"), self.left.emit, None),
        )
        for words, do, right in acts:
            button = PlainButton(theme, words)
            button.clicked.connect(lambda _=False, do=do: do())
            if right is not None:
                gates(self._desk, right, button)
            line.addWidget(button)
        return line

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("No."), lambda r: r.camera.code, 84),
            Column(self.tr("Camera"), lambda r: r.camera.name, stretch=True),
            Column(self.tr("Township"), lambda r: r.camera.township or "—", 84, tone="text2",
                   fold=True),
            Column(self.tr("Condition"), lambda r: r.health.value, 64, tone=tone, strong=bad),
            Column(self.tr("Why"), why, 204, tone=tone),
            Column(self.tr("Since"), since, 96, tone="text2"),
            Column(self.tr("Tries"), tries, 52, right=True, tone="text2"),
            Column(self.tr("Reconnects in 1 h"), reconnects, 84, right=True, tone="text2", fold=True),
            Column(self.tr("Last picture"), last_picture, 80, right=True, tone="text2"),
            Column(self.tr("Outages today"), today, 104, right=True),
            Column(self.tr("Last 24 h"), lambda r: r.shares[0].words(), 136, right=True),
            Column(self.tr("Last 7 days"), lambda r: r.shares[1].words(), 142, right=True),
            Column(self.tr("Last 30 days"), lambda r: r.shares[2].words(), 142, right=True, fold=True),
            Column(self.tr("Stream"), rate, 108, right=True, tone="text2", fold=True),
            Column(self.tr("Key frame every"), key_every, 104, right=True, tone="text2", fold=True),
            Column(self.tr("Pictures lost in 1 h"), lost, 84, right=True, tone="text2", fold=True),
        )  # fmt: skip

    def _history_panel(self) -> Panel:
        theme = self._desk.theme
        self._past_panel = Panel(theme, " ", self.tr("newest first"), flush=True)
        clock = self._desk.clock
        self.past = RecordTable(
            theme,
            (
                Column(
                    self.tr("Since"), lambda t: day_hhmm(t.since) + f":{hhmmss(t.since)[-2:]}", 130
                ),
                Column(self.tr("until"), until, 130),
                Column(self.tr("Trouble"), lambda t: t.kind.value, 80, strong=True),
                Column(self.tr("Why"), lambda t: t.reason or "—", stretch=True),
                Column(self.tr("Times"), lambda t: str(t.times), 56, right=True),
                Column(self.tr("Lasted"), lambda t: lasted_words(t, clock.now()), 96, right=True),
                Column(self.tr("How it ended"), lambda t: t.ended.value, 120, tone="text2"),
                Column(self.tr("Seen by"), lambda t: t.desk or "—", 84, tone="text3", fold=True),
            ),
            row="table_compact",
            empty=self.tr("Nothing was wrong with it while it was watched"),
            name="troubles",
            memory=self._desk.memory,
        )
        self._past_panel.add(self.past, 1)
        return self._past_panel
