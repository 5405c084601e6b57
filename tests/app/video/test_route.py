"""Through the media server or direct: what is opened, with which login, and when it is switched."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.base import settings
from app.base.clock import SystemClock
from app.base.findings import Mark
from app.base.secrets import Login
from app.video.address import OneLogin
from app.video.diagnosis import Asked, Diagnosis, Finding, Step
from app.video.records import Which
from app.video.route import Route, RoutedLogins
from app.video.simulator.remote import FakeCameras
from app.video.states import State
from app.video.stream import play
from app.video.wall import Wall
from tests.app.video.conftest import FOLDER, PASSWORD, USER, Watched, a_camera

RULE = "rtsp://10.1.2.9:8554/{code}/{stream}"


@pytest.fixture
def open_server() -> Iterator[FakeCameras]:
    fake = FakeCameras(FOLDER, warm=("underpass",))
    yield fake
    fake.close()


def test_addresses_are_the_servers_and_passwords_stay_with_the_cameras() -> None:
    camera = a_camera("rtsp://h/a", "rtsp://h/b", code="云 7")
    route = Route(RULE, through=True)
    logins = RoutedLogins(route, OneLogin(Login("u", "p")))
    served = route.camera(camera)
    assert served.url_main == "rtsp://10.1.2.9:8554/%E4%BA%91%207/main"
    assert served.url_sub.endswith("/sub")
    assert logins.of(served, served.url_main) is None
    route.through = False
    assert route.camera(camera) is camera
    assert logins.of(camera, camera.url_main) == Login("u", "p")
    assert Route().served(camera, Which.MAIN) == ""


def test_no_password_goes_to_the_server_between_the_switch_and_the_new_addresses() -> None:
    """What opens in that moment still has the address of before."""
    camera = a_camera("rtsp://h/a", "rtsp://h/b", code="7")
    route = Route(RULE, through=True)
    opened: list[str] = []
    wall = Wall(SystemClock(), lambda _: None, lambda feed: opened.append(feed.url),
                OneLogin(Login("u", "p")), route=route)  # fmt: skip
    wall.listen(camera, which=Which.SUB)
    route.through = False
    wall._lines[camera.id].listen(None, Which.MAIN)
    wall.reroute()
    wall._lines[camera.id].listen(None, Which.SUB)
    route.through = True
    wall._lines[camera.id].listen(None, Which.SUB)
    wall.close()
    assert opened[:2] == [f"rtsp://10.1.2.9:8554/7/{one}" for one in ("sub", "main")]
    assert set(opened[2:]) == {"rtsp://u:p@h/a", "rtsp://u:p@h/b"}


def test_the_setting_is_taken_only_when_it_can_be_right(tmp_path: Path) -> None:
    def told(text: str) -> settings.Settings:
        (tmp_path / "settings.toml").write_text(text, "utf-8")
        return settings.load(tmp_path)

    assert told(f'media_server = "{RULE}"\nthrough_server = false').media_server == RULE
    assert not settings.load(tmp_path).through_server
    assert settings.Settings().media_server == ""
    for wrong in (
        "rtsp://u:p@h/{code}",
        "http://h/{code}",
        "rtsp://h/x",
        "rtsp://h/{code}/{other}",
    ):
        assert told(f'media_server = "{wrong}"').rejected == ("media_server",), wrong
    assert told("through_server = 3").rejected == ("through_server",)


def test_a_desk_is_switched_to_direct_by_hand_and_back(
    well: FakeCameras, open_server: FakeCameras
) -> None:
    """The second simulator stands in for the server: it lets everybody in, as ours does."""
    camera = a_camera(well.url("01-F-07", "main"), code="01-F-07")
    route = Route(f"rtsp://127.0.0.1:{open_server.port}/{{code}}/{{stream}}", through=True)
    logins = OneLogin(Login(USER, PASSWORD))
    facts: queue.Queue[Any] = queue.Queue()
    clock = SystemClock()
    watched = Watched(Wall(clock, facts.put, play, logins, route=route), clock, facts)
    view = watched.wall.watch(camera, 320, 180)
    watched.until_state(camera.id, State.LIVE)
    open_server.say("kill")
    watched.until_state(camera.id, State.LOST)
    route.through = False
    watched.wall.reroute()
    watched.until_state(camera.id, State.LIVE)
    view.close()
    watched.wall.close()
    open_server.say("start")
    heard: list[Finding] = []
    asked = Asked(camera.url_main, "", Login(USER, PASSWORD), listen_s=0.5,
                  served=route.served(camera, Which.MAIN))  # fmt: skip
    Diagnosis(clock, asked, heard.append).run()
    assert [one.served for one in heard if one.step is Step.PICTURES] == [True, False]
    assert {one.mark for one in heard} <= {Mark.GOOD, Mark.ODD}
