"""How an act on the roster is done: a card asks, the service answers by the officer's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.duty.roster.view import MonthView
from app.people.records import Officer, Role
from app.people.rights import Act
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.overcard import OverCard
from widgets.roster.cards import Options
from widgets.roster.words import refusals


class Doing(QObject):
    """`said` a refusal or a hint for under the grid. `inside` is what the cards lie over."""

    said = Signal(str)

    def __init__(self, desk: Desk, page: QWidget, inside: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._inside = inside
        self._then: dict[OverCard, Callable[[], None]] = {}

    def _tie(self, *cards: OverCard) -> None:
        for card in cards:
            card.given.connect(lambda card=card: self._then[card]())

    def _typed(
        self,
        card: OverCard,
        told: Callable[[], tuple[Any, ...]],
        act: Callable[..., Any],
        **then: Any,
    ) -> None:
        """`told` reads the card; what it refuses stands at the field."""
        try:
            values = told()
        except Refused as error:
            card.refuse(error, refusals())
            return
        self._do(act, *values, card=card, **then)

    def _do(
        self,
        act: Callable[..., Any],
        *told: Any,
        card: OverCard | None = None,
        done: str = "",
        then: Callable[[Any], None] | None = None,
    ) -> None:
        """A refusal stands in the card, or under the grid; nothing typed is lost. `then` gets the answer."""

        def refused(error: Exception) -> None:
            if card is not None:
                card.refuse(error, refusals())
            else:
                self._refused(error)

        def kept(answer: Any) -> None:
            if card is not None:
                card.leave()
            self.said.emit("")
            self._desk.say(done or self.tr("Kept"))
            if then is not None:
                then(answer)

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
