"""The room around the console: its data folder, and the devices, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.demo.watch import pin_hash
from app.people.records import Officer, Role
from app.radio.records import Radio, RadioKind
from app.video.directory import Directory
from app.video.records import Camera, CameraKind
from app.video.scenes import Hung, Scenes
from app.video.simulator.cast import warm_for
from app.video.simulator.remote import FakeCameras
from db.engine import Database
from db.stores.video import CameraRows
from tests.app.radio.simulator_process import SimulatorProcess
from tests.stories.desk import ROOT, DeskProcess

NAMES = {
    "01-F-07": "下梨坡社区铁路涵洞",
    "06-D-01": "老榆塘单兵",
    "00-U-01": "县应急无人机一号",
    "01-G-01": "云洛镇高空瞭望",
}
NIGHT = Path(__file__).with_name("test_night.py")
RADIOS = {370302: "黄荆乡", 371001: "高坳乡", 371105: "麻栗溪乡"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The night is the longest: begun first, it does not keep one worker waiting for the other."""
    items.sort(key=lambda item: item.path != NIGHT)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[SimulatorProcess]:
    running = SimulatorProcess(tmp_path / "gateway", tuple(RADIOS))
    yield running
    running.close()


@pytest.fixture
def cameras() -> Iterator[FakeCameras]:
    running = FakeCameras(ROOT / "build" / "cameras", warm=warm_for(NAMES, ("sub",)))
    yield running
    running.close()


@pytest.fixture
def folder(tmp_path: Path, gateway: SimulatorProcess, cameras: FakeCameras) -> Path:
    """The data folder of a real desk, not of a demonstration: officers, roster, four cameras."""
    place = tmp_path / "data"
    place.mkdir()
    (place / "settings.toml").write_text(
        'unit = "示范县应急管理局值班室"\ncounty_code = "156433125"\ncounty_name = "示范县"\n'
        f'[[gateway]]\nname = "A"\nport = "{gateway.link}"\n',
        encoding="utf-8",
    )
    db = Database(place / "duty.db", "desk-1", SystemClock(), lambda fact: None)
    crew = _officer("彭例安", Role.CHIEF), _officer("向示月", Role.PROFESSIONAL)
    with db.change("system", "room.open", ("room", "all")) as change:
        change.put_many("officer", crew)
        change.put_many("radio", [_radio(*one) for one in RADIOS.items()])
    directory = Directory(db, CameraRows(db), Mark.REAL)
    rows = [_camera(code, name, cameras) for code, name in NAMES.items()]
    directory.enter("system", rows)
    hung = Hung(4, tuple(str(row.id) for row in rows))
    Scenes(db, CameraRows(db), Mark.REAL).hang("system", hung)
    db.close()
    return place


def _officer(name: str, role: Role) -> Officer:
    return Officer(new_id(), name, "", role, True, 0, pin_hash(), True, Mark.REAL)


def _radio(number: int, unit: str) -> Radio:
    kind = RadioKind.HANDHELD
    return Radio(new_id(), number, unit, "队员1", kind, 901, unit, 0, True, Mark.REAL)


def _camera(code: str, name: str, cameras: FakeCameras) -> Camera:
    main, sub = (cameras.url(code, shape) for shape in ("main", "sub"))
    return Camera(new_id(), code, name, CameraKind.FIXED, "", main, sub, None, None, Mark.REAL)


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], DeskProcess]]:
    """Starts the console on the folder, as often as it is asked."""
    started: list[DeskProcess] = []

    def begin() -> DeskProcess:
        started.append(DeskProcess(folder))
        return started[-1]

    yield begin
    for desk in started:
        desk.close()
