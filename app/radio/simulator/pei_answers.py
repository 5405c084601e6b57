"""What a simulated radio answers to AT commands, but for messages."""

from __future__ import annotations

from collections.abc import Callable

from app.radio.events import CallKind
from app.radio.pei.answers import (
    Answer,
    Charge,
    Chosen,
    Final,
    GroupLine,
    GroupRange,
    Identity,
    Mode,
    OwnNumber,
    Registration,
    SdsLimits,
    Signal,
)
from app.radio.pei.length import PDU_BITS
from app.radio.pei.tables import Fault, Number, Registered, Service
from app.radio.simulator.pei_calls import PeiCalls
from app.radio.simulator.world import GROUPS, OWN, World

NETWORK = "046000001"
"""Country and network before each number."""
_ALL = 16777215
_OK, _SYNTAX = Final("ok"), Final("cme", Fault.SYNTAX)
_COMMS_TYPE = 6

Said = tuple[list[Answer], Callable[[], None] | None]
"""The lines of an answer, and what is done once they are written."""


class Answers:
    """`services` are those the console has asked for; `ai` the kind of message it will send next."""

    def __init__(self, world: World, calls: PeiCalls) -> None:
        self._world = world
        self._calls = calls
        self._listed = (0, -1)
        self._kind = CallKind.GROUP
        self.registered = Registered.HOME
        self.switched_on()

    def switched_on(self) -> None:
        self.echo = True
        self.services: set[str] = set()
        self.ai = int(Service.SDS4)

    def to(self, command: str) -> Said:
        """`command` in capitals."""
        if command in ("AT", "ATE0", "ATE1"):
            self.echo = command == "ATE1" or (command == "AT" and self.echo)
            return [_OK], None
        if command.startswith("ATD"):
            return self._dialled(command[3:])
        if command == "ATH":
            return [_OK], self._calls.hung_up
        name, mark, rest = command.partition("=")
        if mark and rest == "?":
            return self._ranges(name)
        return self._set(name, rest) if mark else self._read(command)

    def _set(self, name: str, rest: str) -> Said:
        match name:
            case "AT+CTSP":
                self.services.add(rest)
            case "AT+CTSDS":
                self.ai = _number(rest.partition(",")[0])
            case "AT+CTSDC":
                several = rest.split(",")[_COMMS_TYPE : _COMMS_TYPE + 1] == ["1"]
                self._kind = CallKind.GROUP if several else CallKind.PRIVATE
            case "AT+CTGS":
                group = _number(rest.partition(",")[2][-8:])
                return [
                    _OK if self._world.choose(group) else Final("cme", Fault.OUT_OF_RANGE)
                ], None
            case "AT+CNUMS":
                _, first, last = [_number(part) for part in f"{rest},,".split(",")[:3]]
                self._listed = (first, last)
            case "AT+CTXD":
                return [_OK], lambda: self._calls.demanded(_number(rest.partition(",")[0]))
            case "AT+CUTXC":
                return [_OK], self._calls.let_go
            case "AT+CMEE" | "AT+CLVL" | "AT+CTOM":
                pass
            case _:
                return [_SYNTAX], None
        return [_OK], None

    def _read(self, command: str) -> Said:
        world = self._world
        known: dict[str, list[Answer]] = {
            "AT+GMI?": [Identity("+GMI", "SIMULATED")],
            "AT+GMM?": [Identity("+GMM", "PEI,1")],
            "AT+GMR?": [Identity("+GMR", "1.0")],
            "AT+CNUMF?": [OwnNumber(Number.INDIVIDUAL_TSI, _full(OWN))],
            "AT+CTOM?": [Mode(0)],
            "AT+CREG?": [Registration(self.registered, 1, "46000001")],
            "AT+CTGS?": [Chosen(1, _full(world.group))],
            "AT+CSQ?": [Signal((world.radio(OWN).rssi_dbm + 113) // 2, 99)],
            "AT+CBC?": [Charge(0, world.radio(OWN).battery)],
            "AT+CNUMS?": self._groups(),
        }
        said = known.get(command)
        return ([*said, _OK] if said is not None else [_SYNTAX]), None

    def _groups(self) -> list[Answer]:
        """The code stands before the first line alone."""
        first, last = self._listed
        listed = [(at, *one) for at, one in enumerate(GROUPS, 1) if first <= at <= last]
        return [
            GroupLine(at, _full(number), name, "" if place else "+CNUMS")
            for place, (at, number, name) in enumerate(listed)
        ]

    def _ranges(self, name: str) -> Said:
        if name == "AT+CNUMS":
            return [GroupRange(1, len(GROUPS)), _OK], None
        if name == "AT+CMGS":
            return [SdsLimits(f"(0-16777214),(8-{PDU_BITS})", PDU_BITS), _OK], None
        return [Final("cme", Fault.UNSUPPORTED)], None

    def _dialled(self, digits: str) -> Said:
        target = _number(digits[-8:])
        kind = CallKind.ALL if target == _ALL else self._kind
        return [_OK], lambda: self._calls.dialled(kind, 0 if kind == CallKind.ALL else target)


def _full(number: int) -> str:
    return f"{NETWORK}{number:08d}"


def _number(text: str) -> int:
    """0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() else 0
