"""What is asked before a step: a reason, a number, who consented, to whom and how it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.base.clock import day_hhmm, hhmm
from app.base.said import moment_said
from app.people.records import Officer
from app.reports.hand import ByHand
from app.reports.minutes import Consulted
from app.reports.profiles import Profiles
from app.reports.records import Direction, Element, Sending, SendWay, Statement
from widgets.kit.fields import (
    ComboField,
    Field,
    NumberField,
    SegmentField,
    TextField,
    typable,
)
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme


class StepCard(OverCard):
    """A card of this page; its fields by name."""

    def text(self, name: str) -> str:
        return str(self.fields[name].value() or "")

    def time(self, name: str, now: datetime) -> datetime | None:
        """None = now. `Refused(name, "not_a_time")` stands at the field."""
        words = self.text(name)
        return moment_said(name, words, now).at if words else None

    def fill(self, **words: object) -> None:
        for name, value in words.items():
            self.fields[name].set_value(value)

    def options(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, ComboField)
        field.combo.clear()
        for value, words in options:
            field.combo.addItem(words, value)


class ReasonCard(StepCard):
    def __init__(self, theme: Theme, page: QWidget) -> None:
        fields: dict[str, Field] = {}
        super().__init__(theme, page, fields | {"reason": TextField(theme, self.tr("Reason"))})


class IssueCard(StepCard):
    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(theme, page, {"year_no": NumberField(theme, self.tr("Issue no."))})
        self.twice: int | None = None
        self.fields["year_no"].changed.connect(self._other_number)

    def _other_number(self) -> None:
        self.twice = None


class ConsentCard(StepCard):
    """The leader consented by telephone: who, and at what time."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme,
            page,
            {
                "leader": ComboField(theme, self.tr("Leader"), []),
                "said_at": TextField(theme, self.tr("Consented at"), placeholder="14:50"),
            },
        )

    def show_leaders(self, leaders: Sequence[Officer], now: datetime) -> None:
        self.options("leader", [(str(one.id), one.name) for one in leaders])
        self.fill(said_at=hhmm(now))

    def leader(self) -> UUID | None:
        words = self.text("leader")
        return UUID(words) if words else None


class SendCard(StepCard):
    def __init__(self, theme: Theme, page: QWidget) -> None:
        ways = [(way.value, way.value) for way in SendWay]
        super().__init__(
            theme,
            page,
            {
                "recipient": ComboField(theme, self.tr("Recipient"), []),
                "way": ComboField(theme, self.tr("By way of"), ways),
                "sent_at": TextField(theme, self.tr("Sent at"), placeholder=self.tr("now")),
                "outside_no": TextField(theme, self.tr("Their number")),
            },
        )
        recipient = self.fields["recipient"]
        assert isinstance(recipient, ComboField)
        typable(recipient.combo, recipient)

    def recipient(self) -> str:
        field = self.fields["recipient"]
        assert isinstance(field, ComboField)
        return field.combo.currentText().strip()


class ConfirmCard(StepCard):
    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme,
            page,
            {
                "sending": ComboField(theme, self.tr("Recipient"), []),
                "confirmed_at": TextField(theme, self.tr("Time"), placeholder=self.tr("now")),
                "confirmed_by": TextField(theme, self.tr("Who confirmed")),
            },
        )
        self.open: tuple[Sending, ...] = ()

    def show_sendings(self, sendings: Sequence[Sending]) -> None:
        self.open = tuple(one for one in sendings if one.confirmed_at is None)
        self.options(
            "sending",
            [(str(one.id), f"{one.recipient} {hhmm(one.sent_at)}") for one in self.open],
        )

    def sending(self) -> Sending:
        return next(one for one in self.open if str(one.id) == self.text("sending"))


