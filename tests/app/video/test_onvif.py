"""A camera's own service, asked as devices are: against the ONVIF part of `ipycam`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.errors import Unreachable
from app.base.secrets import Login
from app.video.onvif import OnvifDevice, seek_at

ROOT = Path(__file__).parents[3]
LOGIN = Login("duty", "p@ss/word:1")


class Camera:
    """Owns the process; `told` is its next line."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.onvif_camera", LOGIN.user], cwd=folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(LOGIN.password + "\n")
        self.process.stdin.flush()
        _, port, probed = self.told().split(" ")
        self.service, self.probed = f"http://127.0.0.1:{port}/onvif/device_service", int(probed)

    def told(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(5)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Camera]:
    made = Camera(tmp_path_factory.mktemp("ipycam"))
    yield made
    made.close()


def test_a_camera_is_found_read_turned_and_stopped(fake: Camera) -> None:
    (found,) = seek_at("127.0.0.1", 0.5, fake.probed)
    assert found.service == fake.service
    device = OnvifDevice(found.service, LOGIN)
    about = device.about()
    assert about.maker
    assert len(about.profiles) == 2
    assert all(one.url.startswith("rtsp://") and "@" not in one.url for one in about.profiles)
    profile = about.profiles[0]
    assert profile.turns
    assert "×" in profile.size
    device.turn(profile.token, 0.5, -0.25, 0.0)
    assert fake.told() == "move 0.5 -0.25 0"
    device.stop(profile.token)
    assert fake.told() == "stop"
    device.keep(profile.token, "大桥")
    kept = next(one for one in device.presets(profile.token) if one.name == "大桥")
    device.go(profile.token, kept.token)
    assert fake.told() == f"go {kept.token}"
    device.close()


def test_what_goes_wrong_is_told_without_the_login(fake: Camera) -> None:
    for service, login, why in (
        (fake.service, Login("duty", "Zq7wrong"), "denied"),
        (fake.service, None, "denied"),
        ("http://127.0.0.1:1/onvif/device_service", LOGIN, "no_way"),
    ):
        device = OnvifDevice(service, login)
        with pytest.raises(Unreachable) as error:
            device.about()
        device.close()
        assert (error.value.what, error.value.why) == ("onvif", why)
        assert "Zq7wrong" not in repr(error.value)
