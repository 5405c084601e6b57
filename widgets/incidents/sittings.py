"""坐镇指挥: who sat in command of this incident, in which headquarters, from when until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.base.errors import Refused
from app.people.rights import Act
from app.plans.records import Sitting
from widgets.incidents.refused import at_said
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps, time_column
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.fields import TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.people.contact_cards import offer

LABEL_W = 60


class Sittings(Steps):
    """Ctrl+Enter puts down that somebody sits in command; Alt+O that the chosen one left their seat."""

    def show_seen(self, seen: Seen | None) -> None:
        self.table.show_records(seen.case.sittings[::-1] if seen else (), now=True)
        self.setEnabled(seen is not None)

    def prefill(self, values: Mapping[str, Any]) -> None:
        """As the plan says who commands; what is typed already stays."""
        form = self._new
        if not any(form.fields[name].value() for name in ("name", "duty")):
            form.fill(values)
            form.changed.emit()
        form.fields["since"].editor.setFocus()

    def offer_names(self, names: Sequence[str]) -> None:
        field = self._new.fields["headquarters"]
        if isinstance(field, TextField):
            offer(field, names)

    def sit(self) -> None:
        plans, values = self.services.plans, self._new.values()
        assert plans is not None
        try:
            since = at_said("since", values["since"], self.desk.clock.now())
        except Refused as refused:
            self.refuse(self._new, refused)
            return
        self.act(
            self._new,
            lambda who, shift, one: plans.planned.sit(
                who, shift, one, values["headquarters"], values["name"], duty=values["duty"],
                place=values["place"], since=since,
            ),
            lambda _: self._new.clear(),
        )  # fmt: skip

    def rise(self) -> None:
        plans, one = self.services.plans, self._chosen()
        if one is None or plans is None:
            return
        try:
            at = at_said("until", self._steps.fields["until"].value(), self.desk.clock.now())
        except Refused as refused:
            self.refuse(self._steps, refused)
            return
        self.act(
            self._steps,
            lambda who, shift, about: plans.planned.rise(who, shift, about, one, at),
            lambda _: self._steps.clear(),
        )

    def _chosen(self) -> Sitting | None:
        """The row the cursor is on, else the only one that still sits."""
        there = [one for one in self.table.records if one.until is None]
        if self.table.current() is None and len(there) == 1:
            return there[0]
        found: Sitting | None = self.chosen(self._steps)
        return found

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        panel = self.list_panel(
            box,
            self.tr("Sitting in command"),
            (
                Column(
                    self.tr("Name"), lambda one: one.name, 190,
                    strong=lambda one: one.until is None, second=lambda one: one.duty,
                ),
                Column(
                    self.tr("Headquarters"), lambda one: one.headquarters, 180, stretch=True,
                    second=lambda one: one.place,
                ),
                time_column(self.desk.clock, self.tr("Since"), lambda one: one.since),
                time_column(self.desk.clock, self.tr("until"), lambda one: one.until),
            ),
            self.tr("Nobody is put down as sitting in command."),
            "incident-sittings",
        )  # fmt: skip
        form = self._steps = self.forms["sitting-step"] = Form(theme)
        until = TextField(theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=40)
        form.row(until=until)
        rise = PlainButton(theme, self.tr("Left the seat"), "Alt+O")
        rise.clicked.connect(self.rise)
        until.line.addWidget(rise)
        self.step_row(panel, form, ())
        self._build_new(box)
        gates(self.desk, Act.RELAY, rise, self._sit)

    def _build_new(self, box: QVBoxLayout) -> None:
        theme = self.theme
        form = self._new = self.forms["sitting"] = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        form.row(
            headquarters=TextField(theme, self.tr("Headquarters"), required=True, **look),
            place=TextField(theme, self.tr("Place"), **look),
        )
        form.row(
            name=TextField(theme, self.tr("Name"), required=True, **look),
            duty=TextField(theme, self.tr("Post"), **look),
            since=TextField(theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=40),
        )
        self._sit = MainButton(theme, self.tr("Sits in command"), "Ctrl+Enter")
        self._sit.clicked.connect(self.sit)
        self.form_panel(box, self.tr("Who sits in command"), form, self._sit)
