"""What the console asks the radio by itself: the opening, the polls, the groups. radio.md 4.7."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from app.radio.events import Battery, ChooseGroup, Groups, Rssi
from app.radio.pei.answers import (
    Answer,
    Charge,
    Chosen,
    Final,
    GroupLine,
    GroupRange,
    OwnNumber,
    Registration,
    SdsLimits,
    Signal,
)
from app.radio.pei.answers import Mode as ModeAnswer
from app.radio.pei.exchange import Ask, Reply, Steps
from app.radio.pei.identities import ssi
from app.radio.pei.length import PDU_BITS
from app.radio.pei.profile import PeiProfile
from app.radio.pei.tables import ON_NETWORK, WITHOUT_NETWORK, Fault, Number
from app.radio.pei.teller import Teller

_ATTEMPTS, _REFUSED = 10, 2
_LEAST_BITS = 400
"""A radio that says less is not believed: no text would fit."""
_OWN = (Number.INDIVIDUAL, Number.INDIVIDUAL_TSI)
_WEAK, _FAIR, _GOOD = -93, -83, -73


@dataclass(slots=True)
class Known:
    """What the radio told of itself since the port was opened. `registered` None: not yet."""

    own_radio: int = 0
    registered: bool | None = None
    networked: bool = True
    """Its mode needs a network."""
    pin_wanted: bool = False
    pdu_bits: int = PDU_BITS
    """As long may a message be."""
    chosen: int = 0
    groups: dict[int, str] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
    """The groups' numbers as the radio writes them."""
    refused: dict[str, int] = field(default_factory=dict)
    """Questions it has no answer for, and how often it said so."""

    def unable(self, line: str) -> bool:
        return self.refused.get(line, 0) >= _REFUSED


class Dialog:
    def __init__(self, teller: Teller, profile: PeiProfile) -> None:
        self.known = Known()
        self._teller = teller
        self._profile = profile

    def opened(self) -> None:
        self.known = Known(own_radio=self.known.own_radio)

    def hear(self, answer: Answer) -> bool:
        """False: it says nothing of the radio's own state."""
        known = self.known
        match answer:
            case Registration(stat):
                known.registered = stat in ON_NETWORK
            case Chosen(1, group) if ssi(group) is not None:
                known.chosen = ssi(group) or 0
                known.written.setdefault(known.chosen, group)
                self._tell_groups()
            case Chosen():
                pass
            case ModeAnswer(mode):
                known.networked = mode not in WITHOUT_NETWORK
            case OwnNumber(kind, number) if kind in _OWN:
                known.own_radio = ssi(number) or known.own_radio
            case SdsLimits():
                known.pdu_bits = min(PDU_BITS, max(_LEAST_BITS, answer.max_pdu_bits))
            case Signal():
                self._tell_signal(answer)
            case Charge(_, percent):
                self._teller.say(Battery(self._teller.heard(), percent))
            case _:
                return False
        return True

    # --- jobs ---------------------------------------------------------------------------

    def attention(self) -> Steps:
        if self._profile.echo_off:
            yield from self._until_ok("ATE0")
        yield from self._until_ok("AT")

    def opening(self) -> Steps:
        """Until it is known whether the radio is on its network."""
        yield Ask("AT+CMEE=1")  # not verified
        yield Ask("AT+GMI?", "+GMI")
        yield from self._read("AT+CNUMF?", "+CNUMF")
        for service in self._profile.services:
            yield from self._sure(f"AT+CTSP={service}")
        yield from self._read("AT+CTOM?", "+CTOM")
        yield from self._registration()
        yield from self._read("AT+CTGS?", "+CTGS")
        yield from self._read("AT+CMGS=?", "+CMGS")

    def poll(self) -> Steps:
        yield from self._read("AT+CSQ?", "+CSQ")
        yield from self._registration()
        yield from self._read("AT+CBC?", "+CBC")

    def groups(self) -> Steps:
        """The static and the dynamic list, as far as the radio has them."""
        found: dict[int, str] = {}
        for code in ("+CNUMS", "+CNUMD"):
            reply = yield Ask(f"AT{code}=?", code)
            last = max((one.last for one in reply.lines if isinstance(one, GroupRange)), default=0)
            first = min(
                (one.first for one in reply.lines if isinstance(one, GroupRange)), default=1
            )
            if not reply.ok or not last:
                continue
            last = min(last, first + self._profile.groups_max - 1)
            reply = yield Ask(f"AT{code}=0,{first},{last}")
            if reply.ok:
                wait_s = self._profile.long_answer_s
                reply = yield Ask(f"AT{code}?", code, wait_s)
            for line in reply.lines:
                number = ssi(line.group) if isinstance(line, GroupLine) else None
                if number:
                    found[number] = line.name
                    self.known.written[number] = line.group
        if found:
            self.known.groups = found
            self._tell_groups()

    def choose(self, command: ChooseGroup) -> Steps:
        number = self.known.written.get(command.group, str(command.group))
        reply = yield Ask(f"AT+CTGS=1,{number}", "+CTGS", self._profile.long_answer_s)
        if not reply.ok:
            word = "no_answer" if reply.final is None else "refused"
            self._teller.end(command, word)
            return
        yield from self._read("AT+CTGS?", "+CTGS")
        self._teller.end(command, "ok" if self.known.chosen == command.group else "refused")

    def _until_ok(self, line: str) -> Steps:
        """A radio may meet the first commands with a burst of syntax errors."""
        reply = yield Ask(line)
        for _ in range(_ATTEMPTS):
            if reply.ok or not reply.is_fault(Fault.SYNTAX):
                return
            reply = yield Ask("AT")

    def _sure(self, line: str) -> Steps:
        """Twice, when a burst of errors or a silence has swallowed it."""
        reply = yield Ask(line)
        if reply.final is None or reply.is_fault(Fault.SYNTAX):
            yield Ask(line)

    def _read(self, line: str, code: str) -> Generator[Ask, Reply, Reply]:
        if self.known.unable(line):
            return Reply(Final("error"))
        reply = yield Ask(line, code)
        for one in reply.lines:
            self.hear(one)
        if reply.is_fault(Fault.UNSUPPORTED):
            self.known.refused[line] = _REFUSED
        elif reply.is_fault(Fault.SYNTAX) or reply.code == "error":
            self.known.refused[line] = self.known.refused.get(line, 0) + 1
        return reply

    def _registration(self) -> Steps:
        """A radio that cannot say is taken to be on its network."""
        reply = yield from self._read("AT+CREG?", "+CREG")
        self.known.pin_wanted = reply.is_fault(Fault.PIN_FIRST)
        if self.known.unable("AT+CREG?") and self.known.registered is None:
            self.known.registered = True

    def _tell_groups(self) -> None:
        known = self.known
        groups = dict(known.groups)
        if known.chosen:
            groups.setdefault(known.chosen, "")
        listed = tuple(sorted(groups.items()))
        self._teller.say(Groups(self._teller.heard(), listed, known.chosen or None))

    def _tell_signal(self, signal: Signal) -> None:
        if signal.dbm is not None:
            self._teller.say(Rssi(self._teller.heard(), _bars(signal), signal.dbm))


def _bars(signal: Signal) -> int:
    """0 to 4."""
    dbm = signal.dbm
    if dbm is None or signal.rssi == 0:
        return 0
    return 1 + sum(dbm >= limit for limit in (_WEAK, _FAIR, _GOOD))
