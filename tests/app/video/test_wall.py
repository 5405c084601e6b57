"""The engine against real fake cameras: honest in every fault, back by itself."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import psutil
import pytest

from app.base.clock import SystemClock
from app.base.secrets import Login
from app.video.address import NoLogins, OneLogin
from app.video.facts import CameraOutageEnded, CameraOutageLasted
from app.video.line import Line
from app.video.records import Camera, Which
from app.video.simulator.remote import FakeCameras
from app.video.slot import Picture
from app.video.states import Reason, State
from app.video.wall import Wall
from tests.app.video.conftest import (
    PASSWORD,
    USER,
    Watched,
    a_camera,
    engine,
    next_picture,
)


def pixels(picture: Picture) -> np.ndarray[Any, Any]:
    rows = np.frombuffer(memoryview(picture.pixels), np.uint8)
    return rows.reshape(picture.height, picture.stride)[:, : picture.width * 4].reshape(
        picture.height, picture.width, 4
    )


def camera_threads(code: str = "") -> list[str]:
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if name.startswith(f"camera-{code}")]


def wait_for(watched: Watched, done: Any, wait_s: float) -> None:
    end_s = watched.clock.monotonic_s() + wait_s
    while not done():
        assert watched.clock.monotonic_s() < end_s, "did not come about"
        threading.Event().wait(0.02)


def test_a_live_picture_arrives_in_its_colours(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    fact = watched.until_state(camera.id, State.LIVE, 5.0)
    assert fact.reason is Reason.NONE
    picture = next_picture(view, watched)
    assert (picture.width, picture.height) == (480, 270)
    image = pixels(picture).astype(int)
    assert 30 < image[:, :, :3].mean() < 90, "a night scene, neither black nor white"
    gauge = image[140:150, 388:394]
    assert gauge[:, :, 2].mean() > gauge[:, :, 0].mean() + 60, "the gauge is red, not blue"
    assert view.status.which is Which.SUB
    first = image.copy()
    assert (pixels(next_picture(view, watched)).astype(int) != first).any(), "it moves"


def test_who_works_takes_a_turn_and_who_reads_does_not(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE, 5.0)
    turn = watched.wall._line(camera)._turn
    with turn:
        standing = view.slot.number
        watched.until_state(camera.id, State.STALE, 3.0)
        assert view.slot.number <= standing + 1
    picture = next_picture(view, watched)
    assert watched.clock.monotonic_s() - picture.at_s > 0.5, "it is as old as it waited"
    watched.until_state(camera.id, State.LIVE, 3.0)


def test_h265_is_shown_too(well: FakeCameras, watched: Watched) -> None:
    drone = a_camera(well.url("00-U-01", "hevc"), code="00-U-01")
    view = watched.wall.watch(drone, 640, 360)
    watched.until_state(drone.id, State.LIVE, 6.0)
    assert 20 < pixels(next_picture(view, watched))[:, :, :3].mean() < 120
    assert view.status.which is Which.MAIN


def test_a_frozen_camera_is_stale_within_a_second_and_a_half_and_never_live_by_a_late_picture(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    next_picture(view, watched)
    frozen_s = watched.clock.monotonic_s()
    well.say("freeze", camera.code)
    fact = watched.until_state(camera.id, State.STALE, 3.0)
    assert watched.clock.monotonic_s() - frozen_s <= 1.5
    assert fact.since == view.status.last_at, "it began with the last picture"
    fact = watched.until_state(camera.id, State.LOST, 8.0)
    states = [heard.state for heard in watched.heard if hasattr(heard, "state")]
    assert states[states.index(State.STALE) :] == [State.STALE, State.LOST]
    assert fact.reason is Reason.FROZEN
    assert view.status.last_s is not None
    assert view.status.last_s - frozen_s < 0.5, "no picture is younger than the freeze"
    well.say("resume", camera.code)
    watched.until_state(camera.id, State.LIVE, 8.0)


def test_a_short_freeze_ends_without_a_new_connection(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    well.say("freeze", camera.code)
    watched.until_state(camera.id, State.STALE, 3.0)
    well.say("resume", camera.code)
    watched.until_state(camera.id, State.LIVE, 3.0)
    status = watched.wall.status(camera.id)
    assert status is not None
    assert status.tries == 0


def test_a_killed_server_is_lost_at_once_and_every_camera_comes_back_by_itself(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    other = a_camera(well.url("01-F-07", "main"), code="01-F-07")
    watched.wall.watch(camera, 480, 270)
    watched.wall.watch(other, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    wait_for(watched, lambda: _state(watched, other) is State.LIVE, 5.0)
    killed_s = watched.clock.monotonic_s()
    well.say("kill")
    fact = watched.until_state(camera.id, State.LOST, 3.0)
    assert watched.clock.monotonic_s() - killed_s <= 1.0
    assert fact.reason is Reason.CUT
    outage = watched.until(_of(camera, CameraOutageLasted), 4.0)
    assert (outage.code, outage.reason) == (camera.code, Reason.REFUSED)
    status = watched.wall.status(camera.id)
    assert status is not None
    assert status.recorded
    assert status.tries >= 2
    well.say("start")
    up_s = watched.clock.monotonic_s()
    ended = watched.until(_of(camera, CameraOutageEnded), 5.0)
    assert watched.clock.monotonic_s() - up_s <= 3.5
    assert ended.since == outage.since < ended.until
    wait_for(watched, lambda: _state(watched, camera) is _state(watched, other) is State.LIVE, 4.0)


def _of(camera: Camera, kind: type) -> Callable[[Any], bool]:
    return lambda fact: isinstance(fact, kind) and fact.camera_id == camera.id  # type: ignore[attr-defined]


def _state(watched: Watched, camera: Camera) -> State | None:
    status = watched.wall.status(camera.id)
    return status.state if status else None


@pytest.mark.parametrize(
    ("verb", "state", "reason"),
    [
        ("401", State.AUTH_FAILED, Reason.DENIED),
        ("404", State.NOT_FOUND, Reason.MISSING),
        ("453", State.LOST, Reason.BUSY),
        ("silent", State.LOST, Reason.SILENT),
        ("odd", State.LOST, Reason.UNSUPPORTED),
    ],
)
def test_each_refusal_has_its_own_name(
    well: FakeCameras, watched: Watched, verb: str, state: State, reason: Reason
) -> None:
    camera = a_camera(well.url("01-F-07", "main"))
    well.say(verb, camera.code)
    view = watched.wall.watch(camera, 480, 270)
    fact = watched.until_state(camera.id, state, 6.0)
    assert fact.reason is reason
    status = view.status
    assert status.next_try_s is not None
    slow = reason in (Reason.DENIED, Reason.MISSING, Reason.UNSUPPORTED)
    assert (status.next_try_s - watched.clock.monotonic_s() > 20.0) is slow


def test_a_refused_main_stream_leaves_the_sub_stream_running(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    well.say("453", "01-F-07/main")
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    view.resize(1280, 720, whole=True)
    wait_for(watched, lambda: next_picture(view, watched).width == 1280, 4.0)
    assert view.status.which is Which.SUB
    assert view.status.state is State.LIVE


def test_an_enlarged_camera_moves_to_the_main_stream_without_a_gap(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    view.resize(1280, 720, whole=True)
    wait_for(watched, lambda: view.status.which is Which.MAIN, 4.0)
    wait_for(watched, lambda: next_picture(view, watched).height == 720, 2.0)
    view.resize(480, 270)
    wait_for(watched, lambda: view.status.which is Which.SUB, 4.0)
    assert [f.state for f in watched.heard if hasattr(f, "state")][-1] is State.LIVE
    assert watched.facts.empty(), "it was live all the time"


def test_two_places_share_one_stream_each_in_its_size(well: FakeCameras, watched: Watched) -> None:
    camera = a_camera(well.url("05-F-05", "main"), well.url("05-F-05", "sub"), code="05-F-05")
    small = watched.wall.watch(camera, 320, 180)
    large = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    assert next_picture(small, watched).width == 320
    assert next_picture(large, watched).width == 480
    assert len(camera_threads(camera.code)) == 1
    large.close()
    assert next_picture(small, watched).width == 320


def test_a_hidden_place_gets_no_pictures_and_its_state_stays_known(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    view.look(False)
    threading.Event().wait(0.2)
    number = view.slot.number
    well.say("drop", camera.code)
    watched.until_state(camera.id, State.LOST, 2.0)
    watched.until_state(camera.id, State.LIVE, 5.0)
    assert view.slot.number == number
    view.look(True)
    wait_for(watched, lambda: view.slot.number > number, 3.0)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/x", "rtsp://", "rtsp://[bad/x", "nonsense"]
)
def test_a_wrong_address_is_told_and_never_opened(watched: Watched, url: str) -> None:
    camera = a_camera(url)
    watched.wall.watch(camera, 480, 270)
    assert watched.until_state(camera.id, State.LOST, 2.0).reason is Reason.BAD_ADDRESS


def test_nobody_at_the_port_is_refused(watched: Watched) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        camera = a_camera(f"rtsp://127.0.0.1:{free.getsockname()[1]}/x")
        watched.wall.watch(camera, 480, 270)
        assert watched.until_state(camera.id, State.LOST, 3.0).reason is Reason.REFUSED


def test_a_server_that_sends_garbage_is_told(watched: Watched) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"\x00\xff$garbage\r\n\r\n" * 400)

        threading.Thread(target=babble, daemon=True).start()
        camera = a_camera(f"rtsp://127.0.0.1:{server.getsockname()[1]}/x")
        watched.wall.watch(camera, 480, 270)
        fact = watched.until_state(camera.id, State.LOST, 6.0)
    assert fact.reason in (Reason.GARBAGE, Reason.CUT, Reason.SILENT)


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_a_password_is_never_told(
    well: FakeCameras, camera: Camera, told: pytest.LogCaptureFixture, capfd: Any
) -> None:
    watched = engine(OneLogin(Login(USER, PASSWORD + "wrong")))
    try:
        view = watched.wall.watch(camera, 480, 270)
        watched.until_state(camera.id, State.AUTH_FAILED, 4.0)
        everything = f"{watched.heard} {view.status} {view.camera} {view._line._streams.lead}"
    finally:
        watched.wall.close()
    out, err = capfd.readouterr()
    for secret in (PASSWORD, "p%40ss", "p@ss"):
        assert secret not in everything + told.text + out + err


def test_cameras_that_ask_for_nothing_need_no_login(well: FakeCameras) -> None:
    watched = engine(NoLogins())
    try:
        camera = a_camera(well.url("01-F-07"))
        watched.wall.watch(camera, 480, 270)
        assert watched.until_state(camera.id, State.AUTH_FAILED, 4.0).reason is Reason.DENIED
    finally:
        watched.wall.close()


def test_twenty_drops_leave_no_thread_and_no_descriptor(
    well: FakeCameras, watched: Watched
) -> None:
    wait_for(watched, lambda: not camera_threads(), 5.0)
    url = well.url("01-F-07", "sub")
    all_of = [a_camera(url, code=f"01-X-{n}") for n in range(4)]
    views = [watched.wall.watch(camera, 320, 180) for camera in all_of]

    def all_are(state: State) -> bool:
        return all(view.status.state is state for view in views)

    wait_for(watched, lambda: all_are(State.LIVE), 6.0)
    me = psutil.Process()
    open_files = me.num_fds()
    for _ in range(5):
        well.say("drop", "01-F-07")
        wait_for(watched, lambda: all(view.status.tries for view in views), 4.0)
        wait_for(watched, lambda: all_are(State.LIVE), 8.0)
    wait_for(watched, lambda: len(camera_threads()) == 4, 3.0)
    assert me.num_fds() <= open_files
    for view in views:
        view.close()
    wait_for(watched, lambda: not camera_threads(), 5.0)
    assert me.num_fds() <= open_files - 4


def test_nothing_is_said_after_everybody_has_left(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    view.close()
    assert watched.until_state(camera.id, State.IDLE, 1.0)
    wait_for(watched, lambda: not camera_threads(), 5.0)
    assert watched.facts.empty()


def test_what_fails_for_one_camera_does_not_end_the_watch_over_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Bad(Line):
        def tick(self) -> None:
            raise OSError("too many open files")

    class Good(Line):
        looks = 0
        often = threading.Event()

        def tick(self) -> None:
            Good.looks += 1
            if Good.looks > 2:
                Good.often.set()

    wall = Wall(SystemClock(), lambda _fact: None, lambda _feed: None)
    first, second = a_camera("rtsp://127.0.0.1:1/x"), a_camera("rtsp://127.0.0.1:1/y")
    parts = wall._parts
    wall._lines = {first.id: Bad(first, parts), second.id: Good(second, parts)}
    assert Good.often.wait(5.0)
    wall.close()
    assert "too many open files" in caplog.text
