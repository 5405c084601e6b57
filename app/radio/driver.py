"""What a driver of a gateway is: framer, conversation and what it can do, all of it without I/O. radio.md 3.

A driver never reads a clock, never sleeps, has no thread and never raises on anything the line gives it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from app.radio.events import Command, Event


class Capability(StrEnum):
    """What a gateway may be able to do. The windows shut what its driver does not name."""

    PRIVATE_CALL = "private_call"
    GROUP_CALL = "group_call"
    ALL_CALL = "all_call"
    TALK = "talk"
    """Push to talk by command."""
    TEXT = "text"
    GROUP_TEXT = "group_text"
    DELIVERY = "delivery"
    """It tells when a text has arrived at the radio."""
    STATUS = "status"
    LOCATE = "locate"
    PERIODIC_LOCATE = "periodic_locate"
    ONLINE_CHECK = "online_check"
    """Asks whether a radio is registered."""
    RADIO_CHECK = "radio_check"
    """Asks the radio itself, by air."""
    STUN = "stun"
    REVIVE = "revive"
    MONITOR = "monitor"
    EMERGENCY = "emergency"
    EMERGENCY_STOP = "emergency_stop"
    PRESENCE = "presence"
    RSSI = "rssi"
    BATTERY = "battery"
    GROUPS = "groups"
    """Tells its talk-groups, and one can be chosen."""


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


Out = Send | Reopen | Event


class Session(Protocol):
    """The conversation with one gateway; it lives as long as the desk, the port may come and go under it.

    Every command ends in exactly one last `TextState` or `ControlReply`. `at` is aware UTC, `now_s` the
    monotonic clock in seconds.
    """

    gateway: str

    @property
    def connected(self) -> bool:
        """The gateway has answered since the port was opened."""
        ...

    @property
    def busy(self) -> bool:
        """Something waits to be written or answered: tick soon."""
        ...

    def opened(self, now_s: float, at: datetime) -> list[Out]: ...

    def lost(self, why: str, at: datetime) -> list[Out]:
        """The port is closed or could not be opened; `why` as in `LinkState`."""
        ...

    def on_frame(self, frame: Any, raw: bytes, now_s: float, at: datetime) -> list[Out]: ...

    def submit(self, command: Command, now_s: float, at: datetime) -> list[Out]: ...

    def tick(self, now_s: float, at: datetime) -> list[Out]: ...


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is on this gateway, in its own units: characters, or bytes."""

    used: int
    limit: int
    left_hanzi: int
    """So many 汉字 fit in still; negative = too long by as many."""


@dataclass(frozen=True, slots=True)
class Driver:
    """`key` is what the settings name, `title` what people read, `session(gateway)` begins a conversation."""

    key: str
    title: str
    capabilities: frozenset[Capability]
    framer: Callable[[], Framer]
    session: Callable[[str], Session]
    measure: Callable[[str], Length]
    baud: int = 115200
