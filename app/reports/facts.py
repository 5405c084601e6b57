"""What a report is made from: the facts of an incident at one moment, and as canonical JSON beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import local
from app.incidents.records import Figure, Incident, Trend
from app.reports.records import Element, Sending, Statement


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people as it stands. `reason` is what the newest statement of it gave."""

    number: int
    about: bool
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a report tells it. `was` and `reason`: the words it puts right, and why."""

    element: str
    text: str
    unit: str
    at: datetime
    was: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The newest judgement of the level: words of its own scale, empty = none. `reason` is said too."""

    scale: str
    confirmed: str
    possible: str
    clause: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A further call about the same event."""

    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A force on its way or there. Times None = not known; `people` and `vehicles` None = 不详."""

    unit: str
    people: int | None
    vehicles: int | None
    left_at: datetime | None
    there_at: datetime | None
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    to: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that left the house: 初报, 书面 or 电话, to whom, when."""

    kind: str
    way: str
    to: str
    at: datetime


class Around(Protocol):
    """What other rooms know of an incident; on the store thread."""

    def forces(self, incident: Incident) -> list[Gone]: ...

    def orders(self, incident: Incident) -> list[Ordered]: ...

    def command(self, incident: Incident) -> str:
        """Who commands at the place, empty when no headquarters is known."""
        ...


class Alone:
    """Nothing is known from other rooms."""

    def forces(self, incident: Incident) -> list[Gone]:
        return []

    def orders(self, incident: Incident) -> list[Ordered]:
        return []

    def command(self, incident: Incident) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty text and absent counts are 不详. `who` told us first, without a person's name."""

    office: str
    no: str
    title: str
    event_class: str
    kind: str
    status: str
    received_at: datetime
    source: str
    who: str
    unnamed: bool
    happened_at: datetime | None
    happened_about: bool
    place: str
    township: str
    course: str
    trend: str
    dangers: tuple[str, ...]
    commander: str
    measures: str
    needs: str
    as_of: datetime
    people: dict[str, Counted] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    level: Judgement | None = None
    at_risk: str = ""
    holiday: str = ""
    heard: tuple[Heard, ...] = ()
    forces: tuple[Gone, ...] = ()
    orders: tuple[Ordered, ...] = ()
    sent: tuple[Sent, ...] = ()
    supplement: str = ""
    """自发生之日起30日内（至8月14日）伤亡有变化的，及时补报; empty when no rule book says so."""

    def number(self, kind: str) -> int | None:
        held = self.people.get(kind)
        return None if held is None else held.number

    def of(self, element: Element) -> tuple[Told, ...]:
        return tuple(one for one in self.told if one.element == element.value)


def people_of(figures: list[Figure]) -> dict[str, Counted]:
    """The newest statement of each kind, of statements given oldest first, by the word of its kind."""
    return {one.kind.value: Counted(one.number, one.about, one.at, one.reason) for one in figures}


def told_of(statements: list[Statement]) -> tuple[Told, ...]:
    """Statements that stand, oldest first; one that was put right stands in `was` of the later one."""
    words = {one.id: one.text for one in statements}
    replaced = {one.replaces for one in statements if one.replaces is not None}
    return tuple(
        Told(
            one.element.value,
            one.text,
            one.unit,
            one.at,
            words.get(one.replaces, "") if one.replaces is not None else "",
            one.reason,
        )
        for one in statements
        if one.id not in replaced
    )


def sent_of(sendings: list[Sending], kinds: dict[UUID, str]) -> tuple[Sent, ...]:
    return tuple(
        Sent(kinds[one.report_id], one.way.value, one.recipient, one.sent_at)
        for one in sendings
        if one.report_id in kinds
    )


def trend_word(trend: Trend) -> str:
    return "" if trend is Trend.UNKNOWN else trend.value


def canonical(facts: Facts) -> str:
    """The same facts always give the same text: sorted keys, times of Shanghai, no blanks."""
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def restored(text: str) -> Facts:
    """The facts of a report made before."""
    held = json.loads(text)
    when = datetime.fromisoformat
    level = held["level"]
    return Facts(
        **{
            **held,
            "received_at": when(held["received_at"]),
            "happened_at": when(held["happened_at"]) if held["happened_at"] else None,
            "as_of": when(held["as_of"]),
            "dangers": tuple(held["dangers"]),
            "people": {kind: _timed(Counted, row) for kind, row in held["people"].items()},
            "told": tuple(_timed(Told, row) for row in held["told"]),
            "level": _timed(Judgement, level) if level else None,
            "heard": tuple(_timed(Heard, row) for row in held["heard"]),
            "forces": tuple(_timed(Gone, row) for row in held["forces"]),
            "orders": tuple(_timed(Ordered, row) for row in held["orders"]),
            "sent": tuple(_timed(Sent, row) for row in held["sent"]),
        }
    )


def _timed(kind: type[Any], row: dict[str, Any]) -> Any:
    """A small record whose fields named `at` or `…_at` are times."""
    return kind(
        **{
            name: datetime.fromisoformat(value)
            if value and (name == "at" or name.endswith("_at"))
            else value
            for name, value in row.items()
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value
