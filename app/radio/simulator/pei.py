"""The radio side of a PEI: answers AT commands, and puts the world into unsolicited codes and messages."""

from __future__ import annotations

from collections import deque

from app.radio.pei import codec, header, lip, requests, sds
from app.radio.pei.answers import Answer, Final, Registration, SendState
from app.radio.pei.header import SdsHeader
from app.radio.pei.length import pieces
from app.radio.pei.requests import CANCEL, SUBMIT, Message
from app.radio.pei.schemes import Words, fitting
from app.radio.pei.sds import Body, Head, Report, Status, Text, TextPart
from app.radio.pei.tables import Fault, Reason, Registered, SendStep, Service
from app.radio.pei.udh import PartOf, Reassembly
from app.radio.simulator.happenings import (
    Alarmed,
    Fell,
    Happening,
    Moved,
    Radio,
    Reported,
    Said,
    Talks,
)
from app.radio.simulator.pei_answers import Answers
from app.radio.simulator.pei_calls import PeiCalls
from app.radio.simulator.speaker import Write
from app.radio.simulator.world import OWN, World

_EMERGENCY_STATUS = 0
_ON_AIR_S = 0.05
_NOT_REACHED = 0x5A
_ROOM = 2048
_LINE = 4096
_ROUTES = {
    "text": "1,3,130",
    "part": "1,3,138",
    "status": "1,2,20",
    "place": "1,3,10",
    "call": "2,0,0",
}
GROUPS_BELOW = 10_000
"""In the simulated county numbers of talk-groups are shorter than those of radios."""


