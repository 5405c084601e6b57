"""A bit turns on the disk, past every guard."""

from __future__ import annotations

from tests.model.room import (
    Wire,
)

DAMAGED = (
    "effects",
    "hash",
    "prev",
    "ws",
    "seq",
    "cmd_id",
    "at_utc",
    "mono_ns",
    "boot_id",
    "by",
    "what",
    "subject_kind",
    "subject_id",
    "schema_no",
)


def turn(on: Wire, digest: bytes, column: str, bit: int) -> None:
    guards = on.ask("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in guards:
        on.ask(f"DROP TRIGGER {name}")
    here = f"hash = x'{digest.hex()}'"
    (value,) = on.ask(f'SELECT "{column}" FROM journal WHERE {here}')[0]
    if isinstance(value, int):
        told = str(value ^ (1 << bit % 6))
    elif isinstance(value, str):
        held = bytearray(value, "utf-8")
        held[bit % len(held)] ^= 128 if bit >= 48 else 1
        told = f"CAST(x'{held.hex()}' AS TEXT)"
    else:
        place = bit % max(len(value), 1)
        damaged = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :] if value else b"\1"
        told = f"x'{damaged.hex()}'"
    on.ask(f'UPDATE journal SET "{column}" = {told} WHERE {here}')
    for _, sql in guards:
        on.ask(sql)
