"""Which part of a picture is shown: digital zoom, as pure figures."""

from __future__ import annotations

from dataclasses import dataclass

ZOOM_MAX = 8.0


@dataclass(frozen=True, slots=True)
class Crop:
    """Left edge, top edge and side of the part, in shares of the whole picture; its shape is kept."""

    x: float = 0.0
    y: float = 0.0
    side: float = 1.0

    @property
    def factor(self) -> float:
        return 1.0 / self.side

    def zoomed(self, factor: float, at: tuple[float, float] = (0.5, 0.5)) -> Crop:
        """So many times the whole picture, 1 to 8; what lies at `at` (shares of the part) stays there."""
        side = 1.0 / min(max(factor, 1.0), ZOOM_MAX)
        x = self.x + at[0] * (self.side - side)
        y = self.y + at[1] * (self.side - side)
        return _inside(x, y, side)

    def moved(self, right: float, down: float) -> Crop:
        """By shares of the part, as far as there is picture."""
        return _inside(self.x + right * self.side, self.y + down * self.side, self.side)

    def within(self, other: Crop) -> tuple[float, float, float]:
        """This part seen from another one: left, top and side in shares of that; it may lie outside."""
        return (
            (self.x - other.x) / other.side,
            (self.y - other.y) / other.side,
            self.side / other.side,
        )


WHOLE = Crop()


def _inside(x: float, y: float, side: float) -> Crop:
    if side >= 0.999:
        return WHOLE
    return Crop(min(max(x, 0.0), 1.0 - side), min(max(y, 0.0), 1.0 - side), side)
