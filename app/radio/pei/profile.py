"""What differs between radios with a PEI, and the times of the conversation with one: data, not law."""

from __future__ import annotations

from dataclasses import dataclass

SERVICES = (
    *("1,3,131", "1,3,130", "1,3,138", "1,2,20", "2,0,0"),
    *("1,3,24", "1,3,25", "1,3,3", "1,3,10", "1,1,11"),
)
"""Messages and calls come to the PEI only when they are routed there."""


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

    @property
    def gap_s(self) -> float:
        """Between a final code and the next command."""
        return self.slow_gap_s if self.slow else self.quick_gap_s
