"""The contact book as it is searched: held in memory, read anew where its tables changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.search import normal
from app.people.contacts import PointState
from app.people.numbers import figures
from db.engine import Database
from db.reindex import whole as indexed

_Numbers = tuple[list[tuple[str, str]], set[str]]
"""(key of who is rung, figures of the number) of each number, and the keys of all who can be rung."""
FEWEST_DIGITS = 3
"""Fewer figures than this are words, not part of a number."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """`text` and `spelled` hold what a word may stand in and begin, in normal form; `own` the spellings
    of the name itself. Each spelling stands between line breaks."""

    key: str
    name: str
    text: str
    own: str
    spelled: str


class BookIndex:
    """Which units and people fit what was typed; on the store thread.

    In the store's own tables every question would read every name: ten times slower.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._parts: dict[str, tuple[Any, Any]] = {}

    def find(
        self, connection: sa.Connection, asked: str, limit: int
    ) -> tuple[list[UUID], list[UUID]]:
        """Keys of units that can be rung, then of people, at most `limit` of each, in official order;
        whose name is just what was typed, or is spelled so in full, comes first."""
        asked = normal(asked).strip()
        digits = _BETWEEN.sub("", asked)
        (numbers, rung), units, people = self._entries(connection)
        if digits.isdigit() and len(digits) >= FEWEST_DIGITS:
            held = {key for key, number in numbers if digits in number}
            return (
                _keys((e for e in units if e.key in held), limit),
                _keys((e for e in people if e.key in held), limit),
            )
        return (
            _keys(_ranked([e for e in units if e.key in rung], asked, limit), limit),
            _keys(_ranked(people, asked, limit), limit),
        )

    def _entries(self, connection: sa.Connection) -> tuple[_Numbers, list[_Entry], list[_Entry]]:
        whole = indexed(connection)

        def units() -> dict[str, _Entry]:
            return {one.key: one for one in _units(connection, whole)}

        numbers = self._part(("contact_point",), whole, lambda: _numbers(connection))
        homes = self._part(("org",), whole, units)
        people = self._part(("person", "org"), whole, lambda: _people(connection, whole, homes))
        return numbers, list(homes.values()), people

    def _part(self, tables: tuple[str, ...], whole: bool, read: Callable[[], Any]) -> Any:
        """What `read` gave when these tables and the index of spellings stood as they stand now."""
        stands = (whole, *(self._db.versions[table] for table in tables))
        held = self._parts.get(tables[0])
        if held is None or held[0] != stands:
            held = self._parts[tables[0]] = (stands, read())
        return held[1]


def _fitting(entries: Iterable[_Entry], asked: str) -> Iterator[_Entry]:
    """Every word stands in the text, or begins a spelling."""
    for word in asked.split():
        entries = _holding(entries, word)
    return iter(entries)


def _holding(entries: Iterable[_Entry], word: str) -> Iterator[_Entry]:
    begun = f"\n{word}"
    if word.isascii():
        return (e for e in entries if begun in e.spelled or word in e.text)
    return (e for e in entries if word in e.text)


def _ranked(entries: Sequence[_Entry], asked: str, limit: int) -> Iterator[_Entry]:
    """Those called just so, then the first `limit` of the others: no more are looked for."""
    full = f"\n{asked}\n"
    called = [e for e in entries if e.name == asked or full in e.own]
    yield from _fitting(called, asked)
    own = {e.key for e in called}
    yield from islice((e for e in _fitting(entries, asked) if e.key not in own), limit)


def _keys(entries: Iterable[_Entry], limit: int) -> list[UUID]:
    return [UUID(one.key) for one, _ in zip(entries, range(limit), strict=False)]


def _numbers(connection: sa.Connection) -> _Numbers:
    rows = connection.execute(_POINTS, {"ended": PointState.ENDED.value})
    held = [(row[0], figures(row[1])) for row in rows]
    return held, {key for key, _ in held}


def _units(connection: sa.Connection, whole: bool) -> list[_Entry]:
    spelled = _spellings(connection, "org") if whole else {}
    made = []
    for key, name, township, also, initials in connection.execute(_UNITS):
        own = spelled.get(key) or _between(initials)
        made.append(_Entry(key, normal(name), normal(f"{township}{name}\n{also}"), own, own))
    return made


def _people(connection: sa.Connection, whole: bool, homes: dict[str, _Entry]) -> list[_Entry]:
    spelled = _spellings(connection, "person") if whole else {}
    made = []
    for key, name, duty, unit, org_id, initials in connection.execute(_PEOPLE):
        home = homes.get(org_id)
        own = spelled.get(key) or _between(initials)
        text = normal(f"{name}\n{duty}\n{unit}") + (f"\n{home.text}" if home else "")
        both = own + home.spelled if home else own
        made.append(_Entry(key, normal(name), text, own, both))
    return made


def _spellings(connection: sa.Connection, table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, spelled in connection.execute(_SPELLED, {"table": table}):
        found[key] = f"{found.get(key, _BREAK)}{spelled}\n"
    return found


def _between(initials: str) -> str:
    return "".join(f"\n{one}\n" for one in initials.split())


_BREAK = "\n"
_BETWEEN = re.compile(r"[\s()+-]")
_POINTS = sa.text(
    "SELECT coalesce(person_id, org_id), value FROM contact_point"
    " WHERE state <> :ended AND coalesce(person_id, org_id) IS NOT NULL"
)
_UNITS = sa.text(
    "SELECT id, name, township, also, initials FROM org WHERE active ORDER BY sort, id"
)
_PEOPLE = sa.text(
    "SELECT id, name, duty, unit, org_id, initials FROM person WHERE active ORDER BY sort, id"
)
_SPELLED = sa.text('SELECT "key", spelled FROM pinyin_key WHERE tbl = :table')
