"""Bytes of a modem to lines, without I/O."""

from __future__ import annotations

from app.base.ports.talk import Stats

LONGEST = 512
"""A line that is longer is not one of a modem: it is given up up to its end."""
_ENDS = b"\r\n"


class LineFramer:
    """Any run of CR and LF ends a line; empty lines are nothing; other bytes below a blank are dropped."""

    def __init__(self) -> None:
        self.stats = Stats()
        self._held = bytearray()
        self._too_long = False

    @property
    def waiting(self) -> bool:
        return False

    def forget(self) -> None:
        self._held.clear()
        self._too_long = False

    def feed(self, data: bytes, now_s: float) -> list[tuple[str, bytes]]:
        self.stats.bytes_in += len(data)
        found = []
        for byte in data:
            if byte in _ENDS:
                if self._held and not self._too_long:
                    raw = bytes(self._held)
                    self.stats.frames += 1
                    found.append((raw.decode("ascii", "replace").strip(), raw))
                self.forget()
            elif len(self._held) >= LONGEST:
                self.stats.dropped += 0 if self._too_long else len(self._held)
                self.stats.dropped += 1
                self._too_long = True
            elif byte < 0x20 or self._too_long:
                self.stats.dropped += 1
            else:
                self._held.append(byte)
        return found

    def tick(self, now_s: float) -> list[tuple[str, bytes]]:
        return []
