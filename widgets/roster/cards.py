"""What is asked for over the roster: who, against whom, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from app.duty.holidays import DayRule
from app.duty.roster.records import AbsenceKind, Consent
from widgets.kit.enter import is_enter
from widgets.kit.fields import AreaField, ComboField, Field, SegmentField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

Options = Sequence[tuple[str, str]]


def fill(field: ComboField, options: Options, chosen: str = "") -> None:
    """Other options in a list."""
    field.combo.clear()
    for value, words in options:
        field.combo.addItem(words, value)
    field.set_value(chosen or (options[0][0] if options else ""))


class ListCard(OverCard):
    """A card whose last field is a list: Enter there takes it."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget, fields: Mapping[str, Field]) -> None:
        super().__init__(theme, page, fields)
        self._last = list(fields.values())[-1].editor
        self._last.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        if watched is self._last and event.type() == QEvent.Type.KeyPress and is_enter(event):
            self.submit()
            return True
        return super().eventFilter(watched, event)


class PersonCard(ListCard):
    """Who is to hold a place."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.person = ComboField(theme, self.tr("Person"), ())
        super().__init__(theme, page, {"person": self.person})

    def ask_who(self, people: Options, chosen: str, title: str, note: str, below: QWidget) -> None:
        fill(self.person, people, chosen)
        self.ask_for(title, note, self.tr("Keep"), below)


class ChangeCard(OverCard):
    """Against whom, and why."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.counterpart = ComboField(theme, self.tr("With"), ())
        self.reason = TextField(theme, self.tr("Reason"), required=True)
        super().__init__(theme, page, {"counterpart": self.counterpart, "reason": self.reason})

    def ask_against(self, options: Options, title: str, note: str, below: QWidget) -> None:
        fill(self.counterpart, options)
        self.reason.clear()
        self.ask_for(title, note, self.tr("Ask for it"), below)


class ReasonCard(OverCard):
    """One line that says why."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.reason = TextField(theme, self.tr("Reason"), required=True)
        super().__init__(theme, page, {"reason": self.reason})

    def ask_why(self, title: str, note: str, act: str, below: QWidget) -> None:
        self.reason.clear()
        self.ask_for(title, note, act, below)


class AbsenceCard(OverCard):
    """Leave, a trip, or nobody answers: who, from when to when."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        kinds = [(kind.value, kind.value) for kind in AbsenceKind]
        self.person = ComboField(theme, self.tr("Person"), ())
        self.kind = SegmentField(theme, self.tr("Kind"), kinds)
        self.first = TextField(theme, self.tr("From day"), required=True, placeholder="2026-07-01")
        self.last = TextField(theme, self.tr("To day"), required=True, placeholder="2026-07-03")
        self.reason = TextField(theme, self.tr("Reason"))
        super().__init__(
            theme,
            page,
            {
                "person": self.person,
                "kind": self.kind,
                "first": self.first,
                "last": self.last,
                "reason": self.reason,
            },
        )

    def ask_about(self, people: Options, chosen: str, day: str, below: QWidget) -> None:
        fill(self.person, people, chosen)
        self.kind.set_value(AbsenceKind.LEAVE.value)
        self.first.set_value(day)
        self.last.set_value(day)
        self.reason.clear()
        note = self.tr("Both days belong to it")
        self.ask_for(self.tr("Enter an absence"), note, self.tr("Keep"), below)


class PairCard(ListCard):
    """A and B: B acts while A is away."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.a = ComboField(theme, self.tr("A role"), ())
        self.b = ComboField(theme, self.tr("B role"), ())
        super().__init__(theme, page, {"a": self.a, "b": self.b})

    def ask_about(self, people: Options, chosen: str, below: QWidget) -> None:
        fill(self.a, people, chosen)
        fill(self.b, people)
        note = self.tr("B acts for A while A is away")
        end = self.tr("End the pair")
        self.ask_for(self.tr("A and B"), note, self.tr("Keep"), below, end)


class DayCard(OverCard):
    """What kind of day it is, after a notice of the own county."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        rules = [(rule.value, rule.value) for rule in DayRule]
        self.rule = SegmentField(theme, self.tr("Day"), rules)
        self.name = TextField(theme, self.tr("Name of the day"))
        self.source = TextField(theme, self.tr("Notice"), required=True)
        super().__init__(theme, page, {"rule": self.rule, "name": self.name, "source": self.source})

    def ask_about(self, day: str, rule: DayRule, name: str, note: str, below: QWidget) -> None:
        self.rule.set_value(rule.value)
        self.name.set_value(name)
        self.source.clear()
        self.ask_for(day, note, self.tr("Keep"), below)


