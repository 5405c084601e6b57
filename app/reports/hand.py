"""A clock met by hand: told by telephone, brought by messenger, seen elsewhere; never without a trace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.base.clock import Clock, day_hhmm, hhmm, span
from app.base.errors import Refused
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, LogEntry, Way
from app.incidents.records import Deadline, Incident, ReportWay
from app.incidents.traced import settled
from app.people.records import Officer
from app.people.rights import Act, demand
from app.reports.clocks import Clocks, lateness_of
from app.reports.deadlines import late_by
from app.reports.misreport import perhaps_late

LONGEST = 2_000
_CHANNELS = {ReportWay.PHONE: Channel.PHONE, ReportWay.PICTURE: Channel.VIDEO}


@dataclass(frozen=True, slots=True)
class ByHand:
    """What an officer says of it. `to` the unit that was told, `person` who listened or took it, `words`
    how or what; `at` None = now. `reason` why it was late. `sure`: he was shown what will be written."""

    to: str
    person: str = ""
    words: str = ""
    at: datetime | None = None
    reason: str = ""
    sure: bool = False


class Hand:
    """Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, log: DutyLog, clocks: Clocks, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._log = log
        self._clocks = clocks
        self._clock = clock
        self._mark = mark

    def meet(
        self, by: Officer, shift_id: UUID, clock: Deadline, incident: Incident, told: ByHand
    ) -> Deadline:
        """The clock stops at `told.at`, and a line of the log says who ended it, how, and why late.

        `Refused`: "to", "person" or "words" empty, "at" in_the_future or too_early, "reason" late when the
        limit had passed, and ("sure", "say_again") until it is said a second time.
        """
        demand(by, Act.INTAKE)
        at = self._checked(clock, told)
        new = replace(clock, met_at=at)
        late = late_by(new, at) > timedelta(0)
        if late and not told.reason.strip():
            raise Refused("reason", "late", over=span(late_by(new, at)))
        if not told.sure:
            raise Refused("sure", "say_again", name=clock.name, to=told.to.strip(), at=hhmm(at))
        entry = self._line(by, shift_id, new, incident, told, at)
        new = replace(new, met_by=f"line:{entry.id}")
        subject = ("incident", str(clock.incident_id))
        with self._ledger.change(str(by.id), "deadline.meet", subject) as change:
            change.put("deadline", new, seen=clock)
            self._log.put(change, entry)
            if late:
                made = lateness_of(clock, told.reason, by, change.at, self._mark)
                change.put("lateness", made)
            if clock.way is ReportWay.FOLLOW_UP:
                self._clocks.put_next_follow_up(change, incident, at)
        return new

    def _checked(self, clock: Deadline, told: ByHand) -> datetime:
        if clock.met_at is not None:
            raise Refused("at", "met_already", at=day_hhmm(clock.met_at))
        asked = ("words",) if clock.way is ReportWay.PICTURE else ("to",)
        for name in (*asked, "person") if clock.way is ReportWay.PHONE else asked:
            if not getattr(told, name).strip():
                raise Refused(name, "empty")
        for name in ("to", "person", "words", "reason"):
            length = len(getattr(told, name))
            if length > LONGEST:
                raise Refused(name, "too_long", length=length, most=LONGEST)
        now = self._clock.now()
        at = settled(told.at or now, clock.starts_at)
        if (at - now).total_seconds() > 60:
            raise Refused("at", "in_the_future")
        if at < clock.starts_at:
            raise Refused("at", "too_early", least=day_hhmm(clock.starts_at))
        return at

    def _line(
        self,
        by: Officer,
        shift_id: UUID,
        new: Deadline,
        incident: Incident,
        told: ByHand,
        at: datetime,
    ) -> LogEntry:
        whom = " ".join(word for word in (told.to.strip(), told.person.strip()) if word)
        text = f"时限“{new.name}”人工登记：{hhmm(at)} {new.way.value}，{whom or new.to or '收到'}"
        if told.words.strip():
            text += f"：{told.words.strip()}"
        late = perhaps_late(new, at)
        if late:
            text += f"；{late}，原因：{told.reason.strip()}"
        line = Line(
            text,
            Way.IN if new.way is ReportWay.PICTURE else Way.OUT,
            _CHANNELS.get(new.way, Channel.SYSTEM),
            unit=told.to.strip(),
            person=told.person.strip(),
            category=Category.INCIDENT,
            status=Handling.DONE,
            at=at,
            incident_id=incident.id,
        )
        return self._log.make(self._log.shift_for(shift_id), line, str(by.id), by.name)
