"""The messages of HDAP as plain records. Layouts and codes: radio.md 5.3-5.7; texts are in tmp.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from app.radio.hytera.wire import IP, Gps, RadioIp


class Service(IntEnum):
    RCP = 0x02
    LP = 0x08
    TMP = 0x09
    RRS = 0x11
    TP = 0x12
    DTP = 0x13
    DDS = 0x14


@dataclass(frozen=True, slots=True)
class Unknown:
    """A sound message whose opcode or layout nobody here knows."""

    service: int
    opcode: int
    payload: bytes


# --- RRS: registration ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Registration:
    ip: RadioIp


@dataclass(frozen=True, slots=True)
class RegistrationAck:
    """`result` 0 ok, 1 other, 2 password; registered again within `valid_s`."""

    ip: RadioIp
    result: int
    valid_s: int


@dataclass(frozen=True, slots=True)
class GoingOffline:
    ip: RadioIp


@dataclass(frozen=True, slots=True)
class OnlineCheck:
    ip: RadioIp


@dataclass(frozen=True, slots=True)
class OnlineAnswer:
    """`state` 0 online, 1 offline."""

    ip: RadioIp
    state: int


# --- LP: location -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PositionRequest:
    request: int
    ip: RadioIp


@dataclass(frozen=True, slots=True)
class PositionReport:
    """`result` 0 ok, 6 no position, 0x69 format."""

    request: int
    ip: RadioIp
    result: int
    fix: Gps


@dataclass(frozen=True, slots=True)
class PositionRssiReport:
    request: int
    ip: RadioIp
    result: int
    fix: Gps
    rssi_dbm: int


@dataclass(frozen=True, slots=True)
class EmergencyStop:
    request: int
    ip: RadioIp


@dataclass(frozen=True, slots=True)
class EmergencyStopAck:
    request: int
    ip: RadioIp
    result: int


@dataclass(frozen=True, slots=True)
class EmergencyReport:
    """The button was pressed. The codes of `kind` are not public."""

    ip: RadioIp
    kind: int
    fix: Gps


@dataclass(frozen=True, slots=True)
class PeriodicRequest:
    """`start` and `stop` 14 digits (NULs: at once, without end), `interval` ddhhmmss; digits unverified."""

    request: int
    ip: RadioIp
    start: bytes
    stop: bytes
    interval: bytes


@dataclass(frozen=True, slots=True)
class PeriodicAnswer:
    """Layout by analogy with the stop of an emergency report, unverified."""

    request: int
    ip: RadioIp
    result: int


@dataclass(frozen=True, slots=True)
class PeriodicStop:
    request: int
    ip: RadioIp


@dataclass(frozen=True, slots=True)
class PeriodicStopAnswer:
    """As `PeriodicAnswer`."""

    request: int
    ip: RadioIp
    result: int


@dataclass(frozen=True, slots=True)
class PeriodicReport:
    request: int
    ip: RadioIp
    remaining: bytes
    fix: Gps


@dataclass(frozen=True, slots=True)
class TriggeredReport:
    request: int
    ip: RadioIp
    fix: Gps


@dataclass(frozen=True, slots=True)
class TriggeredRssiReport:
    request: int
    ip: RadioIp
    result: int
    fix: Gps
    rssi_dbm: int


# --- RCP: radio control -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallRequest:
    """`call_type` 0 private, 1 group, 2 all, 3 emergency group, 5 emergency alarm."""

    call_type: int
    target: int


@dataclass(frozen=True, slots=True)
class ClearCall:
    pass


@dataclass(frozen=True, slots=True)
class Button:
    """`button` 3 PTT; `operation` 0 release, 1 press, 2 short, 3 long."""

    button: int
    operation: int


@dataclass(frozen=True, slots=True)
class Target:
    """A request about one radio: check, monitor, alert, disable, enable (by opcode)."""

    opcode: int
    target: int


@dataclass(frozen=True, slots=True)
class TargetReply:
    opcode: int
    result: int
    target: int


@dataclass(frozen=True, slots=True)
class Reply:
    """The bare result of a request; 0 = ok."""

    opcode: int
    result: int


@dataclass(frozen=True, slots=True)
class BroadcastConfig:
    """Pairs of (target 0 transmit, 1 receive, 2 repeater; enable)."""

    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NotifyConfig:
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MessageConfig:
    """`bits` 1 text, 2 short data, 4 CSBK."""

    bits: int
    rest: bytes = bytes(7)


@dataclass(frozen=True, slots=True)
class ReceiveStatus:
    """`process` 1 voice, 2 hang time, 3 end, 10 exit emergency."""

    process: int
    call_type: int
    target: int
    sender: int


@dataclass(frozen=True, slots=True)
class TransmitStatus:
    """`process` 1 transmits, 2 hang time, 3 end, 4 fail, 5 time-out, 6 about to time out."""

    process: int
    source: int
    call_type: int
    target: int


@dataclass(frozen=True, slots=True)
class RepeaterStatus:
    """`status` 0 repeats, 1 hang time, 2 repeats from the network, 3 its hang time, 4 call over, 5 sleeps,
    6-10 and 11-15 a key of the repeater: talks, hang time, end, waits, time-out. `service` 1 voice."""

    mode: int
    status: int
    service: int
    call_type: int
    target: int
    sender: int


@dataclass(frozen=True, slots=True)
class StatusReport:
    """`target` 9 emergency, 11 RSSI (0-4), 14 man down."""

    target: int
    value: int


@dataclass(frozen=True, slots=True)
class OwnQuery:
    """`which` 0 id, 1 ip."""

    which: int


@dataclass(frozen=True, slots=True)
class OwnReply:
    result: int
    which: int
    value: bytes

    @property
    def radio(self) -> int:
        """The gateway's own radio id: little endian as id, network order in the ip form."""
        if self.which == 1:
            return IP.read(self.value).radio
        return int.from_bytes(self.value, "little")


@dataclass(frozen=True, slots=True)
class Channel:
    """`operation` 0 set, 1 read."""

    operation: int
    zone: int
    channel: int


@dataclass(frozen=True, slots=True)
class ChannelReply:
    result: int
    operation: int
    zone: int
    channel: int


# --- DDS: what became of a message in the air -------------------------------------------


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """`result` 0 ok, 1 fail, 4 timeout, 5 no ack, 6 error ack, 7 wake-up, 8 interrupted, 9 denied."""

    service: int
    ip: RadioIp
    opcode: int
    result: int
