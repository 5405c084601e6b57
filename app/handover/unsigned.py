"""Nobody has taken over at the hour of change: the leader is told, again and again, until somebody has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.base.clock import Clock, day_hhmm, span
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, CrewPlace, Shift, Way
from app.duty.shifts import Shifts
from app.handover.around import HandoverStore
from app.handover.records import HandoverOverdue, HandoverReminder
from app.handover.rules import HandoverRules
from app.people.records import Role


def late_by(shift: Shift, now: datetime) -> timedelta | None:
    """How long the change of this shift is overdue; None while it is not, or once it is signed."""
    if shift.closed_at is not None or now < shift.ends_at:
        return None
    return now - shift.ends_at


class UnsignedShift:
    """Looked at several times a minute, on the store thread.

    How often the leader was told stands in the record: neither a restart nor another desk tells the
    same step twice. Steps that passed while no desk was open are told once, together.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: HandoverStore,
        shifts: Shifts,
        log: DutyLog,
        clock: Clock,
        publish: Callable[[object], None],
        rules: HandoverRules,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._shifts = shifts
        self._log = log
        self._clock = clock
        self._publish = publish
        self._rules = rules

    def look(self) -> HandoverOverdue | None:
        """How it stands, None while nobody is late. A step that is due now is written and published."""
        shift, now = self._shifts.current(), self._clock.now()
        late = None if shift is None or shift.opened_at is None else late_by(shift, now)
        if shift is None or late is None:
            return None
        step = self._rules.reminders_due(late)
        last = self._store.last_reminder(shift.id)
        fact = self._fact(shift, step, now)
        if step > (last.step if last else 0):
            self._remind(shift, fact)
        return fact

    def _remind(self, shift: Shift, fact: HandoverOverdue) -> None:
        line = Line(_words(fact), Way.INSIDE, Channel.SYSTEM, category=Category.OTHER)
        entry = self._log.make(shift.id, line, "system", "值守台")
        reminder = HandoverReminder(new_id(), shift.id, fact.step, fact.at, shift.mark)
        with self._ledger.change("system", "handover.remind", ("shift", str(shift.id))) as change:
            change.put("handover_reminder", reminder)
            self._log.put(change, entry)
        self._publish(fact)

    def _fact(self, shift: Shift, step: int, now: datetime) -> HandoverOverdue:
        out = self._shifts.crew(shift.id)
        following = self._store.next_shift(shift)
        into = self._shifts.crew(following.id) if following else []
        return HandoverOverdue(
            shift_id=shift.id,
            step=step,
            due_at=shift.ends_at,
            at=now,
            out=_names(out),
            next_crew=_names(into),
            leaders=tuple(place.name for place in out if place.post is Role.LEADER),
            mark=shift.mark,
        )


def _names(crew: list[CrewPlace]) -> tuple[str, ...]:
    """Of those who sit in the room."""
    return tuple(place.name for place in crew if place.post is not Role.LEADER)


def _words(fact: HandoverOverdue) -> str:
    late = fact.at - fact.due_at
    passed = f"已过 {span(late)} 仍" if late >= timedelta(minutes=1) else "到时"
    next_crew = "、".join(fact.next_crew) or "未排班"
    return (
        f"应于 {day_hhmm(fact.due_at)} 交接，{passed}未签字接班，"
        f"{'、'.join(fact.out) or '原班'} 继续负责；接班 {next_crew}；"
        f"第 {fact.step} 次报带班领导 {'、'.join(fact.leaders) or '（未排）'}"
    )
