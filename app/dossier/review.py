"""复盘: the intervals of an incident against their limits. It says what took how long, and blames nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.base.marks import Mark
from app.dossier.case_file import CaseFile
from app.dossier.timeline import standing_lines
from app.duty.records import Way
from app.duty.responses import Turn
from app.incidents.records import Deadline, ReportWay
from app.people.records import Role

TO_FIRST_REPORT = "接报→首报"
TO_LEADER = "接报→带班领导"
TO_TOWNSHIP = "接报→乡镇"
TO_PICTURE = "接报→首个画面"
TO_FORCE = "接报→首支队伍到场"
TO_CONSULTATION = "接报→首次会商"
TO_ORDER = "接报→首个指令"
TO_RESPONSE = "接报→响应启动"
_IMAGES = ("image/", "video/")


@dataclass(frozen=True, slots=True)
class Interval:
    """`at` None: it did not happen or nobody wrote it down (不详). `limit` None: no rule sets one."""

    name: str
    start: datetime
    at: datetime | None
    limit: timedelta | None
    source: str

    @property
    def took(self) -> timedelta | None:
        return None if self.at is None else self.at - self.start

    @property
    def over(self) -> timedelta | None:
        """How much longer than its limit; None when it was kept or cannot be told."""
        if self.took is None or self.limit is None or self.took <= self.limit:
            return None
        return self.took - self.limit


@dataclass(frozen=True, slots=True)
class Review:
    """What people say of it: what was planned, what happened, why, what the plan should change."""

    id: UUID
    incident_id: UUID
    planned: str
    happened: str
    why: str
    plan_changes: str
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """What is to be mended, by whom, until when."""

    id: UUID
    incident_id: UUID
    what: str
    owner: str
    due: datetime | None
    done_at: datetime | None
    by: str
    by_name: str
    mark: Mark


def intervals(case: CaseFile, response_at: datetime | None = None) -> list[Interval]:
    """From the receipt to each first act. `response_at`: when a response was started for it."""
    start = case.incident.received_at
    report_limit = _strictest(case.deadlines, {ReportWay.PHONE, ReportWay.WRITTEN})
    picture_limit = _strictest(case.deadlines, {ReportWay.PICTURE})
    firsts: list[tuple[str, Iterable[datetime | None], Deadline | None]] = [
        (TO_FIRST_REPORT, (one.sent_at for one in case.sendings), report_limit),
        (TO_LEADER, _to_leader(case), None),
        (TO_TOWNSHIP, _to_township(case), None),
        (TO_PICTURE, _pictures(case), picture_limit),
        (TO_FORCE, (one.arrived_at for one in case.forces), None),
        (TO_CONSULTATION, (one.begins_at for one in case.consultations), None),
        (TO_ORDER, (one.sent_at for one in case.orders), None),
        (TO_RESPONSE, (response_at,), None),
    ]
    return [
        Interval(
            name,
            start,
            min((at for at in times if at is not None), default=None),
            None if limit is None else limit.due_at - start,
            "" if limit is None else limit.source,
        )
        for name, times, limit in firsts
    ]


def response_for(case: CaseFile) -> datetime | None:
    """When the first response was started whose reason names this incident by number or title; a response
    of the county that says nothing of it is nobody's measure."""
    names = [words for words in (case.incident.no, case.incident.title) if words]
    return min(
        (
            turn.at
            for turn in case.turns
            if turn.turn is Turn.START and any(name in turn.reason for name in names)
        ),
        default=None,
    )


def _strictest(deadlines: Iterable[Deadline], ways: set[ReportWay]) -> Deadline | None:
    """The earliest of the clocks of these ways that ran from the beginning."""
    held = [one for one in deadlines if one.way in ways]
    return min(held, key=lambda one: one.due_at, default=None)


def _to_leader(case: CaseFile) -> list[datetime]:
    """Lines to the leader on call: by name, or by post."""
    names = {place.name for place in case.crew if place.post is Role.LEADER}
    told = [
        line.at
        for line in standing_lines(case.lines)
        if line.way is not Way.IN
        and (line.person in names or Role.LEADER.value in f"{line.unit}{line.person}{line.post}")
    ]
    spoke = [one.at for one in case.instructions if one.leader in names]
    return told + spoke


def _to_township(case: CaseFile) -> list[datetime]:
    town = case.incident.township
    if not town:
        return []
    told = [
        line.at
        for line in standing_lines(case.lines)
        if line.way is Way.OUT and line.unit.startswith(town)
    ]
    ordered = [one.sent_at for one in case.orders if one.unit.startswith(town)]
    return told + ordered


def _pictures(case: CaseFile) -> list[datetime | None]:
    seen = [one.met_at for one in case.deadlines if one.way is ReportWay.PICTURE]
    filed = [one.at for one in case.files if one.mime.startswith(_IMAGES)]
    return [*seen, *filed]
