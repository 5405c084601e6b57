"""What is done to the roster: each act asks in a card, then goes to its service by the officer's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.duty.holidays import DayRule, Told
from app.duty.roster.amending import Amending
from app.duty.roster.conflicts import count_of, day_of
from app.duty.roster.keeping import Keeping
from app.duty.roster.records import (
    Absence,
    AbsenceKind,
    Deputy,
    PlanState,
    RosterChange,
    RosterSlot,
)
from app.duty.roster.service import Roster
from app.duty.roster.view import MonthView, Row
from app.duty.roster.wording import crew_lines, crew_of, group_lines, group_of
from app.people.records import Officer, Role
from app.people.rights import Act
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.overcard import OverCard
from widgets.roster.cards import (
    AbsenceCard,
    ChangeCard,
    CrewCard,
    DayCard,
    GroupCard,
    Options,
    PairCard,
    PersonCard,
    ReasonCard,
)
from widgets.roster.grid import WEEK
from widgets.roster.words import refusals


class RosterActs(QObject):
    """`said` a refusal or a hint for under the grid. `inside` is what the cards lie over."""

    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        inside: QWidget,
        services: tuple[Roster, Amending, Keeping],
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._inside = inside
        self._roster, self._amending, self._keeping = services
        theme = desk.theme
        self.person = PersonCard(theme, page)
        self.swap_card, self.stand_in_card = ChangeCard(theme, page), ChangeCard(theme, page)
        self.reason = ReasonCard(theme, page)
        self.absence = AbsenceCard(theme, page)
        self.pair = PairCard(theme, page)
        self.day = DayCard(theme, page)
        self.crew, self.group = CrewCard(theme, page), GroupCard(theme, page)
        self._deputies: Mapping[str, Deputy] = {}
        self.pair.extra.clicked.connect(self._unpair)
        self._then: dict[OverCard, Callable[[], None]] = {}
        for card in (
            self.person,
            self.swap_card,
            self.stand_in_card,
            self.reason,
            self.absence,
            self.pair,
            self.day,
            self.crew,
            self.group,
        ):
            card.given.connect(lambda card=card: self._then[card]())

    # -- making --------------------------------------------------------------------------------

    def generate(self, view: MonthView, anew: bool) -> None:
        self._do(self._roster.generate, view.first, anew, done=self.tr("Drawn up"))

    def assign(self, view: MonthView, slot: RosterSlot) -> None:
        """Somebody into a place of a draft."""
        if not self._draft(view) or not self._may(Act.ROSTER):
            return
        self._then[self.person] = lambda: self._do(
            self._roster.assign, slot, UUID(self.person.person.value()), card=self.person
        )
        chosen = str(slot.officer_id) if slot.officer_id else ""
        title = f"{self._day(slot)} {slot.post.value}"
        people = self._people(view, slot.post)
        self.person.ask_who(people, chosen, title, self.tr("Type the initials"), self._inside)

    def empty(self, view: MonthView, slot: RosterSlot) -> None:
        if self._draft(view) and slot.officer_id is not None:
            self._do(self._roster.assign, slot, None)

    def publish(self, view: MonthView) -> None:
        """At once when nothing speaks against it; with a reason when there are warnings."""
        month = view.month
        if month is None:
            return
        counts = count_of(view.conflicts)
        done = self.tr("Published; the crews of the shifts are written")
        if counts[True] or not counts[False]:
            self._do(self._roster.publish, month, done=done)
            return
        if not self._may(Act.ROSTER):
            return
        self._then[self.reason] = lambda: self._do(
            self._roster.publish, month, self.reason.reason.value(), card=self.reason, done=done
        )
        note = refusals()["warnings"].format(n=counts[False])
        self.reason.ask_why(self.tr("Publish the month"), note, self.tr("Publish"), self._inside)

    def reopen(self, view: MonthView) -> None:
        """A published month is made a draft again, with a reason."""
        month = view.month
        if month is None or not self._may(Act.ROSTER):
            return
        self._then[self.reason] = lambda: self._do(
            self._roster.reopen, month, self.reason.reason.value(), card=self.reason
        )
        note = self.tr("Shifts stay as they are until it is published again")
        title = self.tr("Make it a draft again")
        self.reason.ask_why(title, note, self.tr("Make it a draft"), self._inside)

    # -- changes -------------------------------------------------------------------------------

    def swap(self, view: MonthView, slot: RosterSlot) -> None:
        def open_card(others: list[RosterSlot]) -> None:
            by_key = {str(one.id): one for one in others}
            options = [
                (key, f"{self._day(one)}  {view.name(one.officer_id)}")
                for key, one in by_key.items()
            ]
            self._then[self.swap_card] = lambda: self._do(
                self._amending.swap,
                slot,
                by_key[self.swap_card.counterpart.value()],
                self.swap_card.reason.value(),
                card=self.swap_card,
                done=self.tr("Asked for; a leader decides"),
            )
            title = self.tr("Swap {day} of {name}").format(
                day=self._day(slot), name=view.name(slot.officer_id)
            )
            self.swap_card.ask_against(options, title, self._nothing_owed(), self._inside)

        if not self._published(view):
            return
        ask(self, self._desk.store, self._amending.ahead, slot, then=open_card, fail=self._refused)

    def substitute(self, view: MonthView, slot: RosterSlot) -> None:
        if not self._published(view):
            return
        card = self.stand_in_card
        people = [one for one in self._people(view, slot.post) if one[0] != str(slot.officer_id)]
        self._then[card] = lambda: self._do(
            self._amending.substitute,
            slot,
            UUID(card.counterpart.value()),
            card.reason.value(),
            card=card,
            done=self.tr("Asked for; a leader decides"),
        )
        title = self.tr("Stand in on {day} for {name}").format(
            day=self._day(slot), name=view.name(slot.officer_id)
        )
        card.ask_against(people, title, self._nothing_owed(), self._inside)

    def deputise(self, view: MonthView, slot: RosterSlot) -> None:
        if self._published(view):
            self._do(self._amending.deputise, slot, done=self.tr("B acts; the log says so"))

    def decide(self, change: RosterChange | Absence | None, agreed: bool) -> None:
        if not isinstance(change, RosterChange):
            self.said.emit(self.tr("Choose a change first"))
            return
        done = self.tr("Agreed") if agreed else self.tr("Turned down")
        self._do(self._amending.decide, change, agreed, done=done)

    def undo(self, chosen: RosterChange | Absence | None) -> None:
        """A change, or an absence that never was."""
        if chosen is None:
            self.said.emit(self.tr("Choose a change first"))
        elif isinstance(chosen, Absence):
            self._do(self._keeping.back, chosen, done=self.tr("Undone"))
        else:
            self._do(self._amending.undo, chosen, done=self.tr("Undone"))

    # -- what it is made of ----------------------------------------------------------------------

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

    def _typed(
        self, card: OverCard, told: Callable[[], tuple[Any, ...]], act: Callable[..., Any]
    ) -> None:
        try:
            values = told()
        except Refused as error:
            card.refuse(error, refusals())
            return
        self._do(act, *values, card=card)

    # -- inside --------------------------------------------------------------------------------

    def _do(
        self,
        act: Callable[..., Any],
        *told: Any,
        card: OverCard | None = None,
        done: str = "",
    ) -> None:
        """A refusal stands in the card, or under the grid; nothing typed is lost."""

        def refused(error: Exception) -> None:
            if card is not None:
                card.refuse(error, refusals())
            else:
                self._refused(error)

        def kept(_answer: object) -> None:
            if card is not None:
                card.leave()
            self.said.emit("")
            self._desk.say(done or self.tr("Kept"))

        try:
            by: Officer = self._desk.session.demand()
        except Refused as error:
            refused(error)
            return
        ask(self, self._desk.store, act, by, *told, then=kept, fail=refused)

    def _refused(self, error: Exception) -> None:
        self.said.emit(explain(error, refusals()))

    def _may(self, act: Act) -> bool:
        try:
            self._desk.session.demand(act)
        except Refused as error:
            self._refused(error)
            return False
        self.said.emit("")
        return True

    def _draft(self, view: MonthView) -> bool:
        if view.month is not None and view.month.state is PlanState.PUBLISHED:
            self._refused(Refused("month", "published"))
            return False
        return True

    def _published(self, view: MonthView) -> bool:
        if view.month is None or view.month.state is PlanState.DRAFT:
            self._refused(Refused("month", "draft"))
            return False
        self.said.emit("")
        return True

    def _people(self, view: MonthView, post: Role | None) -> Options:
        """Those of the rotation first, each with initials to type and this month's shifts."""
        first = list(view.groups.get(post, ())) if post else []
        rest = [one.id for one in view.officers.values() if one.active and one.id not in first]
        shifts: dict[UUID, int] = {}
        for slot in view.slots.values():
            if slot.officer_id:
                shifts[slot.officer_id] = shifts.get(slot.officer_id, 0) + 1
        told = []
        for key in (*first, *rest):
            officer = view.officers[key]
            count = self.tr("{n} shifts this month").format(n=shifts.get(key, 0))
            initials = officer.initials.split(" ")[0]
            words = f"{initials}  {officer.name}  {officer.role.value}  {count}".strip()
            told.append((str(key), words))
        return told

    def _nothing_owed(self) -> str:
        return self.tr("A leader decides. Who owes whom a shift is never computed")

    @staticmethod
    def _day(slot: RosterSlot) -> str:
        day = day_of(slot)
        return f"{day:%m-%d} 周{WEEK[day.weekday()]}"
