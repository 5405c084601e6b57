"""Still pictures, filed under their own hash."""

from __future__ import annotations

import hashlib
import os
import queue
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest

from app.base.errors import Refused, Unreachable
from app.base.jobs import Workers
from app.base.secrets import Login
from app.video.address import OneLogin
from app.video.opencv import opencv
from app.video.records import Camera, Which
from app.video.simulator.remote import FakeCameras
from app.video.snapshot import Snapshots
from app.video.states import Reason, State
from db.attachments import Files
from tests.app.video.conftest import PASSWORD, USER, Watched, a_camera, next_picture

LOGINS = OneLogin(Login(USER, PASSWORD))


@pytest.fixture
def snapshots(tmp_path: Path, watched: Watched) -> Snapshots:
    return Snapshots(Files(tmp_path / "blobs"), watched.clock, watched.wall)


def test_opencv_does_not_leave_its_qt_plugins_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        monkeypatch.setenv(name, "as its import leaves it")
    opencv.__wrapped__()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert "QT_QPA_FONTDIR" not in os.environ
    assert cv2.getNumThreads() == 1


def test_a_snapshot_is_a_whole_picture_under_its_own_hash(
    well: FakeCameras, watched: Watched, camera: Camera, snapshots: Snapshots, tmp_path: Path
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    next_picture(view, watched)
    shot = snapshots.take(camera)
    content = Files(tmp_path / "blobs").read(shot.file.sha256)
    assert hashlib.sha256(content).hexdigest() == shot.file.sha256
    assert (shot.file.size, shot.file.mime) == (len(content), "image/jpeg")
    assert shot.file.name.startswith(f"{camera.code}_")
    assert (shot.which, shot.width, shot.height) == (Which.MAIN, 640, 360), "main was opened for it"
    assert shot.age_s < 1.0
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (360, 640, 3)
    assert image[185:197, 515:528, 2].mean() > image[185:197, 515:528, 0].mean() + 60, "red is red"


def test_a_snapshot_of_a_lost_camera_is_its_last_picture_with_its_age(
    well: FakeCameras, watched: Watched, camera: Camera, snapshots: Snapshots
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    well.say("kill")
    watched.until_state(camera.id, State.LOST)
    Event().wait(1.1)
    shot = snapshots.take(camera)
    assert shot.which is Which.SUB
    assert shot.age_s >= 1.0
    assert shot.taken_at == view.status.last_at


def test_a_camera_nobody_looks_at_is_opened_for_one_picture(
    well: FakeCameras, camera: Camera, snapshots: Snapshots
) -> None:
    assert snapshots.take(camera).which is Which.MAIN


def test_no_picture_is_told_without_the_password(
    well: FakeCameras, camera: Camera, snapshots: Snapshots
) -> None:
    well.say("404", camera.code)
    with pytest.raises(Unreachable) as told:
        snapshots.take(camera)
    assert (told.value.what, told.value.why) == ("camera", "missing")
    with pytest.raises(Unreachable) as told:
        snapshots.take(a_camera("file:///etc/passwd"))
    assert told.value.why == "bad_address"


def test_a_camera_that_is_slow_is_waited_for_so_long_and_asked_once_at_a_time(
    well: FakeCameras, watched: Watched, camera: Camera, tmp_path: Path
) -> None:
    well.say("nokey", camera.code, "100")
    clock, answers = watched.clock, queue.Queue[object]()
    hurried = Snapshots(Files(tmp_path / "blobs"), clock, watched.wall, key_s=0.4)
    workers = Workers("stills", lambda call: call(), 2)
    begun_s = clock.monotonic_s()
    for _ in range(2):
        workers.run(hurried.take, camera, then=answers.put, fail=answers.put)
    again, slow = answers.get(timeout=5), answers.get(timeout=5)
    assert clock.monotonic_s() - begun_s < 2.0
    assert (type(again), str(again)) == (Refused, "camera: asked_already")
    assert isinstance(slow, Unreachable)
    assert (slow.what, slow.why) == ("camera", Reason.NO_KEY)
    assert workers.close()
