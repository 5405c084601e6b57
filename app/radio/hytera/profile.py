"""What differs between Hytera gateways, and the times of the conversation with one."""

from __future__ import annotations

from dataclasses import dataclass

from app.radio.driver import bound

_SECONDS = ("ack_s", "connect_s", "heartbeat_s", "quiet_s", "deaf_s", "answer_s", "delivery_s", "urgent_s",
            "call_s", "key_s", "air_s")  # fmt: skip
_BOUNDS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(_SECONDS, (0.05, 86_400)),
    **dict.fromkeys(("gap_s", "repeat_s", "own_s"), (0, 3600)),
    "reopen_s": (1, 86_400),
    "subnet": (0, 255),
    "valid_s": (1, 1_000_000),
    "tries": (1, 20),
    "room": (1, 1000),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs between gateways. Times after radio.md 5.1 and 10."""

    subnet: int = 0x0A
    flag_wants_ack: bool = False
    valid_s: int = 300
    gap_s: float = 0.1
    ack_s: float = 1.0
    tries: int = 3
    connect_s: float = 2.0
    heartbeat_s: float = 30.0
    quiet_s: float = 10.0
    deaf_s: float = 6.0
    reopen_s: float = 25.0
    answer_s: float = 10.0
    delivery_s: float = 60.0
    repeat_s: float = 120.0
    room: int = 64
    own_s: float = 2.0
    """So long a text waits for the gateway to tell its own number."""
    repeater: bool = False
    """It is asked to tell of its repeater too (B845); one that has none may refuse the whole request."""
    urgent_s: float = 0.4
    """What presses or lets go of the key is written again when it was not acknowledged for so long."""
    call_s: float = 5.0
    """To set a call up, or to end it."""
    key_s: float = 1.5
    """To answer that the key was let go."""
    air_s: float = 15.0
    """A radio asked by air."""

    def __post_init__(self) -> None:
        bound(self, _BOUNDS)
