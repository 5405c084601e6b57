"""One line of a raw record: when, which way, the bytes. Text, so that people can read it too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

HEAD = "# dutyroom raw 1"


class Way(StrEnum):
    IN = "<"
    OUT = ">"
    NOTE = "="
    """Opened, closed and why; `data` is a word in ASCII."""


@dataclass(frozen=True, slots=True)
class Raw:
    at: datetime
    way: Way
    data: bytes


def line_of(one: Raw) -> str:
    """`2026-06-24T07:22:03.123456Z < 7e0400fe`, a note in plain words."""
    at = one.at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
    told = one.data.decode("ascii", "replace") if one.way is Way.NOTE else one.data.hex()
    return f"{at}Z {one.way} {told}\n"


def read_lines(lines: Iterable[str]) -> Iterator[Raw]:
    """What can be read; a torn or foreign line is left out."""
    for line in lines:
        parts = line.rstrip("\r\n").split(" ", 2)
        if line.startswith("#") or len(parts) != 3 or not line.endswith("\n"):
            continue
        try:
            way = Way(parts[1])
            data = parts[2].encode("ascii") if way is Way.NOTE else bytes.fromhex(parts[2])
            yield Raw(datetime.fromisoformat(parts[0].removesuffix("Z") + "+00:00"), way, data)
        except ValueError:
            continue
