"""Nobody took over at the hour: the leader's message in the stack, until somebody has."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.base.clock import day_hhmm, span
from app.handover.records import HandoverOverdue, HandoverTookEffect
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.shell.messages import Kind, Messages

LOOK_MS = 20_000


class UnsignedAlert(QObject):
    """Asks every `LOOK_MS`; each step is told once on this desk, whichever desk wrote it down."""

    def __init__(
        self, desk: Desk, messages: Messages, look: Callable[[], HandoverOverdue | None]
    ) -> None:
        """`look` runs on the store thread."""
        super().__init__()
        self._desk = desk
        self._messages = messages
        self._look = look
        self._told: tuple[object, int] | None = None
        listen(self, desk.bus, HandoverTookEffect, lambda _: self.look())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        ask(self, self._desk.store, self._look, then=self._show, fail=lambda _error: None)

    def _show(self, fact: HandoverOverdue | None) -> None:
        if self._told is not None and (fact is None or fact.shift_id != self._told[0]):
            self._messages.over(_key(self._told[0]), self.tr("The shift was signed over"))
            self._told = None
        if fact is None or not fact.step or self._told == (fact.shift_id, fact.step):
            return
        self._told = (fact.shift_id, fact.step)
        leaders = "、".join(fact.leaders) or "—"
        title = self.tr("Nobody has taken over: report to {leaders}").format(leaders=leaders)
        text = self.tr(
            "Change was due at {due}, {late} ago. {out} stay responsible; to come: {crew}. Told {n} times"
        ).format(
            due=day_hhmm(fact.due_at),
            late=span(fact.at - fact.due_at),
            out="、".join(fact.out) or "—",
            crew="、".join(fact.next_crew) or self.tr("nobody is planned yet"),
            n=fact.step,
        )
        self._messages.tell(Kind.CLOCK, title, text, _key(fact.shift_id), True, place="handover")


def _key(shift_id: object) -> str:
    return f"unsigned-{shift_id}"
