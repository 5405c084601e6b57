"""Entries of the journal: their bytes, their hash, and how a chain is verified."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from db.tables.journal import journal

_DOMAIN = b"dutyroom/journal/1"


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
        """SHA-256 over a domain tag and the length-prefixed fields: the identity of the entry."""
        digest = hashlib.sha256(_DOMAIN)
        for value in (
            self.prev,
            self.ws.encode(),
            struct.pack(">q", self.seq),
            self.cmd_id.encode(),
            self.at_utc.encode(),
            struct.pack(">q", self.mono_ns),
            self.boot_id.encode(),
            self.by.encode(),
            self.what.encode(),
            self.subject_kind.encode(),
            self.subject_id.encode(),
            struct.pack(">q", self.schema_no),
            self.effects,
        ):
            digest.update(struct.pack(">I", len(value)))
            digest.update(value)
        return digest.digest()


def canonical(effects: list[dict[str, Any]]) -> bytes:
    """The one way effects are written: sorted keys, no blanks, UTF-8."""
    return json.dumps(
        effects, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


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


_FIELDS = tuple(Entry.__dataclass_fields__)


_READ = sa.select(
    journal.c.hash,
    *(
        sa.cast(column, sa.LargeBinary).label(column.name)
        if isinstance(column.type, sa.Text)
        else column
        for column in journal.c
        if column.name in _FIELDS
    ),
).order_by(journal.c.pos)
"""Texts as bytes: a damaged one that is no UTF-8 any more must be found, not stumbled over."""


def entries(connection: sa.Connection) -> Iterator[tuple[bytes, Entry]]:
    """Every entry with its stored hash, in the order they were written."""
    for row in connection.execute(_READ):
        held = {name: getattr(row, name) for name in _FIELDS}
        texts = {
            name: held[name].decode("utf-8", "replace")
            for name in _FIELDS
            if isinstance(journal.c[name].type, sa.Text)
        }
        yield bytes(row.hash), Entry(**(held | texts))


def verify(connection: sa.Connection) -> Verdict:
    """Check each hash, that its predecessor stands before it, and the counters of each chain."""
    known: dict[bytes, tuple[str, int]] = {}
    count = 0
    for stored, entry in entries(connection):
        if entry.hash() != stored:
            return Verdict(count, BadEntry(entry.ws, entry.seq, "hash"))
        before = known.get(bytes(entry.prev))
        if entry.seq == 1:
            holds = before is not None or (not entry.prev and not known)
        else:
            holds = before == (entry.ws, entry.seq - 1)
        if not holds:
            return Verdict(count, BadEntry(entry.ws, entry.seq, "prev"))
        known[stored] = (entry.ws, entry.seq)
        count += 1
    return Verdict(count, None)
