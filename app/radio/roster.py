"""Who is on the air: presence, last heard, where, talking. In memory, fed by events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.radio.events import Position
from app.radio.records import Radio

_PATIENCE = 1.5
"""Presence holds for this many times the granted registration. radio.md 5.3"""

STRANGERS = 2000
"""Radios that no list has and that are kept in mind all the same. [choice]"""


class Presence(Enum):
    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Place:
    """The last fix, WGS-84; `at` is when it arrived."""

    lat: float
    lon: float
    at: datetime
    speed_kmh: float | None = None
    rssi_dbm: int | None = None


@dataclass(frozen=True, slots=True)
class RadioSeen:
    """One radio as it stands now. `radio` None: heard, but not in the roster. `disabled`: stunned;
    `rssi_dbm` as the gateway last heard it."""

    number: int
    radio: Radio | None
    presence: Presence = Presence.UNKNOWN
    last_heard: datetime | None = None
    gateway: str = ""
    place: Place | None = None
    talking: bool = False
    until_s: float = 0.0
    disabled: bool = False
    rssi_dbm: int | None = None

    @property
    def unit(self) -> str:
        return self.radio.unit if self.radio else ""

    @property
    def holder(self) -> str:
        return self.radio.holder if self.radio else ""


class Roster:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self) -> None:
        self._seen: dict[int, RadioSeen] = {}
        self._listed = 0

    def load(self, radios: list[Radio]) -> None:
        """What was heard of a radio before stays."""
        listed = {radio.number: radio for radio in radios}
        self._listed = len(listed)
        for number in {*listed, *self._seen}:
            self._seen[number] = replace(self.of(number), radio=listed.get(number))

    def of(self, number: int) -> RadioSeen:
        return self._seen.get(number) or RadioSeen(number, None)

    def all(self) -> list[RadioSeen]:
        """In the order of the roster, strangers last."""
        return sorted(
            self._seen.values(),
            key=lambda seen: (
                seen.radio is None,
                seen.radio.sort if seen.radio else 0,
                seen.number,
            ),
        )

    def heard(self, number: int, gateway: str, at: datetime) -> RadioSeen:
        """Any sign of life. It does not make a radio online: only a registration does."""
        stranger = number not in self._seen
        seen = replace(self.of(number), gateway=gateway, last_heard=at)
        self._seen[number] = seen
        if stranger:
            self._let_go(at)
        return seen

    def _let_go(self, at: datetime) -> None:
        """Lines without a checksum bring numbers that are nobody's: those heard longest ago go first."""
        if len(self._seen) - self._listed <= STRANGERS:
            return
        strangers = [one for one in self._seen.values() if one.radio is None and not one.disabled]
        strangers.sort(key=lambda one: one.last_heard or at)
        for one in strangers[: STRANGERS // 10]:
            del self._seen[one.number]

    def remember(self, number: int, at: datetime) -> None:
        """From the record of an earlier run; what was heard since then wins."""
        seen = self.of(number)
        if seen.last_heard is None or seen.last_heard < at:
            self._seen[number] = replace(seen, last_heard=at)

    def online(self, number: int, valid_s: int, now_s: float) -> bool:
        """True when it was not online before."""
        seen = self.of(number)
        until_s = now_s + _PATIENCE * valid_s
        self._seen[number] = replace(seen, presence=Presence.ONLINE, until_s=until_s)
        return seen.presence != Presence.ONLINE

    def offline(self, number: int) -> bool:
        """True when it was not offline before."""
        seen = self.of(number)
        self._seen[number] = replace(seen, presence=Presence.OFFLINE, talking=False)
        return seen.presence != Presence.OFFLINE

    def expired(self, now_s: float) -> list[RadioSeen]:
        """Those that were not heard again in time; they are offline from now on."""
        late = [
            seen
            for seen in self._seen.values()
            if seen.presence == Presence.ONLINE and now_s >= seen.until_s
        ]
        for seen in late:
            self.offline(seen.number)
        return late

    def placed(self, position: Position) -> None:
        if position.lat is None or position.lon is None:
            return
        place = Place(
            position.lat,
            position.lon,
            position.heard.at,
            position.speed_kmh,
            position.rssi_dbm,
        )
        seen = self.of(position.radio)
        rssi_dbm = seen.rssi_dbm if position.rssi_dbm is None else position.rssi_dbm
        self._seen[position.radio] = replace(seen, place=place, rssi_dbm=rssi_dbm)

    def remember_place(self, number: int, place: Place) -> None:
        """From the record of an earlier run."""
        if self.of(number).place is None:
            self._seen[number] = replace(self.of(number), place=place)

    def talking(self, number: int, talks: bool) -> None:
        self._seen[number] = replace(self.of(number), talking=talks)

    def strength(self, number: int, rssi_dbm: int) -> None:
        self._seen[number] = replace(self.of(number), rssi_dbm=rssi_dbm)

    def disabled(self, number: int, off: bool) -> None:
        self._seen[number] = replace(self.of(number), disabled=off)
