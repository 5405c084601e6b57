"""What an officer does to the contact book: each act by the name of who sits there, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.errors import Refused
from app.people.contacts import Card, Org, OrgKind, Person, PointKind, PointState
from app.people.days import begin_of, day, end_of
from app.people.exporting import TITLE
from app.people.rights import Act
from widgets.kit.ask import ask
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.overcard import OverCard
from widgets.kit.saving import place_for
from widgets.people.contact_cards import LeaveCard, NumberCard, PersonCard, UnitCard
from widgets.people.imports import KINDS, export
from widgets.people.words import contact_refusals

if TYPE_CHECKING:
    from widgets.people.contacts import ContactsPage
    from widgets.people.rooms import ContactRooms


class ContactActs(QObject):
    """Lays its cards over `page`; `below` is what a card makes wait."""

    def __init__(self, desk: Desk, rooms: ContactRooms, page: ContactsPage, below: QWidget) -> None:
        super().__init__(page)
        self._desk, self._rooms, self._page, self._below = desk, rooms, page, below
        theme = desk.theme
        self.unit = UnitCard(theme, page)
        self.person = PersonCard(theme, page)
        self.leave = LeaveCard(theme, page)
        self.number = NumberCard(theme, page)
        for card, keep in (
            (self.unit, self._keep_unit),
            (self.person, self._keep_person),
            (self.leave, self._keep_leave),
            (self.number, self._keep_number),
        ):
            card.given.connect(keep)
        self.unit.extra.clicked.connect(self._dissolve)
        self.person.extra.clicked.connect(self._has_left)
        self.number.extra.clicked.connect(self._end_number)

    def do(self, name: str) -> None:
        """An act of the contact's panel by its name."""
        acts: dict[str, Callable[[], None]] = {
            "verify": self.verify,
            "wrong": self.wrong,
            "add": self.add_number,
            "change": self.change_number,
            "up": self.dial_earlier,
            "leave": self.ask_leave,
            "person": self.change_person,
            "post": self.ask_post,
        }
        acts[name]()

    # -- units and people ----------------------------------------------------------------------

    def new_unit(self) -> None:
        if self._may(Act.UNITS):
            page = self._page
            self.unit.ask_new(page.tree.current(), page.tree.units, self._below)

    def change_unit(self) -> None:
        unit = self._page.tree.current()
        if unit is not None and self._may(Act.UNITS):
            self.unit.ask_change(unit, self._page.tree.units, self._below)

    def new_person(self) -> None:
        unit = self._page.tree.current()
        if unit is not None and self._may(Act.CONTACTS):
            self.person.ask_about(None, unit.full_name, self._page.tree.units, self._below)

    def change_person(self) -> None:
        card = self._card()
        if card is not None and card.person is None:
            self.change_unit()
        elif card is not None and card.person and self._may(Act.CONTACTS):
            self.person.ask_about(card.person, card.unit, self._page.tree.units, self._below)

    def ask_leave(self) -> None:
        card = self._card()
        if card is not None and card.person and self._may(Act.CONTACTS):
            self.leave.ask_about(card.person, self._below)

    def ask_post(self) -> None:
        """The posts of who is shown."""
        self._page.show_posts()

    def move_person(self, step: int) -> None:
        """Up or down in the official order of the unit."""
        page = self._page
        people = [one.person for one in page.table.records if one.person]
        card = page.table.current()
        official = page.order.value() == "official" and not page.search.value()
        if card is None or card.person is None or not official:
            return
        at = people.index(card.person)
        if 0 <= at + step < len(people):
            pair = (people[at], people[at + step])[::step]
            self._do(self._rooms.book.order_person, *pair)

    # -- numbers -------------------------------------------------------------------------------

    def verify(self) -> None:
        point = self._page.card.chosen()
        if point is not None:
            done = self.tr("Verified today: {number}").format(number=point.value)
            self._do(self._rooms.book.verify, [point], done=done)

    def wrong(self) -> None:
        point = self._page.card.chosen()
        if point is not None:
            self._do(self._rooms.book.set_state, point, PointState.WRONG)

    def add_number(self) -> None:
        card = self._card()
        if card is not None and self._may(Act.CONTACTS):
            self.number.ask_about(card, None, self._below)

    def change_number(self) -> None:
        card, point = self._card(), self._page.card.chosen()
        if card is not None and point is not None and self._may(Act.CONTACTS):
            self.number.ask_about(card, point, self._below)

    def dial_earlier(self) -> None:
        points, chosen = list(self._page.card.points()), self._page.card.chosen()
        if chosen is None or points.index(chosen) == 0:
            return
        at = points.index(chosen)
        points[at - 1], points[at] = points[at], points[at - 1]
        self._do(self._rooms.book.order_numbers, points)

    # -- tables in and out ---------------------------------------------------------------------

    def choose_import(self, file: str = "") -> None:
        if not self._may(Act.UNITS):
            return
        title = self.tr("Import contacts")
        file = file or QFileDialog.getOpenFileName(self._page, title, "", KINDS)[0]
        if file:
            self._page.imports.take(Path(file), self._told)

    def choose_export(self, to: str = "") -> None:
        if hidden(self._desk):
            self._page.say_trouble(self.tr("Numbers are covered for this role"))
            return
        title = self.tr("Export contacts")
        name = f"{TITLE}.xlsx"
        place = place_for(self._page, self._desk, title, name, self._told, KINDS, to)
        if place is not None:
            export(self._desk, self._rooms, self._page, place, self._told)

    def _told(self, error: Exception) -> None:
        self._page.say_trouble(explain(error, contact_refusals()))

    # -- what the cards give -------------------------------------------------------------------

    def _keep_unit(self) -> None:
        card, book = self.unit, self._rooms.book
        name, also, under = card.name.value(), card.also.value(), card.parent_unit.value()
        if card.seen is None:
            kind = OrgKind(card.kind.value())

            def add(by: Any) -> Org:
                return book.add_unit(by, book.unit(under) if under else None, name, kind, also)

            self._do(add, card=card, then=lambda made: self._page.open(made.id))
            return
        seen = card.seen

        def change(by: Any) -> Org:
            return book.change_unit(by, seen, name, also, under)

        self._do(change, card=card)

    def _dissolve(self) -> None:
        if self.unit.seen is not None:
            self._do(self._rooms.book.dissolve, self.unit.seen, card=self.unit)

    def _keep_person(self) -> None:
        card, book = self.person, self._rooms.book
        told = card.name.value(), card.duty.value(), card.unit.value()
        if card.seen is not None:
            self._do(book.change_person, card.seen, *told, card=card)
            return

        def add(by: Any) -> Person:
            return book.add_person(by, book.unit(told[2]), *told[:2])

        self._do(add, card=card, then=lambda made: self._page.open(made.id))

    def _has_left(self) -> None:
        if self.person.seen is not None:
            self._do(self._rooms.book.leave_book, self.person.seen, card=self.person)

    def _keep_leave(self) -> None:
        card, now = self.leave, self._desk.clock.now()
        try:
            begin = day("leave_from", card.begin.value(), now)
            end = day("leave_to", card.end.value(), now)
        except Refused as no:
            card.refuse(no, contact_refusals())
            return
        span = begin_of(begin) if begin else None, end_of(end) if end else None
        self._do(self._rooms.book.set_leave, card.seen, *span, card.why.value(), card=card)

    def _keep_number(self) -> None:
        owner, card, book = self._card(), self.number, self._rooms.book
        if owner is None:
            return
        told = PointKind(card.kind.value()), card.value.value(), card.label.value()
        if card.seen is None:
            self._do(book.add_number, owner, *told, card=card)
        else:
            self._do(book.change_number, owner, card.seen, *told, card=card)

    def _end_number(self) -> None:
        if self.number.seen is not None:
            ended = self.number.seen, PointState.ENDED
            self._do(self._rooms.book.set_state, *ended, card=self.number)

    # -- inside --------------------------------------------------------------------------------

    def _card(self) -> Card | None:
        seen = self._page.card.seen
        if seen is None:
            self._page.say_trouble(self.tr("Choose somebody first"))
        return seen.card if seen else None

    def _may(self, act: Act) -> bool:
        try:
            self._desk.session.demand(act)
        except Refused as error:
            self._page.say_trouble(explain(error, contact_refusals()))
            return False
        self._page.say_trouble("")
        return True

    def _do(
        self,
        act: Callable[..., Any],
        *told: Any,
        card: OverCard | None = None,
        then: Callable[[Any], None] | None = None,
        done: str = "",
    ) -> None:
        """A refusal stands in the card, or over the list."""

        def refused(error: Exception) -> None:
            if card is not None:
                card.refuse(error, contact_refusals())
            else:
                self._page.say_trouble(explain(error, contact_refusals()))

        def kept(answer: Any) -> None:
            if card is not None:
                card.leave()
            self._page.say_trouble("")
            self._desk.say(done or QCoreApplication.translate("Contacts", "Kept"))
            if then is not None:
                then(answer)

        try:
            by = self._desk.session.demand()
        except Refused as error:
            refused(error)
            return
        self._page.own_act()
        ask(self, self._desk.store, act, by, *told, then=kept, fail=refused)
