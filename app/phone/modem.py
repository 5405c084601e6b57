"""The conversation with a modem that tells who rings, without I/O: lines and time in, bytes and events out.

Formatted caller number after V.253 (`NMBR=`, asked for by `AT+VCID=1`) and `+CLIP:` after TS 27.007. What a
modem answers to which line differs: the lines to try are data of the profile.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.base.ports.talk import Reopen, Send
from app.phone.records import Heard

_RING = re.compile(r"RING|\+CRING:.*", re.IGNORECASE)
_CLIP = re.compile(r'\+CLIP:\s*"([^"]*)"(.*)', re.IGNORECASE)
_FIELD = re.compile(r"(NMBR|DDN_NMBR|CALLER NUMBER)\s*=\s*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9*#]{1,24}")
_REFUSALS = ("ERROR", "+CME ERROR", "NO DIALTONE")


class ModemState(StrEnum):
    OPENING = "opening"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class ModemProfile:
    """`start`: lines sent one after the other; of several alternatives the first that is not refused."""

    start: tuple[tuple[str, ...], ...] = (("ATE0",), ("AT+VCID=1", "AT#CID=1", "AT+CLIP=1"))
    answer_s: float = 2.0
    keep_alive_s: float = 60.0
    misses: int = 3
    ring_gap_s: float = 7.0
    """No RING for so long: the caller has hung up, or somebody has answered. A ring is 1 s on, 4 s off."""


@dataclass(frozen=True, slots=True)
class Rang:
    """A call came in. `no` counts the calls of this run; the number may follow by `Told`."""

    no: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Who rings: the number as the line gives it, "" when it gives none; `heard` says why."""

    no: int
    at: datetime
    number: str
    heard: Heard = Heard.NUMBER


@dataclass(frozen=True, slots=True)
class RingEnded:
    """It rings no more: answered or given up, the modem does not know which."""

    no: int
    at: datetime
    rings: int


@dataclass(frozen=True, slots=True)
class ModemLink:
    """`why` is a reason code of the port, or silent, no_caller_id; empty when all is well."""

    at: datetime
    state: ModemState
    why: str = ""


PhoneEvent = Rang | Told | RingEnded | ModemLink
Out = Send | Reopen | PhoneEvent


@dataclass(slots=True)
class _Ring:
    no: int
    last_s: float
    rings: int = 0
    told: bool = False