class CrewCard(OverCard):
    """The posts of a crew, a line for each: post, how many, 在编 or 不限, who may hold it."""

    card_w = 620

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.template = ComboField(theme, self.tr("Crew"), ())
        self.posts = AreaField(theme, self.tr("Posts"), lines=7, required=True)
        super().__init__(theme, page, {"template": self.template, "posts": self.posts})
        self.template.changed.connect(self._other)
        QWidget.setTabOrder(self.posts.edit, self.go)
        self._lines: Mapping[str, str] = {}

    def ask_about(self, lines: Mapping[str, str], note: str, below: QWidget) -> None:
        """`lines`: name of the crew -> its posts as text."""
        self._lines = lines
        fill(self.template, [(name, name) for name in lines])
        self._other()
        self.ask_for(self.tr("Crews"), note, self.tr("Keep"), below)

    def _other(self) -> None:
        self.posts.set_value(self._lines.get(self.template.value(), ""))


class GroupCard(OverCard):
    """The rotation of one post: a name a line, in order."""

    card_w = 420

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.members = AreaField(theme, self.tr("Rotation"), lines=13)
        super().__init__(theme, page, {"members": self.members})
        QWidget.setTabOrder(self.members.edit, self.go)

    def ask_about(self, title: str, names: str, below: QWidget) -> None:
        self.members.set_value(names)
        note = self.tr("One name a line (Shift+Enter), in order; empty: everybody of the post")
        self.ask_for(title, note, self.tr("Keep"), below)


class SinceCard(OverCard):
    """From which day on the month is drawn anew."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.since = TextField(theme, self.tr("From day"), required=True, placeholder="2026-07-15")
        super().__init__(theme, page, {"since": self.since})

    def ask_since(self, day: str, note: str, below: QWidget) -> None:
        self.since.set_value(day)
        self.ask_for(self.tr("Draw anew"), note, self.tr("Draw anew"), below)


class HoursCard(OverCard):
    """The shifts of a day from a day on."""

    card_w = 560

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.periods = TextField(
            theme, self.tr("Shifts of a day"), required=True, placeholder="08:00-20:00、20:00-08:00"
        )
        self.since = TextField(theme, self.tr("From day"), required=True, placeholder="2026-07-01")
        super().__init__(theme, page, {"periods": self.periods, "since": self.since})

    def ask_about(self, periods: str, since: str, note: str, below: QWidget) -> None:
        self.periods.set_value(periods)
        self.since.set_value(since)
        self.ask_for(self.tr("Hours of the shifts"), note, self.tr("Keep"), below)


class ConsentCard(OverCard):
    """What a leader said who does not sit at the desk: who, how, when, yes or no."""

    card_w = 560

    def __init__(self, theme: Theme, page: QWidget) -> None:
        hows = [(how.value, how.value) for how in Consent]
        answers = [("yes", self.tr("agrees")), ("no", self.tr("does not agree"))]
        self.leader = ComboField(theme, self.tr("Leader"), ())
        self.how = SegmentField(theme, self.tr("How it was said"), hows)
        self.answer = SegmentField(theme, self.tr("Yes or no"), answers)
        self.at = TextField(theme, self.tr("Said at"), required=True, placeholder="20:05")
        fields = {
            "approver": self.leader,
            "how": self.how,
            "answer": self.answer,
            "heard_at": self.at,
        }
        super().__init__(theme, page, fields)

    def ask_about(self, leaders: Options, title: str, at: str, note: str, below: QWidget) -> None:
        fill(self.leader, leaders)
        self.how.set_value(Consent.PHONE.value)
        self.answer.set_value("yes")
        self.at.set_value(at)
        self.ask_for(title, note, self.tr("Keep"), below)


class TextsCard(OverCard):
    """The roster as text to be sent on by whatever the office uses."""

    card_w = 760

    def __init__(self, theme: Theme, page: QWidget) -> None:
        kinds = [
            ("month", self.tr("The month")),
            ("people", self.tr("Messages to everybody")),
            ("shift", self.tr("This shift")),
        ]
        self.kind = SegmentField(theme, self.tr("Text"), kinds)
        self.words = AreaField(theme, "", lines=14)
        super().__init__(theme, page, {"kind": self.kind, "words": self.words})
        QWidget.setTabOrder(self.words.edit, self.go)
        self.kind.changed.connect(self._other)
        self._texts: Mapping[str, str] = {}

    def offer(self, texts: Mapping[str, str], below: QWidget) -> None:
        """`texts`: kind -> text, which may be shortened before it is copied."""
        self._texts = texts
        self.kind.set_value("month")
        self._other()
        note = self.tr("For DingTalk or a text message; what is sent, the office sends")
        self.ask_for(self.tr("Roster as text"), note, self.tr("Copy"), below)

    def _other(self) -> None:
        self.words.set_value(self._texts.get(self.kind.value(), ""))
        self.words.edit.moveCursor(QTextCursor.MoveOperation.Start)
