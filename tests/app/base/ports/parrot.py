"""The smallest that can speak over a port: lines in, lines out, and an ear for it."""

from __future__ import annotations

import queue
from datetime import datetime

from app.base.clock import SystemClock
from app.base.ports.line import Port, PortLine, Recorder
from app.base.ports.talk import Send, Stats

WAIT_S = 10.0


class Lines:
    """Frames end with a newline."""

    def __init__(self) -> None:
        self.stats = Stats()
        self._held = b""

    @property
    def waiting(self) -> bool:
        return bool(self._held)

    def feed(self, data: bytes, now_s: float) -> list[tuple[bytes, bytes]]:
        self.stats.bytes_in += len(data)
        *whole, self._held = (self._held + data).split(b"\n")
        self.stats.frames += len(whole)
        return [(one, one) for one in whole]

    def tick(self, now_s: float) -> list[tuple[bytes, bytes]]:
        return []

    def forget(self) -> None:
        self._held = b""


class Parrot:
    """Says what it is told to; tells `opened`, `lost why` and each line."""

    connected = False
    busy = False

    def opened(self, now_s: float, at: datetime) -> list[object]:
        self.connected = True
        return [b"opened"]

    def lost(self, why: str, at: datetime) -> list[object]:
        self.connected = False
        return [f"lost {why}".encode()]

    def on_frame(self, frame: bytes, raw: bytes, now_s: float, at: datetime) -> list[object]:
        return [frame]

    def submit(self, command: bytes, now_s: float, at: datetime) -> list[object]:
        return [Send(command + b"\n")]

    def tick(self, now_s: float, at: datetime) -> list[object]:
        return []


class Heard:
    """What a line told, in order."""

    def __init__(self) -> None:
        self.told: queue.Queue[bytes] = queue.Queue()

    def wait(self, word: bytes) -> list[bytes]:
        """What came before it."""
        before: list[bytes] = []
        while (one := self.told.get(timeout=WAIT_S)) != word:
            before.append(one)
        return before


def line_to(place: str, heard: Heard, recorder: Recorder | None = None) -> PortLine[bytes, bytes]:
    return PortLine(
        "parrot",
        Port(place),
        Lines(),
        Parrot(),
        heard.told.put,
        SystemClock(),
        recorder,
    )
