"""The far end of a serial port that is none: a pty behind a stable name, for simulated devices."""

from __future__ import annotations

import contextlib
import os
import tty
from pathlib import Path


class Pty:
    """`plug` makes a new one behind the same link, `unplug` takes it away; twice is as good as once."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._master = self._slave = -1
        self.name = ""

    @property
    def files(self) -> tuple[int, ...]:
        """What to wait on for reading."""
        return () if self._master < 0 else (self._master,)

    def plug(self) -> None:
        if self._master >= 0:
            return
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        aside = self._link.with_name(self._link.name + ".new")
        aside.unlink(missing_ok=True)
        aside.symlink_to(self.name)
        aside.replace(self._link)

    def unplug(self) -> None:
        if self._master < 0:
            return
        self._link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def write(self, data: bytes) -> int:
        """How many bytes were taken; never waits."""
        if self._master < 0:
            return 0
        with contextlib.suppress(BlockingIOError):
            return os.write(self._master, data)
        return 0

    def read(self) -> bytes | None:
        """What the console wrote; a pty never tells that the console has gone away."""
        with contextlib.suppress(BlockingIOError):
            return os.read(self._master, 65536)
        return b""
