"""Entries of the journal: their bytes, their hash, and how a chain is verified."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from db.tables.base import metadata
from db.tables.journal import effect, journal

_DOMAIN = b"dutyroom/journal/1"


_NUMBER = struct.Struct(">q").pack
_LENGTH = struct.Struct(">I").pack


def digest(fields: Iterable[bytes | int]) -> bytes:
    """SHA-256 over a domain tag and the length-prefixed fields in the order of `HASHED`."""
    parts = [_DOMAIN]
    for value in fields:
        field = _NUMBER(value) if isinstance(value, int) else value
        parts.append(_LENGTH(len(field)))
        parts.append(field)
    return sha256(b"".join(parts)).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands in the journal. `effects` are canonical JSON bytes, kept verbatim."""

    ws: str
    seq: int
    prev: bytes
    cmd_id: str
    at_utc: str
    mono_ns: int
    boot_id: str
    by: str
    what: str
    subject_kind: str
    subject_id: str
    schema_no: int
    effects: bytes

    def hash(self) -> bytes:
        """The identity of the entry."""
        return digest(v.encode() if isinstance(v, str) else v for v in _hashed(self))


Effects = list[dict[str, Any]]
FIELDS = tuple(Entry.__dataclass_fields__)
HASHED = ("prev", "ws", "seq", *FIELDS[3:])
_hashed = attrgetter(*HASHED)


def order_hash(before: bytes, hub_no: int, digest: bytes) -> bytes:
    """Stands for all entries up to `hub_no` and their order; `before` is that of the one before."""
    return sha256(before + _NUMBER(hub_no) + digest).digest()


def canonical(value: list[dict[str, Any]] | dict[str, Any]) -> bytes:
    """The one way effects and rows are written: sorted keys, no blanks, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def add(
    connection: sa.Connection, digest: bytes, entry: Entry, effects: Effects, **place: Any
) -> None:
    """Insert an entry and the index of its effects. `place`: pos, or hub_no, order_hash and via."""
    add_many(connection, [(digest, entry, effects, place)])


def add_many(
    connection: sa.Connection, many: list[tuple[bytes, Entry, Effects, dict[str, Any]]]
) -> None:
    """`add` for entries that stand in order."""
    rows = [
        {"hash": digest, **{name: getattr(entry, name) for name in FIELDS}, **place}
        for digest, entry, _, place in many
    ]
    if rows:
        connection.execute(journal.insert(), rows)
        index(connection, [(digest, effects) for digest, _, effects, _ in many])


def index(connection: sa.Connection, many: Iterable[tuple[bytes, Effects]]) -> None:
    """Which rows entries touch: kept beside the journal, so that a row's history is found."""
    rows = [
        {"tbl": done["table"], "key": done["key"], "hash": digest, "n": n}
        for digest, effects in many
        for n, done in enumerate(effects)
    ]
    if rows:
        connection.execute(effect.insert(), rows)


def entry_of(row: Any) -> Entry:
    """The entry in a row of the journal."""
    held = {name: getattr(row, name) for name in FIELDS}
    return Entry(**(held | {"prev": bytes(row.prev), "effects": bytes(row.effects)}))


@dataclass(frozen=True, slots=True)
class BadEntry:
    """The first place where the record does not hold. `why` is a code the window puts in words."""

    ws: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were checked, and the first bad one if any."""

    entries: int
    bad: BadEntry | None


class _Utf8(sa.FunctionElement[bytes]):
    """The bytes of a text as it is stored."""

    type = sa.LargeBinary()
    inherit_cache = True


@compiles(_Utf8, "sqlite")
def _(element: _Utf8, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **more)} AS BLOB)"


@compiles(_Utf8, "postgresql")
def _(element: _Utf8, compiler: SQLCompiler, **more: Any) -> str:
    # A cast would read a backslash as an escape.
    return f"convert_to({compiler.process(element.clauses, **more)}, 'UTF8')"


_ORDER = (journal.c.hub_no.is_(None), journal.c.hub_no, journal.c.pos)
_READ = sa.select(
    *(
        _Utf8(journal.c[name]) if isinstance(journal.c[name].type, sa.Text) else journal.c[name]
        for name in ("hash", "hub_no", "pos", "order_hash", *HASHED)
    ),
).order_by(*_ORDER)
"""Texts as bytes: a damaged one that is no UTF-8 any more must be found, not stumbled over."""
_READ_ONE = _READ.where(journal.c.hash == sa.bindparam("digest"))
_READ_PENDING = _READ.where(journal.c.pos.is_not(None))


def entries(connection: sa.Connection) -> Iterator[tuple[bytes, Entry]]:
    """Every entry with its stored hash, in the order of the record."""
    texts = [name for name in HASHED if isinstance(journal.c[name].type, sa.Text)]
    for stored, _, _, _, *values in connection.execute(_READ):
        held = dict(zip(HASHED, values, strict=True))
        yield bytes(stored), Entry(**held | {name: _text(held[name]) for name in texts})


def holds(connection: sa.Connection, digest: bytes) -> bool:
    """Whether the bytes of this entry give its hash."""
    stored, _, _, _, *held = connection.execute(_READ_ONE, {"digest": digest}).one()
    return bool(_hash_of(held) == stored)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A pending entry whose bytes do not give its hash; its fields as they can still be read."""

    stored: bytes
    computed: bytes
    chain: str
    seq: int
    pos: int


def damaged(connection: sa.Connection) -> list[Damaged]:
    """Pending entries that are damaged, in their order."""
    return [
        Damaged(stored, computed, _text(held[1]), held[2] if isinstance(held[2], int) else 0, pos)
        for stored, _, pos, _, *held in connection.execute(_READ_PENDING)
        if (computed := _hash_of(held)) != stored
    ]


def mended(connection: sa.Connection) -> set[bytes]:
    """Hashes of entries that were damaged and written anew. Older stores know none."""
    held = metadata.tables["mended_entry"]
    if not sa.inspect(connection).has_table(held.name):
        return set()
    return {bytes.fromhex(row.entry) for row in connection.execute(sa.select(held.c.entry))}


def verify(connection: sa.Connection) -> Verdict:
    """Check each hash, that its predecessor stands before it, the counters, and the hub's order.

    A damaged entry that was passed over and written anew is no fault any more.
    """
    anew = mended(connection)
    known: dict[bytes, tuple[bytes, int]] = {}
    count, last_no, order = 0, 0, b""
    for stored, hub_no, pos, placed, *held in connection.execute(_READ):
        prev, ws, seq = held[:3]
        why = ""
        computed = _hash_of(held)
        if hub_no is None and pos is None:
            why = "" if {stored, computed} & anew else "order"
        elif computed != stored:
            why = "hash"
        elif prev in anew or (seq == 1 and (not prev or prev in known)):
            why = ""
        elif known.get(prev) != (ws, seq - 1):
            why = "prev"
        if hub_no is not None and not why:
            last_no, order = last_no + 1, order_hash(order, last_no + 1, stored)
            why = "" if (hub_no, placed) == (last_no, order) else "order"
        if why:
            return Verdict(count, BadEntry(_text(ws), seq if isinstance(seq, int) else 0, why))
        known[stored] = (ws, seq)
        count += 1
    return Verdict(count, None)


def _hash_of(held: list[Any]) -> bytes:
    """A value that a flipped bit made another type hashes to nothing."""
    try:
        return digest(held)
    except (TypeError, struct.error):
        return b""


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
