"""How an act on a report is done: a card asks, the service answers in the name of who sits here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from app.base.errors import Refused
from app.reports.desk import Look
from app.reports.records import Report
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.reports.cards import StepCard
from widgets.reports.words import own_words, why

if TYPE_CHECKING:
    from widgets.reports.page import ReportsPage


class Doing(QObject):
    """Every act runs on the store thread; refusals stand in the card, or are told in the toast."""

    def __init__(self, desk: Desk, page: ReportsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._then: dict[StepCard, tuple[Callable[[], None], UUID | None]] = {}

    def _tie_card(self, card: StepCard) -> None:
        card.given.connect(partial(self._given, card))

    def _ask(
        self,
        card: StepCard,
        title: str,
        note: str,
        act: str,
        then: Callable[[], None],
        about: Look | None = None,
    ) -> None:
        """`about`: the report that `then` acts on; it is not done when another one is shown by then."""
        self._then[card] = then, about.report.id if about is not None else None
        card.ask_for(title, note, act, self._page.columns)

    def _given(self, card: StepCard) -> None:
        then, about = self._then[card]
        look = self._page.look
        if about is not None and (look is None or look.report.id != about):
            card.refuse(Refused("report", "another_shown"), own_words())
        else:
            then()

    def _card_with(self, card: StepCard, work: Callable[..., Report]) -> None:
        look = self._page.look
        if look is not None:
            self._do(work, look.report, card=card, then=self._page.show_report)

    def _with_report(self, act: Callable[..., Report]) -> None:
        look: Look | None = self._page.look
        if look is not None:
            self._do(act, look.report, then=self._page.show_report)

    def _do(
        self,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        card: StepCard | None = None,
        shift: bool = True,
        refused: Callable[[Exception], None] | None = None,
    ) -> None:
        """`work(officer, shift, …)`, or `work(officer, …)` of what needs no shift."""

        def failed(error: Exception) -> None:
            if refused is not None:
                refused(error)
            if card is not None:
                card.refuse(error, own_words())
            else:
                self._failed(error)

        def kept(answer: Any) -> None:
            if card is not None:
                card.close_card()
            if then is not None:
                then(answer)

        try:
            by = self._desk.session.demand()
            given = (by, self._desk.session.demand_shift()) if shift else (by,)
        except Refused as error:
            failed(error)
            return
        ask(self, self._desk.store, work, *given, *args, then=kept, fail=failed)

    def _failed(self, error: Exception) -> None:
        self._desk.say(why(error))
