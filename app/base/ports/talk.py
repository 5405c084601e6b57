"""What a port's thread and those who speak over it say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

C = TypeVar("C", contravariant=True)
E = TypeVar("E")


@dataclass(slots=True)
class Stats:
    """Counters of one framer since it was made. `dropped` are bytes that belong to no sound frame."""

    bytes_in: int = 0
    frames: int = 0
    dropped: int = 0
    bad_checksum: int = 0
    bad_message: int = 0
    timeouts: int = 0


class Framer(Protocol):
    """Bytes to sound frames. Holds less than 64 KB, whatever comes.

    `now_s` is the time of the line: where bytes had already been waiting, the earlier time.
    """

    stats: Stats

    @property
    def waiting(self) -> bool:
        """A frame has begun and is not whole yet."""
        ...

    def feed(self, data: bytes, now_s: float) -> list[tuple[Any, bytes]]:
        """Frames in order, each with its raw bytes."""
        ...

    def tick(self, now_s: float) -> list[tuple[Any, bytes]]:
        """After a silence of the line a begun frame is given up."""
        ...

    def forget(self) -> None:
        """The port was opened anew."""
        ...


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes for the line."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Reopen:
    """The port is open and nobody answers: close it and open it again."""

    why: str


class Conversation(Protocol[C, E]):
    """Who speaks over a port, without I/O; it lives on while the port comes and goes under it.

    C are the commands it takes, E the events it tells. `at` is aware UTC, `now_s` the monotonic clock in
    seconds.
    """

    @property
    def connected(self) -> bool:
        """The other end has answered since the port was opened."""
        ...

    @property
    def busy(self) -> bool:
        """Something waits to be written or answered: tick soon."""
        ...

    def opened(self, now_s: float, at: datetime) -> list[Send | Reopen | E]: ...

    def lost(self, why: str, at: datetime) -> list[Send | Reopen | E]:
        """The port is closed or could not be opened; `why` is a reason code of `transport`."""
        ...

    def on_frame(
        self, frame: Any, raw: bytes, now_s: float, at: datetime
    ) -> list[Send | Reopen | E]: ...

    def submit(self, command: C, now_s: float, at: datetime) -> list[Send | Reopen | E]: ...

    def tick(self, now_s: float, at: datetime) -> list[Send | Reopen | E]: ...
