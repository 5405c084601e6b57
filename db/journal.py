"""Entries of the journal: their bytes, their hash, and how a chain is verified."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from db.tables.journal import journal

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
        values = (getattr(self, name) for name in HASHED)
        return digest(v.encode() if isinstance(v, str) else v for v in values)


_FIELDS = tuple(Entry.__dataclass_fields__)
HASHED = ("prev", "ws", "seq", *_FIELDS[3:])


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


_ORDER = (journal.c.hub_no.is_(None), journal.c.hub_no, journal.c.pos)
_READ = sa.select(
    *(
        sa.cast(journal.c[name], sa.LargeBinary)
        if isinstance(journal.c[name].type, sa.Text)
        else journal.c[name]
        for name in ("hash", *HASHED)
    ),
).order_by(*_ORDER)
"""Texts as bytes: a damaged one that is no UTF-8 any more must be found, not stumbled over."""


def entries(connection: sa.Connection) -> Iterator[tuple[bytes, Entry]]:
    """Every entry with its stored hash, in the order of the record."""
    texts = [name for name in HASHED if isinstance(journal.c[name].type, sa.Text)]
    for stored, *values in connection.execute(_READ):
        held = dict(zip(HASHED, values, strict=True))
        yield bytes(stored), Entry(**held | {name: _text(held[name]) for name in texts})


def verify(connection: sa.Connection) -> Verdict:
    """Check each hash, that its predecessor stands before it, and the counters of each chain."""
    known: dict[bytes, tuple[bytes, int]] = {}
    for stored, *held in connection.execute(_READ):
        prev, ws, seq = held[:3]
        why = ""
        if not _hashes_to(held, stored):
            why = "hash"
        elif seq == 1:
            why = "" if prev in known or not (prev or known) else "prev"
        elif known.get(prev) != (ws, seq - 1):
            why = "prev"
        if why:
            return Verdict(len(known), BadEntry(_text(ws), seq if isinstance(seq, int) else 0, why))
        known[stored] = (ws, seq)
    return Verdict(len(known), None)


def _hashes_to(held: list[Any], stored: bytes) -> bool:
    """A value that a flipped bit made another type hashes to nothing."""
    try:
        return digest(held) == stored
    except (TypeError, struct.error):
        return False


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
