"""What a roster is made of, kept by the office: absences, A and B, days, crews, rotations, hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.duty.holidays import DayRule, Told
from app.duty.periods import written
from app.duty.roster.keeping import Keeping
from app.duty.roster.records import Absence, AbsenceKind, Deputy
from app.duty.roster.view import MonthView, Row
from app.duty.roster.wording import crew_lines, crew_of, group_lines, group_of
from app.people.records import Role
from app.people.rights import Act
from widgets.kit.desk import Desk
from widgets.roster.cards import AbsenceCard, CrewCard, DayCard, GroupCard, HoursCard, PairCard
from widgets.roster.doing import Doing
from widgets.roster.grid import WEEK
from widgets.roster.words import refusals

_BETWEEN = re.compile(r"[、，,;；/\n]+")


class OfficeActs(Doing):
    """Each asks in a card of its own; all need the right to keep the roster."""

    def __init__(self, desk: Desk, page: QWidget, inside: QWidget, keeping: Keeping) -> None:
        super().__init__(desk, page, inside)
        self._keeping = keeping
        theme = desk.theme
        self.absence = AbsenceCard(theme, page)
        self.pair = PairCard(theme, page)
        self.day = DayCard(theme, page)
        self.crew, self.group = CrewCard(theme, page), GroupCard(theme, page)
        self.hours = HoursCard(theme, page)
        self._deputies: Mapping[str, Deputy] = {}
        self.pair.extra.clicked.connect(self._unpair)
        self._tie(self.absence, self.pair, self.day, self.crew, self.group, self.hours)

    def absent(self, view: MonthView, chosen: UUID | None, day: date) -> None:
        if not self._may(Act.ROSTER):
            return
        card = self.absence
        self._then[card] = lambda: self._absent(card)
        people = self._people(view, None)
        card.ask_about(people, str(chosen or ""), day.isoformat(), self._inside)

    def _absent(self, card: AbsenceCard) -> None:
        days = []
        for name, field in (("first", card.first), ("last", card.last)):
            try:
                days.append(date.fromisoformat(field.value()))
            except ValueError:
                card.refuse(Refused(name, "not_a_day"), refusals())
                return
        who, kind = UUID(card.person.value()), AbsenceKind(card.kind.value())
        self._do(self._keeping.absent, who, *days, kind, card.reason.value(), card=card)

    def undo(self, absence: Absence) -> None:
        """An absence that never was."""
        self._do(self._keeping.back, absence, done=self.tr("Undone"))

    def name_deputy(self, view: MonthView, chosen: UUID | None) -> None:
        if not self._may(Act.ROSTER):
            return
        self._then[self.pair] = lambda: self._do(
            self._keeping.pair,
            UUID(self.pair.a.value()),
            UUID(self.pair.b.value()),
            card=self.pair,
        )
        self._deputies = {str(one.a_id): one for one in view.deputies}
        self.pair.ask_about(self._people(view, None), str(chosen or ""), self._inside)

    def _unpair(self) -> None:
        """The B of the chosen A acts no longer."""
        held = self._deputies.get(self.pair.a.value())
        if held is None:
            self.pair.refuse(Refused("b", "no_deputy"), refusals())
        else:
            self._do(self._keeping.unpair, held, card=self.pair, done=self.tr("Ended"))

    def set_day(self, row: Row) -> None:
        """What kind of day it is, by a notice of the own county."""
        if not self._may(Act.ROSTER):
            return
        card, day = self.day, row.span.day
        self._then[card] = lambda: self._do(
            self._keeping.set_days,
            [Told(day, DayRule(card.rule.value()), card.name.value(), card.source.value())],
            card=card,
        )
        rule = {"休": DayRule.HOLIDAY, "班": DayRule.MAKEUP}.get(row.rest, DayRule.PLAIN)
        title = f"{day.isoformat()} 周{WEEK[day.weekday()]}"
        card.ask_about(title, rule, row.note.removesuffix("补班"), row.kind.value, self._inside)

    def set_crew(self, view: MonthView) -> None:
        """The posts of every crew; a draft shows them when it is drawn anew."""
        if not self._may(Act.ROSTER):
            return
        card = self.crew
        self._then[card] = lambda: self._typed(
            card,
            lambda: (card.template.value(), crew_of(card.posts.value())),
            self._keeping.set_crew,
        )
        lines = {name: crew_lines(one) for name, one in view.templates.items()}
        note = self.tr("A post a line (Shift+Enter): post, how many, 在编 or 不限, who may hold it")
        card.ask_about(lines, note, self._inside)

    def set_group(self, view: MonthView, post: Role) -> None:
        """Who takes turns in a post, and in which order."""
        if not self._may(Act.ROSTER):
            return
        card = self.group
        self._then[card] = lambda: self._typed(
            card,
            lambda: (post, group_of(card.members.value(), view.officers)),
            self._keeping.set_group,
        )
        title = self.tr("Rotation: {post}").format(post=post.value)
        card.ask_about(title, group_lines(view, post), self._inside)

    def set_hours(self, view: MonthView, day: date) -> None:
        """The shifts of a day, in 24 hours or 12, from a day on."""
        if not self._may(Act.ROSTER):
            return
        card = self.hours

        def told() -> tuple[date, list[str]]:
            try:
                since = date.fromisoformat(card.since.value())
            except ValueError:
                raise Refused("since", "not_a_day") from None
            return since, [one for one in _BETWEEN.split(card.periods.value()) if one.strip()]

        self._then[card] = lambda: self._typed(card, told, self._keeping.set_hours)
        note = self.tr("No hour without a crew; days that are published keep their shifts")
        hours = "、".join(written(view.periods.hours_of(day)))
        card.ask_about(hours, day.isoformat(), note, self._inside)
