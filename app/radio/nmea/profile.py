"""What differs between places that hear such lines: numbers, statuses, times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.radio.events import AlarmKind
from app.radio.nmea.fleetsync import ENCODING, TEXT_LIMIT, Address
from app.radio.nmea.sentences import PIVOT

_UNITS = 100_000


@dataclass(frozen=True, slots=True)
class Profile:
    """How a radio's neutral number is made of what the lines say, and what their statuses mean.

    A FleetSync radio is its fleet times `fleet_step` plus its unit: fleet 100, unit 1001 is 1001001. A
    NEXEDGE radio is `nexedge_from` plus its unit: U00002 is 2; the 100000 numbers from there on are never
    FleetSync radios (whose fleets are 100 to 349, so nothing is lost). A place beside no number at all
    is that of the receiver on the port, `own_radio`, told every `own_every_s` seconds. A waypoint's name is
    its number where it is one, else `waypoints` says which radio it is.

    `emergencies` are the status digits that cry for help; `quiet` those that say nothing. The lines
    do not tell on which group a radio talks: `talkgroup` is the one of this channel.

    Seconds: a talk shorter than `bump_s` is a bumped microphone and is not told, one whose end is lost
    ends after `talk_limit_s`; `answer_s` is how long a radio may take; `patience_s` the silence after
    which the line is degraded (0: silence is no fault, as with a base radio that only hears), and
    `reopen_s` the one after which the port is opened anew.
    """

    fleet_step: int = 10_000
    nexedge_from: int = 0
    own_radio: int = 0
    own_every_s: float = 10.0
    waypoints: Mapping[str, int] = field(default_factory=dict)
    talkgroup: int = 0
    emergencies: Mapping[str, AlarmKind] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset({"", "0", "00", "000"})
    encoding: str = ENCODING
    text_limit: int = TEXT_LIMIT
    pivot: int = PIVOT
    bump_s: float = 1.0
    talk_limit_s: float = 180.0
    answer_s: float = 8.0
    gap_s: float = 0.5
    patience_s: float = 15.0
    reopen_s: float = 25.0
    room: int = 64

    def number(self, address: Address) -> int:
        if address.fleet is None:
            return self.nexedge_from + address.unit
        return address.fleet * self.fleet_step + address.unit

    def address(self, number: int) -> Address | None:
        """None: no radio of these nets has this number."""
        unit = number - self.nexedge_from
        if 0 <= unit < _UNITS:
            return Address(None, unit)
        found = Address(*divmod(number, self.fleet_step))
        return found if found.sound else None

    def waypoint(self, name: str) -> int | None:
        if name in self.waypoints:
            return self.waypoints[name]
        return int(name) if name.isascii() and name.isdigit() and len(name) <= 9 else None
