"""What a caller said, and the records it makes: the incident, its line in the log, its contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.base.earth import distance_km
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.log import Line
from app.duty.records import Category, Channel, Handling, Way
from app.incidents.records import (
    Contact,
    Count,
    EventClass,
    Incident,
    IncidentStatus,
    Level,
    Source,
    Trend,
)

NEAR_KM = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller said, as the officer typed it. Empty = nothing was said (不详)."""

    event_class: EventClass = EventClass.UNKNOWN
    kind: str = ""
    title: str = ""
    happened_at: datetime | None = None
    happened_about: bool = False
    received_at: datetime | None = None
    place: str = ""
    township: str = ""
    lat: float | None = None
    lon: float | None = None
    source: Source = Source.OTHER
    reporter_unit: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    callback: str = ""
    course: str = ""
    commander: str = ""
    commander_phone: str = ""
    trend: Trend = Trend.UNKNOWN
    dangers: tuple[str, ...] = ()
    measures: str = ""
    needs: str = ""
    told: str = ""
    repeated: bool = False
    called_back: bool = False
    alarm_no: str = ""
    counts: Mapping[Count, tuple[int, bool]] | None = None
    """Count -> (number, about). What is not named is 不详."""
    channel: Channel = Channel.PHONE


def incident_of(
    said: Said, key: UUID, no: str, by: str, by_name: str, now: datetime, mark: Mark
) -> Incident:
    """As it stands at the moment it is taken in: unverified, without a level."""
    return Incident(
        id=key,
        no=no,
        title=said.title.strip() or title_of(said),
        event_class=said.event_class,
        kind=said.kind.strip(),
        status=IncidentStatus.TO_VERIFY,
        level=Level.NONE,
        level_possible=Level.NONE,
        happened_at=said.happened_at,
        happened_about=said.happened_about,
        received_at=said.received_at or now,
        place=said.place.strip(),
        township=said.township.strip(),
        lat=said.lat,
        lon=said.lon,
        source=said.source,
        reporter_unit=said.reporter_unit.strip(),
        reporter_name=said.reporter_name.strip(),
        reporter_phone=said.reporter_phone.strip(),
        callback=said.callback.strip(),
        course=said.course.strip(),
        commander=said.commander.strip(),
        commander_phone=said.commander_phone.strip(),
        trend=said.trend,
        dangers=said.dangers,
        measures=said.measures.strip(),
        needs=said.needs.strip(),
        told=said.told.strip(),
        repeated=said.repeated,
        called_back=said.called_back,
        by=by,
        by_name=by_name,
        closed_at=None,
        mark=mark,
    )


def line_of(said: Said, incident: Incident) -> Line:
    """What the log says of it."""
    return Line(
        said.course.strip() or f"{said.place.strip()} {said.kind.strip()}".strip(),
        Way.IN,
        said.channel,
        unit=said.reporter_unit,
        person=said.reporter_name,
        phone=said.reporter_phone,
        category=Category.INCIDENT,
        handling=f"已建事件 {incident.no}",
        status=Handling.DOING,
        at=said.received_at,
        incident_id=incident.id,
    )


def contact_of(
    said: Said, incident_id: UUID, line_id: UUID, by: str, by_name: str, now: datetime, mark: Mark
) -> Contact:
    """Who told us, when, in which words."""
    return Contact(
        id=new_id(),
        incident_id=incident_id,
        at=said.received_at or now,
        source=said.source,
        unit=said.reporter_unit.strip(),
        name=said.reporter_name.strip(),
        phone=said.reporter_phone.strip(),
        callback=said.callback.strip(),
        alarm_no=said.alarm_no.strip(),
        words=said.course.strip(),
        repeated=said.repeated,
        called_back=said.called_back,
        log_entry_id=line_id,
        by=by,
        by_name=by_name,
        mark=mark,
    )


def whole(said: Said, known: Incident | None = None) -> str:
    """The course, and behind it what no other field keeps when the call makes no event of its own: what
    is said there already, or stands at the `known` event, is not said again."""
    told = {
        "地点": said.place,
        "类别": said.kind,
        "发展趋势": "" if said.trend is Trend.UNKNOWN else said.trend.value,
        "危险源": "、".join(said.dangers),
        "现场指挥": " ".join(part for part in (said.commander, said.commander_phone) if part),
        "已采取措施": said.measures,
        "需要支援": said.needs,
        "已报告": said.told,
    }
    if known is None:
        told |= {"回拨": said.callback, "警情号": said.alarm_no}
    held = () if known is None else (known.place, known.kind)
    course = said.course.strip()
    rest = [
        f"{name}：{words.strip()}"
        for name, words in told.items()
        if words.strip() and words.strip() not in course and words.strip() not in held
    ]
    for kind, (number, about) in (said.counts or {}).items():
        rest.append(f"{kind.value}{'约' if about else ''}{number}人")
    if not course:
        return "；".join(rest)
    return f"{course}（{'；'.join(rest)}）" if rest else course


def title_of(said: Said) -> str:
    """A title from place and kind, until an officer writes a better one."""
    place = said.place.strip() or said.township.strip()
    return f"{place} {said.kind.strip() or '情况'}".strip()[:40]


def alike(known: Incident, said: Said) -> bool:
    if EventClass.UNKNOWN not in (known.event_class, said.event_class) and (
        known.event_class is not said.event_class
    ):
        return False
    if None in (known.lat, known.lon, said.lat, said.lon):
        return bool(said.place.strip()) and known.place == said.place.strip()
    assert known.lat is not None
    assert known.lon is not None
    assert said.lat is not None
    assert said.lon is not None
    return distance_km(known.lat, known.lon, said.lat, said.lon) <= NEAR_KM
