"""What radios do that their gateway hears, whatever protocol it speaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.radio.simulator.tracks import Track


@dataclass(slots=True)
class Radio:
    """One radio of the county. `lat` None = it has no fix.

    `answers` is the chance that it answers what it is asked by air, after `answer_s` (from, to).
    """

    number: int
    online: bool = False
    lat: float | None = None
    lon: float | None = None
    speed_kmh: float = 0.0
    course_deg: int = 0
    rssi_dbm: int = -80
    battery: int = 100
    answers: float = 1.0
    answer_s: tuple[float, float] = (0.1, 0.1)
    stunned: bool = False
    track: Track | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Came:
    """Switched on, or registered again."""

    radio: Radio


@dataclass(frozen=True, slots=True)
class Went:
    radio: Radio


@dataclass(frozen=True, slots=True)
class Moved:
    """It reports where it is by itself. `strength`: how well it is heard is told too; `blank`: every
    field of the report is empty."""

    radio: Radio
    strength: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A text for `target`: a talk-group when `group`, else the duty room's own radio."""

    radio: Radio
    target: int
    group: bool
    words: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A status number."""

    radio: Radio
    target: int
    group: bool
    code: int


@dataclass(frozen=True, slots=True)
class Alarmed:
    """`falling`: it lies still; else its button was pressed."""

    radio: Radio
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Cleared:
    radio: Radio


@dataclass(frozen=True, slots=True)
class Talks:
    """`emergency`: an emergency call."""

    radio: Radio
    target: int
    group: bool
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Fell:
    """Silent again: what `Talks` began is over."""

    radio: Radio
    target: int
    group: bool
    emergency: bool = False


Happening = Came | Went | Moved | Said | Reported | Alarmed | Cleared | Talks | Fell
