"""What a family of golden vectors gives the runner: how its wire form is read and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Wire = bytes | str
"""Bytes where the vector has `hex`, a string where it has `text`."""
Seen = dict[str, Any]
"""Fields under the names the vectors use. A refused frame is `{"error": why}`."""


class Given(dict[str, Any]):
    """The expected fields as what to write; remembers which of them were used. `wire` is for what the
    vector does not name and the wire form has all the same."""

    def __init__(self, fields: Seen, wire: Any = "") -> None:
        super().__init__(fields)
        self.wire = wire
        self.used: set[str] = set()

    def take(self, name: str, default: Any = None) -> Any:
        self.used.add(name)
        return self.get(name, default)


@dataclass(frozen=True, slots=True)
class Family:
    """`read(wire)` gives every field it can name, and the wire form made anew from what was read (None:
    what was read cannot be written again). `write(given)` makes the wire form of the fields it takes from
    `given`, and tells those that follow from it (a length in bits, say). Where it is None, encoding is
    proven by what `read` makes anew. Both may raise `ValueError`: that is a refusal.
    """

    read: Callable[[Any], tuple[Seen, Wire | None]]
    write: Callable[[Given], tuple[Wire, Seen]] | None = None