class PeiSpeaker:
    """What a radio has to say waits until the console has asked for it with `AT+CTSP`.

    Quirks: `errors N` (the next N commands meet a syntax error), `fault N` (the next message is refused
    with that number), `lie` (the next is sent and called a syntax error), `prompt on|off`, `network
    on|off`, `halve` (the next header is parted), `odd on|off` (half bytes are not filled up).
    """

    def __init__(self, world: World, write: Write) -> None:
        self._world = world
        self._write = write
        self._held = ""
        self._message: str | None = None
        self._waiting: deque[tuple[str, str]] = deque(maxlen=_ROOM)
        self._parts = Reassembly()
        self._ref = 0
        self._instance = 0
        self._errors = self._fault = 0
        self._lies = self._prompts = self._halves = self._odd = False
        self.calls = PeiCalls(world, lambda line: self._news("call", line))
        self.answers = Answers(world, self.calls)

    # --- what radios do -----------------------------------------------------------------

    def hear(self, what: Happening) -> None:
        match what:
            case Moved(radio, _, blank):
                self._place(radio, Reason.APPLICATION, blank)
            case Said(radio, target, group, words):
                self._say(radio.number, target, group, words)
            case Reported(radio, target, _, code):
                self._sds("status", radio.number, target, Status(code))
            case Alarmed(radio) if radio.lat is None:
                self._sds("status", radio.number, OWN, Status(_EMERGENCY_STATUS))
            case Alarmed(radio):
                self._place(radio, Reason.EMERGENCY)
            case Talks(radio, target, group, emergency):
                self.calls.talks(radio.number, target, group, emergency)
            case Fell(radio, target, group):
                self.calls.falls(radio.number, target, group)

    def quirk(self, word: str, rest: str) -> None:
        match word:
            case "errors":
                self._errors = int(rest)
            case "fault":
                self._fault = int(rest) + 1
            case "lie":
                self._lies = True
            case "halve":
                self._halves = True
            case "prompt":
                self._prompts = rest == "on"
            case "odd":
                self._odd = rest == "on"
            case "network":
                stat = Registered.HOME if rest == "on" else Registered.NONE
                self.answers.registered = stat
                self._line(codec.encode(Registration(stat)))
            case _:
                raise ValueError(f"unknown command {word!r}")

    def _say(self, source: int, target: int, group: bool, words: str) -> None:
        """A text for one radio asks for a receipt."""
        report = 0 if group else 1
        text = fitting(words)
        cut = pieces(text)
        if len(cut) == 1:
            self._sds("text", source, target, Text(Head(sds.TEXT, self._next(), report), text))
            return
        whole = self._next()
        for seq, data in enumerate(cut, 1):
            mref = whole if seq == 1 else self._next()
            part = TextPart(
                Head(sds.PART, mref, report),
                PartOf(whole, len(cut), seq),
                Words(text.scheme, data),
            )
            self._sds("part", source, target, part)

    def _place(self, radio: Radio, reason: int, blank: bool = False) -> None:
        lat, lon = (0.0, 0.0) if blank else (radio.lat or 0.0, radio.lon or 0.0)
        report = lip.report(
            lat, lon, reason=reason, speed_kmh=radio.speed_kmh, course_deg=radio.course_deg
        )
        self._sds("place", radio.number, OWN, report)

    def _sds(self, route: str, source: int, target: int, body: Body) -> None:
        pdu, bits = sds.encode(body)
        ai = Service.STATUS if isinstance(body, Status) else Service.SDS4
        line = header.encode(SdsHeader(ai, str(target), bits, str(source), 0, 0))
        if self._halves:
            self._halves = False
            head, comma, tail = line.partition(f",{target}")
            line = f"{head}\r\n{comma}{tail}"
        digits = pdu.hex().upper()
        self._news(route, f"{line}\r\n{digits[: -(-bits // 4)] if self._odd else digits}")

    def _news(self, route: str, line: str) -> None:
        self._waiting.append((route, line))
        self._flush()

    def _flush(self) -> None:
        """In order, as far as the console has asked for it."""
        while self._waiting and _ROUTES[self._waiting[0][0]] in self.answers.services:
            self._line(self._waiting.popleft()[1])

    # --- the line -----------------------------------------------------------------------

    def beat(self) -> None:
        """Everything of it is in the world's own time."""

    def unplugged(self) -> None:
        """The next console finds a radio that was switched on."""
        self._held, self._message = "", None
        self.answers.switched_on()

    def received(self, data: bytes) -> None:
        for sign in data.decode("latin-1"):
            if self.answers.echo and sign not in (SUBMIT, CANCEL):
                self._write(sign.encode("latin-1"))
            if self._message is not None:
                self._body(sign)
            elif sign == "\r":
                line, self._held = self._held.strip(), ""
                if line:
                    self._command(line)
            elif sign >= " " and len(self._held) < _LINE:
                self._held += sign

    def _body(self, sign: str) -> None:
        """Of a message, up to its end."""
        if sign == CANCEL:
            self._held, self._message = "", None
            self._ends(Final("ok"))
        elif sign == SUBMIT:
            command, self._message = self._message, None
            text, self._held = f"{command}\r\n{self._held}{SUBMIT}", ""
            self._sent(requests.message(text))
        elif sign >= " " and len(self._held) < _LINE:
            self._held += sign

    def _command(self, line: str) -> None:
        command = line.upper()
        if self._errors:
            self._errors -= 1
            self._ends(Final("cme", Fault.SYNTAX))
        elif command.startswith("AT+CMGS=") and command[8:9].isdigit():
            self._message = command
            if self._prompts:
                self._write(b"\r\n> ")
        else:
            said, then = self.answers.to(command)
            self._ends(*said)
            if then is not None:
                then()
            self._flush()

    def _ends(self, *said: Answer) -> None:
        for answer in said:
            text = answer if isinstance(answer, str) else codec.encode(answer)
            self._line(text, answer=True)

    def _line(self, text: str, *, answer: bool = False) -> None:
        self._write(f"\r\n{text}\r\n".encode("latin-1"), answer=answer)

    # --- messages of the console --------------------------------------------------------

    def _sent(self, message: Message | None) -> None:
        body = None if message is None else sds.decode(self.answers.ai, message.pdu, message.bits)
        if message is None or isinstance(body, sds.Damaged | None):
            self._ends(Final("cme", Fault.SYNTAX))
            return
        if self._fault:
            number, self._fault = self._fault - 1, 0
            self._ends(Final("cme", number))
            return
        self._instance = (self._instance + 1) % 8
        instance, lies = self._instance, self._lies
        self._lies = False
        self._ends(*([Final("cme", Fault.SYNTAX)] if lies else [Final("ok"), SendState(instance)]))
        mref = body.head.mref if isinstance(body, Text | TextPart) else getattr(body, "mref", None)
        state = SendState(instance, SendStep.SENT, mref)
        self._world.after(_ON_AIR_S, lambda: self._line(codec.encode(state)))
        target = int(message.called[-8:])
        self._world.after(_ON_AIR_S, lambda: self._deliver(target, body))

    def _deliver(self, target: int, body: Body) -> None:
        group = target < GROUPS_BELOW
        match body:
            case Status(code):
                self._world.status(target, group, code)
            case Report(_, status):
                self._world.confirmed(target, status)
            case Text(head, words):
                self._text(target, group, head, words.text)
            case TextPart(head, part, words):
                whole = self._parts.add(target, target, part, words, self._world.now_s)
                if whole:
                    self._text(target, group, head, whole[-1].text)
                elif self._world.radio(target).online:
                    self._world.ask(target, lambda _: self._receipt(target, head, 0))

    def _text(self, target: int, group: bool, head: Head, words: str) -> None:
        def answered(_radio: Radio) -> None:
            self._receipt(target, head, 0)

        there = self._world.text(OWN, target, group, words, answered)
        if not there:
            self._receipt(target, head, _NOT_REACHED)

    def _receipt(self, source: int, head: Head, status: int) -> None:
        if head.report:
            self._sds("text", source, OWN, Report(head.pid, status, head.mref))

    def _next(self) -> int:
        self._ref = self._ref % 255 + 1
        return self._ref
