"""Night pictures of a county in the rain, painted frame by frame. Device file (cv2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from app.video.simulator.brush import (
    LOOP,
    H,
    Image,
    W,
    counter,
    glow,
    grain,
    polygon,
    rain,
    ridge,
    ripples,
    sky,
    vignette,
)

LAMP = (120, 190, 235)
WHITE = (215, 225, 230)
TAIL = (40, 40, 210)


def frame(scene: str, n: int) -> Image:
    """Frame `n` (0 to LOOP - 1) of a scene: 640x360, blue green red."""
    image = _PAINTERS[scene](n)
    if scene != "black":
        counter(image, n)
    return image


def _black(n: int) -> Image:
    """What a covered or dead sensor gives."""
    return np.full((H, W, 3), 4, np.uint8)


def _turn(n: int, turns: float = 1, start: float = 0.0) -> float:
    """-1 to 1, round `turns` times within the loop."""
    return float(np.sin(2 * np.pi * (n * turns / LOOP) + start))


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


def _lookout(n: int) -> Image:
    image = _lookout_ground().copy()
    draw = np.random.default_rng(5)
    for k in range(16):
        x, y = draw.uniform(120, 540), draw.uniform(262, 322)
        glow(image, x, y, 9 + k % 4, LAMP, 0.62 + 0.2 * _turn(n, 3 + k % 5, k))
    glow(image, 40 + 560 * n / LOOP, 300 - 18 * _turn(n, 0.5), 10, WHITE, 0.8)
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


def _slide(n: int) -> Image:
    image = _slide_ground().copy()
    glow(image, 150 + 130 * _turn(n), 250 - 40 * _turn(n), 120, (120, 150, 160), 0.7)
    for k, x in enumerate((215, 520)):
        if (n // 8 + k) % 2:
            glow(image, x, 262 - k * 96, 22, (30, 120, 240), 1.0)
    for k in range(3):
        x = int(150 + k * 34 + 6 * _turn(n, 2, k))
        cv2.rectangle(image, (x, 268), (x + 9, 300), (28, 34, 34), -1)
        cv2.rectangle(image, (x, 279), (x + 9, 282), (150, 220, 215), -1)
        cv2.circle(image, (x + 4, 263), 5, (60, 150, 190), -1)
    drop = (n * 3) % 180
    cv2.circle(image, (330 + drop // 6, 60 + drop), 4, (70, 92, 112), -1)
    return rain(image, n, 80, 44)


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


def _crossing(n: int) -> Image:
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


@lru_cache(maxsize=1)
def _dam_ground() -> Image:
    image = sky((56, 52, 48), (44, 42, 38), 160)
    ridge(image, 165, 24, (34, 36, 32), 6)
    image[158:262] = (78, 66, 52)
    polygon(image, [(0, 262), (W, 226), (W, H), (0, H)], (74, 76, 76))
    polygon(image, [(0, 262), (W, 226), (W, 236), (0, 272)], (104, 106, 106))
    polygon(image, [(0, 318), (W, 300), (W, H), (0, H)], (52, 54, 54))
    return grain(vignette(image), 4)


def _dam(n: int) -> Image:
    image = _dam_ground().copy()
    ripples(image, 164, 226, n, (104, 92, 78))
    for k in range(7):
        x = 48 + k * 92
        y = 255 - x * 36 / W
        cv2.line(image, (x, int(y)), (x, int(y) - 34), (40, 42, 42), 2)
        glow(image, x, y - 34, 17, (170, 205, 220), 0.95)
        glow(image, x, 214 - k * 2, 14, (70, 90, 96), 0.5 + 0.2 * _turn(n, 5, k))
    for k in range(10):
        polygon(image, [(520, 178 + k * 7), (532, 178 + k * 7), (532, 181 + k * 7),
                        (520, 181 + k * 7)], (215, 218, 218))  # fmt: skip
    glow(image, 30 + (W - 60) * n / LOOP, 284 - 20 * n / LOOP, 16, WHITE, 0.8)
    return rain(image, n, 80, 40)


@lru_cache(maxsize=1)
def _land() -> Image:
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


def _drone(n: int) -> Image:
    image = np.roll(_land(), -int(n * W * 2 / LOOP), axis=1)[:, :W].copy()
    for sign in (-1, 1):
        cv2.line(image, (320 + sign * 12, 180), (320 + sign * 30, 180), (210, 214, 214), 1)
        cv2.line(image, (320, 180 + sign * 12), (320, 180 + sign * 30), (210, 214, 214), 1)
    return rain(image, n, 40, 34)


def _crew(n: int) -> Image:
    image = sky((26, 28, 26), (14, 15, 14))
    shake = 6 * _turn(n, 5)
    glow(image, 330 + 40 * _turn(n), 170, 250, (86, 112, 116), 1.0)
    polygon(image, [(0, 320), (W, 300), (W, H), (0, H)], (24, 30, 32))
    for k, (x, tall) in enumerate(((150, 190), (262, 150), (384, 160), (500, 206))):
        x = int(x + 10 * _turn(n, 1, k * 1.9) + shake / 2)
        top = int(322 - tall + 4 * _turn(n, 4, k))
        coat = (24, 34, 32) if k % 2 else (38, 66, 66)
        polygon(image, [(x - 30, top + 46), (x + 30, top + 46), (x + 36, 330), (x - 36, 330)], coat)
        cv2.ellipse(image, (x, top + 52), (32, 16), 0, 0, 360, coat, -1)
        for strip in (86, 116):
            cv2.line(image, (x - 33, top + strip), (x + 33, top + strip), (190, 226, 220), 4)
        cv2.circle(image, (x, top + 22), 17, (70, 96, 112), -1)
        cv2.ellipse(image, (x, top + 17), (19, 15), 0, 180, 360, (44, 150, 190), -1)
        glow(image, x + 3, top + 10, 20, WHITE, 0.55 + 0.35 * _turn(n, 2, k))
    return rain(grain(image, n % 5, 2.0), n, 90, 52)


@lru_cache(maxsize=1)
def _gully_ground() -> Image:
    image = sky((40, 42, 42), (30, 34, 34))
    polygon(image, [(0, 40), (270, 0), (250, 120), (170, 250), (60, H), (0, H)], (28, 36, 32))
    polygon(image, [(W, 20), (360, 0), (390, 130), (500, 260), (600, H), (W, H)], (26, 33, 30))
    polygon(image, [(270, 0), (360, 0), (390, 130), (500, 260), (600, H), (60, H), (170, 250),
                    (250, 120)], (52, 74, 92))  # fmt: skip
    return grain(vignette(cv2.GaussianBlur(image, (0, 0), 1.2).astype(np.uint8)), 6)


def _gully(n: int) -> Image:
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
    glow(image, 470 + 20 * _turn(n), 80, 120, (70, 84, 86), 0.8)
    return rain(image, n, 100, 46)


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


def _road(n: int) -> Image:
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


def _underpass(n: int) -> Image:
    image = _underpass_ground().copy()
    for x in (250, 325, 400):
        glow(image, x, 140, 40, (150, 196, 210), 0.75 if x != 400 or n % 50 > 4 else 0.1)
    level = int(262 + 3 * _turn(n, 2))
    water = image[level:]
    image[level:] = (water * 0.35 + np.array((50, 62, 66)) * 0.65).astype(np.uint8)
    ripples(image, level + 2, H, n, (96, 112, 116), 9)
    for k, x in enumerate((250, 325, 400)):
        glow(image, x + 6 * _turn(n, 4, k), level + 40, 34, (90, 120, 128), 0.7)
    drift = int(140 + 380 * n / LOOP)
    cv2.ellipse(image, (drift, level + 22), (12, 4), 0, 0, 360, (30, 44, 50), -1)
    if (n // 10) % 2:
        glow(image, 325, 88, 26, (30, 60, 230), 1.0)
    return rain(image, n, 60, 46)


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


def _river(n: int) -> Image:
    image = _river_ground().copy()
    level = int(238 + 4 * _turn(n, 3))
    image[level:, 110:] = (image[level:, 110:] * 0.15 + np.array((56, 74, 88)) * 0.85).astype(
        np.uint8
    )
    ripples(image, 146, H, n, (92, 112, 124), 11)
    ripples(image, level, H, n, (110, 128, 138), 12)
    for k in range(4):
        glow(image, 330 + k * 84, 136, 15, LAMP, 0.9)
        glow(image, 330 + k * 84 + 4 * _turn(n, 6, k), 172, 24, (50, 84, 104), 0.7)
    log = int(W * ((n / LOOP + 0.4) % 1))
    cv2.ellipse(image, (log, 300), (30, 5), 4, 0, 360, (28, 40, 50), -1)
    return rain(image, n, 80, 44)


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


def _plant(n: int) -> Image:
    image = _plant_ground().copy()
    for k, x in enumerate((30, 205, 380, 560)):
        glow(image, x, 92, 54, (130, 185, 215), 0.85)
        glow(image, x, 318, 40, (50, 74, 86), 0.6 + 0.1 * _turn(n, 4, k))
    for k in range(5):
        share = (n / LOOP * 3 + k / 5) % 1
        glow(image, 596 + 22 * share, 150 - 120 * share, int(10 + 26 * share), (90, 92, 92),
             0.6 * (1 - share))  # fmt: skip
    guard = int(60 + 500 * (0.5 + 0.5 * _turn(n)))
    cv2.rectangle(image, (guard, 306), (guard + 9, 340), (30, 36, 36), -1)
    glow(image, guard + 4, 304, 14, WHITE, 0.8)
    return rain(image, n, 90, 44)


_PAINTERS: dict[str, Callable[[int], Image]] = {
    "lookout": _lookout,
    "slide": _slide,
    "crossing": _crossing,
    "dam": _dam,
    "drone": _drone,
    "crew": _crew,
    "gully": _gully,
    "road": _road,
    "underpass": _underpass,
    "river": _river,
    "plant": _plant,
    "black": _black,
}