class ModemSession:
    """One modem on one line. It is never told to answer or to dial."""

    def __init__(self, profile: ModemProfile | None = None) -> None:
        self._profile = profile or ModemProfile()
        self._steps: deque[tuple[str, ...]] = deque()
        self._asked: deque[str] = deque()
        self._asked_s: float | None = None
        self._heard_s = 0.0
        self._missed = 0
        self._open = self._ready = False
        self._nameless = False
        """It refused every way of telling who rings."""
        self._ring: _Ring | None = None
        self._no = 0
        self._told: tuple[ModemState, str] | None = None

    @property
    def connected(self) -> bool:
        return self._ready

    @property
    def busy(self) -> bool:
        return self._asked_s is not None or self._ring is not None

    # --- the port -----------------------------------------------------------------------

    def opened(self, now_s: float, at: datetime) -> list[Out]:
        self._open, self._ready, self._nameless = True, False, False
        self._missed, self._heard_s = 0, now_s
        self._steps, self._asked_s = deque(self._profile.start), None
        return [*self._say(ModemState.OPENING, "", at), *self._next(now_s, at)]

    def lost(self, why: str, at: datetime) -> list[Out]:
        self._open = self._ready = False
        self._asked_s = None
        return [*self._end_ring(at), *self._say(ModemState.DOWN, why, at)]

    # --- from the line ------------------------------------------------------------------

    def on_frame(self, frame: str, raw: bytes, now_s: float, at: datetime) -> list[Out]:
        """An echo or noise is no sign of life: a modem at another bit rate is told as silent."""
        told = self._known(frame, now_s, at)
        if told is None:
            return []
        self._heard_s, self._missed = now_s, 0
        return told

    def _known(self, frame: str, now_s: float, at: datetime) -> list[Out] | None:
        """None: not what a modem says."""
        if _RING.fullmatch(frame):
            return self._rang(now_s, at)
        if clip := _CLIP.fullmatch(frame):
            return self._number(clip[1], _clip_heard(clip[2]), now_s, at)
        if field := _FIELD.fullmatch(frame):
            said = field[2].strip()
            return self._number(said, _letter_heard(said), now_s, at)
        asked = self._asked_s is not None
        if frame.upper() == "OK":
            self._asked_s = None
            return self._next(now_s, at) if asked else []
        if frame.upper().startswith(_REFUSALS):
            return self._refused(now_s, at) if asked else []
        return None

    def submit(self, command: object, now_s: float, at: datetime) -> list[Out]:
        """A modem that only listens takes no commands."""
        return []

    # --- time ---------------------------------------------------------------------------

    def tick(self, now_s: float, at: datetime) -> list[Out]:
        out: list[Out] = []
        if self._ring is not None and now_s - self._ring.last_s > self._profile.ring_gap_s:
            out += self._end_ring(at)
        if not self._open:
            return out
        if self._asked_s is not None and now_s - self._asked_s > self._profile.answer_s:
            self._asked_s = None
            self._missed += 1
            if self._missed >= self._profile.misses:
                return [*out, *self._say(ModemState.DOWN, "silent", at), Reopen("silent")]
            return [*out, *self._again(now_s)]
        idle = self._asked_s is None and not self._steps and self._ring is None
        if idle and now_s - self._heard_s > self._profile.keep_alive_s:
            self._asked = deque(["AT"])
            return [*out, *self._again(now_s)]
        return out

    # --- parts --------------------------------------------------------------------------

    def _next(self, now_s: float, at: datetime) -> list[Out]:
        if not self._steps:
            self._ready = True
            return self._say_well(at)
        self._asked = deque(self._steps.popleft())
        return self._again(now_s)

    def _again(self, now_s: float) -> list[Out]:
        """The line that is asked, once more or for the first time."""
        if not self._asked:
            return []
        self._asked_s = self._heard_s = now_s
        return [Send(self._asked[0].encode("ascii") + b"\r\n")]

    def _refused(self, now_s: float, at: datetime) -> list[Out]:
        self._asked_s = None
        self._asked.popleft()
        if self._asked:
            return self._again(now_s)
        if self._steps or self._ready:  # what can be done without
            return self._next(now_s, at)
        self._nameless = True
        return self._say_well(at)

    def _rang(self, now_s: float, at: datetime) -> list[Out]:
        out = self._begin(now_s, at)
        assert self._ring is not None
        self._ring.rings += 1
        return out

    def _begin(self, now_s: float, at: datetime) -> list[Out]:
        """Some lines give the number before the first ring, some after it."""
        if self._ring is not None:
            self._ring.last_s = now_s
            return []
        self._no += 1
        self._ring = _Ring(self._no, now_s)
        return [Rang(self._no, at)]

    def _number(self, said: str, heard: Heard, now_s: float, at: datetime) -> list[Out]:
        out = self._begin(now_s, at)
        assert self._ring is not None
        if self._ring.told:
            return out
        number = said.replace(" ", "").replace("-", "")
        if heard is Heard.NUMBER and not _NUMBER.fullmatch(number):
            heard = Heard.NOT_SENT
        self._ring.told = True
        return [*out, Told(self._ring.no, at, number if heard is Heard.NUMBER else "", heard)]

    def _end_ring(self, at: datetime) -> list[Out]:
        ring, self._ring = self._ring, None
        if ring is None:
            return []
        told = [] if ring.told else [Told(ring.no, at, "", Heard.NOT_SENT)]
        return [*told, RingEnded(ring.no, at, ring.rings)]

    def _say_well(self, at: datetime) -> list[Out]:
        """As well as it can be: a modem that tells no numbers still hears the ring."""
        if self._nameless:
            return self._say(ModemState.DOWN, "no_caller_id", at)
        return self._say(ModemState.UP, "", at)

    def _say(self, state: ModemState, why: str, at: datetime) -> list[Out]:
        if self._told == (state, why):
            return []
        self._told = (state, why)
        return [ModemLink(at, state, why)]


def _clip_heard(rest: str) -> Heard:
    """The sixth field of `+CLIP:` is its validity: 1 withheld, 2 not available. TS 27.007 7.11"""
    fields = rest.split(",")
    validity = fields[5].strip() if len(fields) > 5 else ""
    return {"1": Heard.WITHHELD, "2": Heard.NOT_SENT}.get(validity, Heard.NUMBER)


def _letter_heard(said: str) -> Heard:
    return {"P": Heard.WITHHELD, "O": Heard.NOT_SENT}.get(said.upper(), Heard.NUMBER)
