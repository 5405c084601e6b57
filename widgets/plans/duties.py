"""What the units have to do under the plan that is chosen: its checklist, and the form for one line."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.people.contacts import Org
from app.people.rights import Act
from app.plans.planbook import Charged, DutyTold, Library, Shelved, Standing
from app.plans.records import PlanDuty
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.people.contact_cards import offer
from widgets.plans.view import PlansView

LABEL_W = 44
LEAD, MEMBER = "lead", "member"


class DutiesPart(PlansView):
    """Alt+A adds what is typed, or keeps the line that Alt+G took into the form; Alt+Q takes one out."""

    kinds = ("plan_duty",)

    def __init__(self, desk: Desk, library: Library) -> None:
        super().__init__(desk)
        self._library = library
        self._of: Shelved | None = None
        self._editing: PlanDuty | None = None
        self._wanted: UUID | None = None
        self._build()
        self.begin()

    def show_plan(self, one: Shelved | None) -> None:
        if one is None or self._of is None or one.id != self._of.id:
            self.blank()
            self.clear_refusal()
        self._of = one
        for gate in self._gates:
            if gate is not None:
                gate.allow(one is not None and one.standing is not Standing.REPEALED)
        self.read()

    def offer_units(self, units: Sequence[Org]) -> None:
        offer(self._unit, [one.full_name for one in units])

    def look(self) -> tuple[Charged, ...]:
        return self._library.charged(self._of.id) if self._of is not None else ()

    def show_look(self, look: tuple[Charged, ...]) -> None:
        self.table.show_records(look, now=True)
        units = len({one.duty.unit for one in look})
        self.panel.set_note(
            self.tr("{n} lines, {units} units").format(n=len(look), units=units) if look else ""
        )
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None

    def keep(self) -> None:
        if self._of is None:
            self.refuse(Refused("plan", "choose"))
            return
        values, plan, seen = self._form.values(), self._of.plan, self._editing
        told = DutyTold(values["unit"], values["what"], values["phase"], values["part"] == LEAD)
        self.write(lambda by: self._library.charge(by, plan, told, seen), self._kept)

    def edit(self, _record: object = None) -> None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("duty", "choose"))
            return
        duty = self._editing = one.duty
        part = LEAD if duty.is_lead else MEMBER
        self._form.fill({"unit": duty.unit, "phase": duty.phase, "what": duty.what, "part": part})
        self._form.fields["what"].editor.setFocus()

    def take_out(self) -> None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("duty", "choose"))
            return
        self.write(lambda by: self._library.take_out(by, one.duty), lambda _: self._gone(one))

    def _gone(self, one: Charged) -> None:
        """What is typed of another line stays."""
        if self._editing is not None and self._editing.id == one.id:
            self.blank()

    def take_up(self, one: PlanDuty | None) -> None:
        of = self._of.id if self._of is not None else None
        self._editing = one if one is not None and one.plan_id == of else None

    def blank(self) -> None:
        self._editing = None
        self._form.clear()
        self._form.fill({"part": MEMBER})

    def _kept(self, made: PlanDuty) -> None:
        """The next line is often the same unit's, or of the same step."""
        self._wanted, self._editing = made.id, None
        self._form.fill({"unit": made.unit, "phase": made.phase, "what": ""})
        self._form.fields["unit"].editor.setFocus()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        panel = self.panel = Panel(theme, self.tr("Who does what"), flush=True)
        self.table = RecordTable(
            theme,
            (
                Column(
                    self.tr("Unit"), lambda c: c.duty.unit, 190, strong=lambda c: c.duty.is_lead,
                    second=self._second,
                ),
                Column(self.tr("Step"), lambda c: c.duty.phase or "—", 88, tone="text2"),
                Column(self.tr("What is to be done"), lambda c: c.duty.what, stretch=True),
            ),
            row="list_two_line",
            empty=self.tr("No duty is entered. The fields below add one."),
            name="plan-duties",
            memory=self.desk.memory,
        )  # fmt: skip
        self.table.opened.connect(self.edit)
        panel.add(self.table, 1)
        panel.add(self._build_form())
        self._gates = self.buttons(
            panel,
            (PlainButton(theme, self.tr("Change it"), "Alt+G"), Act.DICTIONARIES, self.edit),
            (PlainButton(theme, self.tr("Take it out"), "Alt+Q"), Act.DICTIONARIES, self.take_out),
            (PlainButton(theme, self.tr("Add"), "Alt+A"), Act.DICTIONARIES, self.keep),
            flush=True,
        )
        box.addWidget(panel)

    def _second(self, one: Charged) -> str:
        number = "•••" if one.number and hidden(self.desk) else one.number or "—"
        return f"{self.tr('leads')}　{number}" if one.duty.is_lead else number

    def _build_form(self) -> QWidget:
        theme, holder = self.theme, QWidget()
        column = QVBoxLayout(holder)
        edge = theme.px("space.l")
        column.setContentsMargins(edge, theme.px("space.s"), edge, 0)
        self._form = self.form = Form(theme)
        self._unit = TextField(theme, self.tr("Unit"), required=True, label_w=LABEL_W)
        self._form.row(
            unit=self._unit,
            phase=TextField(
                theme, self.tr("Step"), placeholder=self.tr("empty = always"), label_w=LABEL_W
            ),
            part=SegmentField(
                theme, "", [(MEMBER, self.tr("takes part")), (LEAD, self.tr("leads"))]
            ),
        )
        self._form.row(what=TextField(theme, self.tr("Task"), required=True, label_w=LABEL_W))
        self._form.fill({"part": MEMBER})
        column.addWidget(self._form)
        column.addWidget(self.trouble)
        return holder
