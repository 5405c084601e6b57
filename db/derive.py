"""What is derived from rows: the search index and pinyin spellings, kept in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.search import normal
from app.people.pinyin import spellings
from db.rows import Row, batched
from db.search import era, grams, within
from db.tables.base import SOUGHT, Sought
from db.tables.search import pinyin_key, search_doc

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Doc:
    """A row as it is searched; ordered by `place`, the newest last."""

    key: bytes
    moment: int
    text: str
    no: int = 0

    @property
    def place(self) -> tuple[int, bytes]:
        return self.moment, self.key


def derive(connection: sa.Connection, table: str, rows: Mapping[str, Row | None]) -> None:
    """Bring index and spellings to what now stands: key -> row, None where there is none any more.

    Belongs into the transaction that wrote the rows. What has not changed costs a look. A store
    without an index (a hub need not have one) is left alone.
    """
    sought = SOUGHT.get(table)
    if sought is None or not rows or not _kept_here(connection):
        return
    if sought.text:
        _index(connection, table, sought, rows)
    if sought.spelled:
        _spell(connection, table, sought, rows)


def _kept_here(connection: sa.Connection) -> bool:
    """Asked once per connection to the engine."""
    if not connection.info.get("searched"):
        connection.info["searched"] = sa.inspect(connection).has_table(search_doc.name)
    return bool(connection.info["searched"])


def _index(
    connection: sa.Connection, table: str, sought: Sought, rows: Mapping[str, Row | None]
) -> None:
    wanted = {UUID(key).bytes: row for key, row in rows.items()}
    held = _held(connection, table, wanted)
    gone: list[_Doc] = []
    edited: list[_Doc] = []
    new: list[_Doc] = []
    for key, row in wanted.items():
        doc = None if row is None else _doc(key, row, sought)
        old = held.get(key)
        if doc is not None and old is not None and doc.moment == old.moment:
            if doc.text != old.text:
                gone.append(old)
                edited.append(_Doc(key, doc.moment, doc.text, old.no))
            continue
        if old is not None:
            gone.append(old)
        if doc is not None:
            new.append(doc)
    _take_out(connection, gone)
    _put_in(connection, edited)
    if new:
        _count_in(connection, table, sorted(new, key=lambda doc: doc.place))


def _count_in(connection: sa.Connection, table: str, new: list[_Doc]) -> None:
    """Numbers follow time: what comes late pushes on what is newer."""
    newer = list(_newer(connection, table, new[0].place))
    _take_out(connection, newer)
    bounds = within(table)
    last = connection.execute(_LAST, bounds).scalar()
    first = bounds["low"] if last is None else last + 1
    ordered = sorted([*new, *newer], key=lambda doc: doc.place)
    _put_in(
        connection,
        [_Doc(doc.key, doc.moment, doc.text, no) for no, doc in enumerate(ordered, first)],
    )


def _newer(connection: sa.Connection, table: str, place: tuple[int, bytes]) -> Iterator[_Doc]:
    """Documents after a place in time, the newest first."""
    bounds, count = within(table), 1
    while docs := [
        _Doc(*row) for row in connection.execute(_BACKWARDS, {**bounds, "count": count})
    ]:
        for doc in docs:
            if doc.place < place:
                return
            yield doc
        bounds["high"], count = docs[-1].no - 1, _AT_ONCE


def _put_in(connection: sa.Connection, docs: Sequence[_Doc]) -> None:
    if not docs:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(
            _PUT_PG, [{**_values(doc), **_gram_values(doc, era(doc.no))} for doc in docs]
        )
        return
    connection.execute(search_doc.insert(), [_values(doc) for doc in docs])
    connection.execute(_PUT_FTS, [_gram_values(doc) for doc in docs])


def _take_out(connection: sa.Connection, docs: Sequence[_Doc]) -> None:
    """SQLite forgets grams only when it is told them again: they come from the stored text."""
    if not docs:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(_FORGET_FTS, [_gram_values(doc) for doc in sorted(docs, key=_no)])
    connection.execute(_TAKE_OUT, [{"number": doc.no} for doc in docs])


def _held(connection: sa.Connection, table: str, keys: Iterable[bytes]) -> dict[bytes, _Doc]:
    found: dict[bytes, _Doc] = {}
    for chunk in batched(list(keys)):
        query = _OF_KEYS if len(chunk) > 1 else _OF_KEY
        asked = {"keys": chunk} if len(chunk) > 1 else {"key": chunk[0]}
        for row in connection.execute(query, {**within(table), **asked}):
            found[row.key] = _Doc(*row)
    return found


def _doc(key: bytes, row: Row, sought: Sought) -> _Doc | None:
    """None for a row without words."""
    text = searched(row, sought)
    if not text:
        return None
    at = datetime.fromisoformat(row[sought.newest])
    return _Doc(key, (at - _EPOCH) // _MICROSECOND, text)


def searched(row: Row, sought: Sought) -> str:
    """All that is searched of a row, in normal form."""
    return normal("\n".join(filter(None, (_words(row[name]) for name in sought.text))))


def _words(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""


def _spell(
    connection: sa.Connection, table: str, sought: Sought, rows: Mapping[str, Row | None]
) -> None:
    made: list[dict[str, Any]] = []
    for key, row in rows.items():
        names = {row[name] for name in sought.spelled} if row is not None else set()
        for spelled in sorted({one for name in names if name for one in spellings(name)}):
            made.append({"tbl": table, "spelled": spelled, "key": UUID(key)})
    for chunk in batched(list(rows)):
        keys = [UUID(key) for key in chunk]
        connection.execute(
            pinyin_key.delete().where(pinyin_key.c.tbl == table, pinyin_key.c.key.in_(keys))
        )
    if made:
        connection.execute(pinyin_key.insert(), made)


def _values(doc: _Doc) -> dict[str, Any]:
    return {"no": doc.no, "key": doc.key, "moment": doc.moment, "text": doc.text}


def _gram_values(doc: _Doc, before: str = "") -> dict[str, Any]:
    return {"no": doc.no, "grams": " ".join(before + gram for gram in grams(doc.text))}


def _no(doc: _Doc) -> int:
    return doc.no


_COLUMNS = (search_doc.c.key, search_doc.c.moment, search_doc.c.text, search_doc.c.no)
_HERE = search_doc.c.no.between(sa.bindparam("low"), sa.bindparam("high"))
_OF_KEY = sa.select(*_COLUMNS).where(search_doc.c.key == sa.bindparam("key"), _HERE)
_OF_KEYS = sa.select(*_COLUMNS).where(
    search_doc.c.key.in_(sa.bindparam("keys", expanding=True)), _HERE
)
_LAST = sa.select(sa.func.max(search_doc.c.no)).where(_HERE)
_BACKWARDS = (
    sa.select(*_COLUMNS).where(_HERE).order_by(search_doc.c.no.desc()).limit(sa.bindparam("count"))
)
_TAKE_OUT = search_doc.delete().where(search_doc.c.no == sa.bindparam("number"))
_PUT_FTS = sa.text("INSERT INTO search_fts (rowid, grams) VALUES (:no, :grams)")
_FORGET_FTS = sa.text(
    "INSERT INTO search_fts (search_fts, rowid, grams) VALUES ('delete', :no, :grams)"
)
_PUT_PG = sa.text(
    "INSERT INTO search_doc (no, key, moment, text, grams)"
    " VALUES (:no, :key, :moment, :text, CAST(:grams AS tsvector))"
)
