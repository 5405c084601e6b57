"""HDAP messages from the radio side to neutral events; knows only which calls are under way."""

from __future__ import annotations

from app.radio.events import (
    AlarmKind,
    CallEnd,
    CheckReply,
    Disabled,
    Emergency,
    EmergencyCleared,
    Event,
    Heard,
    Offline,
    Online,
    Position,
    RawUnknown,
    Rssi,
    TalkerEnd,
    TalkerStart,
    TextIn,
)
from app.radio.hytera import hdap, messages
from app.radio.hytera.tmp import TextMessage
from app.radio.hytera.wire import Gps

KNOT_KMH = 1.852
_VOICE, _HANG, _END, _EXIT_EMERGENCY = 1, 2, 3, 0x0A
_PRIVATE_CALLS = frozenset({0, 4, 6})
_EMERGENCY_CALLS = frozenset({3, 5})
_EMERGENCY, _RSSI, _MAN_DOWN, _DISABLE = 0x09, 0x0B, 0x0E, 0x12
_SPEECH = frozenset({0, 1})
"""Services of a repeater that may be speech: not said, voice."""
_REPEATS = {0: _VOICE, 2: _VOICE, 6: _VOICE, 11: _VOICE, 1: _HANG, 3: _HANG, 7: _HANG, 12: _HANG}
_REPEATS |= {8: _END, 10: _END, 13: _END, 15: _END}
_REPEATER_RESTS = frozenset({4, 5})
"""What B845 says by its `status`, in the words of B844."""


class Hearing:
    """`own_radio` is the gateway's own set, once it has told its id; `valid_s` what we grant."""

    def __init__(self, valid_s: int) -> None:
        self.own_radio = 0
        self._valid_s = valid_s
        self._call = 0
        self._talking: dict[tuple[int, int], tuple[int, int]] = {}

    def hear(self, body: hdap.Body, heard: Heard) -> list[Event]:
        match body:
            case messages.Registration(ip):
                return [Online(heard, ip.radio, self._valid_s)]
            case messages.GoingOffline(ip):
                return [Offline(heard, ip.radio)]
            case messages.OnlineAnswer(ip, state):
                return self._answered(heard, ip.radio, state == 0)
            case messages.EmergencyReport(ip, kind, fix):
                place = _position(heard, ip.radio, fix) if any(fix.raw) else None
                return [Emergency(heard, ip.radio, AlarmKind.BUTTON, kind, place)]
            case messages.ReceiveStatus():
                return self._call_state(heard, body)
            case messages.RepeaterStatus():
                return self._repeats(heard, body)
            case messages.StatusReport(target, value):
                return self._status(heard, target, value)
            case TextMessage():
                target = body.dest if body.group else body.dest_radio
                text = _clean(body.text)
                return [TextIn(heard, body.src.radio, target, body.group, text, body.request)]
            case messages.Unknown():
                return [RawUnknown(heard)]
        return _positions(heard, body)

    def lost(self, heard: Heard) -> list[Event]:
        """The link is gone: nobody will tell us that the calls under way end."""
        ended: list[Event] = []
        for call, radio in self._talking.values():
            ended += [TalkerEnd(heard, call, radio), CallEnd(heard, call)]
        self._talking.clear()
        return ended

    def _answered(self, heard: Heard, radio: int, online: bool) -> list[Event]:
        presence = Online(heard, radio, self._valid_s) if online else Offline(heard, radio)
        return [CheckReply(heard, radio, online), presence]

    def _call_state(self, heard: Heard, body: messages.ReceiveStatus) -> list[Event]:
        key = (body.call_type, body.target)
        going = self._talking.get(key)
        if body.process == _EXIT_EMERGENCY:
            return [EmergencyCleared(heard, body.sender)]
        if body.process == _VOICE:
            return self._talk(heard, body, key, going)
        if going is None:
            return []
        call, radio = going
        if body.process == _HANG:
            return [TalkerEnd(heard, call, radio)]
        if body.process == _END:
            del self._talking[key]
            return [TalkerEnd(heard, call, radio), CallEnd(heard, call)]
        return []

    def _repeats(self, heard: Heard, body: messages.RepeaterStatus) -> list[Event]:
        """A repeater tells who talks through it; at rest nobody does."""
        if body.status in _REPEATER_RESTS:
            return self.lost(heard)
        process = _REPEATS.get(body.status)
        if process is None or body.service not in _SPEECH:
            return []
        said = messages.ReceiveStatus(process, body.call_type, body.target, body.sender)
        return self._call_state(heard, said)

    def _talk(
        self,
        heard: Heard,
        body: messages.ReceiveStatus,
        key: tuple[int, int],
        going: tuple[int, int] | None,
    ) -> list[Event]:
        told: list[Event] = []
        if body.call_type in _EMERGENCY_CALLS:
            told.append(Emergency(heard, body.sender, AlarmKind.CALL, body.call_type, None))
        if going is None:
            self._call += 1
        elif going[1] != body.sender:
            told.append(TalkerEnd(heard, *going))
        self._talking[key] = (self._call if going is None else going[0], body.sender)
        group = body.call_type not in _PRIVATE_CALLS
        told.append(TalkerStart(heard, self._talking[key][0], body.sender, body.target, group))
        return told

    def _status(self, heard: Heard, target: int, value: int) -> list[Event]:
        if target in (_EMERGENCY, _MAN_DOWN):
            if not value:
                return [EmergencyCleared(heard, self.own_radio)]
            kind = AlarmKind.BUTTON if target == _EMERGENCY else AlarmKind.MAN_DOWN
            return [Emergency(heard, self.own_radio, kind, target, None)]
        if target == _DISABLE:
            return [Disabled(heard, self.own_radio, bool(value))]
        return [Rssi(heard, value)] if target == _RSSI else []


def _positions(heard: Heard, body: hdap.Body) -> list[Event]:
    match body:
        case messages.PositionReport(_, ip, 0, fix):
            return [_position(heard, ip.radio, fix)]
        case messages.PositionRssiReport(_, ip, 0, fix, rssi):
            return [_position(heard, ip.radio, fix, rssi)]
        case messages.TriggeredRssiReport(_, ip, 0, fix, rssi):
            return [_position(heard, ip.radio, fix, rssi)]
        case messages.PeriodicReport(_, ip, _, fix) | messages.TriggeredReport(_, ip, fix):
            return [_position(heard, ip.radio, fix)]
    return []


def _position(heard: Heard, radio: int, fix: Gps, rssi_dbm: int | None = None) -> Position:
    speed, place = fix.speed_kn, fix.place
    return Position(
        heard,
        radio,
        place[0] if place else None,
        place[1] if place else None,
        fix.at,
        place is not None,
        None if speed is None else round(speed * KNOT_KMH, 1),
        fix.course_deg,
        rssi_dbm,
    )


def _clean(text: str) -> str:
    """What a person can read and a store can keep: no NUL, no half of a surrogate pair."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "").strip()
