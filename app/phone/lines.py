"""Bytes of a modem to lines, without I/O."""

from __future__ import annotations

from app.base.ports.lines import LineCutter
from app.base.ports.talk import Stats

LONGEST = 512
"""A line that is longer is not one of a modem: it is given up up to its end."""


class LineFramer:
    """A begun line waits for its end however long that takes: a modem may be slow."""

    def __init__(self) -> None:
        self.stats = Stats()
        self._cutter = LineCutter(LONGEST)

    @property
    def waiting(self) -> bool:
        return False

    def forget(self) -> None:
        self.stats.dropped += self._cutter.forget()

    def feed(self, data: bytes, now_s: float) -> list[tuple[str, bytes]]:
        self.stats.bytes_in += len(data)
        found = self._cutter.feed(data)
        self.stats.frames += len(found)
        self.stats.dropped += self._cutter.lost
        self._cutter.lost = 0
        return [(raw.decode("ascii", "replace").strip(), raw) for raw in found]

    def tick(self, now_s: float) -> list[tuple[str, bytes]]:
        return []
