"""One command in flight, without I/O: what is written, which lines belong to it, when it is late."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from app.radio.driver import Send
from app.radio.pei import codec
from app.radio.pei.answers import Answer, Final, GroupLine, SendState
from app.radio.pei.profile import PeiProfile
from app.radio.pei.requests import CANCEL, SUBMIT, Message

_DIALLED = frozenset({"no_carrier", "no_dialtone", "busy", "no_answer", "connect"})
_LINES = 512
_LISTS = ("+CNUMS", "+CNUMD")


@dataclass(frozen=True, slots=True)
class Ask:
    """`answer`: the code of the lines that belong to it. `wait_s` 0: as the profile says."""

    line: str
    answer: str = ""
    wait_s: float = 0.0
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """How a command ended, and the lines that belonged to it. `final` None: nobody answered."""

    final: Final | None
    lines: tuple[Answer, ...] = ()
    raw: bytes = b""

    @property
    def ok(self) -> bool:
        return self.final is not None and self.final.ok

    @property
    def code(self) -> str:
        """Of what went wrong: no_answer, error, cme_35, cms_500, busy …"""
        if self.final is None:
            return "no_answer"
        number = "" if self.final.code < 0 else f"_{self.final.code}"
        return f"{self.final.word}{number}"

    def is_fault(self, *faults: int) -> bool:
        return self.final is not None and self.final.word == "cme" and self.final.code in faults


Steps = Generator[Ask, Reply, None]
"""A job of several commands: gives the next, gets how it ended."""


@dataclass(slots=True)
class _Flight:
    ask: Ask
    until_s: float
    lines: list[Answer] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    prompted: bool = False


class Exchange:
    """The radio answers one command after the other; what it says by itself may come in between."""

    def __init__(self, profile: PeiProfile) -> None:
        self._profile = profile
        self._flight: _Flight | None = None
        self._free_s = self._gap_s = 0.0

    @property
    def flying(self) -> Ask | None:
        return self._flight.ask if self._flight is not None else None

    def forget(self, free_s: float) -> None:
        self._flight = None
        self._free_s = self._gap_s = free_s

    def free(self, now_s: float, urgent: bool = False) -> bool:
        """The key does not wait for the gap after a command, unless the radio needs it."""
        free_s = self._free_s if urgent and not self._profile.slow else self._gap_s
        return self._flight is None and now_s >= max(free_s, self._free_s)

    def hold(self, until_s: float) -> None:
        """Late answers are let pass before the next command."""
        self._free_s = max(self._free_s, until_s)

    def write(self, ask: Ask, now_s: float) -> list[Send]:
        profile, message = self._profile, ask.message
        wait_s = ask.wait_s or (profile.long_answer_s if message else profile.answer_s)
        self._flight = _Flight(ask, now_s + wait_s)
        if message is None:
            return [_send(ask.line + profile.line_end)]
        if profile.waits_for_prompt:
            return [_send(ask.line + profile.line_end)]
        self._flight.prompted = True
        return [_send(ask.line + profile.line_end + message.body + SUBMIT)]

    def prompt(self) -> list[Send]:
        """The radio waits for the PDU."""
        flight = self._flight
        if flight is None or flight.ask.message is None or flight.prompted:
            return []
        flight.prompted = True
        return [_send(flight.ask.message.body + SUBMIT)]

    def take(self, text: str, raw: bytes, now_s: float) -> Reply | Answer | None:
        """`Reply`: the command has ended. None: it belongs to the command, or to nobody. Else the radio
        says it by itself."""
        flight = self._flight
        if text[:2].upper() == "AT" or self._echoed(text):
            return None
        answer = codec.decode(text)
        if isinstance(answer, Final):
            return self._final(answer, raw, now_s)
        if flight is not None and flight.ask.answer and _belongs(answer, text, flight.ask.answer):
            if len(flight.lines) < _LINES:
                flight.lines.append(answer)
                flight.raw.append(raw)
            return None
        return None if isinstance(answer, GroupLine) and not answer.code else answer

    def late(self, now_s: float) -> list[Send] | None:
        """None: nothing is late. The command is given up; a PDU the radio waits for is cancelled."""
        flight = self._flight
        if flight is None or now_s < flight.until_s:
            return None
        self._flight = None
        cancels = flight.ask.message is not None and self._profile.waits_for_prompt
        return [_send(CANCEL)] if cancels else []

    def _echoed(self, text: str) -> bool:
        message = self._flight.ask.message if self._flight is not None else None
        return message is not None and text.strip().upper() == message.body

    def _final(self, final: Final, raw: bytes, now_s: float) -> Reply | None:
        flight = self._flight
        if flight is None or (final.word in _DIALLED and not flight.ask.line.startswith("ATD")):
            return None
        self._flight = None
        self._gap_s = now_s + self._profile.gap_s
        return Reply(final, tuple(flight.lines), b"\r\n".join((*flight.raw, raw)))


def _belongs(answer: Answer, text: str, code: str) -> bool:
    """A state of a message that went out before is no answer to the one in flight."""
    if isinstance(answer, SendState):
        return code == "+CMGS" and answer.sds_status is None
    if isinstance(answer, GroupLine) and not answer.code:
        return code in _LISTS
    return text.partition(":")[0].strip().upper() == code


def _send(text: str) -> Send:
    return Send(text.encode("latin-1"))
