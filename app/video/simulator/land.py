"""Hills and waters by night in the rain: lookout, slide, dam, drone, gully, river. Device file (cv2)."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from app.video.simulator.brush import (
    LAMP,
    LOOP,
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
def _lookout_ground() -> Image:
    image = sky((74, 72, 66), (46, 46, 40), 240)
    for base, height, colour, seed in (
        (215, 34, (52, 54, 44), 4),
        (265, 38, (36, 40, 30), 9),
        (330, 46, (22, 27, 19), 12),
    ):
        ridge(image, base, height, colour, seed)
        image = cv2.GaussianBlur(image, (0, 0), 1.4).astype(np.uint8)
    return grain(vignette(image), 1)


def lookout(n: int) -> Image:
    image = _lookout_ground().copy()
    draw = np.random.default_rng(5)
    for k in range(16):
        x, y = draw.uniform(120, 540), draw.uniform(262, 322)
        glow(image, x, y, 9 + k % 4, LAMP, 0.62 + 0.2 * turn(n, 3 + k % 5, k))
    glow(image, 40 + 560 * n / LOOP, 300 - 18 * turn(n, 0.5), 10, WHITE, 0.8)
    if n in (61, 62, 65):
        image = cv2.add(image, np.full_like(image, 34)).astype(np.uint8)
    return rain(image, n, 70, 40)


@lru_cache(maxsize=1)
def _slide_ground() -> Image:
    image = sky((40, 44, 42), (34, 38, 36))
    ridge(image, 150, 40, (30, 36, 33), 2)
    road = np.array(
        [(0, 360), (0, 290), (260, 215), (640, 130), (640, 190), (330, 270), (120, 360)]
    )
    cv2.fillPoly(image, [road.astype(np.int32)], (72, 76, 76))
    polygon(image, [(290, 0), (400, 0), (395, 70), (450, 190), (410, 240), (300, 246), (255, 180)],
            (44, 66, 86))  # fmt: skip
    draw = np.random.default_rng(8)
    for _ in range(150):
        x, y = int(draw.normal(350, 46)), int(draw.normal(200, 26))
        shade = int(draw.integers(50, 118))
        size = int(draw.integers(2, 9))
        cv2.ellipse(image, (x, y), (size, max(1, size - 2)), 20, 0, 360,
                    (shade, shade + 12, shade + 22), -1)  # fmt: skip
    return grain(vignette(cv2.GaussianBlur(image, (0, 0), 0.8).astype(np.uint8)), 2)


def slide(n: int) -> Image:
    image = _slide_ground().copy()
    glow(image, 150 + 130 * turn(n), 250 - 40 * turn(n), 120, (120, 150, 160), 0.7)
    for k, x in enumerate((215, 520)):
        if (n // 8 + k) % 2:
            glow(image, x, 262 - k * 96, 22, (30, 120, 240), 1.0)
    for k in range(3):
        x = int(150 + k * 34 + 6 * turn(n, 2, k))
        cv2.rectangle(image, (x, 268), (x + 9, 300), (28, 34, 34), -1)
        cv2.rectangle(image, (x, 279), (x + 9, 282), (150, 220, 215), -1)
        cv2.circle(image, (x + 4, 263), 5, (60, 150, 190), -1)
    drop = (n * 3) % 180
    cv2.circle(image, (330 + drop // 6, 60 + drop), 4, (70, 92, 112), -1)
    return rain(image, n, 80, 44)


@lru_cache(maxsize=1)
def _dam_ground() -> Image:
    image = sky((56, 52, 48), (44, 42, 38), 160)
    ridge(image, 165, 24, (34, 36, 32), 6)
    image[158:262] = (78, 66, 52)
    polygon(image, [(0, 262), (W, 226), (W, H), (0, H)], (74, 76, 76))
    polygon(image, [(0, 262), (W, 226), (W, 236), (0, 272)], (104, 106, 106))
    polygon(image, [(0, 318), (W, 300), (W, H), (0, H)], (52, 54, 54))
    return grain(vignette(image), 4)


def dam(n: int) -> Image:
    image = _dam_ground().copy()
    ripples(image, 164, 226, n, (104, 92, 78))
    for k in range(7):
        x = 48 + k * 92
        y = 255 - x * 36 / W
        cv2.line(image, (x, int(y)), (x, int(y) - 34), (40, 42, 42), 2)
        glow(image, x, y - 34, 17, (170, 205, 220), 0.95)
        glow(image, x, 214 - k * 2, 14, (70, 90, 96), 0.5 + 0.2 * turn(n, 5, k))
    for k in range(10):
        polygon(image, [(520, 178 + k * 7), (532, 178 + k * 7), (532, 181 + k * 7),
                        (520, 181 + k * 7)], (215, 218, 218))  # fmt: skip
    glow(image, 30 + (W - 60) * n / LOOP, 284 - 20 * n / LOOP, 16, WHITE, 0.8)
    return rain(image, n, 80, 40)


@lru_cache(maxsize=1)
def _fields() -> Image:
    """A tile of fields twice as wide as the frame, for the drone to fly over; it wraps."""
    draw = np.random.default_rng(31)
    wide = W * 2
    image = np.full((H, wide, 3), (38, 46, 40), np.uint8)
    for x in range(-40, wide, 80):
        for y in range(-10, H, 62):
            g = int(draw.integers(40, 62))
            px, py = x + (y // 62 % 2) * 34, y
            polygon(image, [(px + 3, py + 6), (px + 74, py), (px + 78, py + 54), (px, py + 58)],
                    (g - 12, g, g - 6))  # fmt: skip
    xs = np.arange(0, wide + 1, 8)
    river = np.column_stack([xs, 190 + 84 * np.sin(xs / wide * 4 * np.pi)]).astype(np.int32)
    cv2.polylines(image, [river], False, (112, 100, 82), 62, cv2.LINE_AA)
    road = np.column_stack([xs, 120 + 40 * np.sin(xs / wide * 2 * np.pi + 1.2)]).astype(np.int32)
    cv2.polylines(image, [road], False, (96, 104, 108), 10, cv2.LINE_AA)
    for _ in range(60):
        x, y = int(draw.normal(900, 90)), int(draw.normal(270, 36))
        polygon(image, [(x, y), (x + 15, y - 2), (x + 16, y + 10), (x + 1, y + 12)],
                (128, 136, 140))  # fmt: skip
    return grain(image, 5)


def drone(n: int) -> Image:
    image = np.roll(_fields(), -int(n * W * 2 / LOOP), axis=1)[:, :W].copy()
    for sign in (-1, 1):
        cv2.line(image, (320 + sign * 12, 180), (320 + sign * 30, 180), (210, 214, 214), 1)
        cv2.line(image, (320, 180 + sign * 12), (320, 180 + sign * 30), (210, 214, 214), 1)
    return rain(image, n, 40, 34)


@lru_cache(maxsize=1)
def _gully_ground() -> Image:
    image = sky((40, 42, 42), (30, 34, 34))
    polygon(image, [(0, 40), (270, 0), (250, 120), (170, 250), (60, H), (0, H)], (28, 36, 32))
    polygon(image, [(W, 20), (360, 0), (390, 130), (500, 260), (600, H), (W, H)], (26, 33, 30))
    polygon(image, [(270, 0), (360, 0), (390, 130), (500, 260), (600, H), (60, H), (170, 250),
                    (250, 120)], (52, 74, 92))  # fmt: skip
    return grain(vignette(cv2.GaussianBlur(image, (0, 0), 1.2).astype(np.uint8)), 6)


def gully(n: int) -> Image:
    image = _gully_ground().copy()
    draw = np.random.default_rng(40)
    for _ in range(130):
        lane, start, turns = draw.uniform(-1, 1), draw.random(), int(draw.integers(3, 7))
        share = (start + n * turns / LOOP) % 1
        y = share**1.5 * H
        half = 42 + 225 * share**1.5
        x = 318 + 6 * share + lane * half * 0.92
        shade = int(90 + 80 * draw.random())
        cv2.line(image, (int(x), int(y)), (int(x + lane * 10 * share), int(y + 4 + 22 * share)),
                 (shade - 18, shade, shade + 10), 1 + int(2 * share))  # fmt: skip
    glow(image, 470 + 20 * turn(n), 80, 120, (70, 84, 86), 0.8)
    return rain(image, n, 100, 46)


@lru_cache(maxsize=1)
def _river_ground() -> Image:
    image = sky((50, 48, 44), (36, 36, 34), 130)
    ridge(image, 140, 24, (28, 32, 28), 23)
    image[140:] = (58, 74, 86)
    polygon(image, [(0, 150), (90, 150), (190, H), (0, H)], (70, 74, 76))
    polygon(image, [(196, 96), (222, 96), (222, 330), (196, 330)], (206, 210, 210))
    for k in range(23):
        colour = (150, 60, 20) if k < 12 else (40, 40, 190)
        wide = 20 if k % 5 == 0 else 11
        polygon(image, [(198, 100 + k * 10), (198 + wide, 100 + k * 10), (198 + wide, 105 + k * 10),
                        (198, 105 + k * 10)], colour)  # fmt: skip
        if k % 5 == 0:
            cv2.putText(image, f"{188 - k // 5}", (226, 108 + k * 10), cv2.FONT_HERSHEY_PLAIN, 1.0,
                        (210, 214, 214), 1, cv2.LINE_AA)  # fmt: skip
    glow(image, 209, 70, 110, (70, 86, 90), 0.9)
    return grain(vignette(image, 0.35), 9)


def river(n: int) -> Image:
    image = _river_ground().copy()
    level = int(238 + 4 * turn(n, 3))
    image[level:, 110:] = (image[level:, 110:] * 0.15 + np.array((56, 74, 88)) * 0.85).astype(
        np.uint8
    )
    ripples(image, 146, H, n, (92, 112, 124), 11)
    ripples(image, level, H, n, (110, 128, 138), 12)
    for k in range(4):
        glow(image, 330 + k * 84, 136, 15, LAMP, 0.9)
        glow(image, 330 + k * 84 + 4 * turn(n, 6, k), 172, 24, (50, 84, 104), 0.7)
    log = int(W * ((n / LOOP + 0.4) % 1))
    cv2.ellipse(image, (log, 300), (30, 5), 4, 0, 360, (28, 40, 50), -1)
    return rain(image, n, 80, 44)
