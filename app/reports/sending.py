"""Reports that leave the house: sent after issue, confirmed, urged; the telephone goes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, LogEntry, Way
from app.incidents.records import Deadline, Incident, ReportWay
from app.people.records import Officer
from app.people.rights import Act, demand
from app.reports.clocks import Clocks
from app.reports.records import (
    ISSUED,
    Direction,
    Report,
    ReportKind,
    ReportStep,
    Sending,
    SendWay,
    Stage,
    StepKind,
    Urging,
)
from app.reports.steps import ReportStore
from app.reports.writing import Writing

CHANNELS = {
    SendWay.PHONE: Channel.PHONE,
    SendWay.SYSTEM: Channel.SYSTEM,
    SendWay.FAX: Channel.FAX,
    SendWay.CHAT: Channel.DINGTALK,
    SendWay.MAIL: Channel.MAIL,
    SendWay.HAND: Channel.AT_THE_DOOR,
}


class Running(Protocol):
    def deadlines(self, incident_id: UUID) -> list[Deadline]: ...


class Sender:
    """Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: ReportStore,
        writing: Writing,
        clocks: Clocks,
        running: Running,
        log: DutyLog,
        incident: Callable[[UUID], Incident | None],
        clock: Clock,
        mark: Mark,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._writing = writing
        self._clocks = clocks
        self._running = running
        self._log = log
        self._incident = incident
        self._clock = clock
        self._mark = mark

    def send(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Report,
        recipient: str,
        way: SendWay,
        outside_no: str = "",
        sent_at: datetime | None = None,
    ) -> Report:
        """Sent to one recipient; the clocks it meets stop at `sent_at`, and the next 续报 becomes due.

        `Refused("stage", "not_issued")` before the leader issued it.
        """
        demand(by, Act.INTAKE)
        if seen.stage not in ISSUED:
            raise Refused("stage", "not_issued", stage=seen.stage.value)
        at = self._checked_time(sent_at, seen.issued_at)
        made = self._sending(by, seen, recipient, way, outside_no, at)
        stage = Stage.CONFIRM if seen.stage is Stage.SEND else seen.stage
        new = replace(seen, stage=stage)
        number = f"，对方编号 {made.outside_no}" if made.outside_no else ""
        entry = self._entry(by, shift_id, seen, f"报送 {made.recipient}{number}", way, at)
        with self._ledger.change(str(by.id), "report.send", ("report", str(seen.id))) as change:
            if new != seen:
                change.put("report", new, seen=seen)
            change.put("sending", made)
            self._log.put(change, entry)
            self._meet(change, seen, made)
        return new

    def phone(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        recipient: str,
        heard_by: str,
        said_at: datetime | None = None,
        script: str = "",
    ) -> Report:
        """电话先报: told by telephone before any paper is issued, in the words of `script` (empty = as it
        would be drafted now). It is a report of its own kind, without a number."""
        demand(by, Act.INTAKE)
        now = self._clock.now()
        at = self._checked_time(said_at, incident.received_at)
        drafted = self._writing.unwritten(by, incident, ReportKind.PHONE)
        words = script.strip() or drafted.script
        report = replace(
            drafted,
            body=words,
            script=words,
            stage=Stage.CONFIRM,
            to=(recipient.strip(),),
            also=(),
            drafted_at=min(at, now),
        )
        made = self._sending(by, report, recipient, SendWay.PHONE, "", at)
        if heard_by.strip():
            made = replace(made, confirmed_at=at, confirmed_by=heard_by.strip())
            report = replace(report, stage=Stage.FILED)
        told = f"电话报告 {made.recipient}（{heard_by.strip() or '接听人未报姓名'}）：{words}"
        entry = self._entry(by, shift_id, report, told, SendWay.PHONE, at)
        with self._ledger.change(str(by.id), "report.phone", ("report", str(report.id))) as change:
            change.put("report", report)
            change.put("sending", made)
            self._log.put(change, entry)
            self._meet(change, report, made)
        return report

    def confirm(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Report,
        sending: Sending,
        who: str,
        at: datetime | None = None,
    ) -> Report:
        """The recipient said that it arrived. When all have, the report is filed."""
        demand(by, Act.INTAKE)
        if not who.strip():
            raise Refused("confirmed_by", "empty")
        if sending.confirmed_at is not None:
            raise Refused("confirmed_by", "confirmed_already", who=sending.confirmed_by)
        when = self._checked_time(at, sending.sent_at)
        done = replace(sending, confirmed_at=when, confirmed_by=who.strip())
        others = [one for one in self._store.sendings(seen.id) if one.id != sending.id]
        told = {one.recipient for one in (*others, done)}
        whole = all(one.confirmed_at is not None for one in others) and told >= set(seen.to)
        new = replace(seen, stage=Stage.FILED) if whole else seen
        words = f"{done.recipient} {who.strip()} {hhmm(when)} 确认收到"
        entry = self._entry(by, shift_id, seen, words, sending.way, when)
        with self._ledger.change(str(by.id), "report.confirm", ("report", str(seen.id))) as change:
            change.put("sending", done, seen=sending)
            self._log.put(change, entry)
            if new != seen:
                change.put("report", new, seen=seen)
                change.put("report_step", self._filed(new, by, change))
        return new

    def urge(
        self,
        by: Officer,
        shift_id: UUID,
        direction: Direction,
        unit: str,
        person: str,
        words: str,
        incident: Incident | None = None,
        report: Report | None = None,
    ) -> Urging:
        """催报: a superior asked for a report, or we asked whether ours arrived."""
        demand(by, Act.INTAKE)
        if not unit.strip():
            raise Refused("unit", "empty")
        about = report.incident_id if report is not None else None
        made = Urging(
            id=new_id(),
            report_id=None if report is None else report.id,
            incident_id=incident.id if incident is not None else about,
            direction=direction,
            unit=unit.strip(),
            person=person.strip(),
            words=words.strip(),
            at=self._clock.now(),
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        line = Line(
            f"{direction.value}：{made.words or '报告'}",
            Way.IN if direction is Direction.IN else Way.OUT,
            Channel.PHONE,
            unit=made.unit,
            person=made.person,
            category=Category.INCIDENT,
            status=Handling.DONE,
            incident_id=made.incident_id,
        )
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        with self._ledger.change(str(by.id), "report.urge", ("urging", str(made.id))) as change:
            change.put("urging", made)
            self._log.put(change, entry)
        return made

    def _meet(self, change: Change, report: Report, made: Sending) -> None:
        """Clocks of this way to this recipient stop; a report of the chain starts the next 续报."""
        if report.incident_id is None:
            return
        incident = self._incident(report.incident_id)
        if incident is None:
            return
        ways = {ReportWay.PHONE if made.way is SendWay.PHONE else ReportWay.WRITTEN}
        follows = report.kind in (ReportKind.FOLLOW_UP, ReportKind.FINAL)
        if follows:
            ways.add(ReportWay.FOLLOW_UP)
        open_clocks = [
            one
            for one in self._running.deadlines(incident.id)
            if one.met_at is None and one.way in ways
        ]
        by_report = f"report:{report.id}"
        met = {one.to for one in open_clocks if one.to and reaches(made.recipient, one.to)}
        if met:
            self._clocks.put_met(
                change, incident, frozenset(ways), made.sent_at, by_report, frozenset(met)
            )
        first_out = not self._store.sendings(report.id)
        if follows and first_out:
            self._clocks.put_met(
                change,
                incident,
                frozenset({ReportWay.FOLLOW_UP}),
                made.sent_at,
                by_report,
                frozenset({""}),
            )
        if first_out and report.kind in (ReportKind.FIRST, ReportKind.FOLLOW_UP):
            self._clocks.put_next_follow_up(change, incident, made.sent_at)

    def _checked_time(self, at: datetime | None, least: datetime | None) -> datetime:
        now = self._clock.now()
        when = at or now
        if (when - now).total_seconds() > 60:
            raise Refused("sent_at", "in_the_future")
        if least is not None and when < least.replace(second=0, microsecond=0):
            raise Refused("sent_at", "too_early", least=day_hhmm(least))
        return when

    def _sending(
        self,
        by: Officer,
        report: Report,
        recipient: str,
        way: SendWay,
        outside_no: str,
        at: datetime,
    ) -> Sending:
        if not recipient.strip():
            raise Refused("recipient", "empty")
        return Sending(
            id=new_id(),
            report_id=report.id,
            incident_id=report.incident_id,
            recipient=recipient.strip(),
            way=way,
            outside_no=outside_no.strip(),
            sent_at=at,
            by=str(by.id),
            by_name=by.name,
            confirmed_at=None,
            confirmed_by="",
            mark=report.mark,
        )

    def _entry(
        self, by: Officer, shift_id: UUID, report: Report, words: str, way: SendWay, at: datetime
    ) -> LogEntry:
        number = f"（{report.year}年第{report.year_no}期）" if report.year_no else ""
        line = Line(
            f"{report.spoken}{number}《{report.title}》{words}",
            Way.OUT,
            CHANNELS[way],
            category=Category.INCIDENT,
            status=Handling.DONE,
            at=at,
            incident_id=report.incident_id,
        )
        return self._log.make(shift_id, line, str(by.id), by.name)

    @staticmethod
    def _filed(report: Report, by: Officer, change: Change) -> ReportStep:
        return ReportStep(
            id=new_id(),
            report_id=report.id,
            incident_id=report.incident_id,
            kind=StepKind.FILED,
            reason="",
            person="",
            said_at=None,
            at=change.at,
            by=str(by.id),
            by_name=by.name,
            mark=report.mark,
        )


def reaches(recipient: str, to: str) -> bool:
    """Whether `recipient` is whom a clock names: 市应急管理局指挥中心 is 市应急管理局."""
    return recipient.startswith(to) or to.startswith(recipient)
