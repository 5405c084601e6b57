"""Doubts about pictures: the simulator's scenes raise none, every planted fault is found and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from uuid import UUID

import av
import cv2
import numpy as np
import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.video.decoding import Scalers
from app.video.judging import Doubt, Judges, PictureDoubted, PictureTrusted, load_rules
from app.video.quality import Luma
from app.video.records import Which
from app.video.simulator import scenes
from app.video.simulator.brush import FPS, LOOP, Image
from app.video.simulator.cast import SCENES
from app.video.simulator.remote import FakeCameras
from app.video.simulator.source import SHAPES, Sources, _Maker
from tests.app.video.conftest import FOLDER, Watched, a_camera
from tests.app.video.test_wall import wait_for
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


def pictures_of(packets: Iterable[bytes]) -> Iterator[Luma]:
    """As the engine makes them of what an encoder gave."""
    coder, scalers = av.CodecContext.create("h264", "r"), Scalers()
    for packet in packets:
        for frame in coder.decode(av.Packet(packet)):
            yield scalers.luma(frame)


def film(scene: str, shape: str) -> list[Luma]:
    units = Sources(FOLDER).get(scene, shape).units
    return list(pictures_of(b"".join(b"\0\0\0\1" + nal for nal in one.nals) for one in units))


def coded(paint: Callable[[int], Image], seconds: int) -> list[Luma]:
    """Painted once a second, as a thrifty encoder sends it."""
    maker = _Maker(replace(SHAPES["sub"], rate=200_000))
    made = []
    for n in range(seconds):
        maker.add(av.VideoFrame.from_ndarray(paint(n), format="bgr24"), n)
        made.append(bytes(maker._made))
        maker._made.clear()
    return list(pictures_of([*filter(None, made), maker.end()]))


@pytest.mark.parametrize("what", ["stands", "walker", "clock"])
def test_a_quiet_night_in_which_somebody_walks_or_a_clock_runs_is_no_still_picture(what) -> None:
    quiet = scenes._PAINTERS["dam"](0)

    def paint(n: int) -> Image:
        image = quiet.copy()
        if what == "walker":
            image[240:256, 80 + 9 * n : 86 + 9 * n] += 24
        elif what == "clock":
            cv2.putText(image, f"21:07:{n % 60:02d}", (500, 340), 0, 0.5, (210,) * 3, 1)
        return image

    watch = Watch()
    assert watch.play(coded(paint, 40), 40) == ({Doubt.STILL} if what == "stands" else set())
    assert len(watch.facts) == (what == "stands")


def test_what_stands_still_is_found_though_its_encoder_draws_it_anew_twice_a_second() -> None:
    for scene in ("crossing", "river"):
        stuck = film(f"{scene}~still", "sub")
        for begin in (3, 40, 77):
            shown = [stuck[(begin + n * (FPS + 1)) % LOOP] for n in range(14)]
            assert Watch().play(shown, 14) == {Doubt.STILL}, (scene, begin)


def test_a_camera_that_has_not_moved_is_not_said_to_whatever_moves_in_its_picture() -> None:
    for scene in ("lookout", "gully"):
        seen = film(scene, "sub")
        for step, begin in ((FPS, 40), (FPS + 1, 0), (FPS + 2, 40), (10 * FPS + 7, 77)):
            shown = [seen[(begin + n * step) % LOOP] for n in range(60)]
            watch = Watch()
            assert watch.play(shown, 60) == set(), (scene, step, begin)
            assert watch.facts == []
            for x, y in ((48, 0), (-20, 9)):  # and one that was knocked is
                turn = np.array([[1, 0, x], [0, 1, y]], np.float32)
                moved = [
                    cv2.warpAffine(one, turn, one.shape[::-1], borderMode=cv2.BORDER_REFLECT)
                    for one in shown[:24]
                ]
                assert watch.play(moved, 24) == {Doubt.MOVED}, (scene, step, begin, x)
                assert watch.play(shown, 24) == set()


def test_a_camera_is_followed_from_night_to_day_and_found_moved_by_day(seconds) -> None:
    night, watch = seconds["dam"], Watch()
    grass = cv2.GaussianBlur(DRAW.integers(0, 255, night[0].shape).astype(np.uint8), (0, 0), 2)
    by_day = cv2.normalize(grass, None, 20, 220, cv2.NORM_MINMAX)
    watch.play(night, 30)
    for dawn in range(11):
        lit = [cv2.addWeighted(one, 1 - dawn / 12, by_day, dawn / 12, 0) for one in night]
        assert watch.play(lit, 18) <= {Doubt.STILL}, dawn
    assert watch.play(lit, 24, FAULTS[Doubt.MOVED]) >= {Doubt.MOVED}


def test_the_engine_finds_a_camera_that_stands_still_beside_one_that_lives(
    well: FakeCameras, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With real connections and encoders, a sample each 0.1 s and not each second."""
    monkeypatch.setattr("app.video.stream.SAMPLE_EVERY_S", 0.1)
    judges = Judges(replace(RULES, still_for_s=0.8), watched.facts.put)
    watched.wall.sample_all(lambda *_: judges)
    stuck, lives = (
        a_camera(well.url(code, "main"), well.url(code, "sub"), code)
        for code in ("02-F-03", "02-F-05")
    )
    well.say("picture", "02-F-03", "still")
    for camera in (stuck, lives):
        watched.wall.watch(camera, 320, 180)
    began = watched.until(lambda fact: isinstance(fact, PictureDoubted))
    assert (began.camera_id, began.doubt) == (stuck.id, Doubt.STILL)
    well.say("nokey", "02-F-05", 2)
    well.say("picture", "02-F-03", "normal")
    ended = watched.until(lambda fact: isinstance(fact, PictureTrusted))
    assert ended.camera_id == stuck.id
    assert [fact for fact in watched.heard if isinstance(fact, PictureDoubted)] == [began]
    wait_for(watched, lambda: watched.wall.status(lives.id).lost == 2, 5.0)
    assert watched.wall.status(lives.id).key_every_s is not None


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
