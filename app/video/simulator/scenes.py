"""Night pictures of a county in the rain, painted frame by frame, by their names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.video.simulator import land, streets
from app.video.simulator.brush import H, Image, W, counter


def frame(scene: str, n: int) -> Image:
    """Frame `n` (0 to LOOP - 1) of a scene: 640x360, blue green red."""
    image = _PAINTERS[scene](n)
    if scene != "black":
        counter(image, n)
    return image


def _black(n: int) -> Image:
    """What a covered or dead sensor gives."""
    return np.full((H, W, 3), 4, np.uint8)


_PAINTERS: dict[str, Callable[[int], Image]] = {
    "lookout": land.lookout,
    "slide": land.slide,
    "crossing": streets.crossing,
    "dam": land.dam,
    "drone": land.drone,
    "crew": streets.crew,
    "gully": land.gully,
    "road": streets.road,
    "underpass": streets.underpass,
    "river": land.river,
    "plant": streets.plant,
    "black": _black,
}
