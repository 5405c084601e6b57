"""Small strokes shared by the painted scenes: glow, rain, hills, counter. Device file (cv2)."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]
"""Blue, green, red, 0-255."""

W, H = 640, 360
FPS = 25
LOOP = 150
"""Frames of one loop: every movement below comes round in exactly this many."""

LAMP: Colour = (120, 190, 235)
WHITE: Colour = (215, 225, 230)
TAIL: Colour = (40, 40, 210)
FONT = cv2.FONT_HERSHEY_SIMPLEX


def turn(n: int, turns: float = 1, start: float = 0.0) -> float:
    """-1 to 1, round `turns` times within the loop."""
    return float(np.sin(2 * np.pi * (n * turns / LOOP) + start))


def sky(top: Colour, bottom: Colour, height: int = H) -> Image:
    """A whole frame shaded from `top` to `bottom` within `height`, `bottom` below it."""
    share = np.clip(np.arange(H) / height, 0, 1)[:, None, None]
    row = np.array(top) * (1 - share) + np.array(bottom) * share
    return np.broadcast_to(row, (H, W, 3)).astype(np.uint8).copy()


def ridge(image: Image, base: int, height: int, colour: Colour, seed: int) -> None:
    """A line of hills whose feet stand at `base`."""
    draw = np.random.default_rng(seed)
    x = np.arange(W)
    y = np.full(W, float(base - height))
    for wave in (1, 2, 3, 5):
        y += height / (wave + 1) * np.sin(x / W * 2 * np.pi * wave * 0.8 + draw.uniform(0, 6.28))
    points = np.column_stack([x, y]).astype(np.int32)
    cv2.fillPoly(image, [np.vstack([points, [[W, H], [0, H]]])], colour)


@lru_cache(maxsize=64)
def _spot(radius: int) -> NDArray[np.float32]:
    x = np.arange(-radius, radius + 1, dtype=np.float32)
    square = x[:, None] ** 2 + x[None, :] ** 2
    spot: NDArray[np.float32] = np.exp(-square / (2 * (radius / 2.6) ** 2)).astype(np.float32)
    return spot[:, :, None]


def glow(image: Image, x: float, y: float, radius: int, colour: Colour, share: float = 1.0) -> None:
    """A soft light added to the picture; parts outside the frame are cut off."""
    cx, cy = round(x), round(y)
    left, top = max(0, cx - radius), max(0, cy - radius)
    right, bottom = min(W, cx + radius + 1), min(H, cy + radius + 1)
    if left >= right or top >= bottom:
        return
    spot = _spot(radius)[
        top - cy + radius : bottom - cy + radius, left - cx + radius : right - cx + radius
    ]
    part = image[top:bottom, left:right]
    lit = part + spot * (np.array(colour, np.float32) * share)
    image[top:bottom, left:right] = np.minimum(lit, 255).astype(np.uint8)


@lru_cache(maxsize=16)
def _drops(count: int, seed: int) -> tuple[tuple[int, int, int, int], ...]:
    draw = np.random.default_rng(seed)
    return tuple(
        (int(draw.integers(W)), int(draw.integers(H + 30)), int(draw.integers(8, 22)), int(k))
        for k in draw.integers(7, 12, count)
    )


def rain(image: Image, n: int, count: int = 90, light: int = 46, seed: int = 1) -> Image:
    """The picture with slanting rain; `n` is the frame of the loop."""
    veil = np.zeros_like(image)
    for x, y, length, turns in _drops(count, seed):
        at = (y + n * turns * (H + 30) / LOOP) % (H + 30) - 30
        foot = int(at) + length
        cv2.line(veil, (x, int(at)), (x - length // 4, foot), (light, light, light), 1)
    return cv2.add(image, veil)  # type: ignore[return-value]


def ripples(image: Image, top: int, bottom: int, n: int, colour: Colour, seed: int = 3) -> None:
    """Short bright strokes drifting to the right between two heights: running water."""
    draw = np.random.default_rng(seed)
    for _ in range((bottom - top) // 2):
        y = int(draw.integers(top, bottom))
        near = (y - top) / max(1, bottom - top)
        turns = 1 + int(near * 3)
        x = int(draw.integers(W) + n * turns * W / LOOP) % W
        cv2.line(image, (x, y), (x + int(8 + 30 * near), y), colour, 1)


def vignette(image: Image, strength: float = 0.45) -> Image:
    y = np.linspace(-1, 1, H)[:, None]
    x = np.linspace(-1, 1, W)[None, :]
    share = 1 - strength * np.clip((x**2 + y**2) / 2, 0, 1)
    dimmed: Image = (image * share[:, :, None]).astype(np.uint8)
    return dimmed


def grain(image: Image, seed: int, spread: float = 3.0) -> Image:
    """A fixed sensor grain, so that flat night surfaces do not band."""
    grained = np.clip(image + _noise(seed, spread, image.shape[1]), 0, 255)
    result: Image = grained.astype(np.uint8)
    return result


@lru_cache(maxsize=16)
def _noise(seed: int, spread: float, width: int) -> NDArray[np.int16]:
    return np.random.default_rng(seed).normal(0, spread, (H, width, 3)).round().astype(np.int16)


def blurred(image: Image) -> Image:
    """As through a lens that lost its focus."""
    return cv2.GaussianBlur(image, (0, 0), 9)  # type: ignore[return-value]


def polygon(image: Image, points: list[tuple[int, int]], colour: Colour) -> None:
    cv2.fillPoly(image, [np.array(points, np.int32)], colour)


def counter(image: Image, n: int) -> None:
    """The burnt-in running time and frame: a picture that stands still gives itself away."""
    text = f"{n / FPS:05.2f}s  #{n:03d}"
    cv2.putText(image, text, (W - 130, 26), FONT, 0.55, (225, 228, 228), 1, cv2.LINE_AA)
    cv2.rectangle(image, (W - 130, 33), (W - 130 + n * 116 // LOOP, 35), (200, 205, 205), -1)
