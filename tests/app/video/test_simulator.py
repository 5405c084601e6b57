"""The fake cameras' own promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.base.errors import Unreachable
from app.video.simulator.cast import SCENES, scene_of
from app.video.simulator.digest import Digest, _md5
from app.video.simulator.faults import Moods
from app.video.simulator.remote import FakeCameras
from app.video.states import State
from tests.app.video.conftest import FOLDER, USER, Watched, a_camera, next_picture


def test_every_camera_code_has_a_scene() -> None:
    assert scene_of("01-F-07") == "underpass"
    assert scene_of("03-G-02") == "lookout"
    assert [scene_of(f"05-F-{n:02d}") for n in (1, 2, 3, 4)] == ["road", "river", "crossing", "dam"]
    kinds = [f"{t:02d}-{k}-{n:02d}" for t in range(13) for k in "FGDBUTVEZ" for n in range(3)]
    assert {scene_of(code) for code in [*kinds, "", "no-code-at-all"]} <= set(SCENES)


def test_a_black_camera_is_still_live(well: FakeCameras, watched: Watched) -> None:
    camera = a_camera(well.url("01-F-07", "sub"))
    view = watched.wall.watch(camera, 320, 180)
    watched.until_state(camera.id, State.LIVE)
    well.say("black", camera.code)
    for _ in range(200):
        picture = next_picture(view, watched)
        pixels = np.frombuffer(memoryview(picture.pixels), np.uint8)
        if pixels.reshape(-1, 4)[:, :3].max() < 40:
            break
    else:
        raise AssertionError("it never became black")
    assert view.status.state is State.LIVE


def test_a_lost_camera_stays_away_until_it_is_cleared(well: FakeCameras, watched: Watched) -> None:
    camera = a_camera(well.url("01-F-07", "sub"))
    watched.wall.watch(camera, 320, 180)
    watched.until_state(camera.id, State.LIVE)
    well.say("lose", camera.code)
    watched.until_state(camera.id, State.LOST, 2.0)
    well.say("clear", camera.code)
    watched.until_state(camera.id, State.LIVE, 8.0)


def test_a_second_start_on_a_taken_port_says_so(cameras: FakeCameras) -> None:
    with pytest.raises(Unreachable) as told:
        FakeCameras(FOLDER, port=cameras.port)
    assert told.value.what == "cameras"
    assert "in use" in told.value.why


def test_an_unknown_verb_is_refused(cameras: FakeCameras) -> None:
    with pytest.raises(ValueError, match="no such verb"):
        cameras.say("explode", "01-F-07")


def test_the_cameras_end_when_their_console_is_gone() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "app.video.simulator", "--folder", str(FOLDER)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready ")
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_the_password_is_not_in_the_process_list(cameras: FakeCameras) -> None:
    line = Path(f"/proc/{cameras.pid}/cmdline")
    if line.exists():
        words = line.read_text(encoding="utf-8")
        assert USER in words
        assert cameras.password not in words


def test_a_later_verb_overrules_an_earlier_one() -> None:
    moods = Moods()
    moods.tell("404", "*")
    moods.tell("clear", "01-F-07")
    assert moods.of("01-F-07/sub").status == 200
    assert moods.of("01-F-08/sub").status == 404
    moods.tell("freeze", "01-F-08/main")
    assert moods.of("01-F-08/main").frozen
    assert not moods.of("01-F-08/sub").frozen
    assert not moods.of("01-F-080/main").frozen


def test_digest_lets_in_only_who_knows_the_password() -> None:
    digest = Digest("duty", "secret", "n1")

    def header(password: str, nonce: str = "n1") -> str:
        who, what = _md5(f"duty:camera:{password}"), _md5("DESCRIBE:rtsp://h/x")
        answer = _md5(f"{who}:{nonce}:{what}")
        return f'Digest username="duty", nonce="{nonce}", uri="rtsp://h/x", response="{answer}"'

    assert digest.allows("DESCRIBE", header("secret"))
    assert not digest.allows("DESCRIBE", header("guess"))
    assert not digest.allows("DESCRIBE", header("secret", nonce="old"))
    assert not digest.allows("PLAY", header("secret"))
    assert not digest.allows("DESCRIBE", "")
    assert Digest("", "", "n1").allows("DESCRIBE", "")
