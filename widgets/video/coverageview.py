"""Coverage: remote townships with a body terminal that works, townships with a lookout that works."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.base.bus import Changed
from app.base.errors import Refused
from app.drills.metrics import coverage
from app.people.rights import Act
from app.video.coverage import RemoteTownships, Town, towns
from app.video.records import Camera
from app.video.states import State
from app.video.wall import Wall
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.people.leaving import leaving_line
from widgets.video.boards import Boards


class CoverageView(Panel):
    """`left` back to the list. Which townships are remote is told here, by who keeps dictionaries."""

    left = Signal()

    def __init__(
        self, desk: Desk, board: Boards, wall: Wall, names, remote: RemoteTownships
    ) -> None:
        """`names` gives the townships in official order, on the store thread."""
        super().__init__(desk.theme, self.tr("Coverage"), flush=True)
        self._desk, self._board, self._wall = desk, board, wall
        self._names, self._remote = names, remote
        self._again = Reread(self, desk.store, self._show, self._failed)
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        board.directory_changed.connect(self._look)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._look()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("remote_township", "org"):
            self._look()

    def _look(self) -> None:
        if self.isVisible():
            self._again.ask(lambda: (self._names(), self._remote.names()))

    def _state(self, camera: Camera) -> State | None:
        status = self._wall.status(camera.id)
        return status.state if status is not None and status.state is not State.IDLE else None

    def _show(self, told: tuple[list[str], frozenset[str]]) -> None:
        names, remote = told
        rows = towns(names, remote, self._board.cameras, self._state)
        self.table.show_records(rows, now=True)
        far = [one.id for one in rows if one.remote]
        bodies = coverage(far, [(one.id, one.bodies_work > 0) for one in rows])
        heights = coverage(names, [(one.id, one.lookouts_work > 0) for one in rows])
        self.bodies.setText(self.tr("Remote townships with a body terminal that works: {rate}").format(
            rate=bodies.words()))  # fmt: skip
        self.heights.setText(self.tr("Townships with a lookout that works: {rate}").format(
            rate=heights.words()))  # fmt: skip
        unseen = sum(one.unseen for one in rows)
        words = self.tr(
            "Broken is what is out of service or was seen to fail; {n} were not looked at since the start"
        )
        self._said.setText(words.format(n=unseen))

    def turn_over(self) -> None:
        """The chosen township counts as remote, or no longer."""
        one: Town | None = self.table.current()
        if one is None:
            return
        try:
            by = str(self._desk.session.demand(Act.DICTIONARIES).id)
        except Refused as refused:
            self._failed(refused)
            return

        def tell() -> None:
            self._remote.tell(by, one.id, remote=not one.remote)

        ask(self, self._desk.store, tell, fail=self._failed)

    def _failed(self, error: Exception) -> None:
        self._said.setText(explain(error))

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        self.bodies = Label(theme, "", "lead", strong=True)
        self.heights = Label(theme, "", "lead", strong=True)
        self._said = Label(theme, "", "small", tone="text2")
        self._said.setWordWrap(True)
        for label in (self.bodies, self.heights, self._said):
            label.setContentsMargins(edge, 0, edge, 0)
            self.add(label)
        remote = self.tr("remote")
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Township"), lambda one: one.id, stretch=True),
                Column(self.tr("Counted as"), lambda one: remote if one.remote else "—", 120),
                Column(self.tr("Body terminals that work"), _bodies, 180, right=True),
                Column(self.tr("Lookouts that work"), _lookouts, 180, right=True),
                Column(self.tr("Not looked at"), lambda one: str(one.unseen or "—"), 130, right=True,
                       tone="text2"),
            ),
            row="table_compact",
            empty=self.tr("No township stands in the contact book"),
        )  # fmt: skip
        self.table.ticked.connect(lambda _: self.turn_over())
        self.add(self.table, 1)
        line = leaving_line(theme, self)
        line.addStretch(1)
        turn = MainButton(theme, self.tr("Remote, or not"), "Alt+E")
        turn.clicked.connect(self.turn_over)
        gates(self._desk, Act.DICTIONARIES, turn)
        line.addWidget(turn)
        self.body.addLayout(line)


def _bodies(one: Town) -> str:
    return f"{one.bodies_work}/{one.bodies}"


def _lookouts(one: Town) -> str:
    return f"{one.lookouts_work}/{one.lookouts}"