class PhoneCard(StepCard):
    """Told by telephone: to whom, when, who listened."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme,
            page,
            {
                "recipient": TextField(theme, self.tr("Told to")),
                "sent_at": TextField(theme, self.tr("Time"), placeholder=self.tr("now")),
                "heard": TextField(theme, self.tr("Who listened")),
            },
        )


class MetCard(StepCard):
    """A clock is ended by hand: shown first what will be written, and written at the second press."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme,
            page,
            {
                "to": TextField(theme, self.tr("Told to")),
                "person": TextField(theme, self.tr("Who listened")),
                "at": TextField(theme, self.tr("Time"), placeholder=self.tr("now")),
                "reason": TextField(theme, self.tr("Why it ran out")),
                "words": TextField(theme, self.tr("How, in words")),
            },
        )
        self.sure = False
        for field in self.fields.values():
            field.changed.connect(self._changed)

    def _changed(self) -> None:
        self.sure = False

    def told(self, now: datetime) -> ByHand:
        return ByHand(
            self.text("to"), self.text("person"), self.text("words"), self.time("at", now),
            self.text("reason"), self.sure,
        )  # fmt: skip


class MinutesCard(StepCard):
    """Of several consultations the one whose minutes are wanted, the newest first."""

    card_w = 560

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme, page, {"consultation": ComboField(theme, self.tr("Consultation"), [])}
        )

    def show_held(self, held: Sequence[Consulted]) -> None:
        records = [one.record for one in reversed(held)]
        self.options(
            "consultation",
            [
                (str(one.id), f"{one.no} {one.kind.value} {day_hhmm(one.begins_at)} {one.chair}")
                for one in records
            ],
        )

    def chosen(self) -> UUID:
        return UUID(self.text("consultation"))


class UrgeCard(StepCard):
    def __init__(self, theme: Theme, page: QWidget) -> None:
        ways = [(one.value, one.value) for one in Direction]
        super().__init__(
            theme,
            page,
            {
                "direction": SegmentField(theme, "", ways),
                "unit": TextField(theme, self.tr("Unit")),
                "person": TextField(theme, self.tr("Person")),
                "words": TextField(theme, self.tr("Words")),
            },
        )


class RulesCard(StepCard):
    """Which rule books bind this county."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        on = [("on", self.tr("binding")), ("off", self.tr("not binding"))]
        super().__init__(
            theme,
            page,
            {
                "profile": ComboField(theme, self.tr("Rule book"), []),
                "on": SegmentField(theme, "", on),
                "reason": TextField(theme, self.tr("Reason")),
            },
        )
        self._bind: dict[str, bool] = {}
        self.fields["profile"].changed.connect(self._show_state)

    def show_profiles(self, profiles: Profiles) -> None:
        force = {one.key for one in profiles.in_force()}
        self._bind = {one.key: one.key in force for one in profiles.all}
        words = {True: "✓", False: "—"}
        self.options(
            "profile",
            [(o.key, f"{words[o.key in force]} {o.name}（{o.source}）") for o in profiles.all],
        )
        self._show_state()

    def _show_state(self) -> None:
        bound = self._bind.get(self.text("profile"), False)
        self.fields["on"].set_value("off" if bound else "on")


class StateCard(StepCard):
    """One thing for the reports: an element in words, by whom, at what time; or an earlier one put right."""

    card_w = 560

    def __init__(self, theme: Theme, page: QWidget) -> None:
        elements = [(one.value, one.value) for one in Element]
        super().__init__(
            theme,
            page,
            {
                "element": ComboField(theme, self.tr("Element"), elements),
                "replaces": ComboField(theme, self.tr("Puts right"), [("", "—")]),
                "unit": TextField(theme, self.tr("Unit")),
                "at": TextField(theme, self.tr("Time"), placeholder=self.tr("now")),
                "reason": TextField(theme, self.tr("Why changed")),
                "text": TextField(theme, self.tr("Words")),
            },
        )
        self.told: tuple[Statement, ...] = ()

    def show_told(self, told: Sequence[Statement]) -> None:
        self.told = tuple(told)
        shown = [(str(one.id), f"{one.element.value}：{one.text[:24]}") for one in reversed(told)]
        self.options("replaces", [("", "—"), *shown])

    def replaced(self) -> Statement | None:
        key = self.text("replaces")
        return next((one for one in self.told if str(one.id) == key), None)
