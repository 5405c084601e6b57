"""A radio with a PEI played by hand: what it answers to which command, and time in our hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from app.radio.driver import Out, Send
from app.radio.events import Command
from app.radio.pei.framer import Framer
from app.radio.pei.profile import PeiProfile
from app.radio.pei.session import PeiSession

AT = datetime(2026, 6, 24, 19, 32, 5, tzinfo=UTC)
E = TypeVar("E")
ANSWERS = {
    "AT+GMI?": ("+GMI: MOTOROLA", "OK"),
    "AT+CNUMF?": ("+CNUMF: 6,09011638300023401", "OK"),
    "AT+CTOM?": ("+CTOM: 0", "OK"),
    "AT+CREG?": ("+CREG: 1,1,90109999", "OK"),
    "AT+CTGS?": ("+CTGS: 1,09011638300000901", "OK"),
    "AT+CSQ?": ("+CSQ: 20,99", "OK"),
    "AT+CBC?": ("+CBC: 0,80", "OK"),
    "AT+CNUMS=?": ("+CNUMS: (0),(1-2),(1-2)", "OK"),
    "AT+CNUMS?": ("+CNUMS: 1,09011638300000901,County", "2,09011638300000902,Flood", "OK"),
    "AT+CNUMD=?": ("+CME ERROR: 4",),
}
"""To everything else it says OK."""


class Radio:
    """A session with its radio. `written` are the commands since it was last cleared, bodies with them."""

    def __init__(self, profile: PeiProfile | None = None) -> None:
        self.session = PeiSession("A", profile)
        self.framer = Framer()
        self.answers: dict[str, Sequence[str]] = dict(ANSWERS)
        self.silent = False
        self.now_s = 100.0
        self.outs: list[Out] = []
        self.written: list[str] = []

    def up(self) -> Radio:
        self.opened().wait(8)
        self.outs.clear()
        self.written.clear()
        return self

    def opened(self) -> Radio:
        self._take(self.session.opened(self.now_s, AT))
        return self

    def lost(self, why: str = "unplugged") -> Radio:
        self.framer.forget()
        self._take(self.session.lost(why, AT))
        return self

    def says(self, *lines: str) -> Radio:
        for line in lines:
            data = b"\r\n" + line.encode("latin-1") + b"\r\n"
            self._frames(self.framer.feed(data, self.now_s))
        return self

    def wait(self, seconds: float) -> Radio:
        """In small steps, as the link ticks."""
        for _ in range(max(1, round(seconds / 0.05))):
            self.now_s += 0.05
            self._frames(self.framer.tick(self.now_s))
            self._take(self.session.tick(self.now_s, AT))
        return self

    def submit(self, *commands: Command) -> Radio:
        for command in commands:
            self._take(self.session.submit(command, self.now_s, AT))
        return self

    def told(self, kind: type[E]) -> list[E]:
        return [out for out in self.outs if isinstance(out, kind)]

    def only(self, kind: type[E]) -> E:
        (one,) = self.told(kind)
        return one

    def _frames(self, frames: list[Any]) -> None:
        for frame, raw in frames:
            self._take(self.session.on_frame(frame, raw, self.now_s, AT))

    def _take(self, outs: list[Any]) -> None:
        self.outs += outs
        for out in outs:
            if isinstance(out, Send):
                self._obey(out.data.decode("latin-1"))

    def _obey(self, text: str) -> None:
        line = text.rstrip("\r\n")
        if not line:
            return
        self.written.append(line)
        if not self.silent:
            command = line.partition("\r")[0].partition("\x1a")[0]
            self.says(*self.answers.get(command, self.answers.get(command[:7], ("OK",))))
