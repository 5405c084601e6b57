"""Real fake cameras in their own process, and an engine that looks at them."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.base.secrets import Login
from app.video.address import Logins, OneLogin
from app.video.facts import CameraStateChanged
from app.video.line import View
from app.video.records import Camera, CameraKind
from app.video.simulator.remote import FakeCameras
from app.video.slot import Picture
from app.video.states import State
from app.video.stream import play
from app.video.wall import Wall

FOLDER = Path(__file__).parents[3] / "build" / "cameras"
USER, PASSWORD = "duty", "p@ss/word:1"


def a_camera(url_main: str, url_sub: str = "", code: str = "01-F-07") -> Camera:
    return Camera(
        new_id(), code, "下梨坡社区铁路涵洞", CameraKind.FIXED, "云洛镇", url_main, url_sub,
        28.7428, 109.5642, Mark.TEST,
    )  # fmt: skip


@dataclass(slots=True)
class Watched:
    """An engine and everything it has told, in order."""

    wall: Wall
    clock: SystemClock
    facts: queue.Queue[Any]
    heard: list[Any] = field(default_factory=list)

    def until(self, want: Callable[[Any], bool], wait_s: float = 10.0) -> Any:
        """The first fact from now on that `want` accepts; fails when it does not come."""
        end_s = self.clock.monotonic_s() + wait_s
        while True:
            left_s = end_s - self.clock.monotonic_s()
            try:
                fact = self.facts.get(timeout=max(0.001, left_s))
            except queue.Empty:
                raise AssertionError(f"did not come; heard {self.heard}") from None
            self.heard.append(fact)
            if want(fact):
                return fact

    def until_state(
        self, camera_id: UUID, state: State, wait_s: float = 10.0
    ) -> CameraStateChanged:
        def fits(fact: Any) -> bool:
            return (
                isinstance(fact, CameraStateChanged)
                and (fact.camera_id, fact.state) == (camera_id, state)
            )  # fmt: skip

        fact: CameraStateChanged = self.until(fits, wait_s)
        return fact


def engine(logins: Logins | None = None, lasting_s: float = 1.5) -> Watched:
    facts: queue.Queue[Any] = queue.Queue()
    clock = SystemClock()
    return Watched(Wall(clock, facts.put, play, logins, lasting_s=lasting_s), clock, facts)


def next_picture(view: View, watched: Watched, wait_s: float = 5.0) -> Picture:
    """A picture that nobody has taken yet."""
    from threading import Event

    end_s = watched.clock.monotonic_s() + wait_s
    while watched.clock.monotonic_s() < end_s:
        picture = view.slot.take()
        if picture is not None:
            return picture
        Event().wait(0.01)
    raise AssertionError(f"no picture; {view.status}")


@pytest.fixture(scope="session")
def cameras() -> Iterator[FakeCameras]:
    fake = FakeCameras(
        FOLDER,
        warm=("underpass", "drone/hevc", "black", "crossing", "crossing~still", "marked"),
        user=USER,
        password=PASSWORD,
    )
    yield fake
    fake.close()


@pytest.fixture
def well(cameras: FakeCameras) -> Iterator[FakeCameras]:
    """The cameras without any fault, before and after."""
    yield cameras
    cameras.say("start")
    cameras.say("clear", "*")


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = engine(OneLogin(Login(USER, PASSWORD)))
    yield made
    made.wall.close()


@pytest.fixture
def camera(cameras: FakeCameras) -> Camera:
    return a_camera(cameras.url("01-F-07", "main"), cameras.url("01-F-07", "sub"))
