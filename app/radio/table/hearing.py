"""Lines that fit a table's patterns to neutral events. Knows only who talks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.radio.events import (
    AlarmKind,
    Battery,
    CallEnd,
    CheckReply,
    Emergency,
    EmergencyCleared,
    Event,
    Groups,
    Heard,
    Offline,
    Online,
    Position,
    RawUnknown,
    Rssi,
    StatusIn,
    TalkerEnd,
    TalkerStart,
    TextIn,
)
from app.radio.table.fields import Fields
from app.radio.table.layout import Table

KINDS = {"button": AlarmKind.BUTTON, "call": AlarmKind.CALL, "man_down": AlarmKind.MAN_DOWN}
VALID_S = 300
_BARS_DBM = (-113, -93, -83, -73)
_CALLS = 64


@dataclass(slots=True)
class _Talk:
    call: int
    radio: int
    since_s: float


class Hearing:
    """`hear` gives None when no pattern fits: then nobody knows the line."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._calls = 0
        self._talks: dict[int, _Talk] = {}
        self._said: tuple[tuple[int, int, int, str], float] | None = None

    def hear(self, text: str, heard: Heard, now_s: float) -> list[Event] | None:
        """Every pattern that fits tells its event; one whose fields make no sense tells that it was not
        understood."""
        events: list[Event] = []
        known = False
        for hear in self._table.hears:
            found = hear.pattern.fullmatch(text)
            if found is None:
                continue
            known = True
            fields = Fields(found.groupdict(), hear.fixed, hear.units, self._table.names)
            try:
                events += _TOLD[hear.event](self, fields, heard, now_s)
            except (ValueError, OverflowError, OSError):
                events.append(RawUnknown(heard))
        return events if known else None

    @property
    def talking(self) -> bool:
        return bool(self._talks)

    def due(self, now_s: float, heard: Heard) -> list[Event]:
        """A talk whose end was lost ends by time."""
        late_s = now_s - self._table.times.talk_limit_s
        over = [group for group, talk in self._talks.items() if talk.since_s <= late_s]
        return [event for group in over for event in self._over(group, heard)]

    def lost(self, heard: Heard) -> list[Event]:
        return [event for group in list(self._talks) for event in self._over(group, heard)]

    # --- one for each event of a table --------------------------------------------------

    def _online(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        return [Online(heard, fields.number("radio"), int(fields.fixed("valid_s", VALID_S)))]

    def _offline(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        return [Offline(heard, fields.number("radio"))]

    def _position(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        return [_place(fields, heard)]

    def _text(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        radio, target = fields.number("radio"), fields.number("target", 0)
        group, ref, words = (
            bool(fields.fixed("group", False)),
            fields.number("ref", 0),
            fields.words(),
        )
        sign = (radio, target, ref, words)
        said, self._said = self._said, (sign, now_s)
        if said is not None and said[0] == sign and now_s - said[1] < self._table.times.repeat_s:
            return []  # gateways send a line again when in doubt
        return [TextIn(heard, radio, target, group, words, ref)]

    def _status(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        radio, target = fields.number("radio"), fields.number("target", 0)
        group = bool(fields.fixed("group", False))
        return [StatusIn(heard, radio, target, group, fields.number("code"))]

    def _emergency(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        """Raised even when its place makes no sense."""
        radio = fields.number("radio")
        kind = KINDS[fields.fixed("kind", "button")]
        try:
            place = _place(fields, heard)
        except (ValueError, OverflowError, OSError):
            place = None
        try:
            code = fields.number("code", 0)
        except ValueError:
            code = 0
        told = place if place is not None and place.valid else None
        return [Emergency(heard, radio, kind, code, told)]

    def _cleared(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        return [EmergencyCleared(heard, fields.number("radio"))]

    def _check(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        ok = fields.among("ok", "ok_when", True)
        return [CheckReply(heard, fields.number("radio"), ok, fields.dbm())]

    def _rssi(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        dbm = fields.dbm()
        bars = fields.number("bars", -1)
        if bars < 0:
            if dbm is None:
                raise ValueError("rssi")
            bars = sum(dbm >= least for least in _BARS_DBM)
        return [Rssi(heard, min(bars, 4), dbm)]

    def _battery(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        percent = fields.number("percent")
        if percent > 100:
            raise ValueError("percent")
        return [Battery(heard, percent)]

    def _group(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        return [Groups(heard, self._table.groups, fields.number("target"))]

    def _talk_start(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        radio, target = fields.number("radio"), fields.number("target", 0)
        held = self._talks.get(target)
        if held is not None and held.radio == radio:
            return []
        ended = self._over(target, heard) if held is not None else []
        self._calls += 1
        if len(self._talks) >= _CALLS:
            ended += self._over(next(iter(self._talks)), heard)
        self._talks[target] = _Talk(self._calls, radio, now_s)
        group = bool(fields.fixed("group", True))
        return [*ended, TalkerStart(heard, self._calls, radio, target, group)]

    def _talk_end(self, fields: Fields, heard: Heard, now_s: float) -> list[Event]:
        """By its group where that is said, else by who talked."""
        if fields.has("target"):
            return self._over(fields.number("target"), heard)
        radio = fields.number("radio")
        over = [group for group, talk in self._talks.items() if talk.radio == radio]
        return [event for group in over for event in self._over(group, heard)]

    def _over(self, group: int, heard: Heard) -> list[Event]:
        talk = self._talks.pop(group, None)
        if talk is None:
            return []
        return [TalkerEnd(heard, talk.call, talk.radio), CallEnd(heard, talk.call)]


def _place(fields: Fields, heard: Heard) -> Position:
    place = fields.place()
    good = place is not None and fields.among("fix", "fix_when", True)
    return Position(
        heard,
        fields.number("radio"),
        place[0] if place and good else None,
        place[1] if place and good else None,
        fields.time(heard.at),
        good,
        fields.speed_kmh(),
        fields.course_deg(),
        fields.dbm(),
    )


_Told = Callable[[Hearing, Fields, Heard, float], list[Event]]
_TOLD: dict[str, _Told] = {
    "online": Hearing._online,
    "offline": Hearing._offline,
    "position": Hearing._position,
    "text": Hearing._text,
    "status": Hearing._status,
    "emergency": Hearing._emergency,
    "emergency_cleared": Hearing._cleared,
    "check": Hearing._check,
    "rssi": Hearing._rssi,
    "battery": Hearing._battery,
    "group": Hearing._group,
    "talk_start": Hearing._talk_start,
    "talk_end": Hearing._talk_end,
}
_PLACE = frozenset({"lat", "lon", "lat_side", "lon_side", "time", "speed", "course", "rssi", "fix"})
FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "online": (frozenset({"radio"}), frozenset({"valid_s"})),
    "offline": (frozenset({"radio"}), frozenset()),
    "position": (frozenset({"radio", "lat", "lon"}), _PLACE | {"fix_when"}),
    "text": (frozenset({"radio", "text"}), frozenset({"target", "group", "ref"})),
    "status": (frozenset({"radio", "code"}), frozenset({"target", "group"})),
    "emergency": (frozenset({"radio"}), _PLACE | {"kind", "code", "fix_when"}),
    "emergency_cleared": (frozenset({"radio"}), frozenset()),
    "check": (frozenset({"radio"}), frozenset({"ok", "ok_when", "rssi"})),
    "rssi": (frozenset(), frozenset({"rssi", "bars"})),
    "battery": (frozenset({"percent"}), frozenset()),
    "group": (frozenset({"target"}), frozenset()),
    "talk_start": (frozenset({"radio"}), frozenset({"target", "group"})),
    "talk_end": (frozenset(), frozenset({"radio", "target"})),
}
"""For each event of a table: the fields it must have, and those it may have."""
