"""The judge: folds a record in plain dictionaries, with no code of the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

Ask = Callable[[str], Sequence[Sequence[Any]]]
"""A question in SQL to the store of a desk or of the hub."""
Place = tuple[str, str]
GROUPS = {
    "incident": (("lat", "lon"), ("happened_at", "happened_about"), ("status", "closed_at")),
}
"""What is only true together, said here once more."""
TABLES = ("shift", "incident", "log_entry", "mended_entry")
FLAGS = {"happened_about", "repeated", "called_back", "late"}
LISTS = {"dangers"}


@dataclass(slots=True)
class Told:
    """One entry as it stands in a journal."""

    hash: bytes
    ws: str
    seq: int
    prev: bytes
    cmd_id: str
    effects: bytes
    hub_no: int | None
    order_hash: bytes | None
    pos: int | None

    @property
    def in_order(self) -> bool:
        return self.hub_no is not None or self.pos is not None

    @property
    def desk(self) -> str:
        return self.ws[: self.ws.rindex("-")]


@dataclass(slots=True)
class Outcome:
    """What a record comes to."""

    rows: dict[Place, dict[str, Any]] = field(default_factory=dict)
    conflicts: dict[tuple[bytes, int], tuple[str, str, Any]] = field(default_factory=dict)
    index: set[tuple[str, str, bytes, int]] = field(default_factory=set)
    made: set[Place] = field(default_factory=set)
    mended: set[str] = field(default_factory=set)


_parsed: dict[bytes, list[dict[str, Any]]] = {}


def effects_of(entry: Told) -> list[dict[str, Any]]:
    if entry.effects not in _parsed:
        if len(_parsed) > 5000:
            _parsed.clear()
        _parsed[entry.effects] = json.loads(entry.effects)
    return _parsed[entry.effects]


def journal(ask: Ask) -> list[Told]:
    """All entries in the order of the record; those that have no place come last."""
    asked = ask("SELECT hash, ws, seq, prev, cmd_id, effects, hub_no, order_hash, pos FROM journal")
    found = [
        Told(bytes(h), ws, seq, bytes(prev), cmd, bytes(effects), no, oh and bytes(oh), pos)
        for h, ws, seq, prev, cmd, effects, no, oh, pos in asked
    ]
    far = 1 << 62
    return sorted(found, key=lambda e: (e.hub_no or far, far if e.pos is None else e.pos))


def fold(entries: Iterable[Told]) -> Outcome:
    """Every effect in order, put on where it fits."""
    end = Outcome()
    for entry in entries:
        if not entry.in_order:
            continue
        for n, effect in enumerate(effects_of(entry)):
            place = effect["table"], effect["key"]
            end.index.add((*place, entry.hash, n))
            row = end.rows.get(place)
            if "made" in effect:
                end.made.add(place)
                fitting = row is None or row == effect["made"]
                after = effect["made"]
                if place[0] == "mended_entry":
                    end.mended.add(after["entry"])
            else:
                fitting = row is not None and _holds(place[0], row, effect["from"], effect["to"])
                after = {**(row or {}), **effect["to"]}
            if fitting:
                end.rows[place] = after
            else:
                end.conflicts[entry.hash, n] = (*place, row)
    return end


def _holds(table: str, row: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> bool:
    units = [(name,) for name in new]
    for group in GROUPS.get(table, ()):
        touched = tuple(name for name in group if name in new)
        if touched:
            units = [unit for unit in units if unit[0] not in group] + [touched]
    return all(
        all(row[name] == old[name] for name in unit) or all(row[name] == new[name] for name in unit)
        for unit in units
    )


def tables(ask: Ask) -> dict[Place, dict[str, Any]]:
    """All rows as they stand, in the values of the journal."""
    found: dict[Place, dict[str, Any]] = {}
    for table in TABLES:
        names = _columns(table)
        quoted = ", ".join(f'"{name}"' for name in names)
        for row in ask(f"SELECT {quoted} FROM {table}"):
            plain = {name: _plain(name, value) for name, value in zip(names, row, strict=True)}
            found[table, plain["id"]] = plain
    return found


def conflicts(ask: Ask) -> dict[tuple[bytes, int], tuple[str, str, Any]]:
    return {
        (bytes(h), n): (table, key, None if row is None else json.loads(row))
        for h, n, table, key, row in ask("SELECT hash, n, tbl, key, found FROM conflict")
    }


def shown(ask: Ask) -> dict[tuple[bytes, int], str | None]:
    """When each conflict was shown here."""
    return {(bytes(h), n): at for h, n, at in ask("SELECT hash, n, shown_at FROM conflict")}


def index(ask: Ask) -> set[tuple[str, str, bytes, int]]:
    return {(t, k, bytes(h), n) for t, k, h, n in ask("SELECT tbl, key, hash, n FROM effect")}


def order_hash(before: bytes, hub_no: int, digest: bytes) -> bytes:
    return sha256(before + hub_no.to_bytes(8, "big") + digest).digest()


_names: dict[str, tuple[str, ...]] = {}


def knows(table: str, columns: Iterable[str]) -> None:
    """The columns of a table, told once."""
    _names[table] = tuple(columns)


def _columns(table: str) -> tuple[str, ...]:
    return _names[table]


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in FLAGS:
        return bool(value)
    if name in LISTS:
        return json.loads(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        there = value.astimezone(UTC).replace(tzinfo=None)
        return f"{there.isoformat(timespec='microseconds')}Z"
    return value
