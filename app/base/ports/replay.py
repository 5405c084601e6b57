"""A recorded line played again: what came in comes in once more, what is written goes nowhere."""

from __future__ import annotations

import contextlib
import socket
import threading
from datetime import datetime
from pathlib import Path

from app.base.ports.network import Stream
from app.base.ports.raw import HEAD, Way, read_lines
from app.base.ports.transport import Closed

_LONGEST_PAUSE_S = 3600.0
_LONGEST_HEAD = 200
_ENCODING = "ascii"


class Replay(Stream):
    """`fast`: without the pauses. A thread of its own feeds a pair of sockets, so that it can be polled.

    Raises `OSError`, or `Closed("not_record")` when the file is none.
    """

    def __init__(self, path: str, fast: bool = False) -> None:
        with Path(path).open(encoding=_ENCODING, errors="replace") as file:
            if not file.readline(_LONGEST_HEAD).startswith(HEAD):
                raise Closed("not_record")
        self._path = path
        ours, self._far = socket.socketpair()
        super().__init__(ours)
        self._fast = fast
        self._ending = threading.Event()
        threading.Thread(target=self._feed, name="replay", daemon=True).start()

    def read(self) -> bytes:
        try:
            return super().read()
        except Closed:
            raise Closed("played") from None

    def write(self, data: bytes) -> int:
        return len(data)

    def close(self) -> None:
        self._ending.set()
        super().close()

    def _feed(self) -> None:
        before: datetime | None = None
        with (
            contextlib.suppress(OSError),
            open(self._path, encoding=_ENCODING, errors="replace") as file,
        ):
            for one in read_lines(file):
                pause_s = 0.0 if before is None else (one.at - before).total_seconds()
                before = one.at
                if not self._fast and pause_s > 0:
                    self._ending.wait(min(pause_s, _LONGEST_PAUSE_S))
                if self._ending.is_set():
                    break
                if one.way is Way.IN:
                    self._far.sendall(one.data)
        self._far.close()
