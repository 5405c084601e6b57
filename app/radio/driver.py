"""What a driver of a gateway is: framer, conversation and what it can do, all of it without I/O. radio.md 3.

A driver never reads a clock, never sleeps, has no thread and never raises on anything the line gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import isfinite
from typing import Any, Protocol, TypeVar

from app.base.ports.talk import Conversation, Framer, Reopen, Send, Stats
from app.radio.events import Command, Event

__all__ = [
    "Capability",
    "Driver",
    "Framer",
    "Length",
    "Out",
    "Reopen",
    "Send",
    "Session",
    "Stats",
    "overlaid",
]


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


Out = Send | Reopen | Event


class Session(Conversation[Command, Event], Protocol):
    """The conversation with one gateway; it lives as long as the desk.

    Every command ends in exactly one last `TextState` or `ControlReply`; of a text that nobody confirms the
    last is that it was sent. `lost` takes the reason codes of
    `LinkState`.
    """

    gateway: str


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
    tuned: Callable[[Mapping[str, object]], Driver] | None = None
    """The same driver for a gateway with particularities, in the driver's own names; see `overlaid`."""


P = TypeVar("P")

ENCODINGS = ("gbk", "gb18030", "utf-8", "ascii")
"""Of lines that a gateway speaks: each writes digits and Latin letters as ASCII does."""


def overlaid(profile: P, options: Mapping[str, object]) -> P:
    """A profile (a dataclass of plain values, or tuples and sets of them) with some of them changed.

    Raises `ValueError(name)` when there is none of that name, or its value is of another kind.
    """
    known = {one.name for one in fields(profile)}  # type: ignore[arg-type]
    given: dict[str, Any] = {}
    for name, value in options.items():
        if name not in known:
            raise ValueError(name)
        held = getattr(profile, name)
        if isinstance(held, tuple | frozenset) and isinstance(value, tuple | list):
            if not all(any(_alike(one, old) for old in held) for one in value if held):
                raise ValueError(name)
            given[name] = type(held)(value)
        elif _alike(value, held):
            given[name] = value
        else:
            raise ValueError(name)
    return replace(profile, **given)  # type: ignore[type-var]


def bound(profile: object, bounds: Mapping[str, tuple[float, float]]) -> None:
    """Raises `ValueError(name)` for what should be a number, or a row of numbers, and is none or is not
    within its bounds: of a row that is empty by itself `overlaid` does not know the kind."""
    for name, (least, most) in bounds.items():
        held = getattr(profile, name)
        for value in held if isinstance(held, tuple | frozenset) else (held,):
            if type(value) not in (int, float) or not least <= value <= most:
                raise ValueError(name)


def _alike(value: object, held: object) -> bool:
    if isinstance(held, float):
        return type(value) in (int, float) and isfinite(value)  # type: ignore[arg-type]
    return type(value) is type(held)
