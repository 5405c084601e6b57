"""A store of schema 1 with a few rows, as the program of that time left it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from app.base.ids import new_id
from db.journal import Entry, canonical

DDL = Path(__file__).with_name("schema_1.sql")
CAMERA = "01a20000-0000-7000-8000-000000000001"
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "officer",
        {
            "id": "01a20000-0000-7000-8000-0000000000aa", "name": "彭例安", "initials": "pla",
            "role": "值班长", "permanent": True, "sort": 1, "pin_hash": "", "active": True,
            "mark": "测试",
        },
    ),
    (
        "camera",
        {
            "id": CAMERA, "code": "01-F-07", "name": "酉水大桥", "kind": "固定", "township": "",
            "url_main": "rtsp://127.0.0.1/1", "url_sub": "", "lat": None, "lon": None,
            "mark": "测试",
        },
    ),
)  # fmt: skip


def make(file: Path) -> None:
    """Tables and triggers of that time, two entries of one chain, and their rows."""
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.executescript(DDL.read_text(encoding="utf-8"))
        prev = b""
        for n, (table, row) in enumerate(ROWS, 1):
            effect = {"table": table, "key": row["id"], "made": row}
            prev = _append(store, n, prev, [effect])
            _insert(store, table, row)


def _append(
    store: sqlite3.Connection, seq: int, prev: bytes, effects: list[dict[str, Any]]
) -> bytes:
    entry = Entry(
        ws="desk-a-0123456789abcdef", seq=seq, prev=prev, cmd_id=str(new_id()),
        at_utc="2026-06-24T12:00:00.000000Z", mono_ns=seq, boot_id="b", by="system", what="made",
        subject_kind="row", subject_id=effects[0]["key"], schema_no=1, effects=canonical(effects),
    )  # fmt: skip
    digest = entry.hash()
    fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    _insert(store, "journal", {"hash": digest, "pos": seq, **fields})
    for n, one in enumerate(effects):
        _insert(store, "effect", {"tbl": one["table"], "key": one["key"], "hash": digest, "n": n})
    return digest


def _insert(store: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    gaps = ", ".join("?" * len(row))
    values = [int(value) if isinstance(value, bool) else value for value in row.values()]
    store.execute(f"INSERT INTO {table} ({names}) VALUES ({gaps})", values)
