"""Streets and people by night in the rain: crossing, crew, road, underpass, plant. Device file (cv2)."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from app.video.simulator.brush import (
    LOOP,
    TAIL,
    WHITE,
    H,
    Image,
    W,
    glow,
    grain,
    polygon,
    rain,
    ridge,
    ripples,
    sky,
    turn,
    vignette,
)


@lru_cache(maxsize=1)
def _town_ground() -> Image:
    image = sky((44, 34, 30), (30, 26, 25), 220)
    draw = np.random.default_rng(21)
    x = -10
    while x < W:
        wide, high = int(draw.integers(46, 84)), int(draw.integers(80, 190))
        polygon(image, [(x, 230), (x, 230 - high), (x + wide, 230 - high), (x + wide, 230)],
                (38, 33, 31))  # fmt: skip
        for wx in range(x + 8, x + wide - 10, 15):
            for wy in range(240 - high, 214, 20):
                if draw.random() < 0.32:
                    polygon(image, [(wx, wy), (wx + 7, wy), (wx + 7, wy + 10), (wx, wy + 10)],
                            (96, 168, 214))  # fmt: skip
        x += wide + int(draw.integers(2, 14))
    polygon(image, [(0, H), (250, 228), (390, 228), (W, H)], (44, 42, 42))
    for k in range(7):
        y = 240 + k * k * 3
        polygon(image, [(317 - k, y), (323 + k, y), (324 + k, y + 4 + k), (316 - k, y + 4 + k)],
                (110, 116, 116))  # fmt: skip
    for k in range(4):
        lx = 90 + k * 152
        cv2.line(image, (lx, 232), (lx, 150), (20, 20, 20), 3)
        glow(image, lx, 150, 46, (110, 175, 220), 0.95)
        glow(image, lx, 262, 52, (60, 100, 130), 0.7)
    return grain(vignette(image, 0.35), 3)


def _car(image: Image, share: float, side: int, colour: tuple[int, int, int]) -> None:
    """A pair of lamps on the road: `share` 0 far, 1 near; `side` -1 left lane, 1 right lane."""
    y = 232 + 128 * share**1.7
    gap, radius = 4 + 34 * share, int(6 + 26 * share)
    middle = 320 + side * (14 + 150 * share**1.6)
    for lamp in (-gap / 2, gap / 2):
        glow(image, middle + lamp, y, radius, colour, 0.95)
        glow(image, middle + lamp, y + radius, radius, colour, 0.3)


def crossing(n: int) -> Image:
    image = _town_ground().copy()
    _car(image, (n / LOOP * 2) % 1, -1, WHITE)
    _car(image, (n / LOOP * 2 + 0.55) % 1, -1, WHITE)
    _car(image, 1 - (n / LOOP + 0.2) % 1, 1, TAIL)
    side = (n * 5) % (W + 120) - 60
    for x in (side, side + 16):
        glow(image, x, 238, 12, WHITE, 0.9)
    signal = (60, 200, 60) if n < LOOP // 2 else (40, 40, 220)
    glow(image, 452, 176, 12, signal, 1.0)
    return rain(image, n, 110, 50)


def crew(n: int) -> Image:
    image = sky((26, 28, 26), (14, 15, 14))
    shake = 6 * turn(n, 5)
    glow(image, 330 + 40 * turn(n), 170, 250, (86, 112, 116), 1.0)
    polygon(image, [(0, 320), (W, 300), (W, H), (0, H)], (24, 30, 32))
    for k, (x, tall) in enumerate(((150, 190), (262, 150), (384, 160), (500, 206))):
        x = int(x + 10 * turn(n, 1, k * 1.9) + shake / 2)
        top = int(322 - tall + 4 * turn(n, 4, k))
        coat = (24, 34, 32) if k % 2 else (38, 66, 66)
        polygon(image, [(x - 30, top + 46), (x + 30, top + 46), (x + 36, 330), (x - 36, 330)], coat)
        cv2.ellipse(image, (x, top + 52), (32, 16), 0, 0, 360, coat, -1)
        for strip in (86, 116):
            cv2.line(image, (x - 33, top + strip), (x + 33, top + strip), (190, 226, 220), 4)
        cv2.circle(image, (x, top + 22), 17, (70, 96, 112), -1)
        cv2.ellipse(image, (x, top + 17), (19, 15), 0, 180, 360, (44, 150, 190), -1)
        glow(image, x + 3, top + 10, 20, WHITE, 0.55 + 0.35 * turn(n, 2, k))
    return rain(grain(image, n % 5, 2.0), n, 90, 52)


@lru_cache(maxsize=1)
def _road_ground() -> Image:
    image = sky((58, 54, 52), (40, 40, 38), 170)
    ridge(image, 168, 26, (30, 32, 30), 17)
    image[165:] = (28, 33, 30)
    polygon(image, [(40, H), (292, 160), (348, 160), (610, H)], (58, 58, 58))
    for side in (-1, 1):
        for k in range(9):
            y = 172 + k * k * 2.6
            x = 320 + side * (30 + (y - 160) * 1.5)
            cv2.line(
                image, (int(x), int(y)), (int(x), int(y) - 4 - 2 * k), (130, 136, 136), 1 + k // 4
            )
    return grain(vignette(image, 0.4), 7)


def road(n: int) -> Image:
    image = _road_ground().copy()
    for k in range(8):
        share = ((k + n * 10 / LOOP) / 8) % 1
        near = min(1.0, share + 0.05)
        y, foot = 160 + 200 * share**2, 160 + 200 * near**2
        polygon(image, [(319, int(y)), (321, int(y)), (322 + int(4 * near), int(foot)),
                        (318 - int(4 * near), int(foot))], (150, 156, 156))  # fmt: skip
    for start, side, colour in ((0.0, -1, WHITE), (0.5, -1, WHITE), (0.3, 1, TAIL)):
        share = (n * 2 / LOOP + start) % 1
        share = share if side < 0 else 1 - share
        y = 164 + 180 * share**1.8
        middle = 320 + side * (8 + 120 * share**1.8)
        for lamp in (-1, 1):
            radius = int(5 + 24 * share)
            glow(image, middle + lamp * (3 + 15 * share), y, radius, colour, 0.9)
            glow(image, middle + lamp * (3 + 15 * share), y + radius, radius, colour, 0.3)
    return rain(image, n, 120, 48)


@lru_cache(maxsize=1)
def _underpass_ground() -> Image:
    image = sky((44, 42, 40), (34, 33, 32), 110)
    polygon(image, [(0, 70), (W, 52), (W, 120), (0, 120)], (58, 60, 62))
    polygon(image, [(0, 120), (W, 120), (W, H), (0, H)], (64, 68, 70))
    polygon(
        image, [(150, H), (150, 150), (200, 128), (450, 128), (500, 150), (500, H)], (22, 23, 24)
    )
    polygon(image, [(210, 235), (230, 150), (420, 150), (440, 235)], (34, 37, 39))
    for k in range(6):
        x = 20 + k * 120
        cv2.line(image, (x, 52), (x, 70), (40, 42, 44), 3)
    cv2.line(image, (0, 50), (W, 34), (80, 84, 86), 3)
    for k in range(9):
        shade = (205, 208, 208) if k % 2 else (60, 60, 190)
        polygon(image, [(512, 140 + k * 20), (530, 140 + k * 20), (530, 158 + k * 20),
                        (512, 158 + k * 20)], shade)  # fmt: skip
        cv2.putText(image, f"{(9 - k) * 20}", (535, 156 + k * 20), cv2.FONT_HERSHEY_PLAIN, 0.9,
                    (190, 194, 194), 1, cv2.LINE_AA)  # fmt: skip
    return grain(vignette(image, 0.35), 8)


def underpass(n: int) -> Image:
    image = _underpass_ground().copy()
    for x in (250, 325, 400):
        glow(image, x, 140, 40, (150, 196, 210), 0.75 if x != 400 or n % 50 > 4 else 0.1)
    level = int(262 + 3 * turn(n, 2))
    water = image[level:]
    image[level:] = (water * 0.35 + np.array((50, 62, 66)) * 0.65).astype(np.uint8)
    ripples(image, level + 2, H, n, (96, 112, 116), 9)
    for k, x in enumerate((250, 325, 400)):
        glow(image, x + 6 * turn(n, 4, k), level + 40, 34, (90, 120, 128), 0.7)
    drift = int(140 + 380 * n / LOOP)
    cv2.ellipse(image, (drift, level + 22), (12, 4), 0, 0, 360, (30, 44, 50), -1)
    if (n // 10) % 2:
        glow(image, 325, 88, 26, (30, 60, 230), 1.0)
    return rain(image, n, 60, 46)


@lru_cache(maxsize=1)
def _plant_ground() -> Image:
    image = sky((42, 38, 34), (32, 30, 28), 240)
    image[270:] = (46, 47, 47)
    for k, (x, radius, top) in enumerate(((120, 66, 120), (290, 80, 96), (470, 70, 112))):
        polygon(image, [(x - radius, top), (x + radius, top), (x + radius, 282), (x - radius, 282)],
                (84, 86, 86))  # fmt: skip
        cv2.ellipse(image, (x, 282), (radius, 14), 0, 0, 180, (84, 86, 86), -1)
        cv2.ellipse(image, (x, top), (radius, 16), 0, 0, 360, (104, 106, 106), -1)
        cv2.line(image, (x + radius - 14, top), (x + radius - 14, 284), (50, 52, 52), 3)
        cv2.putText(image, f"V-0{k + 1}", (x - 26, 196), cv2.FONT_HERSHEY_SIMPLEX, 0.7,
                    (160, 164, 164), 2, cv2.LINE_AA)  # fmt: skip
    cv2.line(image, (0, 300), (W, 300), (110, 114, 114), 5)
    return grain(vignette(image, 0.4), 10)


def plant(n: int) -> Image:
    image = _plant_ground().copy()
    for k, x in enumerate((30, 205, 380, 560)):
        glow(image, x, 92, 54, (130, 185, 215), 0.85)
        glow(image, x, 318, 40, (50, 74, 86), 0.6 + 0.1 * turn(n, 4, k))
    for k in range(5):
        share = (n / LOOP * 3 + k / 5) % 1
        glow(image, 596 + 22 * share, 150 - 120 * share, int(10 + 26 * share), (90, 92, 92),
             0.6 * (1 - share))  # fmt: skip
    guard = int(60 + 500 * (0.5 + 0.5 * turn(n)))
    cv2.rectangle(image, (guard, 306), (guard + 9, 340), (30, 36, 36), -1)
    glow(image, guard + 4, 304, 14, WHITE, 0.8)
    return rain(image, n, 90, 44)
