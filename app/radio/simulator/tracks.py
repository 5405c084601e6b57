"""Ways across the map: where a radio is after so many seconds, how fast and in which direction."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

_M_PER_DEG = 111_320.0


@dataclass(frozen=True, slots=True)
class At:
    """WGS-84 degrees."""

    lat: float
    lon: float
    course_deg: int
    speed_kmh: float


@dataclass(frozen=True, slots=True)
class Track:
    """Points (lat, lon) one after the other at one speed, then back again, for ever."""

    points: tuple[tuple[float, float], ...]
    speed_kmh: float

    def at(self, seconds: float) -> At:
        legs = list(zip(self.points, self.points[1:], strict=False))
        lengths = [_metres(*leg) for leg in legs]
        whole = sum(lengths)
        if whole <= 0 or self.speed_kmh <= 0:
            return At(*self.points[0], 0, 0.0)
        gone = seconds * self.speed_kmh / 3.6 % (2 * whole)
        back = gone >= whole
        left = 2 * whole - gone if back else gone
        for (here, there), length in zip(legs, lengths, strict=True):
            if left <= length and length > 0:
                part = left / length
                lat = here[0] + (there[0] - here[0]) * part
                lon = here[1] + (there[1] - here[1]) * part
                course = _course(there, here) if back else _course(here, there)
                return At(lat, lon, course, self.speed_kmh)
            left -= length
        return At(*self.points[-1], 0, self.speed_kmh)


def wandering(chance: Random, centre: tuple[float, float], reach_deg: float) -> Track:
    """A way of some legs around `centre`: on foot, by boat or by car."""
    points = tuple(
        (
            centre[0] + chance.uniform(-reach_deg, reach_deg),
            centre[1] + chance.uniform(-reach_deg, reach_deg),
        )
        for _ in range(chance.randint(3, 6))
    )
    return Track(points, chance.choice((4.0, 12.0, 30.0, 45.0)))


def _metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    east = (there[1] - here[1]) * math.cos(math.radians(here[0]))
    return math.hypot(there[0] - here[0], east) * _M_PER_DEG


def _course(here: tuple[float, float], there: tuple[float, float]) -> int:
    east = (there[1] - here[1]) * math.cos(math.radians(here[0]))
    return round(math.degrees(math.atan2(east, there[0] - here[0]))) % 360
