"""Plans whose revision is due within a month or overdue, as messages."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.base.bus import Changed
from app.people.session import ShiftEntered
from app.plans.planbook import Due, Library
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.shell.messages import Kind, Messages

LOOK_MS = 600_000
MOST_NAMED = 4


class PlanReminders(QObject):
    """One message for all of them, to whoever is on duty; over when none is left."""

    def __init__(self, desk: Desk, messages: Messages, library: Library) -> None:
        super().__init__()
        self._desk, self._messages, self._library = desk, messages, library
        self._told: set[tuple[str, bool]] = set()
        self._again: Reread[list[Due]] = Reread(self, desk.store, self._show, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, lambda _: self.look())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        if self._desk.session.shift_id is not None:
            self._again.ask(self._library.due)

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "plan":
            self.look()

    def _show(self, found: list[Due]) -> None:
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
