"""Doubts about pictures: the simulator's scenes raise none, every planted fault is found and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from uuid import UUID

import cv2
import numpy as np
import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.video.judging import Doubt, Judges, PictureDoubted, PictureTrusted, load_rules
from app.video.quality import Luma
from app.video.records import Which
from app.video.simulator import scenes
from app.video.simulator.brush import FPS, LOOP
from app.video.simulator.cast import SCENES
from tests.app.video.conftest import a_camera
from tests.rooms import EVENING

RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "video.toml")
NAMES = list(SCENES)
FIXED = [name for name in NAMES if name not in ("drone", "crew")]


@dataclass(frozen=True, slots=True)
class One:
    camera_id: UUID
    luma: Luma
    second: float
    which: Which = Which.SUB

    @property
    def at(self):
        return EVENING + timedelta(seconds=self.second)

    @property
    def at_s(self):
        return self.second


def grey(scene: str, n: int) -> Luma:
    """As the engine gives it: 320 wide, greys of video."""
    small = cv2.resize(scenes.frame(scene, n % LOOP), (320, 180), interpolation=cv2.INTER_AREA)
    luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(float)
    return (16 + luma * 219 / 255).astype(np.uint8)


@pytest.fixture(scope="module")
def seconds() -> dict[str, list[Luma]]:
    """Each scene, one picture a second round its loop."""
    return {name: [grey(name, n) for n in range(0, LOOP, FPS)] for name in [*NAMES, "black"]}


class Watch:
    """One camera under judgement; `play` shows pictures for so many seconds."""

    def __init__(self, *, night: bool = True, every_s: float = 1.0) -> None:
        self.facts: list[object] = []
        self.camera = a_camera("rtsp://127.0.0.1:1/main")
        self.judges = Judges(RULES, self.facts.append, lambda: night)
        self.judges.know([self.camera])
        self.second, self._every_s = 0.0, every_s

    def play(
        self, pictures: list[Luma], count: int, change: Callable[[Luma], Luma] = lambda luma: luma
    ) -> set[Doubt]:
        for luma in islice(_round(pictures), count):
            self.judges.sample(One(self.camera.id, change(luma), self.second))
            self.second += self._every_s
        return set(self.judges.doubts(self.camera.id))


def _round(pictures: list[Luma]) -> Iterator[Luma]:
    while True:
        yield from pictures


def card(luma: Luma) -> Luma:
    made = np.full_like(luma, 60)
    cv2.putText(made, "NO SIGNAL", (70, 100), cv2.FONT_HERSHEY_SIMPLEX, 1, 230, 2)
    return made


DRAW = np.random.default_rng(6)
FAULTS: dict[Doubt, Callable[[Luma], Luma]] = {
    Doubt.BLACK: lambda luma: np.full_like(luma, 18),
    Doubt.BRIGHT: lambda luma: np.clip(luma.astype(int) + 205, 0, 255).astype(np.uint8),
    Doubt.FLAT: lambda luma: DRAW.normal(90, 1.5, luma.shape).astype(np.uint8),
    Doubt.CARD: card,
    Doubt.BLURRED: lambda luma: cv2.GaussianBlur(luma, (0, 0), 6),
    Doubt.MOVED: lambda luma: np.ascontiguousarray(np.roll(luma, 48, axis=1)),
}


@pytest.mark.parametrize("night", [True, False])
def test_no_scene_by_day_or_night_in_rain_raises_a_doubt(seconds, night) -> None:
    for name in NAMES:
        watch = Watch(night=night)
        assert (name, watch.play(seconds[name], 120)) == (name, set())
        assert watch.facts == []


@pytest.mark.parametrize("doubt", list(FAULTS))
def test_every_planted_fault_is_found_and_ends(seconds, doubt) -> None:
    for name in FIXED:
        watch = Watch()
        watch.play(seconds[name], 40)
        slow = 2 * RULES.moved_every if doubt is Doubt.MOVED else 1  # seen through rain
        needs = RULES.rise * slow + (doubt is Doubt.CARD)  # a card is one once it stands still
        assert watch.play(seconds[name], needs, FAULTS[doubt]) == {doubt}, name
        began = watch.facts[0]
        assert isinstance(began, PictureDoubted)
        assert 40 <= (began.since - EVENING).total_seconds() < 40 + 2 * slow
        assert watch.play(seconds[name], RULES.fall * slow) == set(), name
        ended = watch.facts[-1]
        assert isinstance(ended, PictureTrusted)
        assert len(watch.facts) == 2, (name, watch.facts)


def test_what_the_simulator_can_show_wrong_is_named(seconds) -> None:
    named = {
        "black": {Doubt.BLACK},
        "white": {Doubt.BRIGHT},
        "blue": {Doubt.FLAT},
        "covered": {Doubt.FLAT},
        "river~blurred": {Doubt.BLURRED},
        "river~still": {Doubt.STILL},
    }
    for scene, doubts in named.items():
        watch = Watch()
        watch.play(seconds["river"], 40)
        shown = [grey(scene, n) for n in range(0, LOOP, FPS)]
        assert (scene, watch.play(shown, 14)) == (scene, doubts)


def test_pictures_that_stand_still_are_suspected_after_ten_seconds(seconds) -> None:
    watch = Watch()
    watch.play(seconds["river"], 40)
    stuck = seconds["river"][:1]
    assert watch.play(stuck, 10) == set()
    assert watch.play(stuck, 4) == {Doubt.STILL}
    assert watch.play(seconds["river"], 8) == set()
    assert watch.play(seconds["black"], 60) == {Doubt.BLACK}  # and not still as well


def test_two_odd_samples_are_no_verdict_and_a_turned_camera_is_taken_as_it_is(seconds) -> None:
    watch = Watch()
    watch.play(seconds["dam"], 40)
    for _ in range(5):
        assert watch.play(seconds["black"], 2) == set()
        watch.play(seconds["dam"], 1)
    turned = FAULTS[Doubt.MOVED]
    assert watch.play(seconds["dam"], 18, turned) == {Doubt.MOVED}
    watch.judges.renew(watch.camera.id)
    assert watch.play(seconds["dam"], 20, turned) == set()
    watch.judges.forget(watch.camera.id)
    assert watch.judges.doubts(watch.camera.id) == ()


def test_a_sample_costs_far_less_than_a_millisecond(seconds) -> None:
    watch, clock, costs = Watch(), SystemClock(), []
    for _ in range(9):
        begun_s = clock.monotonic_s()
        watch.play(seconds["river"], 20)
        costs.append((clock.monotonic_s() - begun_s) / 20)
    assert min(costs) < 0.001, f"{median(costs) * 1000:.2f} ms"
    assert watch.judges.doubts(new_id()) == ()
