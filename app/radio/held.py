"""What has begun on a line and is not whole yet: given up when the line falls silent."""

from __future__ import annotations

from app.radio.driver import Stats


class Held:
    """The part of a framer that waits. A subclass scans `_held` in `feed`, after `_arrived`."""

    def __init__(self, silence_s: float) -> None:
        self.stats = Stats()
        self._silence_s = silence_s
        self._held = bytearray()
        self._last_s = 0.0

    @property
    def waiting(self) -> bool:
        """A frame has begun and is not whole yet."""
        return bool(self._held)

    def forget(self) -> None:
        """The port was opened anew."""
        self.stats.dropped += len(self._held)
        self._held.clear()

    def _arrived(self, count: int, now_s: float) -> None:
        """So many bytes came now: what began before a silence does not go on."""
        self._give_up(now_s)
        self._last_s = now_s
        self.stats.bytes_in += count

    def _give_up(self, now_s: float) -> None:
        if now_s - self._last_s > self._silence_s:
            self.stats.timeouts += bool(self._held)
            self.forget()
