"""Real fake cameras, a real engine and a real store behind real widgets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.marks import Mark
from app.video.directory import Directory
from app.video.records import Camera
from app.video.scenes import Scenes
from app.video.simulator.remote import FakeCameras
from app.video.stream import play
from app.video.wall import Wall
from db.stores.video import CameraRows
from tests.app.video.conftest import FOLDER, a_camera
from tests.rooms import Room, open_room
from widgets.kit.desk import Desk
from widgets.shell.bridge import Bridge
from widgets.video.boards import Boards


@pytest.fixture(scope="session")
def open_cameras() -> Iterator[FakeCameras]:
    """Cameras that let everybody in."""
    fake = FakeCameras(FOLDER, warm=("underpass",))
    yield fake
    fake.close()


@pytest.fixture
def well(open_cameras: FakeCameras) -> Iterator[FakeCameras]:
    yield open_cameras
    open_cameras.say("start")
    open_cameras.say("clear", "*")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = open_room(tmp_path / "duty.db")
    yield made
    made.db.close()


@pytest.fixture
def four(open_cameras: FakeCameras) -> list[Camera]:
    """The underpass under four numbers; the last one is where nobody answers."""
    main, sub = open_cameras.url("01-F-07", "main"), open_cameras.url("01-F-07", "sub")
    made = [a_camera(main, sub, code=f"0{n}-F-07") for n in (1, 2, 3)]
    return [*made, a_camera("rtsp://127.0.0.1:1/nobody", code="04-F-07")]


@pytest.fixture
def directory(room: Room, four: list[Camera]) -> Directory:
    made = Directory(room.db, CameraRows(room.db), Mark.TEST)
    made.enter("system", four)
    return made


@pytest.fixture
def clock() -> SystemClock:
    """Pictures come in real time."""
    return SystemClock()


@pytest.fixture
def wall(desk: Desk, clock: SystemClock, qapp) -> Iterator[Wall]:
    bridge = Bridge()
    made = Wall(
        clock, lambda fact: bridge.post(lambda: desk.bus.publish(fact)), play, lasting_s=60.0
    )
    yield made
    bridge.close()
    made.close()


@pytest.fixture
def scenes(room: Room) -> Scenes:
    return Scenes(room.db, CameraRows(room.db), Mark.TEST)


@pytest.fixture
def board(desk: Desk, directory: Directory, scenes: Scenes, room: Room) -> Boards:
    desk.session.sign_in(room.chief)
    made = Boards(desk, directory, scenes)
    made.load()
    return made
