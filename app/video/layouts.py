"""How a wall is divided: from a layout to the places of its tiles, in shares of its width and height."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

LAYOUTS = (1, 4, 6, 9, 16, 25, 15, 17)
"""As `WallPlan.layout` keeps them: so many equal tiles (6 is 3 x 2), or 15 for 1+5 and 17 for 1+7, where
the first tile is large and the others stand around it. In the order in which they are offered."""

TILES_MAX = 25
_RING = {15: 3, 17: 4}
"""1+5 is a field of 3 x 3 whose first tile takes 2 x 2; 1+7 one of 4 x 4 with a tile of 3 x 3."""


@dataclass(frozen=True, slots=True)
class Box:
    """A tile's place: left edge, top edge, width, height, each a share from 0 to 1."""

    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2


def tiles_of(layout: int) -> int:
    """How many tiles it has; 1 to 25."""
    return 1 + (2 * _RING[layout] - 1) if layout in _RING else layout


def words(layout: int) -> str:
    """As the officer calls it: 9, or 1+5."""
    return f"1+{tiles_of(layout) - 1}" if layout in _RING else str(layout)


def boxes(layout: int) -> tuple[Box, ...]:
    """The places of tile 1, 2, 3 … They cover the wall without gap or overlap."""
    if layout in _RING:
        return _ringed(_RING[layout])
    columns = 3 if layout == 6 else round(sqrt(layout))
    rows = layout // columns
    return tuple(
        Box(n % columns / columns, n // columns / rows, 1 / columns, 1 / rows)
        for n in range(layout)
    )


def large_enough(number: int, layout: int) -> int:
    """`layout` when it has a tile of this number, else the smallest even one that has."""
    if number <= tiles_of(layout):
        return layout
    return next(one for one in sorted(LAYOUTS) if one not in _RING and one >= number)


def beside(layout: int, number: int, across: int, down: int) -> int:
    """The tile that lies next in this direction (-1, 0, 1 each); the same one where none does."""
    places = boxes(layout)
    x, y = places[number - 1].middle
    here = places[number - 1]

    def ahead(box: Box) -> float:
        left, top = box.middle[0] - x, box.middle[1] - y
        way = left * across + top * down
        least = (here.w * abs(across) + here.h * abs(down)) / 2
        aside = abs(left * down) + abs(top * across)
        return way + 2 * aside if way > least - 1e-6 else 9.0

    best = min(range(len(places)), key=lambda n: ahead(places[n]))
    return best + 1 if ahead(places[best]) < 9.0 else number


def _ringed(side: int) -> tuple[Box, ...]:
    unit = 1 / side
    large = Box(0.0, 0.0, 1 - unit, 1 - unit)
    right = [Box(1 - unit, row * unit, unit, unit) for row in range(side - 1)]
    below = [Box(column * unit, 1 - unit, unit, unit) for column in range(side)]
    return (large, *right, *below)
