"""Who of the stream threads works now: as many at a time as the machine has processors."""

from __future__ import annotations

import os
from itertools import cycle
from threading import Lock


class Turns:
    """Sixteen threads that all want the interpreter keep the one that paints waiting for all of them.
    A stream takes its turn for each packet it has read; reading itself needs none. See decision 0148."""

    def __init__(self, most: int | None = None) -> None:
        self._locks = cycle([Lock() for _ in range(most or os.cpu_count() or 1)])

    def next(self) -> Lock:
        """For another camera: who shares a turn waits for one another."""
        return next(self._locks)
