"""Beside the grid: what stands in the way, and the changes that were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.base.clock import local
from app.duty.roster.changes import consent_words
from app.duty.roster.conflicts import Conflict, Fault, count_of, day_of
from app.duty.roster.records import Absence, ChangeState, RosterChange, RosterSlot
from app.duty.roster.view import MonthView
from widgets.kit.buttons import PlainButton
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme

_LOOKS = {ChangeState.ASKED: "new", ChangeState.LAPSED: "new", ChangeState.IN_FORCE: "plain"}


class Side(QWidget):
    """`told` the whole words of the chosen change; `went(slot_id)` to a conflict's place; `agreed`,
    `turned_down`, `heard`, `undone` of the chosen change."""

    went = Signal(object)
    agreed = Signal(object)
    turned_down = Signal(object)
    heard = Signal(object)
    told = Signal(str)
    undone = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: dict[str, RosterChange | Absence] = {}
        self._conflicts: tuple[Conflict, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        self._wrong = Panel(theme, self.tr("Conflicts"), flush=True)
        self.conflicts = LineList(theme, lead_w=56, empty=self.tr("No conflict"))
        self.conflicts.setAccessibleName(self.tr("Conflicts"))
        self.conflicts.opened.connect(self._go)
        self._wrong.add(self.conflicts, 1)
        self._asked = Panel(theme, self.tr("Changes and absences"), flush=True)
        self.changes = LineList(theme, lead_w=56, empty=self.tr("None this month"))
        self.changes.setAccessibleName(self.tr("Changes and absences"))
        self.changes.opened.connect(lambda _: self._go_to_change())
        self.changes.chosen.connect(self._tell)
        self._asked.add(self.changes, 1)
        buttons = QGridLayout()
        buttons.setContentsMargins(*(theme.px("space.s"),) * 4)
        self.deciders: list[PlainButton] = []
        buttons.setSpacing(theme.px("space.s"))
        for n, (words, key, signal) in enumerate(
            (
                (self.tr("Agree"), "Alt+Y", self.agreed),
                (self.tr("Decline"), "Alt+N", self.turned_down),
                (self.tr("Said by telephone"), "Alt+H", self.heard),
                (self.tr("Undo"), "Alt+U", self.undone),
            )
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda *_, signal=signal: self._act(signal))
            if signal in (self.agreed, self.turned_down):
                self.deciders.append(button)
            elif signal is self.heard:
                self.hearer = button
            buttons.addWidget(button, n // 2, n % 2)
        self._asked.body.addLayout(buttons)
        box.addWidget(self._wrong, 3)
        box.addWidget(self._asked, 2)

    def show_view(self, view: MonthView) -> None:
        self._conflicts = view.conflicts
        counts = count_of(view.conflicts)
        self._wrong.set_note(
            self.tr("{errors} errors  {warnings} warnings").format(
                errors=counts[True], warnings=counts[False]
            )
            if view.conflicts
            else ""
        )
        self.conflicts.show_lines(
            [self._conflict(n, c, view) for n, c in enumerate(self._conflicts)]
        )
        self._changes = {str(one.id): one for one in (*view.changes, *view.absences)}
        waiting = sum(1 for change in view.changes if change.state is ChangeState.ASKED)
        self._asked.set_note(
            self.tr("{n} waiting for a leader").format(n=waiting) if waiting else ""
        )
        slots = view.slots
        changes = [self._change(c, slots, view) for c in reversed(view.changes)]
        self.changes.show_lines([*changes, *(self._absence(one, view) for one in view.absences)])

    def chosen_change(self) -> RosterChange | Absence | None:
        """The line the officer chose, or the only one that waits."""
        line = self.changes.current()
        if line is not None:
            return self._changes.get(line.key)
        changes = [one for one in self._changes.values() if isinstance(one, RosterChange)]
        waiting = [one for one in changes if one.state is ChangeState.ASKED]
        return waiting[0] if len(waiting) == 1 else None

    def _tell(self, line: Line | None) -> None:
        """The whole line, which is too long for its place."""
        self.told.emit(f"{line.title}  {line.text}  {line.right}".strip() if line else "")

    def _act(self, signal: Signal) -> None:
        signal.emit(self.chosen_change())

    def _conflict(self, n: int, conflict: Conflict, view: MonthView) -> Line:
        word = self.tr("Error") if conflict.error else self.tr("Warning")
        name = view.name(conflict.officer_id)
        told = [word, name if name and name not in conflict.words else ""]
        deputy = self._deputy(conflict, view)
        if deputy:
            told.append(self.tr("B {name} could act (Alt+B)").format(name=deputy))
        return Line(
            key=str(n),
            title=conflict.words,
            text="  ".join(one for one in told if one),
            lead=f"{conflict.day:%m-%d}",
            look="now" if conflict.error else "new",
        )

    def _deputy(self, conflict: Conflict, view: MonthView) -> str:
        """The B who is there when A is away; "" else."""
        if conflict.fault is not Fault.ABSENT:
            return ""
        held = [one.b_id for one in view.deputies if one.a_id == conflict.officer_id]
        return view.name(held[0]) if held else ""

    def _change(
        self, change: RosterChange, slots: Mapping[UUID, RosterSlot], view: MonthView
    ) -> Line:
        mine = slots.get(change.slot_id) or slots.get(change.other_slot_id or change.slot_id)
        names = view.name(change.applicant_id), view.name(change.counterpart_id)
        days = [
            f"{day_of(slots[key]):%m-%d}"
            for key in (change.slot_id, change.other_slot_id)
            if key is not None and key in slots
        ]
        told = [change.reason, " ⇄ ".join(days) if change.other_slot_id else ""]
        told.append(consent_words(change, {k: one.name for k, one in view.officers.items()}))
        passed_over = change.id in view.unfit
        if passed_over:
            told.insert(0, self.tr("somebody else stands there: moves nobody"))
        arrow = "⇄" if change.other_slot_id else "→"
        return Line(
            key=str(change.id),
            title=f"{change.kind} {names[0]} {arrow} {names[1]}",
            text="  ".join(one for one in told if one),
            lead=f"{day_of(mine):%m-%d}" if mine else f"{local(change.asked_at):%m-%d}",
            right=ChangeState.LAPSED.value if passed_over else change.state.value,
            right_strong=change.state is ChangeState.ASKED or passed_over,
            look=_LOOKS.get(change.state, "read"),
        )

    def _absence(self, absence: Absence, view: MonthView) -> Line:
        days = f"{absence.first:%m-%d}"
        if absence.last != absence.first:
            days += f" — {absence.last:%m-%d}"
        return Line(
            key=str(absence.id),
            title=f"{absence.kind} {view.name(absence.officer_id)}",
            text="  ".join(one for one in (absence.reason, days) if one),
            lead=f"{absence.first:%m-%d}",
        )

    def _go(self, line: Line) -> None:
        self.went.emit(self._conflicts[int(line.key)].slots[0])

    def _go_to_change(self) -> None:
        change = self.chosen_change()
        if isinstance(change, RosterChange):
            self.went.emit(change.slot_id)
