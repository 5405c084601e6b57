"""From times to places on a line and back; and where the marks of a scale stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.clock import local

STEPS = tuple(
    timedelta(seconds=one)
    for one in (1, 5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
) + tuple(timedelta(days=one) for one in (1, 2, 7, 14, 30, 90, 365))
NEAREST = timedelta(seconds=20)
"""No closer than this over the whole width: times are told to the second."""


@dataclass(frozen=True, slots=True)
class Axis:
    """`start` stands at 0, `length` fills `width` pixels."""

    start: datetime
    length: timedelta
    width: int

    def x(self, at: datetime) -> float:
        return (at - self.start) / self.length * self.width

    def at(self, x: float) -> datetime:
        return self.start + self.length * (x / max(self.width, 1))

    def zoomed(self, factor: float, around: float, whole: Axis) -> Axis:
        """`factor` above 1 shows less; what stands at pixel `around` stays there. Never more than `whole`."""
        length = min(max(self.length / factor, NEAREST), whole.length)
        start = self.at(around) - length * (around / max(self.width, 1))
        return Axis(start, length, self.width).within(whole)

    def moved(self, by: float, whole: Axis) -> Axis:
        """By so many pixels to the right."""
        return Axis(self.at(by), self.length, self.width).within(whole)

    def within(self, whole: Axis) -> Axis:
        latest = whole.start + whole.length - self.length
        return Axis(max(whole.start, min(self.start, latest)), self.length, self.width)

    def showing(self, at: datetime, whole: Axis) -> Axis:
        """The same stretch, moved only as far as is needed for `at` to be seen."""
        margin = self.length / 10
        start = self.start
        if at < start + margin:
            start = at - margin
        elif at > start + self.length - margin:
            start = at + margin - self.length
        return Axis(start, self.length, self.width).within(whole)

    def ticks(self, apart: int) -> list[datetime]:
        """Round times of Asia/Shanghai, at least `apart` pixels from each other."""
        least = self.length * (apart / max(self.width, 1))
        step = next((one for one in STEPS if one >= least), STEPS[-1])
        midnight = local(self.start).replace(hour=0, minute=0, second=0, microsecond=0)
        first = midnight + step * ((self.start - midnight) // step + 1)
        found = []
        while first <= self.start + self.length:
            found.append(first)
            first += step
        return found


def whole_of(times: list[datetime], width: int) -> Axis:
    """All of them with a little room on both sides; a minute at least."""
    length = max(max(times) - min(times), timedelta(minutes=1))
    return Axis(min(times) - length / 40, length * 1.05, width)
