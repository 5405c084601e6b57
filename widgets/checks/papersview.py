"""收发文: what came and went, who has it, which leader it waits for; nothing classified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.base.said import moment_said, moment_to_come
from app.duty.checks import Paper, PaperState, PaperWay, Urgency
from app.duty.papers import STEPS, Entered, Papers
from app.duty.scans import Scans
from app.people.records import Officer
from app.people.rights import Act
from widgets.checks.view import CheckView
from widgets.duty.files import Attached, FileList
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable

LABEL_W = 56
MOST = 500


class PapersView(CheckView):
    """Ctrl+Enter enters a paper; Alt+R to a leader, Alt+F to who deals with it, Alt+X done."""

    kinds = ("paper",)

    def __init__(
        self,
        desk: Desk,
        papers: Papers,
        scans: Scans | None = None,
        attached: Attached | None = None,
    ) -> None:
        """Without `scans` and `attached` no files are shown."""
        super().__init__(desk)
        self._scans = scans
        self.files = FileList(desk, attached, takes=True) if scans and attached else None
        self._papers = papers
        self._wanted: UUID | None = None
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self._form.fields["title"].editor

    def look(self) -> list[Paper]:
        waiting = self._papers.waiting()
        if self._which.value() == "waiting":
            return waiting
        known = {one.id for one in waiting}
        return waiting + [one for one in self._papers.latest(MOST) if one.id not in known]

    def show_look(self, look: list[Paper]) -> None:
        self.table.show_records(look, now=self.own)
        waiting = sum(one.state is not PaperState.DONE for one in look)
        self._panel.set_note(self.tr("{n} not done").format(n=waiting))
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._choose(self.table.current())

    def enter(self) -> None:
        values, now = self._form.values(), self.desk.clock.now()
        try:
            told = Entered(
                PaperWay(values["way"] or PaperWay.RECEIVED),
                values["title"],
                values["unit"],
                values["no"],
                Urgency(values["urgency"] or Urgency.PLAIN),
                moment_said("at", values["at"], now).at if values["at"] else None,
                moment_to_come("due", values["due"], now),
                values["holder"],
                values["note"],
            )
        except Refused as refused:
            self.refuse(refused)
            return
        self.act(lambda by, shift: self._papers.enter(by, shift, told), self._entered)

    def to_leader(self) -> None:
        self._step(lambda by, shift, one, to, _: self._papers.to_leader(by, shift, one, to))

    def to_unit(self) -> None:
        self._step(lambda by, shift, one, to, note: self._papers.to_unit(by, shift, one, to, note))

    def done(self) -> None:
        self._step(lambda by, shift, one, _, note: self._papers.done(by, shift, one, note))

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field in ("leader", "holder", "state"):
            form, self.form = self.form, self._steps
            super().refuse(Refused("to", error.code, **error.figures))
            self.form = form
        else:
            super().refuse(error)

    def _step(self, work: Callable[[Officer, UUID, Paper, str, str], Paper]) -> None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("paper", "choose"))
            return
        values = self._steps.values()

        def then(made: Paper) -> None:
            self._steps.clear()
            self._wanted = made.id

        self.act(lambda by, shift: work(by, shift, one, values["to"], values["note"]), then)

    def _show_files(self, one: Paper | None) -> None:
        if self.files is None or self._scans is None:
            return
        if one is None:
            self.files.show_files(None)
            return
        scans = self._scans
        self.files.show_files(
            lambda: scans.of_paper(one.id), lambda officer, filed: scans.add(officer, one, filed)
        )

    def _entered(self, made: Paper) -> None:
        self._form.clear()
        self._form.fields["way"].set_value(made.way.value)
        self._form.fields["urgency"].set_value(Urgency.PLAIN.value)
        self._wanted = made.id
        self.desk.say(self.tr("Paper entered"))

    def _choose(self, one: Paper | None) -> None:
        self._steps.clear_errors()
        steps = STEPS[one.state] if one is not None else frozenset()
        for state, button in self._buttons.items():
            button.setEnabled(state in steps)
        self._show_files(one)
        if one is None:
            self._words.setText(self.tr("Choose a paper to route it."))
            return
        parts = [
            f"{one.way.value}  {one.no}".rstrip(),
            one.title,
            f"{one.unit}  {one.urgency.value}  {day_hhmm(one.at)}",
        ]
        if one.note:
            parts.append(self.tr("Decided: {words}").format(words=one.note))
        self._words.setText("\n".join(parts))

    def _late(self, one: Paper) -> bool:
        limit = self._papers.limit(one)
        return limit is not None and limit <= self.desk.clock.now()

    def _limit(self, one: Paper) -> str:
        limit = self._papers.limit(one)
        return day_hhmm(limit) if limit is not None else "—"

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._panel = Panel(self.theme, self.tr("Papers"), flush=True)
        self._which = SegmentField(
            self.theme, "", [("waiting", self.tr("Not done")), ("all", self.tr("All"))]
        )
        self._which.set_value("waiting")
        self._which.setFixedWidth(180)
        self._which.changed.connect(self.read)
        self._panel.tools.addWidget(self._which)
        banner = Label(
            self.theme, self.tr("Nothing classified comes into this system"), strong=True
        )
        banner.setContentsMargins(self.theme.px("space.l"), 0, 0, 0)
        self._panel.add(banner)
        self._panel.add(self._build_table(), 1)
        row.addWidget(self._panel, 1060)
        row.addWidget(column(self.theme, self._build_steps(), self._build_form()), 448)

    def _build_table(self) -> RecordTable:
        columns = (
            Column(self.tr("Time"), lambda p: day_hhmm(p.at), 112, strong=True),
            Column(self.tr("In or out"), lambda p: p.way.value, 64),
            Column(
                self.tr("Urgency"),
                lambda p: p.urgency.value,
                64,
                strong=lambda p: p.urgency is not Urgency.PLAIN,
            ),
            Column(
                self.tr("Title"),
                lambda p: p.title,
                stretch=True,
                second=lambda p: f"{p.unit}  {p.no}".strip(),
            ),
            Column(
                self.tr("Lies with"),
                lambda p: p.holder or "—",
                130,
                second=lambda p: (
                    self.tr("waits for {leader}").format(leader=p.leader) if p.leader else ""
                ),
            ),
            Column(
                self.tr("Pass on by"),
                self._limit,
                112,
                tone=lambda p: "now" if self._late(p) else "text2",
            ),
            Column(self.tr("State"), lambda p: p.state.value, 84, right=True),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            row="list_two_line",
            empty=self.tr("No paper waits. The form at the right enters one."),
            name="papers",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(self._choose)
        return self.table

    def _build_steps(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Route it"))
        self._words = Label(theme, "")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        panel.add(self._words)
        self._steps = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        self._steps.row(to=TextField(theme, self.tr("To whom"), **look))
        self._steps.row(note=TextField(theme, self.tr("What was decided"), **look))
        panel.add(self._steps)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        self._buttons: dict[PaperState, PlainButton] = {}
        for state, words, key, act in (
            (PaperState.WAITING, self.tr("To the leader"), "Alt+R", self.to_leader),
            (PaperState.DEALT, self.tr("To deal with"), "Alt+F", self.to_unit),
            (PaperState.DONE, self.tr("Done"), "Alt+X", self.done),
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(act)
            Gate(self.desk, button, Act.RELAY if state is PaperState.DONE else Act.ROUTE)
            self._buttons[state] = button
            line.addWidget(button, 1)
        panel.body.addLayout(line)
        if self.files is not None:
            panel.add(self.files)
        return panel

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Enter a paper"))
        self._form = self.form = Form(theme)
        ways = [(one.value, one.value) for one in PaperWay]
        kinds = [(one.value, one.value) for one in Urgency]
        look: dict[str, Any] = {"label_w": LABEL_W}
        self._form.row(way=SegmentField(theme, self.tr("In or out"), ways, **look))
        self._form.row(urgency=SegmentField(theme, self.tr("Urgency"), kinds, **look))
        self._form.row(title=TextField(theme, self.tr("Title"), required=True, **look))
        self._form.row(unit=TextField(theme, self.tr("From / to"), required=True, **look))
        self._form.row(no=TextField(theme, self.tr("Paper no."), **look))
        self._form.row(
            at=TextField(theme, self.tr("Received or sent"), placeholder=self.tr("now"), **look),
            holder=TextField(theme, self.tr("Lies with"), placeholder=self.tr("here"), **look),
        )
        self._form.row(
            due=TextField(theme, self.tr("Wanted by"), placeholder="06-18 17:00", **look),
            note=TextField(theme, self.tr("Remark"), **look),
        )
        self._form.fields["way"].set_value(PaperWay.RECEIVED.value)
        self._form.fields["urgency"].set_value(Urgency.PLAIN.value)
        panel.add(self._form)
        panel.add(self.trouble)
        line = QHBoxLayout()
        line.addStretch(1)
        enter = MainButton(theme, self.tr("Enter it"), "Ctrl+Enter")
        enter.clicked.connect(self.enter)
        Gate(self.desk, enter, Act.RELAY)
        line.addWidget(enter)
        panel.body.addLayout(line)
        source = Label(theme, self._papers.rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel
