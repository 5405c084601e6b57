"""What is done to a month: drawn up, filled, published, and changed by swaps and stand-ins."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.base.clock import local
from app.base.errors import Refused
from app.base.said import moment_said
from app.duty.roster.amending import Amending
from app.duty.roster.conflicts import count_of, day_of
from app.duty.roster.records import Absence, Consent, PlanState, RosterChange, RosterSlot
from app.duty.roster.service import Redrawn, Roster
from app.duty.roster.view import MonthView
from app.people.rights import Act, may
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.roster.cards import ChangeCard, ConsentCard, PersonCard, ReasonCard, SinceCard
from widgets.roster.doing import Doing
from widgets.roster.grid import WEEK
from widgets.roster.words import refusals


class RosterActs(Doing):
    """Each act asks in a card where it needs words, then goes to its service."""

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        inside: QWidget,
        services: tuple[Roster, Amending],
    ) -> None:
        super().__init__(desk, page, inside)
        self._roster, self._amending = services
        theme = desk.theme
        self.person = PersonCard(theme, page)
        self.swap_card, self.stand_in_card = ChangeCard(theme, page), ChangeCard(theme, page)
        self.reason, self.since = ReasonCard(theme, page), SinceCard(theme, page)
        self.consent = ConsentCard(theme, page)
        self._tie(
            self.person,
            self.swap_card,
            self.stand_in_card,
            self.reason,
            self.since,
            self.consent,
        )

    # -- making --------------------------------------------------------------------------------

    def generate(self, view: MonthView) -> None:
        self._do(self._roster.generate, view.first, done=self.tr("Drawn up"))

    def redraw(self, view: MonthView, day: date) -> None:
        """Drawn anew from a day on. A month that was published once begins at the chosen day."""
        if not self._draft(view) or not self._may(Act.ROSTER):
            return
        card = self.since
        once = view.month is not None and bool(view.month.reason)

        def told() -> tuple[date, date]:
            try:
                return view.first, date.fromisoformat(card.since.value())
            except ValueError:
                raise Refused("since", "not_a_day") from None

        self._then[card] = lambda: self._typed(
            card, told, self._roster.redraw, done=self.tr("Drawn up"), then=self._redrawn
        )
        note = self.tr("Days before it, shifts that have begun and agreed changes stay")
        card.ask_since((day if once else view.first).isoformat(), note, self._inside)

    def _redrawn(self, told: Redrawn) -> None:
        """Which changes stayed, and which have no place any more."""
        words = (
            [self.tr("{n} places have somebody else").format(n=told.moved)] if told.moved else []
        )
        if told.kept:
            words.append(self.tr("{n} changes stay").format(n=len(told.kept)))
        if told.lapsed:
            names = "；".join(self._change(told.view, one) for one in told.lapsed)
            lapsed = self.tr("{n} changes have no place any more: {names}")
            words.append(lapsed.format(n=len(told.lapsed), names=names))
        unfit = [one for one in told.view.changes if one.id in told.view.unfit]
        if unfit:
            names = "；".join(self._change(told.view, one) for one in unfit)
            words.append(self.tr("no longer fit: {names}").format(names=names))
        self.said.emit("\n".join(words))

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

    def hear(self, view: MonthView, change: RosterChange | Absence | None) -> None:
        """A leader who is not at the desk said yes or no, by telephone or to one's face."""
        if not isinstance(change, RosterChange):
            self.said.emit(self.tr("Choose a change first"))
            return
        if not self._may(Act.READ):
            return
        card, now = self.consent, self._desk.clock.now()
        two = (change.applicant_id, change.counterpart_id)
        leaders = [
            (str(one.id), f"{one.initials.split(' ')[0]}  {one.name}  {one.role.value}".strip())
            for one in view.officers.values()
            if may(one, Act.APPROVE_SWAP) and one.id not in two
        ]

        def told() -> tuple[object, ...]:
            at = moment_said("heard_at", card.at.value(), self._desk.clock.now()).at
            if at is None:
                raise Refused("heard_at", "missing")
            leader, how = UUID(card.leader.value()), Consent(card.how.value())
            return change, leader, how, at, card.answer.value() == "yes"

        self._then[card] = lambda: self._typed(card, told, self._amending.consent)
        title = self.tr("What the leader said: {change}").format(change=self._change(view, change))
        note = self.tr("Whoever sits here took it down; it stands in the log and on the printout")
        card.ask_about(leaders, title, f"{local(now):%H:%M}", note, self._inside)

    def undo(self, change: RosterChange | None) -> None:
        if change is None:
            self.said.emit(self.tr("Choose a change first"))
        else:
            self._do(self._amending.undo, change, done=self.tr("Undone"))

    # -- inside --------------------------------------------------------------------------------

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

    def _nothing_owed(self) -> str:
        return self.tr("A leader decides. Who owes whom a shift is never computed")

    def _change(self, view: MonthView, change: RosterChange) -> str:
        """串班 甲 ⇄ 乙 07-06."""
        arrow = "⇄" if change.other_slot_id else "→"
        names = f"{view.name(change.applicant_id)} {arrow} {view.name(change.counterpart_id)}"
        slot = view.slots.get(change.slot_id)
        return f"{change.kind} {names}" + (f" {day_of(slot):%m-%d}" if slot else "")

    @staticmethod
    def _day(slot: RosterSlot) -> str:
        day = day_of(slot)
        return f"{day:%m-%d} 周{WEEK[day.weekday()]}"
