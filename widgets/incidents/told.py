"""What is known of an incident, in words: rows of facts, and the run of its numbers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.base.clock import day_hhmm
from app.incidents.kinds import written
from app.incidents.records import Count, Figure, Incident, Trend
from app.people.session import Session


def facts_of(one: Incident, session: Session) -> list[tuple[str, str]]:
    """(title, words) of all that may be known; words "" = not said, to be shown as unknown."""
    happened = ""
    if one.happened_at is not None:
        happened = day_hhmm(one.happened_at)
        if one.happened_about:
            happened = tr("about {time}").format(time=happened)
    name = session.covered_name
    who = " ".join(part for part in (one.reporter_unit, name(one.reporter_name)) if part)
    rows = (
        (tr("Kind of event"), written(one.event_class, one.kind)),
        (tr("Happened"), happened),
        (tr("Received"), f"{day_hhmm(one.received_at)} {one.source.value}"),
        (tr("Place"), one.place),
        (tr("Reported by"), " ".join(part for part in (who, one.reporter_phone) if part)),
        (tr("Course"), one.course),
        (tr("In command"), f"{name(one.commander)} {one.commander_phone}".strip()),
        (tr("Trend"), "" if one.trend is Trend.UNKNOWN else one.trend.value),
        (tr("Dangers"), "、".join(one.dangers)),
        (tr("Measures"), one.measures),
        (tr("Needs"), one.needs),
        (tr("Told"), one.told),
    )
    return [(title, session.covered(words)) for title, words in rows]


def as_text(rows: list[tuple[str, str]]) -> str:
    """A line each; what was not said is named on the last line, never left out."""
    known = [f"{title}  {words}" for title, words in rows if words]
    unknown = "、".join(title for title, words in rows if not words)
    return "\n".join([*known, f"{tr('unknown')}  {unknown}"] if unknown else known)


def run_of(figures: tuple[Figure, ...], kind: Count) -> str:
    """2→0, 约 60→58; empty when nobody stated this number."""
    return "→".join(
        f"{tr('about')} {one.number}" if one.about else str(one.number)
        for one in figures
        if one.kind is kind
    )


def tr(words: str) -> str:
    return QCoreApplication.translate("IncidentDetail", words)
