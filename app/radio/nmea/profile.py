"""What differs between places that hear such lines: numbers, statuses, times."""

from __future__ import annotations

from dataclasses import dataclass

from app.radio.driver import ENCODINGS
from app.radio.events import AlarmKind
from app.radio.nmea.fleetsync import ENCODING, TEXT_LIMIT, Address
from app.radio.nmea.sentences import PIVOT

_UNITS = 100_000


@dataclass(frozen=True, slots=True)
class Profile:
    """How a radio's neutral number is made of what the lines say, and what their statuses mean. Plain
    values, so that the settings of a gateway can name them; `ValueError(name)` for one that cannot be.

    A FleetSync radio is its fleet times `fleet_step` plus its unit: fleet 100, unit 1001 is 1001001. A
    NEXEDGE radio is `nexedge_from` plus its unit: U00002 is 2; the 100000 numbers from there on are never
    FleetSync radios (whose fleets are 100 to 349, so nothing is lost). A place beside no number at all
    is that of the receiver on the port, `own_radio`, told every `own_every_s` seconds. A waypoint's name is
    its number where it is one, else `waypoints` says which radio it is: "指挥车=9 北山=12".

    `button` and `man_down` are the status digits that cry for help, `quiet` those that say nothing, with
    blanks between them: "98 99". The lines do not tell on which group a radio talks: `talkgroup` is the one
    of this channel.

    Seconds: a talk shorter than `bump_s` is a bumped microphone and is not kept, one whose end is lost
    ends after `talk_limit_s`; `answer_s` is how long a radio may take, and nothing is asked for `late_s`
    after one that has not answered, because a receipt does not say what it is for; the same text of the
    same radio within `repeat_s` is one; `patience_s` is the silence after which the line is degraded (0:
    silence is no fault, as with a base radio that only hears), `reopen_s` the one after which the port is
    opened anew.
    """

    fleet_step: int = 10_000
    nexedge_from: int = 0
    own_radio: int = 0
    own_every_s: float = 10.0
    waypoints: str = ""
    talkgroup: int = 0
    button: str = ""
    man_down: str = ""
    quiet: str = "0 00 000"
    encoding: str = ENCODING
    text_limit: int = TEXT_LIMIT
    pivot: int = PIVOT
    bump_s: float = 1.0
    talk_limit_s: float = 180.0
    answer_s: float = 8.0
    late_s: float = 2.0
    repeat_s: float = 2.0
    gap_s: float = 0.5
    patience_s: float = 15.0
    reopen_s: float = 25.0
    room: int = 64

    def __post_init__(self) -> None:
        least = {"fleet_step": 10_000, "text_limit": 1, "answer_s": 0.5, "room": 1}
        for name in ("nexedge_from", "own_radio", "talkgroup", "patience_s", "gap_s", *least):
            if getattr(self, name) < least.get(name, 0):
                raise ValueError(name)
        if self.encoding not in ENCODINGS:
            raise ValueError("encoding")
        if any(not _number(one.rpartition("=")[2]) for one in self.waypoints.split()):
            raise ValueError("waypoints")

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
        said = dict(one.rpartition("=")[::2] for one in self.waypoints.split()).get(name, name)
        return int(said) if _number(said) else None

    def cry(self, status: str) -> AlarmKind | None:
        if status in self.man_down.split():
            return AlarmKind.MAN_DOWN
        return AlarmKind.BUTTON if status in self.button.split() else None

    @property
    def hears_cries(self) -> bool:
        return bool(self.button.split() or self.man_down.split())


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
