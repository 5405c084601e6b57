"""力量: teams on their way to an incident: called, left, arrived, back, with people and vehicles."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.base.errors import Refused
from app.base.said import number_said
from app.incidents.acts import Force, ForceStep
from app.incidents.command import Sent
from app.people.rights import Act
from widgets.incidents.refused import at_said
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps, time_column
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.fields import TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates

LABEL_W = 60


class Forces(Steps):
    """Ctrl+Enter calls one; of the chosen Alt+S left, Alt+R arrived, Alt+O back, at the time typed or now."""

    def show_seen(self, seen: Seen | None) -> None:
        forces = seen.case.forces if seen else ()
        self.table.show_records(forces, now=True)
        self._panel.set_note(self.summed(forces))
        self.setEnabled(seen is not None)

    def summed(self, forces: tuple[Force, ...]) -> str:
        """There are 3 teams, 42 people; those of whom nobody said how many are named apart."""
        there = [f for f in forces if f.arrived_at is not None and f.returned_at is None]
        on_way = sum(f.arrived_at is None and f.returned_at is None for f in forces)
        people = [f.people for f in there if f.people is not None]
        words = self.tr("{n} there, {m} on the way").format(n=len(there), m=on_way)
        if people:
            words += self.tr(", {n} people there").format(n=sum(people))
        if len(people) < len(there):
            words += self.tr(", of {n} the number is unknown").format(n=len(there) - len(people))
        return words if forces else ""

    def call(self) -> None:
        values = self._new.values()
        try:
            sent = Sent(
                values["team"], values["unit"],
                _whole("people", values["people"]), _whole("vehicles", values["vehicles"]),
                values["gear"], values["leader"], values["phone"],
                at_said("called_at", values["called_at"], self.desk.clock.now()),
                values["note"],
            )  # fmt: skip
        except Refused as refused:
            self.refuse(self._new, refused)
            return
        self.act(
            self._new,
            lambda who, shift, one: self.services.command.send(who, shift, one, sent),
            lambda _: self._new.clear(),
        )

    def step(self, to: ForceStep) -> None:
        one = self.chosen(self._steps)
        if one is None:
            return
        try:
            at = at_said("at", self._steps.fields["at"].value(), self.desk.clock.now())
        except Refused as refused:
            self.refuse(self._steps, refused)
            return
        self.act(
            self._steps,
            lambda who, shift, about: self.services.command.move_force(
                who, shift, about, one, to, at
            ),
            lambda _: self._steps.clear(),
        )

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self._panel = self.list_panel(
            box,
            self.tr("Forces"),
            (
                Column(
                    self.tr("Team"), lambda one: one.team, 150, stretch=True, strong=True,
                    second=_who,
                ),
                Column(self.tr("Strength"), self._strength, 200, second=lambda one: one.gear),
                time_column(self.desk.clock, self.tr("Called out"), lambda one: one.called_at, fold=True),
                time_column(self.desk.clock, self.tr("Left"), lambda one: one.left_at),
                time_column(self.desk.clock, self.tr("Arrived"), lambda one: one.arrived_at),
                time_column(self.desk.clock, self.tr("Returned"), lambda one: one.returned_at),
            ),
            self.tr("No team was called. Whoever is sent comes here, until it is back."),
            "incident-forces",
        )  # fmt: skip
        form = self._steps = self.forms["force-step"] = Form(theme)
        at = TextField(theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=40)
        form.row(at=at)
        acts = (
            (self.tr("Left"), "Alt+S", ForceStep.LEFT),
            (self.tr("Arrived"), "Alt+R", ForceStep.ARRIVED),
            (self.tr("Returned"), "Alt+O", ForceStep.RETURNED),
        )
        buttons = []
        for words, key, to in acts:
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda _=False, to=to: self.step(to))
            at.line.addWidget(button)
            buttons.append(button)
        gates(self.desk, Act.INTAKE, *buttons)
        self.step_row(self._panel, form, ())
        self._build_new(box)

    def _build_new(self, box: QVBoxLayout) -> None:
        theme, unknown = self.theme, self.tr("unknown")
        form = self._new = self.forms["force"] = Form(theme)
        form.row(
            team=TextField(theme, self.tr("Team"), required=True, label_w=LABEL_W),
            unit=TextField(theme, self.tr("Unit"), label_w=LABEL_W),
        )
        form.row(
            people=TextField(theme, self.tr("People"), placeholder=unknown, label_w=LABEL_W),
            vehicles=TextField(theme, self.tr("Vehicles"), placeholder=unknown, label_w=LABEL_W),
            called_at=TextField(
                theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=40
            ),
        )
        form.row(
            leader=TextField(theme, self.tr("Led by"), label_w=LABEL_W),
            phone=TextField(theme, self.tr("Phone"), label_w=LABEL_W),
        )
        form.row(
            gear=TextField(theme, self.tr("Gear"), label_w=LABEL_W),
            note=TextField(theme, self.tr("Remark"), label_w=LABEL_W),
        )
        call = MainButton(theme, self.tr("Call it"), "Ctrl+Enter")
        call.clicked.connect(self.call)
        gates(self.desk, Act.INTAKE, call)
        self.form_panel(box, self.tr("One more team"), form, call)

    def _strength(self, one: Force) -> str:
        if one.people is None and one.vehicles is None:
            return self.tr("strength unknown")
        people = self.tr("{n} people").format(n=one.people)
        vehicles = self.tr("{n} vehicles").format(n=one.vehicles)
        return " ".join(
            (
                self.tr("people unknown") if one.people is None else people,
                self.tr("vehicles unknown") if one.vehicles is None else vehicles,
            )
        )


def _who(one: Force) -> str:
    return " ".join(word for word in (one.unit, one.leader, one.phone) if word)


def _whole(field: str, words: Any) -> int | None:
    """None = 不详; 二十余人 is a number too."""
    number = number_said(field, str(words))
    return None if number is None else number.number
