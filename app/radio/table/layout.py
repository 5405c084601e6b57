"""What a table says of a gateway: plain records, checked before they are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Does(StrEnum):
    """What a command of a table is for: the words of its `does`."""

    TEXT = "text"
    GROUP_TEXT = "group_text"
    STATUS = "status"
    GROUP_STATUS = "group_status"
    LOCATE = "locate"
    LOCATE_EVERY = "locate_every"
    ONLINE_CHECK = "online_check"
    RADIO_CHECK = "radio_check"
    EMERGENCY_STOP = "emergency_stop"
    PRESS_PRIVATE = "press_private"
    PRESS_GROUP = "press_group"
    PRESS_ALL = "press_all"
    RELEASE = "release"
    HANG_UP = "hang_up"
    STUN = "stun"
    REVIVE = "revive"
    MONITOR = "monitor"
    CHOOSE_GROUP = "choose_group"


PRESSES = (Does.PRESS_PRIVATE, Does.PRESS_GROUP, Does.PRESS_ALL)
GIVEN = {
    **dict.fromkeys(Does, ("radio",)),
    Does.TEXT: ("radio", "text"),
    Does.GROUP_TEXT: ("group", "text"),
    Does.STATUS: ("radio", "code"),
    Does.GROUP_STATUS: ("group", "code"),
    Does.LOCATE_EVERY: ("radio", "every_s"),
    Does.PRESS_GROUP: ("group",),
    Does.PRESS_ALL: (),
    Does.RELEASE: (),
    Does.HANG_UP: (),
    Does.CHOOSE_GROUP: ("group",),
}
"""What can stand in braces in the line of each, beside {ref}."""


@dataclass(frozen=True, slots=True)
class Line:
    """How bytes become lines. `start` is what a line begins with and `mark` what its checksum stands behind;
    both are in ASCII. The checksum is of what stands between them."""

    encoding: str = "gbk"
    end: bytes = b"\r\n"
    checksum: str = "none"
    start: bytes = b""
    mark: bytes = b"*"
    needed: bool = True
    """A line without its checksum is refused."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. `answer_s`: the gateway's answer to a command; `air_s`: the radio's one by air, after it;
    `patience_s`: silence that makes the line degraded, 0: none does; `reopen_s`: silence after which the
    port is opened anew; `talk_limit_s`: a talk whose end is lost ends then; `repeat_s`: the same text of
    the same radio within it is one."""

    answer_s: float = 5.0
    air_s: float = 10.0
    delivery_s: float = 60.0
    gap_s: float = 0.1
    heartbeat_s: float = 0.0
    patience_s: float = 0.0
    reopen_s: float = 25.0
    talk_limit_s: float = 180.0
    repeat_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Hear:
    """Lines that fit `pattern` are this event. `fixed` are fields that are always the same, `units` says how
    a field is written."""

    event: str
    pattern: re.Pattern[str]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """A command: the line written, and what answers it. None: the gateway has no such answer.

    `done` and `undone` are the later word of a text: it has arrived at the radio, or never will.
    """

    does: Does
    send: str
    ok: re.Pattern[str] | None = None
    fail: re.Pattern[str] | None = None
    done: re.Pattern[str] | None = None
    undone: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A line of our own accord: at the begin, or as a heartbeat. Without `ok` nothing is waited for."""

    send: str
    ok: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """`in_bytes`: the limit counts bytes of the encoding, else characters."""

    limit: int = 140
    in_bytes: bool = False
    replace: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A line and the events it must be, each with some of its fields; or a command and its line."""

    line: str
    expect: tuple[Mapping[str, Any], ...] = ()
    ask: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A gateway as its table describes it. `name` is what the settings call it, after "table:"."""

    name: str
    title: str
    source: str = ""
    baud: int = 9600
    refs: int = 255
    """References run from 1 to this and begin anew."""
    line: Line = Line()
    times: Times = Times()
    texts: Texts = Texts()
    init: tuple[Asking, ...] = ()
    heartbeat: Asking | None = None
    ignore: tuple[re.Pattern[str], ...] = ()
    hears: tuple[Hear, ...] = ()
    orders: Mapping[Does, Order] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)
    """Radios and groups that the gateway calls by a name."""
    groups: tuple[tuple[int, str], ...] = ()
    """The talk-groups it is programmed with; such gateways seldom tell them."""
    samples: tuple[Sample, ...] = ()
