"""At the desk: what the words typed so far suggest for the fields that are still empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import day_hhmm, hhmm, local_day
from app.duty.holidays import Calendar
from app.incidents.hearing import (
    Call,
    County,
    Disposition,
    Heard,
    Open,
    Rules,
    Turn,
    county_of,
    hear,
    load_hearing,
)
from app.incidents.hearing.records import People, Precision
from app.incidents.intake import standing
from app.incidents.kinds import named, written
from app.incidents.located import Position, position_said, village_place
from app.incidents.records import Count, EventClass, Figure, Incident
from app.people.contacts import Org

COUNTS = {
    People.DEAD: Count.DEAD,
    People.MISSING: Count.MISSING,
    People.HEAVY: Count.BADLY_HURT,
    People.LIGHT: Count.HURT,
    People.HURT: Count.HURT_UNKNOWN,
    People.TRAPPED: Count.TRAPPED,
    People.AT_RISK: Count.AT_RISK,
    People.RESCUED: Count.RESCUED,
    People.LEFT: Count.LEFT,
    People.MOVED: Count.EVACUATED,
    People.ILL: Count.ILL,
}
ADVICE = {
    Disposition.UPDATE: "像是续报",
    Disposition.MERGE: "像是同一事件的又一来源",
    Disposition.FORWARD: "由其他部门主管：登记、转办，记下转给谁、几时、谁接",
    Disposition.QUERY: "上级查询：挂到原事件，不新建",
    Disposition.FALSE_ALARM: "像是误报：派人现场核实后再改为不属实",
    Disposition.PRANK: "像是骚扰电话：回拨核实，记一行日志",
}


class ListeningStore(Protocol):
    def open_incidents(self) -> list[Incident]: ...

    def figures(self, incident_id: UUID) -> list[Figure]: ...


@dataclass(frozen=True, slots=True)
class Suggested:
    """`fields`: words for the form by the name of its field.

    `because` field -> the caller's own words it came from. `advice`: what becomes of the call, "" for a
    new event; `belongs_to` the incident it seems to be about. `ask`: still to be asked; `tell`: told first.
    """

    fields: Mapping[str, str]
    because: Mapping[str, str]
    towns: tuple[str, ...]
    advice: str
    belongs_to: UUID | None
    level: str
    clause: str
    alarms: tuple[str, ...]
    ask: tuple[str, ...]
    tell: tuple[str, ...]
    hearsay: tuple[str, ...]
    reply_due: datetime | None
    questions: tuple[str, ...]
    position: Position | None = None


class Listening:
    """Runs on the store thread. The county and the rules are read when they are first needed."""

    def __init__(
        self,
        store: ListeningStore,
        units: Callable[[], list[Org]],
        days: Callable[[], Calendar],
        rules: Path,
    ) -> None:
        """`rules` is resources/rules/hearing."""
        self._store = store
        self._units = units
        self._days = days
        self._folder = rules
        self._rules: Rules | None = None
        self._county: County | None = None
        self._known: list[Org] = []

    def forget(self) -> None:
        """The county's units or its days off changed."""
        self._county = None

    def suggest(self, key: UUID, fields: Mapping[str, Any], received_at: datetime) -> Suggested:
        """From the words of the form. What stands in a field is never suggested anew."""
        rules = self._rules = self._rules or load_hearing(self._folder)
        if self._county is None:
            self._known = self._units()
            self._county = county_of(self._known, (), self._days())
        county = self._county
        number = str(fields.get("reporter_phone", ""))
        call = Call(str(key), received_at, number, tuple(_turns(fields)))
        known = self._store.open_incidents()
        opened = [_open(one, self._store.figures(one.id), rules) for one in known]
        heard = hear(call, county, rules, opened)
        words = f"{fields.get('place', '')}。{fields.get('course', '')}"
        position = position_said(words) or village_place(
            self._known, heard.where.village, heard.where.town
        )
        return replace(suggested(heard, received_at), position=position)


def suggested(heard: Heard, received_at: datetime) -> Suggested:
    """What is heard, in the words of the form."""
    fields, because = _fields(heard, received_at)
    graded = heard.graded
    level = graded.confirmed or (f"可能 {graded.possible}" if graded.possible else "")
    if graded.confirmed and graded.possible and graded.possible != graded.confirmed:
        level = f"{graded.confirmed}，可能 {graded.possible}"
    alarms = [f"{one.what}（{one.why}）" if one.why else one.what for one in heard.report_anyway]
    if heard.major_risk:
        alarms.insert(0, "较大涉险事故")
    return Suggested(
        fields=fields,
        because=because,
        towns=heard.where.towns_possible,
        advice=ADVICE.get(heard.disposition, ""),
        belongs_to=UUID(heard.belongs_to) if heard.belongs_to else None,
        level=level,
        clause=graded.clause,
        alarms=tuple(alarms),
        ask=heard.missing,
        tell=tuple(one.what for one in heard.tell),
        hearsay=tuple(one.said for one in heard.hearsay),
        reply_due=heard.reply_due,
        questions=heard.questions,
    )


def _fields(heard: Heard, received_at: datetime) -> tuple[dict[str, str], dict[str, str]]:
    fields: dict[str, str] = {}
    because: dict[str, str] = {}

    def put(name: str, words: str, basis: Sequence[Any]) -> None:
        if words:
            fields[name] = words
            because[name] = "；".join(one.said for one in basis)

    if heard.what.names:
        event_class = EventClass(heard.what.event_class)
        known = [one for one in heard.what.names if named(one)[0] is event_class]
        put("kind", written(event_class, (known or heard.what.names)[0]), heard.what.basis)
    where = heard.where
    place = where.text
    if place and where.town and where.town not in place:
        place = where.town + place
    put("place", place, where.basis)
    when = heard.when
    if when.at is not None:
        same = local_day(when.at) == local_day(received_at)
        told = hhmm(when.at) if same else day_hhmm(when.at)
        about = "" if when.precision is Precision.EXACT else "约"
        put("happened", f"{about}{told}", when.basis)
    for kind, counted in heard.counts.items():
        about = "约" if counted.about else ""
        put(COUNTS[kind].name.lower(), f"{about}{counted.number}", counted.basis)
    return fields, because


def _turns(fields: Mapping[str, Any]) -> list[Turn]:
    """Who speaks, then what was said: the caller introduces himself with his unit."""
    unit, name = (str(fields.get(one, "")).strip() for one in ("reporter_unit", "reporter_name"))
    turns = []
    if unit or name:
        turns.append(Turn(True, f"我是{unit}的{name}。" if unit else f"我叫{name}。"))
    place = str(fields.get("place", "")).strip()
    if place:
        turns += [Turn(False, "在哪里？"), Turn(True, f"{place}。")]
    course = str(fields.get("course", "")).strip()
    if course:
        turns.append(Turn(True, course))
    return turns


def _open(one: Incident, figures: list[Figure], rules: Rules) -> Open:
    key = next((kind.key for kind in rules.kinds if one.kind in kind.names), "")
    back = {count: people for people, count in COUNTS.items()}
    numbers = {
        back[kind]: figure.number for kind, figure in standing(figures).items() if kind in back
    }
    return Open(
        id=str(one.id),
        received_at=one.received_at,
        key=key,
        event_class=one.event_class.value,
        town=one.township,
        place=one.place,
        number=one.reporter_phone,
        counts=numbers,
    )
