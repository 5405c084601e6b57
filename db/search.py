"""Words in the record: the grams a text is found by, and what is found.

The index (`db.derive`) only narrows down; every hit is checked on the stored normal form, so that the
answers are those of a scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.search import normal
from db.tables.base import SOUGHT

MOST_GRAMS = 32
"""Of a longer word only the first are looked up; the check on the text does the rest."""
NEWEST = 2_000
"""PostgreSQL: rows that are read before the index is asked; what is said daily stands there."""
ERA = 1 << 14
"""PostgreSQL: rows of a table that follow each other in time and share their entries of the index."""

_RUN = re.compile(r"\w+")
_ROOM = 1 << 40
_ROOMS = {name: n for n, name in enumerate(sorted(t for t in SOUGHT if SOUGHT[t].text), 1)}
"""Table -> the number whose `_ROOM` its rows are counted in."""


def grams(text: str) -> set[str]:
    """What a text is found by: of each run of letters and figures all pairs, and the last one alone."""
    found: set[str] = set()
    for run in _RUN.findall(normal(text)):
        found.update(map(str.__add__, run, run[1:]))
        found.add(run[-1])
    return found


def looked_up(sought: Sequence[str]) -> tuple[list[str], list[str]]:
    """(grams, beginnings of grams) that every text with these words has."""
    whole: dict[str, None] = {}
    begun: dict[str, None] = {}
    for word in sought:
        for run in _RUN.findall(word):
            if len(run) == 1:
                begun[run] = None
            whole.update(dict.fromkeys(map(str.__add__, run, run[1:])))
    held = {pair[0] for pair in whole}
    return list(whole)[:MOST_GRAMS], [one for one in begun if one not in held][:MOST_GRAMS]


def within(table: str) -> dict[str, Any]:
    """The numbers `low` to `high` in which the rows of a table are counted."""
    low = _ROOMS[table] * _ROOM
    return {"low": low, "high": low + _ROOM - 1}


def find(connection: sa.Connection, table: str, sought: Sequence[str], most: int) -> list[UUID]:
    """Keys of the `most` newest rows with every word of `sought` (of `words`)."""
    if any("\0" in word or not _encodes(word) for word in sought):
        return []
    values: dict[str, Any] = {**within(table), "most": most}
    values |= {f"word{n}": word for n, word in enumerate(sought)}
    whole_grams, begun = looked_up(sought)
    found: Iterable[Any]
    if not whole_grams and not begun:
        found = connection.execute(_query(_WALK, connection, len(sought)), values)
    elif connection.dialect.name == "sqlite":
        terms = [*(f'"{one}"' for one in whole_grams), *(f'"{one}" *' for one in begun)]
        values["grams"] = " AND ".join(terms)
        found = connection.execute(_query(_BY_FTS, connection, len(sought)), values)
    else:
        pairs = [f"'{{era}}{one}'" for one in whole_grams]
        letters = [f"'{{era}}{one}':*" for one in begun]
        found = _find_pg(connection, len(sought), [*pairs, *letters], values)
    return [UUID(bytes=bytes(row.key)) for row in found]


def era(no: int) -> str:
    """What a gram of row `no` begins with on PostgreSQL: the table's room, and the stretch of its rows."""
    return f"{no // _ROOM:x}g{no % _ROOM // ERA:x}_"


def _find_pg(
    connection: sa.Connection, count: int, terms: Sequence[str], values: dict[str, Any]
) -> list[Any]:
    """GIN knows no order: asked for all of time, it fetches every hit to keep the newest. So it is asked
    for stretches of time, the newest first, each twice as long as the one before."""
    newest = {**values, "newest": NEWEST}
    found = list(connection.execute(_query(_AMONG_NEWEST, connection, count), newest))
    if len(found) == values["most"]:
        return found
    last = connection.execute(_LAST_NO, values).scalar() or values["low"]
    found, stretch = [], ERA
    while last >= values["low"] and len(found) < values["most"]:
        first = max(values["low"], last - last % ERA - stretch + ERA)
        within_them = (
            " & ".join(term.format(era=era(no)) for term in terms)
            for no in range(first, last + 1, ERA)
        )
        asked = {
            "grams": " | ".join(within_them),
            "low": first,
            "high": last,
            "most": values["most"] - len(found),
        }
        found += connection.execute(_query(_BY_GIN, connection, count), {**values, **asked})
        last, stretch = first - 1, stretch * 2
    return found


@cache
def _statement(way: str, place_of: str, count: int) -> sa.TextClause:
    held = "".join(f" AND {place_of}(d.text, :word{n}) > 0" for n in range(count))
    return sa.text(way.format(held=held))


def _query(way: str, connection: sa.Connection, count: int) -> sa.TextClause:
    return _statement(way, "instr" if connection.dialect.name == "sqlite" else "strpos", count)


def _encodes(word: str) -> bool:
    """A half surrogate stands in no text, and no engine takes it."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


_LAST_NO = sa.text("SELECT max(no) FROM search_doc WHERE no BETWEEN :low AND :high")
_NEWEST_FIRST = " ORDER BY d.no DESC LIMIT :most"
_WALK = "SELECT d.key FROM search_doc d WHERE d.no BETWEEN :low AND :high{held}" + _NEWEST_FIRST
_BY_FTS = (
    "SELECT d.key FROM search_fts f CROSS JOIN search_doc d ON d.no = f.rowid"
    " WHERE f.search_fts MATCH :grams AND f.rowid BETWEEN :low AND :high{held}"
    " ORDER BY f.rowid DESC LIMIT :most"
)
_AMONG_NEWEST = (
    "SELECT d.key FROM (SELECT no, key, text FROM search_doc WHERE no BETWEEN :low AND :high"
    " ORDER BY no DESC LIMIT :newest) d WHERE true{held}" + _NEWEST_FIRST
)
_BY_GIN = (
    "WITH d AS MATERIALIZED (SELECT no, key, text FROM search_doc"
    " WHERE grams @@ CAST(:grams AS tsquery) AND no BETWEEN :low AND :high)"
    " SELECT d.key FROM d WHERE true{held}" + _NEWEST_FIRST
)
