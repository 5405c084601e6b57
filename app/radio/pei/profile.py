"""What differs between radios with a PEI, and the times of the conversation with one: data, not law."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.radio.driver import bound

SERVICES = (
    *("1,3,131", "1,3,130", "1,3,138", "1,2,20", "2,0,0"),
    *("1,3,24", "1,3,25", "1,3,3", "1,3,10", "1,1,11"),
)
"""Messages and calls come to the PEI only when they are routed there."""


_FIELDS = re.compile(r"[0-9,]{1,60}")
"""What stands behind the = of a command: nothing that could end its line."""

_SECONDS = (
    "answer_s",
    "long_answer_s",
    "probe_s",
    "keep_alive_s",
    "poll_s",
    "retries_s",
    "delivery_s",
)
_BOUNDS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(_SECONDS, (0.05, 86_400)),
    **dict.fromkeys(("quick_gap_s", "slow_gap_s", "settle_s", "repeat_s"), (0, 3600)),
    **dict.fromkeys(("misses_degraded", "misses_reopen"), (1, 1000)),
    **dict.fromkeys(("emergency_statuses", "cleared_statuses"), (0, 0xFFFF)),
    "demand": (0, 3),
    "all_radios": (1, 0xFFFFFF),
    "emergency_priority": (0, 15),
    "groups_max": (0, 10_000),
    "room": (1, 1000),
}


@dataclass(frozen=True, slots=True)
class PeiProfile:
    """Times after radio.md 4.2, in seconds.

    `text_as`, `status_as`, `group_call`, `private_call`: the fields of `AT+CTSDS` and `AT+CTSDC`. The
    number of all, the comms type of private calls and the emergency priority are not verified.
    `answers_calls`: a private call that rings is taken at once (`ATA`, not verified).
    """

    line_end: str = "\r\n"
    echo_off: bool = True
    waits_for_prompt: bool = False
    slow: bool = False
    services: tuple[str, ...] = SERVICES
    text_as: str = "12,0,0,0,1"
    status_as: str = "13,0"
    group_call: str = "0,0,0,1,1,0,1,1,0,0,0"
    private_call: str = "0,0,0,1,1,0,0,1,0,0,0"
    demand: int = 1
    answers_calls: bool = False
    all_radios: int = 16777215
    emergency_statuses: frozenset[int] = frozenset({0})
    cleared_statuses: frozenset[int] = frozenset()
    emergency_priority: int = 15
    groups_max: int = 500

    quick_gap_s: float = 0.05
    slow_gap_s: float = 0.5
    answer_s: float = 2.0
    long_answer_s: float = 5.0
    probe_s: float = 1.0
    settle_s: float = 0.2
    misses_degraded: int = 3
    misses_reopen: int = 5
    keep_alive_s: float = 10.0
    poll_s: float = 30.0
    retries_s: tuple[float, ...] = (5.0, 15.0, 30.0)
    delivery_s: float = 60.0
    repeat_s: float = 60.0
    room: int = 64

    def __post_init__(self) -> None:
        bound(self, _BOUNDS)
        if self.line_end not in ("\r", "\n", "\r\n"):
            raise ValueError("line_end")
        for name in ("text_as", "status_as", "group_call", "private_call", "services"):
            held = getattr(self, name)
            if not all(_FIELDS.fullmatch(one) for one in ((held,) if name != "services" else held)):
                raise ValueError(name)

    @property
    def gap_s(self) -> float:
        """Between a final code and the next command."""
        return self.slow_gap_s if self.slow else self.quick_gap_s
