"""Night pictures of a county in the rain, painted frame by frame, by their names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.video.simulator import land, streets
from app.video.simulator.brush import Colour, H, Image, W, blurred, counter, grain

MARK_BITS = 8
VARIANTS = ("black", "still", "blurred", "covered", "white", "blue", "marked")
"""What a camera's picture can turn into; `road~blurred` is the name of such a scene."""


def variant_of(scene: str, variant: str) -> str:
    """The scene to paint; some variants are the same for every camera."""
    return variant if variant in _PAINTERS else f"{scene}~{variant}"


def frame(scene: str, n: int) -> Image:
    """Frame `n` (0 to LOOP - 1) of a scene: 640x360, blue green red."""
    scene, _, variant = scene.partition("~")
    if variant == "still":
        n = 0
    image = _PAINTERS[scene](n)
    if scene not in _BARE:
        counter(image, n)
    return blurred(image) if variant == "blurred" else image


def _flat(colour: Colour, spread: float = 0.0) -> Callable[[int], Image]:
    def paint(n: int) -> Image:
        image = np.empty((H, W, 3), np.uint8)
        image[:] = colour
        return grain(image, n % 8, spread) if spread else image

    return paint


def _marked(n: int) -> Image:
    """Place `n` of the film as eight bright or dark fields, lowest bit on the left, for a machine to read."""
    image = streets.crossing(n)
    for bit in range(MARK_BITS):
        left = bit * W // MARK_BITS
        image[: H // 4, left : left + W // MARK_BITS] = 235 if n >> bit & 1 else 16
    return image


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
    "black": _flat((4, 4, 4)),
    "covered": _flat((46, 48, 52), 2.0),
    "white": _flat((252, 253, 254)),
    "blue": _flat((190, 60, 20)),
    "marked": _marked,
}
_BARE = ("black", "covered", "white", "blue", "marked")
