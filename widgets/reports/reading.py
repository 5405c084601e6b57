"""What the page of reports shows, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.base.clock import hhmm
from app.incidents.records import Incident
from app.reports.desk import Look, Overview, ReportDesk
from app.reports.duties import Duties
from app.reports.records import Report, ReportKind, Stage

Asked = tuple[UUID | None, UUID | None, bool]
"""(incident, report, loose): what was chosen; `loose` are the bulletins that belong to no event."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows, read at one moment. `asked` is the choice it answers, `duties` are those of
    the incident."""

    asked: Asked
    overview: Overview
    incident: Incident | None
    reports: tuple[Report, ...]
    look: Look | None
    next_kind: ReportKind
    duties: Duties | None


def read_page(desk: ReportDesk, asked: Asked) -> Seen:
    """What the page shows of a choice; without one the first thing under way. On the store thread."""
    incident_id, report_id, loose = asked
    overview = desk.overview()
    if incident_id is None and not loose and overview.incidents:
        first = [one.incident_id for one in overview.under_way if one.incident_id is not None]
        incident_id = first[0] if first else overview.incidents[0].id
    incident = None if incident_id is None else desk.find(incident_id)
    reports = tuple(desk.of_incident(incident_id))
    standing = [one for one in reports if one.stage is not Stage.CANCELLED]
    key = report_id if any(one.id == report_id for one in reports) else None
    if key is None and standing:
        key = standing[-1].id
    kind = ReportKind.DAILY if incident is None else desk.writing.next_kind(incident)
    look = None if key is None else desk.look(key)
    duties = None if incident is None else desk.duties(incident)
    return Seen(asked, overview, incident, reports, look, kind, duties)


def sent_words(look: Look | None) -> str:
    """Where it went: 市应急管理局 19:20 业务系统（省系统 2021）✓ 龙示河."""
    if look is None:
        return ""
    parts = []
    for one in look.sendings:
        number = f"（{one.outside_no}）" if one.outside_no else ""
        done = f" ✓ {one.confirmed_by}" if one.confirmed_at else ""
        parts.append(f"{one.recipient} {hhmm(one.sent_at)} {one.way.value}{number}{done}")
    urged = [
        f"{one.direction.value} {one.unit} {hhmm(one.at)}"
        for one in look.urgings
        if one.report_id in (None, look.report.id)
    ]
    return "；".join([*parts, *urged])
