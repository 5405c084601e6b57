"""Room on the disk of the record: a warning while there is some, a ballast to throw when there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.base.bus import Bus
from app.base.jobs import Jobs
from app.base.ledger import StoreFailed
from app.keeping.facts import DiskSeen

LOW = 2**30
"""Bytes below which the desk warns. [choice: store.md 2.4]"""
BALLAST = 64 * 2**20
NAME = "ballast"
SCANT = 8 * 2**20
"""With less the ballast is thrown before a write has to fail."""


class DiskWatch:
    """Keeps a file that only takes room. When the disk is full it goes, so that what an officer has
    written can still be committed; it is made again when there is room."""

    def __init__(self, bus: Bus, disk: Jobs, folder: Path) -> None:
        self._disk = disk
        self._publish: Callable[[object], None] = bus.publish
        self._folder = folder
        self._heard = bus.listen(StoreFailed, self._failed)

    def close(self) -> None:
        self._heard.cancel()

    def tick(self) -> None:
        """Called every few seconds."""
        self._disk.run(self.look)

    def look(self) -> None:
        """On the disk thread."""
        with suppress(OSError):
            free = shutil.disk_usage(self._folder).free
            if free < SCANT:
                self.throw()
            elif free > LOW + BALLAST and not self._ballast.exists():
                self._take_in()
            self._publish(DiskSeen(free, free < LOW))

    def throw(self) -> None:
        """On the disk thread: the ballast goes."""
        with suppress(OSError):
            self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self._folder / NAME

    def _take_in(self) -> None:
        aside = self._ballast.with_suffix(".new")
        try:
            with open(aside, "wb") as out:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(out.fileno(), 0, BALLAST)
                else:
                    out.write(bytes(BALLAST))
            aside.replace(self._ballast)
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def _failed(self, fact: StoreFailed) -> None:
        if fact.why == "disk_full":
            self._disk.run(self.throw)
