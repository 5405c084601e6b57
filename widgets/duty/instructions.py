"""指示: taken down verbatim, relayed, answered, closed — the list and its next steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.base.said import moment_to_come
from app.duty.checks import Relay
from app.duty.instructions import STEPS, Instructions
from app.duty.records import Channel, Instruction, InstructionState, Spoken
from app.duty.scans import Scans
from app.people.rights import Act
from app.people.session import ShiftEntered
from app.people.signin import SignedIn
from widgets.duty.files import Attached, FileList
from widgets.duty.linking import Links, linked
from widgets.duty.refused import words_for
from widgets.duty.relays import RelayList, followed
from widgets.duty.takingform import TakingForm
from widgets.duty.todo import due_words
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable


@dataclass(frozen=True, slots=True)
class _Seen:
    shown: list[Instruction]
    relays: dict[UUID, list[Relay]]
    abouts: dict[UUID, str]


class InstructionsView(QWidget):
    """Open instructions and those of this shift; a form for a new one; the steps of the chosen."""

    def __init__(
        self,
        desk: Desk,
        instructions: Instructions,
        links: Links | None = None,
        scans: Scans | None = None,
        attached: Attached | None = None,
    ) -> None:
        """Without `scans` and `attached` no files are shown."""
        super().__init__()
        self._links = links or Links()
        self._scans = scans
        self.files = FileList(desk, attached, takes=True) if scans and attached else None
        self._desk = desk
        self._instructions = instructions
        self._wanted: UUID | None = None
        self._relays: dict[UUID, list[Relay]] = {}
        self._abouts: dict[UUID, str] = {}
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, self._entered)
        listen(self, desk.bus, SignedIn, lambda _: self._choose(self.table.current()))
        self.read()

    def first_focus(self) -> QWidget:
        chosen = self.table.current()
        if chosen is not None and chosen.state is not InstructionState.CLOSED:
            return self._steps.fields["words"].editor
        return self._form.fields["leader"].editor

    def select(self, key: UUID) -> bool:
        """Choose one of the instructions shown; False when there is none of this id."""
        return self.table.select(key)

    def read(self) -> None:
        ask(self, self._desk.store, self._look, then=self._show, fail=self._failed)

    def take(self) -> None:
        """Ctrl+Enter in the form: written down as it was spoken."""
        self._form.clear_errors()
        values = self._form.values()
        try:
            due = moment_to_come("due", values["due"], self._desk.clock.now())
            if self._about.unchosen:
                raise Refused("about", "not_chosen", words=self._about.edit.text().strip())
            shift = self._desk.session.demand_shift()
        except Refused as refused:
            self._failed(refused)
            return
        channel = Channel(values["channel"] or Channel.FACE)
        about = self._about.key()

        def work(officer: Any) -> Instruction:
            return self._instructions.take(
                officer,
                shift,
                values["leader"],
                values["post"],
                values["text"],
                channel=channel,
                receiver=values["receiver"],
                due=due,
                incident_id=linked(about, "incident"),
                paper_id=linked(about, "paper"),
                spoken=Spoken(values["spoken"] or Spoken.SAID),
            )

        self._run(work, self._taken)

    def step(self, to: InstructionState) -> None:
        """The next step of the chosen instruction, with the words typed for it."""
        chosen = self.table.current()
        if chosen is None:
            return
        words = self._steps.fields["words"].value()
        acts: dict[InstructionState, Callable[[Any], Instruction]] = {
            InstructionState.RELAYED: lambda who: self._instructions.relay(who, chosen, words),
            InstructionState.ANSWERED: lambda who: self._fed_back(who, chosen, words),
            InstructionState.CLOSED: lambda who: self._instructions.close(who, chosen),
        }
        self._run(acts[to], lambda _: self._stepped(chosen))

    def acknowledge(self) -> None:
        """Alt+S: the chosen receiver has it; the words are the name of who took it."""
        words = self._steps.fields["words"].value()
        self._follow(lambda who, told, one: self._instructions.acknowledge(who, told, one, words))

    def remind(self) -> None:
        """Alt+C: the chosen receiver is asked again."""
        self._follow(lambda who, told, one: self._instructions.remind(who, told, one))

    def _follow(self, work: Callable[[Any, Instruction, Relay], Relay]) -> None:
        told, one = self.table.current(), self.relays.current()
        if told is None or one is None:
            return
        self._run(lambda who: work(who, told, one), lambda _: self._stepped(told))

    def _fed_back(self, who: Any, told: Instruction, words: str) -> object:
        """By the chosen receiver; an instruction told to nobody in particular is answered as a whole."""
        one = next((r for r in self._relays.get(told.id, []) if r == self.relays.current()), None)
        if one is None:
            return self._instructions.answer(who, told, words)
        return self._instructions.feed_back(who, told, one, words)

    def _look(self) -> _Seen:
        waiting = self._instructions.open()
        shift = self._desk.session.shift_id
        of_shift = self._instructions.of_shift(shift) if shift is not None else []
        known = {one.id for one in waiting}
        shown = waiting + [one for one in reversed(of_shift) if one.id not in known]
        relays: dict[UUID, list[Relay]] = {}
        for one in self._instructions.relays(shown):
            relays.setdefault(one.instruction_id, []).append(one)
        known = {one.key: one.words for one in self._links.of_incidents_and_papers()}
        abouts = {
            one.id: known.get(f"incident:{one.incident_id}") or known.get(f"paper:{one.paper_id}")
            for one in shown
        }
        return _Seen(shown, relays, {key: words for key, words in abouts.items() if words})

    def _run(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        try:
            officer = self._desk.session.demand()
        except Refused as refused:
            self._failed(refused)
            return
        ask(self, self._desk.store, work, officer, then=then, fail=self._failed)

    def _taken(self, one: Instruction) -> None:
        self._form.clear()
        self._wanted = one.id
        self._trouble.hide()
        self._desk.say(self.tr("Instruction of {leader} taken").format(leader=one.leader))
        self.read()

    def _stepped(self, one: Instruction) -> None:
        self._steps.clear()
        self._trouble.hide()
        self._wanted = one.id
        self.read()

    def _entered(self, _fact: ShiftEntered) -> None:
        self.read()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("instruction", "relay"):
            self.read()

    def _show(self, seen: _Seen) -> None:
        shown, self._relays, self._abouts = seen.shown, seen.relays, seen.abouts
        self.table.show_records(shown, now=self._wanted is not None)
        waiting = sum(one.state is not InstructionState.CLOSED for one in shown)
        self._list.set_note(self.tr("{n} not closed").format(n=waiting) if waiting else "")
        if self._wanted is not None:
            self.table.select(self._wanted)
            self._wanted = None
        self._choose(self.table.current())

    def _choose(self, one: Instruction | None) -> None:
        steps = STEPS[one.state] if one is not None else frozenset()
        for state, button in self._buttons.items():
            button.setEnabled(state in steps)
        self._steps.setEnabled(bool(steps))
        self._show_files(one)
        relays = self._relays.get(one.id, []) if one is not None else []
        late = one is not None and one.due is not None and one.due <= self._desk.clock.now()
        self.relays.show_relays(relays, late=late)
        for button in self._followers:
            button.setEnabled(bool(relays) and bool(steps))
        if one is None:
            self._words.setText(self.tr("Choose an instruction to take its next step."))
            return
        head = f"{one.post} {one.leader}".strip()
        parts = [
            f"{head}  {day_hhmm(one.at)}  {one.spoken.value}",
            self._desk.session.covered(one.text),
        ]
        about = self._abouts.get(one.id)
        if about:
            parts.append(self.tr("About: {what}").format(what=about))
        if one.receiver and not relays:
            parts.append(self.tr("Relayed to {who}").format(who=one.receiver))
        if one.feedback and not relays:
            parts.append(self.tr("Feedback: {words}").format(words=one.feedback))
        self._words.setText("\n".join(parts))

    def _show_files(self, one: Instruction | None) -> None:
        """The page the leader wrote on; what belongs to the paper it is about is there too."""
        if self.files is None or self._scans is None:
            return
        if one is None:
            self.files.show_files(None)
            return
        scans = self._scans
        self.files.show_files(
            lambda: scans.of_instruction(one.id),
            lambda officer, filed: scans.add(officer, one, filed),
        )

    def _failed(self, error: Exception) -> None:
        words = words_for(error)
        field = error.field if isinstance(error, Refused) else ""
        if field in ("receiver", "feedback", "who", "state") and self._steps.isEnabled():
            self._steps.show_error("words", words)
        elif not self._form.show_error(field, words):
            self._trouble.setText(words)
            self._trouble.show()

    def _build(self) -> None:
        theme = self._desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._list = Panel(theme, self.tr("Instructions"), flush=True)
        self._list.add(self._build_table(), 1)
        row.addWidget(self._list, 1000)
        row.addWidget(column(theme, self._build_steps(), self._build_form()), 488)

    def _build_table(self) -> RecordTable:
        def due(one: Instruction) -> str:
            return due_words(one.due, self._desk.clock.now()) if one.due else "—"

        def late(one: Instruction) -> bool:
            return (
                one.due is not None
                and one.state is not InstructionState.CLOSED
                and one.due <= self._desk.clock.now()
            )

        columns = (
            Column(self.tr("Time"), lambda one: day_hhmm(one.at), 128, strong=True),
            Column(self.tr("Leader"), lambda one: one.leader, 100, second=lambda one: one.post),
            Column(
                self.tr("Words as spoken"),
                lambda one: self._desk.session.covered(one.text),
                stretch=True,
                second=lambda one: one.feedback or one.receiver or "—",
            ),
            Column(
                self.tr("Wanted by"),
                due,
                104,
                right=True,
                tone=lambda one: "now" if late(one) else "text",
            ),
            Column(
                self.tr("State"),
                lambda one: one.state.value,
                136,
                right=True,
                second=lambda one: followed(self._relays[one.id]) if one.id in self._relays else "",
            ),
        )
        self.table = RecordTable(
            self._desk.theme,
            columns,
            row="list_two_line",
            empty=self.tr("No instruction in this shift. The form at the right takes one down."),
            name="instructions",
            memory=self._desk.memory,
        )
        self.table.chosen.connect(self._choose)
        return self.table

    def _build_steps(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Next step"))
        self._words = Label(theme, "")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        panel.add(self._words)
        self._steps = Form(theme)
        self.relays = RelayList(self._desk)
        panel.add(self.relays)
        hint = self.tr("who was told, who took it, or what came back")
        self._steps.row(words=TextField(theme, self.tr("To / words"), placeholder=hint))
        panel.add(self._steps)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        self._buttons: dict[InstructionState, PlainButton] = {}
        for state, words, key in (
            (InstructionState.RELAYED, self.tr("Relayed"), "Alt+R"),
            (InstructionState.ANSWERED, self.tr("Feedback came"), "Alt+F"),
            (InstructionState.CLOSED, self.tr("Closed"), "Alt+X"),
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda _=False, state=state: self.step(state))
            self._buttons[state] = button
            row.addWidget(button, 1)
        gates(self._desk, Act.RELAY, *self._buttons.values())
        panel.body.addLayout(row)
        panel.body.addLayout(self._build_followers())
        if self.files is not None:
            panel.add(self.files)
        return panel

    def _build_followers(self) -> QHBoxLayout:
        """What is done with one receiver."""
        row = QHBoxLayout()
        row.setSpacing(self._desk.theme.px("space.s"))
        self._followers: list[PlainButton] = []
        for words, key, act in (
            (self.tr("Acknowledged it"), "Alt+S", self.acknowledge),
            (self.tr("Ask again"), "Alt+C", self.remind),
        ):
            button = PlainButton(self._desk.theme, words, key)
            button.clicked.connect(act)
            self._followers.append(button)
            row.addWidget(button, 1)
        gates(self._desk, Act.RELAY, *self._followers)
        return row

    def _build_form(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Take an instruction down"))
        self._form = TakingForm(self._desk, self._links)
        self._about = self._form.about
        panel.add(self._form)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        panel.add(self._trouble)
        row = QHBoxLayout()
        row.addStretch(1)
        take = MainButton(theme, self.tr("Take down"), "Ctrl+Enter")
        take.clicked.connect(self.take)
        gates(self._desk, Act.LOG, take)
        row.addWidget(take)
        panel.body.addLayout(row)
        return panel
