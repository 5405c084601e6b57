"""应急响应: which plans are in force at which level, and how each came to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.base.said import moment_said
from app.duty.responses import Basis, Response, Responses, ResponseTurn
from app.people.rights import Act
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.study.view import StudyView, options

LABEL_W = 76
LEAST_ROWS = 2
Row = tuple[Response, tuple[ResponseTurn, ...]]


class ResponsesView(StudyView):
    """Ctrl+Enter starts one; Alt+R puts the chosen one on the level of the form, Alt+X ends it."""

    kinds = ("response", "response_turn", "plan")

    def __init__(
        self, desk: Desk, responses: Responses, plan_names: Callable[[], Sequence[str]] = tuple
    ) -> None:
        """`plan_names`, on the store thread: what the library's plans are called, offered first."""
        super().__init__(desk)
        self._responses, self._plan_names = responses, plan_names
        self._wanted: UUID | None = None
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self._form.fields["plan"].editor

    def look(self) -> tuple[list[Row], Sequence[str]]:
        return self._responses.look(), self._plan_names()

    def show_look(self, found: tuple[list[Row], Sequence[str]]) -> None:
        look, names = found
        self._offered.setStringList(list(dict.fromkeys([*names, *self._responses.rules.plans])))
        self.table.show_records(look, now=self.own)
        on = sum(one.ended_at is None for one, _ in look)
        if not look:
            note = self.tr("none was ever entered: the handover says 不详")
        else:
            note = self.tr("{n} in force").format(n=on)
        self._panel.set_note(note)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._choose(self.table.current())

    def begin_for(self, plan: str, reason: str) -> None:
        """The form for a plan taken for an incident; words half typed stay, and that is said."""
        typed = self._form.fields["plan"].value()
        if typed and typed != plan:
            words = self.tr("The form holds {typed} half typed; {plan} was not put in its place.")
            self.desk.say(words.format(typed=typed, plan=plan))
        elif not typed:
            self._form.fill({"plan": plan, "reason": reason})
            self._form.changed.emit()
        self._form.fields["plan"].editor.setFocus()

    def start(self) -> None:
        values, basis = self._form.values(), self._basis()
        if basis is not None:
            plan, level = values["plan"], values["level"]
            self.act(lambda by, shift: self._responses.start(by, shift, plan, level, basis),
                     self._done)  # fmt: skip

    def change(self) -> None:
        one, basis = self._demand(), self._basis()
        if one is not None and basis is not None:
            level = self._form.values()["level"]
            self.act(lambda by, shift: self._responses.change(by, shift, one, level, basis),
                     self._done)  # fmt: skip

    def end(self) -> None:
        one, basis = self._demand(), self._basis()
        if one is not None and basis is not None:
            self.act(lambda by, shift: self._responses.end(by, shift, one, basis), self._done)

    def _basis(self) -> Basis | None:
        values = self._form.values()
        try:
            now = self.desk.clock.now()
            at = moment_said("at", values["at"], now).at if values["at"] else None
        except Refused as refused:
            self.refuse(refused)
            return None
        return Basis(values["confirmed_by"], values["document"], values["reason"], at)

    def _demand(self) -> Response | None:
        row = self.table.current()
        if row is None:
            self.refuse(Refused("response", "choose"))
            return None
        return row[0]

    def _done(self, made: Response) -> None:
        self._form.clear()
        self._wanted = made.id
        words = self.tr("Written into the log: {plan} {level}")
        self.desk.say(words.format(plan=made.plan, level=made.level))

    def _choose(self, row: Row | None) -> None:
        on = row is not None and row[0].ended_at is None
        for gate in self._gates:
            if gate is not None:
                gate.allow(on)
        if row is None:
            self._words.setText(self.tr("Choose a response to see how it came about."))
            self.turns.show_lines([])
            return
        self._words.setText(f"{row[0].plan} {row[0].level}")
        self.turns.show_lines([self._turn(turn) for turn in row[1]])

    def _turn(self, turn: ResponseTurn) -> Line:
        told = self.tr("{who}, {document}, {reason}").format(
            who=turn.confirmed_by, document=turn.document or "文号不详", reason=turn.reason
        )
        return Line(str(turn.id), f"{turn.turn.value} {turn.level}", told, lead=day_hhmm(turn.at))

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self._panel = Panel(self.theme, self.tr("Responses"), flush=True)
        self._panel.add(self._build_table(), 1)
        self.lay_out(self._panel, self._build_chosen(), self._build_form())

    def _build_table(self) -> RecordTable:
        def on(row: Row) -> bool:
            return row[0].ended_at is None

        def last(row: Row) -> ResponseTurn | None:
            return row[1][-1] if row[1] else None

        columns = (
            Column(self.tr("Plan"), lambda r: r[0].plan, stretch=True, strong=on),
            Column(self.tr("Level"), lambda r: r[0].level, 72, strong=on),
            Column(self.tr("Started"), lambda r: day_hhmm(r[0].started_at), 112),
            Column(
                self.tr("Ended at"),
                lambda r: "—" if on(r) else day_hhmm(r[0].ended_at),
                112,
            ),
            Column(
                self.tr("Confirmed by"), lambda r: ((t := last(r)) and t.confirmed_by) or "—", 112
            ),
            Column(
                self.tr("Paper no."), lambda r: ((t := last(r)) and t.document) or "不详", 180,
                tone="text2", fold=True,
            ),
            Column(
                self.tr("State"),
                lambda r: self.tr("in force") if on(r) else self.tr("over"),
                84,
                right=True,
            ),
        )  # fmt: skip
        self.table = RecordTable(
            self.theme,
            columns,
            key=lambda row: row[0].id,
            row="table",
            empty=self.tr("No response was ever entered. The form at the right starts one."),
            name="responses",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(self._choose)
        return self.table

    def _build_form(self) -> Panel:
        theme, rules = self.theme, self._responses.rules
        panel = Panel(theme, self.tr("Start, change or end"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        plan = TextField(theme, self.tr("Plan"), required=True, **look)
        self._offered = QStringListModel(list(rules.plans), self)
        completer = QCompleter(self._offered, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        theme.dress(completer.popup())
        plan.edit.setCompleter(completer)
        self._form.row(plan=plan)
        self._form.row(level=SegmentField(theme, self.tr("Level"), options(rules.levels), **look))
        self._form.row(
            confirmed_by=TextField(theme, self.tr("Confirmed by"), required=True, **look)
        )
        self._form.row(document=TextField(theme, self.tr("Paper no."), **look))
        self._form.row(reason=TextField(theme, self.tr("Reason"), required=True, **look))
        self._form.row(
            at=TextField(theme, self.tr("Since when"), placeholder=self.tr("now"), **look)
        )
        panel.add(self._form)
        panel.add(self.trouble)
        change = PlainButton(theme, self.tr("Change its level"), "Alt+R")
        end = PlainButton(theme, self.tr("Declare it over"), "Alt+X")
        start = MainButton(theme, self.tr("Start it"), "Ctrl+Enter")
        gates = self.buttons(
            panel,
            (change, Act.RESPOND, self.change),
            (end, Act.RESPOND, self.end),
            (start, Act.RESPOND, self.start),
        )
        self._gates = gates[:2]
        source = Label(theme, rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel

    def _build_chosen(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("How it came about"))
        self._words = Label(theme, "", strong=True)
        panel.add(self._words)
        self.turns = LineList(theme, lead_w=112)
        self.turns.setAccessibleName(self.tr("How it came about"))
        self.turns.setMinimumHeight((theme.px("row.list_two_line") + 4) * LEAST_ROWS)
        panel.add(self.turns, 1)
        return panel
