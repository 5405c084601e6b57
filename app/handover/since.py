"""What changed while somebody was away: since the end of their last shift, else since they last signed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import Clock, local
from app.handover.records import SourceKind
from app.people.records import Officer

TABLES = (
    "incident",
    "figure",
    "instruction",
    "warning",
    "person",
    "contact_point",
    "crew_place",
    "roster_month",
    "roster_change",
    "absence",
    "calendar_day",
)
"""Whose changes are told."""

MOST_CONTACTS = 15
"""Changes of the contact book that are named; an import of thousands is one line."""
NEVER = timedelta(hours=24)
"""How far somebody is told who was never here."""


class Basis(StrEnum):
    """What the absence is counted from."""

    SHIFT = "上次当班结束"
    SIGNED_IN = "上次登录"
    NEVER = "首次上岗，近 24 小时"


class Field(StrEnum):
    INCIDENT = "事件"
    INSTRUCTION = "指示"
    WARNING = "预警"
    CONTACT = "联系人"
    ROSTER = "值班表"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row from the moment somebody left until now.

    `before` and `after` hold what changed; `made`: it was not there then. `record` is the row now.
    """

    table: str
    key: str
    at: datetime
    made: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    record: Any


@dataclass(frozen=True, slots=True)
class More:
    """So many further changes of one table, the last of them `at`."""

    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """`cut`: there are more than were read. `names` of officers, people, units and shifts by their keys;
    `more`: by table, what changed that is not among `changes`."""

    changes: tuple[RowChange, ...]
    cut: bool = False
    names: Mapping[UUID, str] = field(default_factory=dict)
    more: Mapping[str, More] = field(default_factory=dict)


class SinceStore(Protocol):
    def last_end(self, officer_id: UUID, now: datetime) -> datetime | None:
        """When the last shift ended that this officer sat in: signed over, else by its hours."""
        ...

    def last_sign_in(self, officer_id: UUID, before: datetime) -> datetime | None: ...

    def changed(self, since: datetime, tables: tuple[str, ...]) -> Rows:
        """Rows of these tables that changed since, the newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that changed. `kind` and `key` name the record behind it."""

    field: Field
    text: str
    at: datetime
    kind: SourceKind
    key: str


@dataclass(frozen=True, slots=True)
class Away:
    since: datetime
    basis: Basis
    told: tuple[Told, ...]
    cut: bool


class SinceLeft:
    """Runs on the store thread."""

    def __init__(self, store: SinceStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, officer: Officer) -> Away:
        now = self._clock.now()
        since, basis = self._left(officer, now)
        rows = self._store.changed(since, TABLES)
        told = sorted(
            tell(rows.changes, rows.names, rows.more),
            key=lambda one: (list(Field).index(one.field), one.at),
        )
        return Away(since, basis, tuple(told), rows.cut)

    def _left(self, officer: Officer, now: datetime) -> tuple[datetime, Basis]:
        if (ended := self._store.last_end(officer.id, now)) is not None:
            return ended, Basis.SHIFT
        here = now - timedelta(hours=1)  # who signed in to take over is not told since that
        if (signed := self._store.last_sign_in(officer.id, here)) is not None:
            return signed, Basis.SIGNED_IN
        return now - NEVER, Basis.NEVER


def tell(
    changes: Iterable[RowChange], names: Mapping[UUID, str], more: Mapping[str, More] | None = None
) -> Iterator[Told]:
    held, rest = list(changes), dict(more or {})
    contacts = [rest.pop(table) for table in ("person", "contact_point") if table in rest]
    for change in held:
        if (words := _WORDS.get(change.table)) is not None:
            told, text, kind = words[0], words[1](change, names), words[2]
            if text:
                yield Told(told, text, change.at, kind, change.key)
    yield from _figures([change for change in held if change.table == "figure"], names)
    book = [c for c in held if c.table in ("person", "contact_point")]
    yield from _contacts(book, names, contacts)
    for table, left in rest.items():
        if (words := _WORDS.get(table)) is not None and table != "crew_place":
            text = f"另有{words[0]}改动 {left.count} 条"
            yield Told(words[0], text, left.at, SourceKind.LIST, f"more:{table}")


