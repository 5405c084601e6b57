"""What is done with the clocks on the board: explained, met by hand, and which rule books bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.base.errors import Refused
from app.people.records import Officer
from app.reports.clocks import Running
from app.reports.desk import ReportDesk
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.reports.cards import MetCard, ReasonCard, RulesCard
from widgets.reports.doing import Doing

if TYPE_CHECKING:
    from widgets.reports.page import ReportsPage


class ClockActs(Doing):
    """One method per act; each asks by a card what it needs."""

    def __init__(self, desk: Desk, page: ReportsPage, reports: ReportDesk) -> None:
        super().__init__(desk, page)
        self._reports = reports
        theme = desk.theme
        self.reason = ReasonCard(theme, page)
        self.met_card = MetCard(theme, page)
        self.rules_card = RulesCard(theme, page)
        for card in (self.reason, self.met_card, self.rules_card):
            self._tie_card(card)

    def explain(self) -> None:
        """Alt+E: why the clock chosen on the board ran out, else the first that nobody explained."""
        row, card = self._page.board.current(), self.reason
        if row is None:
            row = self._first_late()
        if row is None:
            self._desk.say(self.tr("No clock ran out"))
            return
        clock = row.clock
        card.fill(reason="")

        def work(by: Officer) -> object:
            return self._reports.clocks.explain(by, clock, card.text("reason"))

        terms = self._reports.terms
        told = "\n".join(f"{term.name}：{term.meaning}" for term in terms.all)
        note = f"{row.incident.title}\n{clock.name} · {clock.source}\n\n{told}\n{terms.source}"
        self._ask(card, self.tr("Why it ran out"), note, self.tr("Record"),
                  lambda: self._do(work, card=card, shift=False,
                                   then=lambda _: self._page.read()))  # fmt: skip

    def _first_late(self) -> Running | None:
        now = self._desk.clock.now()
        rows = self._page.board.rows
        return next((row for row in rows if row.late(now) and not row.reason), None)

    def met_by_hand(self) -> None:
        """Alt+M: the clock chosen on the board, else the first that runs, was met by other means."""
        card, board = self.met_card, self._page.board
        row = board.current() or next((one for one in board.rows if one.clock.met_at is None), None)
        if row is None:
            self._desk.say(self.tr("No clock is running"))
            return
        clock, incident = row.clock, row.incident
        card.sure = False
        card.fill(to=clock.to, person="", at="", reason="", words="")
        card.fields["reason"].setVisible(row.late(self._desk.clock.now()))

        def work(by: Officer, shift: UUID) -> object:
            told = card.told(self._desk.clock.now())
            return self._reports.hand.meet(by, shift, clock, incident, told)

        def refused(error: Exception) -> None:
            if isinstance(error, Refused) and error.code == "say_again":
                card.sure = True
            if isinstance(error, Refused) and error.field == "reason":
                card.fields["reason"].setVisible(True)

        note = f"{incident.title}\n{clock.name} · {clock.way.value} · {clock.source}"
        self._ask(card, self.tr("Met by hand"), note, self.tr("Record"),
                  lambda: self._do(work, card=card, refused=refused,
                                   then=lambda _: self._page.read()))  # fmt: skip

    def rules(self) -> None:
        card = self.rules_card

        def show(profiles: Any) -> None:
            card.show_profiles(profiles)
            card.fill(reason="")
            note = self.tr("Clocks that run already go on.")
            self._ask(card, self.tr("Rule books"), note, self.tr("Choose"), choose)

        def choose() -> None:
            def work(by: Officer) -> object:
                on = card.text("on") == "on"
                return self._reports.clocks.choose(
                    by, card.text("profile"), on, card.text("reason")
                )

            self._do(work, card=card, shift=False, then=lambda _: self._page.read())

        ask(self, self._desk.store, self._reports.clocks.profiles, then=show, fail=self._failed)
