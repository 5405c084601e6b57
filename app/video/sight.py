"""How large the words of a wall must be for people who stand at a distance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, radians, sqrt, tan

LEAST_ARCMIN = 20.0
"""Height of a hanzi that is acted upon, after ISO 9241-303 and ISO 11064."""

INCH_MM = 25.4


@dataclass(frozen=True, slots=True)
class Sight:
    """A wall so many millimetres wide, and how far away people stand."""

    width_mm: float
    distance_m: float = 3.0

    @property
    def least_mm(self) -> float:
        """17.5 mm at 3 m."""
        return self.distance_m * 1000 * tan(radians(LEAST_ARCMIN / 60))

    def least_px(self, width_px: int) -> int:
        """The least height of letters, in points of a wall that has so many across."""
        return ceil(self.least_mm * width_px / self.width_mm - 0.01)


def wide_mm(diagonal_inch: float) -> float:
    """Of a 16:9 screen."""
    return diagonal_inch * INCH_MM * 16 / sqrt(16**2 + 9**2)
