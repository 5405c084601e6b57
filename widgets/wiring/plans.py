"""Plans whose revision is due within a month or overdue, as messages."""

from __future__ import annotations

from app.plans.planbook import Due, Library
from widgets.kit.desk import Desk
from widgets.shell.messages import Kind, Messages
from widgets.wiring.reminding import Reminding

MOST_NAMED = 4


class PlanReminders(Reminding):
    """One message for all of them, to whoever is on duty; over when none is left."""

    kinds = frozenset({"plan"})
    every_ms = 600_000

    def __init__(self, desk: Desk, messages: Messages, library: Library) -> None:
        self._messages = messages
        self._told: set[tuple[str, bool]] = set()
        super().__init__(desk, library.due)

    def show_due(self, found: list[Due]) -> None:
        due, told = found, {(one.key, one.left < 0) for one in found}
        if told == self._told:
            return
        if not due:
            self._messages.over("plans due", self.tr("All of them are revised"))
        else:
            over = sum(one.left < 0 for one in due)
            title = self.tr("{n} plans are to be revised, {over} overdue")
            names = "；".join(self._words(one) for one in due[:MOST_NAMED])
            more = self.tr(" and {n} more").format(n=len(due) - MOST_NAMED)
            text = names + (more if len(due) > MOST_NAMED else "")
            title = title.format(n=len(due), over=over)
            self._messages.tell(Kind.CLOCK, title, text, "plans due", place="plans")
        self._told = told

    def _words(self, one: Due) -> str:
        """With the day, not the days left: the message stands for weeks."""
        words = (
            self.tr("{name}: overdue since {day}")
            if one.left < 0
            else self.tr("{name}: until {day}")
        )
        return words.format(name=one.plan.name, day=one.plan.revise_by)
