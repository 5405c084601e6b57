"""Sentences and frames to neutral events: who is where, who talks, who cries for help."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.radio.events import (
    CallEnd,
    Emergency,
    EmergencyCleared,
    Event,
    Heard,
    Position,
    RawUnknown,
    StatusIn,
    TalkerEnd,
    TalkerStart,
    TextIn,
)
from app.radio.nmea import sentences
from app.radio.nmea.fleetsync import CallerId, Packet, ShortText
from app.radio.nmea.profile import Profile
from app.radio.nmea.sentences import Fix, Sentence

KNOT_KMH = 1.852
_KNOWN_RADIOS = 4096
_CLEARINGS = 2
"""The service believes the second one."""


@dataclass(frozen=True, slots=True)
class _Talk:
    call: int
    radio: int
    since_s: float


class Hearing:
    """Holds who talks and what each radio reported last; bounded."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._talk: _Talk | None = None
        self._calls = 0
        self._status: OrderedDict[int, str] = OrderedDict()
        self._alarmed: dict[int, int] = {}
        self._own: tuple[float, bool] | None = None
        self._said: tuple[int, str, float] | None = None

    # --- sentences ----------------------------------------------------------------------

    def sentence(self, sentence: Sentence, heard: Heard, now_s: float) -> list[Event]:
        told = sentences.read(sentence, self._profile.pivot)
        if told is None:
            return [RawUnknown(heard)] if sentence.name.startswith("PK") else []
        if told.waypoint:
            radio = self._profile.waypoint(told.waypoint)
            return [RawUnknown(heard)] if radio is None else [place_of(heard, radio, told.fix)]
        if told.address is None:
            return self._own_place(told.fix, heard, now_s)
        radio = self._profile.number(told.address)
        place = place_of(heard, radio, told.fix)
        return [place, *self._reported(radio, told.status, place)]

    def _own_place(self, fix: Fix, heard: Heard, now_s: float) -> list[Event]:
        """A receiver tells its place several times a second: not every one is news."""
        held = self._own
        due = held is None or held[1] != fix.valid or now_s - held[0] >= self._profile.own_every_s
        if not due:
            return []
        self._own = (now_s, fix.valid)
        return [place_of(heard, self._profile.own_radio, fix)]

    def _reported(self, radio: int, status: str, place: Position) -> list[Event]:
        """Radios repeat their status with every position: only a new one is told, a cry for help always."""
        heard = place.heard
        kind = self._profile.cry(status)
        before = self._status.pop(radio, "")
        self._status[radio] = status
        if len(self._status) > _KNOWN_RADIOS:
            self._status.popitem(last=False)
        if kind is not None:
            self._alarmed[radio] = _CLEARINGS
            code = int(status) if _number(status) else 0
            return [Emergency(heard, radio, kind, code, place if place.valid else None)]
        events: list[Event] = []
        if status:
            events += self._calm(radio, heard)
        if status not in (before, *self._profile.quiet.split()) and _number(status):
            events.append(StatusIn(heard, radio, self._profile.own_radio, False, int(status)))
        return events

    def _calm(self, radio: int, heard: Heard) -> list[Event]:
        left = self._alarmed.get(radio, 0)
        if not left:
            return []
        if left == 1:
            del self._alarmed[radio]
        else:
            self._alarmed[radio] = left - 1
        return [EmergencyCleared(heard, radio)]

    # --- short frames -------------------------------------------------------------------

    def packet(self, packet: Packet, heard: Heard, now_s: float) -> list[Event]:
        """Receipts are the session's."""
        match packet:
            case CallerId(begin):
                radio = self._profile.number(packet.address)
                return self._begin(radio, heard, now_s) if begin else self._end(radio, heard, now_s)
            case ShortText(address, text) if text.strip():
                return self._text(self._profile.number(address), text.strip(), heard, now_s)
        return []

    def _text(self, radio: int, text: str, heard: Heard, now_s: float) -> list[Event]:
        """Base radios send a frame again when in doubt."""
        said, self._said = self._said, (radio, text, now_s)
        again = said is not None and said[:2] == (radio, text)
        if again and said is not None and now_s - said[2] < self._profile.repeat_s:
            return []
        return [TextIn(heard, radio, self._profile.own_radio, False, text, 0)]

    def _begin(self, radio: int, heard: Heard, now_s: float) -> list[Event]:
        """One channel carries one talk: another one's begin says that the end before it was lost."""
        talk = self._talk
        if talk is not None and talk.radio == radio:
            return []
        ended = self._over(heard, self._bump(now_s))
        self._calls += 1
        self._talk = _Talk(self._calls, radio, now_s)
        begun = TalkerStart(heard, self._calls, radio, self._profile.talkgroup, True)
        return [*ended, begun]

    def _end(self, radio: int, heard: Heard, now_s: float) -> list[Event]:
        talk = self._talk
        if talk is None or talk.radio != radio:
            return []
        return self._over(heard, self._bump(now_s))

    def _bump(self, now_s: float) -> bool:
        """Over so soon after its begin, nobody has spoken."""
        talk = self._talk
        return talk is not None and now_s - talk.since_s < self._profile.bump_s

    def due(self, now_s: float, heard: Heard) -> list[Event]:
        """An endless talk ends by time."""
        talk = self._talk
        endless = talk is not None and now_s - talk.since_s >= self._profile.talk_limit_s
        return self._over(heard, bump=False) if endless else []

    def lost(self, heard: Heard) -> list[Event]:
        """The link is gone: nobody will tell us the end of a talk, so however short, it is no bump."""
        return self._over(heard, bump=False)

    def _over(self, heard: Heard, bump: bool) -> list[Event]:
        talk, self._talk = self._talk, None
        if talk is None:
            return []
        return [TalkerEnd(heard, talk.call, talk.radio, bump), CallEnd(heard, talk.call)]


def place_of(heard: Heard, radio: int, fix: Fix) -> Position:
    """Without a fix the place beside it is an old one: it is not told."""
    good = fix.valid and fix.lat_deg is not None
    speed, course = fix.speed_kn, fix.course_deg
    return Position(
        heard,
        radio,
        fix.lat_deg if good else None,
        fix.lon_deg if good else None,
        _fixed_at(fix.time, fix.date, heard.at),
        good,
        None if speed is None else round(speed * KNOT_KMH, 1),
        None if course is None else round(course) % 360,
    )


def _number(status: str) -> bool:
    """A status has two or three digits; the record has room for nine."""
    return status.isdigit() and len(status) <= 9


def _fixed_at(clock: time | None, day: date | None, at: datetime) -> datetime | None:
    """Where the day is not said, it is the one that brings the time nearest to its arrival."""
    if clock is None:
        return None
    if day is not None:
        return datetime.combine(day, clock, UTC)
    today = datetime.combine(at.astimezone(UTC).date(), clock, UTC)
    return min((today + timedelta(days=n) for n in (-1, 0, 1)), key=lambda one: abs(one - at))
