"""One place for the newest picture of a tile: the latest wins, nothing queues."""

from __future__ import annotations

from threading import Lock

from app.video.sink import Form, Picture

__all__ = ["Picture", "Slot"]


class Slot:
    """Filled by a stream thread, emptied by the UI thread. Neither ever waits for the other."""

    form = Form.BGRA

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: Picture | None = None
        self._number = 0
        self._taken = 0
        self.shown = 0

    @property
    def number(self) -> int:
        """How many pictures were put here so far."""
        return self._number

    @property
    def dropped(self) -> int:
        """Pictures that were overwritten before anybody took them."""
        waiting = 1 if self._number > self._taken else 0
        return self._number - self.shown - waiting

    def put(self, picture: Picture) -> None:
        """A picture older than the one that is here (of an abandoned stream) is not taken in."""
        with self._lock:
            if self._newest is None or picture.at_s >= self._newest.at_s:
                self._newest = picture
                self._number += 1

    def take(self) -> Picture | None:
        """The newest picture if it was not taken before, else None."""
        if self._number == self._taken:
            return None
        with self._lock:
            self._taken = self._number
            self.shown += 1
            return self._newest
