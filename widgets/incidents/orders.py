"""指令: orders given for an incident, repeated back, begun, answered, done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout

from app.base.clock import hhmm
from app.base.errors import Refused
from app.base.said import moment_to_come
from app.duty.records import Channel
from app.incidents.acts import CommandOrder, OrderStep
from app.people.rights import Act
from widgets.incidents.refused import at_said
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps, due_column
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates

LABEL_W = 60
AT_FIRST = {"channel": Channel.PHONE.value, "urgent": "plain"}


class Orders(Steps):
    """Ctrl+Enter gives one; Alt+R repeated back, Alt+S begun, Alt+F feedback, Alt+O done, of the chosen."""

    def show_seen(self, seen: Seen | None) -> None:
        self.table.show_records(seen.case.orders[::-1] if seen else (), now=True)
        self.setEnabled(seen is not None)

    def give(self) -> None:
        values = self._new.values()
        now = self.desk.clock.now()
        try:
            due = moment_to_come("due", values["due"], now)
            sent = at_said("sent_at", values["sent_at"], now)
        except Refused as refused:
            self.refuse(self._new, refused)
            return
        channel = Channel(values["channel"] or Channel.PHONE)
        self.act(
            self._new,
            lambda who, shift, one: self.services.command.order(
                who, shift, one, values["giver"], values["unit"], values["text"],
                person=values["person"], channel=channel, urgent=values["urgent"] == "urgent",
                due=due, sent_at=sent, duties=_duties(values),
            ),
            self._given,
        )  # fmt: skip

    def prefill(self, values: Mapping[str, Any]) -> None:
        """Duties of a plan as an order. Words of an order half typed are not written over."""
        form = self._new
        if form.fields["text"].value():
            form.show_error("text", self.tr("Give this order first, or empty it."))
        else:
            form.clear_errors()
            giver = form.fields["giver"].value()
            form.fill({**values, "giver": giver or values["giver"]})
            form.changed.emit()
        form.fields["text"].editor.setFocus()

    def _emptied(self) -> None:
        """With the words that were put in go the duties they told of."""
        if self._new.fields["text"].is_empty():
            self._new.fields["duties"].clear()

    def step(self, to: OrderStep) -> None:
        one = self.chosen(self._steps)
        if one is None:
            return
        words = self._steps.fields["feedback"].value()
        try:
            at = at_said("at", self._steps.fields["at"].value(), self.desk.clock.now())
        except Refused as refused:
            self.refuse(self._steps, refused)
            return
        feedback = words if to is OrderStep.ANSWERED else ""
        self.act(
            self._steps,
            lambda who, shift, about: self.services.command.move_order(
                who, shift, about, one, to, at, feedback
            ),
            lambda _: self._steps.clear(),
        )

    def _given(self, one: CommandOrder) -> None:
        self._new.clear()
        self._new.fill(AT_FIRST)
        self.desk.say(self.tr("Order {no} given").format(no=one.no))

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        panel = self.list_panel(
            box,
            self.tr("Orders"),
            (
                Column(
                    self.tr("Charged unit"),
                    lambda one: f"{one.unit} {one.person}".strip(),
                    130,
                    strong=True,
                    second=lambda one: f"{one.giver} {hhmm(one.sent_at)}",
                ),
                Column(
                    self.tr("Order"), _words, 200, stretch=True, second=self._course
                ),
                Column(self.tr("How far"), lambda one: one.step.value, 72),
                due_column(self.desk.clock, self.tr("Due"), _due),
            ),
            self.tr("No order was given. What is ordered comes here, until it is done."),
            "incident-orders",
        )  # fmt: skip
        self._steps = self.forms["order-step"] = Form(theme)
        self._steps.row(
            feedback=TextField(theme, self.tr("Feedback"), label_w=LABEL_W),
            at=TextField(theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=40),
        )
        self._steps.fields["feedback"].share = 3
        acts = (
            (self.tr("Repeated"), "Alt+R", OrderStep.RECEIVED),
            (self.tr("Begun"), "Alt+S", OrderStep.STARTED),
            (self.tr("Feedback"), "Alt+F", OrderStep.ANSWERED),
            (self.tr("Done"), "Alt+O", OrderStep.DONE),
        )
        buttons = []
        for words, key, to in acts:
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda _=False, to=to: self.step(to))
            buttons.append(button)
        gates(self.desk, Act.RELAY, *buttons)
        self.step_row(panel, self._steps, buttons)
        self._build_new(box)

    def _build_new(self, box: QVBoxLayout) -> None:
        theme = self.theme
        form = self._new = self.forms["order"] = Form(theme)
        form.row(
            giver=TextField(theme, self.tr("Who orders"), required=True, label_w=LABEL_W),
            unit=TextField(theme, self.tr("To unit"), required=True, label_w=LABEL_W),
            person=TextField(theme, self.tr("Person"), label_w=LABEL_W),
            duties=TextField(theme, ""),
        )
        form.row(text=AreaField(theme, self.tr("Order"), lines=2, required=True, label_w=LABEL_W))
        channels = [(one.value, one.value) for one in Channel if one is not Channel.SYSTEM]
        urgency = [("plain", self.tr("plain")), ("urgent", self.tr("urgent"))]
        form.row(
            channel=ComboField(theme, self.tr("Channel"), channels, label_w=LABEL_W),
            urgent=SegmentField(theme, "", urgency),
        )
        form.row(
            due=TextField(
                theme,
                self.tr("Due"),
                placeholder=self.tr("15:20, within 2 h"),
                label_w=LABEL_W,
            ),
            sent_at=TextField(
                theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=LABEL_W
            ),
        )
        form.fields["duties"].hide()
        form.fields["text"].changed.connect(self._emptied)
        form.fill(AT_FIRST)
        give = MainButton(theme, self.tr("Give the order"), "Ctrl+Enter")
        give.clicked.connect(self.give)
        gates(self.desk, Act.RELAY, give)
        self.form_panel(box, self.tr("One more order"), form, give)

    def _course(self, one: CommandOrder) -> str:
        """10:20 复述  10:31 反馈：已到位."""
        steps = (
            (one.received_at, self.tr("repeated")),
            (one.started_at, self.tr("begun")),
            (one.feedback_at, f"{self.tr('feedback')} {one.feedback}"),
            (one.done_at, self.tr("done")),
        )
        known = [f"{hhmm(at)} {word}" for at, word in steps if at is not None]
        return "  ".join([one.no, *known])


def _duties(values: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Those that were put into the form, while the order still goes to their unit."""
    unit, *keys = values["duties"].split("|")
    return tuple(map(UUID, keys)) if unit and unit == values["unit"].strip() else ()


def _words(one: CommandOrder) -> str:
    return f"【急】{one.text}" if one.urgent else one.text


def _due(one: CommandOrder) -> tuple[datetime, datetime] | None:
    return None if one.due is None or one.done_at is not None else (one.sent_at, one.due)
