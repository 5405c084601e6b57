"""Communication gear whose test is overdue, as one message."""

from __future__ import annotations

from uuid import UUID

from app.rescue.gear import GearBook, Standing
from widgets.kit.desk import Desk
from widgets.shell.messages import Kind, Messages
from widgets.wiring.reminding import Reminding

KEY = "gear tests"
MOST_NAMED = 4


class GearReminders(Reminding):
    """Told to whoever is on duty, anew when another piece is overdue; over when none is left."""

    kinds = frozenset({"gear", "gear_test"})
    every_ms = 600_000

    def __init__(self, desk: Desk, messages: Messages, book: GearBook) -> None:
        self._messages = messages
        self._told: frozenset[UUID] = frozenset()
        super().__init__(desk, book.overdue)

    def show_due(self, found: list[Standing]) -> None:
        now = frozenset(one.id for one in found)
        if now == self._told:
            return
        fresh, self._told = now - self._told, now
        if not found:
            self._messages.over(KEY, self.tr("All of them are tested"))
        elif fresh:
            title = self.tr("Test of {n} pieces of gear is overdue").format(n=len(found))
            names = "；".join(one.gear.told for one in found[:MOST_NAMED])
            more = self.tr(" and {n} more").format(n=len(found) - MOST_NAMED)
            text = names + (more if len(found) > MOST_NAMED else "")
            self._messages.tell(Kind.CLOCK, title, text, KEY, place="trips")