def _incident(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    if change.made:
        return f"新接 {one.no} {one.title}（{one.status}，{one.level}）"
    shown = {"status": "状态", "level": "级别", "title": "标题", "place": "地点"}
    steps = _steps(change, shown)
    return f"{one.no} {one.title}：{'，'.join(steps) or '内容有补充'}"


def _instruction(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    if change.made:
        return f"{one.leader}指示：{one.text}（{one.state}）"
    steps = _steps(change, {"state": "状态", "receiver": "承办", "feedback": "反馈"})
    return f"{one.leader}指示 {one.text[:30]}：{'，'.join(steps)}" if steps else ""


def _warning(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    return f"{one.stage.value} {one.headline}（{one.sender}）"


def _place(change: RowChange, names: Mapping[UUID, str]) -> str:
    """Only who was exchanged: a published month is told as such."""
    one = change.record
    if change.made or "name" not in change.before:
        return ""
    shift = names.get(one.shift_id, "")
    return f"{shift} {one.post} {change.before['name']}→{one.name}".strip()


def _month(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    return f"{one.month:%Y-%m} 值班表 {one.state}" if change.made or "state" in change.after else ""


def _swap(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    who = f"{names.get(one.applicant_id, '—')} 与 {names.get(one.counterpart_id, '—')}"
    return f"{one.kind} {who} {one.state}（{one.reason}）"


def _absence(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    ended = "取消" if one.cancelled else ""
    return (
        f"{names.get(one.officer_id, '—')} {one.kind}{ended} {_day(one.first)} 至 {_day(one.last)}"
    )


def _holiday(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    return f"{_day(one.day)} {one.rule} {one.name}".rstrip()


_WORDS: Mapping[str, tuple[Field, Any, SourceKind]] = {
    "incident": (Field.INCIDENT, _incident, SourceKind.INCIDENT),
    "instruction": (Field.INSTRUCTION, _instruction, SourceKind.INSTRUCTION),
    "warning": (Field.WARNING, _warning, SourceKind.WARNING),
    "crew_place": (Field.ROSTER, _place, SourceKind.LIST),
    "roster_month": (Field.ROSTER, _month, SourceKind.LIST),
    "roster_change": (Field.ROSTER, _swap, SourceKind.LIST),
    "absence": (Field.ROSTER, _absence, SourceKind.LIST),
    "calendar_day": (Field.ROSTER, _holiday, SourceKind.LIST),
}


def _figures(changes: list[RowChange], names: Mapping[UUID, str]) -> Iterator[Told]:
    """The last number of each kind, one line an incident. `changes` are newest first."""
    by_incident: dict[UUID, dict[str, RowChange]] = {}
    for change in changes:
        by_incident.setdefault(change.record.incident_id, {}).setdefault(change.record.kind, change)
    for key, kinds in by_incident.items():
        said = "，".join(f"{kind} {one.record.number}" for kind, one in kinds.items())
        at = max(one.at for one in kinds.values())
        text = f"{names.get(key, '')} 人员：{said}".strip()
        yield Told(Field.INCIDENT, text, at, SourceKind.INCIDENT, str(key))


def _contacts(
    changes: list[RowChange], names: Mapping[UUID, str], more: list[More]
) -> Iterator[Told]:
    count = len(changes) + sum(one.count for one in more)
    if count > MOST_CONTACTS:
        told = f"联系人与电话：新增或改动 {count} 条"
        at = max([one.at for one in changes] + [one.at for one in more])
        yield Told(Field.CONTACT, told, at, SourceKind.LIST, "contacts")
        return
    for change in changes:
        if text := _contact(change, names):
            yield Told(Field.CONTACT, text, change.at, SourceKind.LIST, change.key)


def _contact(change: RowChange, names: Mapping[UUID, str]) -> str:
    one = change.record
    if change.table == "person":
        if change.made:
            return f"新增 {one.name} {one.unit} {one.duty}".rstrip()
        steps = _steps(change, {"name": "姓名", "unit": "单位", "duty": "职务", "active": "在用"})
        return f"{one.name}：{'，'.join(steps)}" if steps else ""
    owner = names.get(one.person_id or one.org_id, "—")
    if change.made:
        return f"{owner} 新增{one.kind} {one.value}"
    steps = _steps(change, {"value": one.kind.value, "state": "状态"})
    return f"{owner}：{'，'.join(steps)}" if steps else ""


def _steps(change: RowChange, shown: Mapping[str, str]) -> list[str]:
    """ "级别 未定级→Ⅲ 较大" of the columns that are shown and truly differ."""
    return [
        f"{word} {_said(change.before[name])}→{_said(change.after[name])}"
        for name, word in shown.items()
        if name in change.after and change.before.get(name) != change.after[name]
    ]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value not in (None, "") else "—"


def _day(day: date | datetime) -> str:
    return f"{local(day) if isinstance(day, datetime) else day:%m-%d}"
