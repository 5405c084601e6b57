"""Where radios went: points of the record, thinned, broken where nobody knows, and played again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Protocol

HOURS = (1, 4, 12, 24)
"""Of which the officer chooses one. The shorter, the finer."""

MOST = 240
"""Points of one radio in the span chosen: one in 15 seconds of an hour, in 6 minutes of a day."""

GAP = timedelta(minutes=10)
"""Between two points further apart in time nobody knows the way: the line is broken. radio.md 7"""

STILL_M = 15.0
"""A radio that moved less has not moved. [choice]"""

_DEGREE_M = 111_320.0


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """WGS-84 as received; `at` the arrival, aware UTC."""

    at: datetime
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Went:
    """A point and the radio that was there."""

    radio: int
    point: TrackPoint


class TrackReads(Protocol):
    """Read on the store thread."""

    def positions(self, since: datetime, until: datetime, radio: int | None = None) -> list[Went]:
        """Of all radios or of one, oldest first; `until` is not among them."""
        ...


def pause(span: timedelta) -> timedelta:
    """How far apart in time the points of a track of `span` are at least."""
    return span / MOST


def thinned(points: Iterable[TrackPoint], apart: timedelta) -> list[TrackPoint]:
    """`points` oldest first. The first and the last stay; of a radio that stands still the ends."""
    kept: list[TrackPoint] = []
    last: TrackPoint | None = None
    for point in points:
        if not kept or point.at - kept[-1].at >= apart:
            still = len(kept) > 1 and all(metres(one, point) < STILL_M for one in kept[-2:])
            if still and point.at - kept[-1].at <= GAP:
                kept[-1] = point
            else:
                kept.append(point)
        last = point
    if last is not None and kept[-1] is not last:
        kept.append(last)
    return kept


def metres(one: TrackPoint, other: TrackPoint) -> float:
    """Flat, good for the size of a county."""
    east = (other.lon - one.lon) * cos(radians(one.lat))
    return hypot(east, other.lat - one.lat) * _DEGREE_M


class Replay:
    """One track to be walked again. ValueError without points."""

    def __init__(self, points: Iterable[TrackPoint]) -> None:
        self.points = sorted(points, key=lambda point: point.at)
        if not self.points:
            raise ValueError("no points")
        self._times = [point.at for point in self.points]

    @property
    def begins(self) -> datetime:
        return self._times[0]

    @property
    def ends(self) -> datetime:
        return self._times[-1]

    def place(self, at: datetime) -> tuple[TrackPoint, bool]:
        """Where it was, and whether somebody knows: between two points near in time on the line between
        them; in a gap at the point before, which then is old."""
        number = bisect_right(self._times, at) - 1
        if number < 0:
            return self.points[0], False
        before = self.points[number]
        if number + 1 == len(self.points):
            return before, True
        after = self.points[number + 1]
        apart = after.at - before.at
        if apart > GAP:
            return before, at == before.at
        share = (at - before.at) / apart
        lat = before.lat + (after.lat - before.lat) * share
        lon = before.lon + (after.lon - before.lon) * share
        return TrackPoint(at, lat, lon), True
