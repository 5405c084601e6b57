"""Turns the simulators on: a gateway on a serial line, and the county's cameras."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.base.errors import Unreachable, disk_reason
from app.demo.child import Child
from app.video.simulator.cast import warm_for

GATEWAY = "gateway-a"
CAMERA_USER = "duty"
CAMERA_PORT = "camera-port"
FILMS_S = 120.0
"""The first start paints the films."""


class Stage:
    """Both simulators run in processes of their own and are reached by port and serial line only.

    `folder` is the demonstration's own; the cameras keep their port from one start to the next,
    since their addresses stand in the directory.
    """

    def __init__(self, folder: Path, pictures: Path, shown: Iterable[str]) -> None:
        """`pictures`: where the painted films are kept between runs; `shown` are painted first."""
        self.serial = folder / GATEWAY
        self._port_file = folder / CAMERA_PORT
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.port = self._kept_port()
        except OSError as error:
            raise Unreachable("demo", disk_reason(error)) from error
        self._radio = Child("app.radio.simulator", "--link", str(self.serial))
        self._cameras = Child(
            "app.video.simulator",
            "--port",
            str(self.port),
            "--folder",
            str(pictures),
            "--warm",
            ",".join(warm_for(shown)),
            "--user",
            CAMERA_USER,
            "--password-from-stdin",
        )

    @property
    def cameras_at(self) -> str:
        """What stands before a camera's code in its address."""
        return f"rtsp://127.0.0.1:{self.port}"

    def start(self, radios: Iterable[int], silent: Iterable[str], password: str) -> None:
        """`password` is what CAMERA_USER must say to the cameras. `radios` are switched on, `silent`
        cameras have no stream. Waits until both are up.

        Raises `Unreachable` when one of them does not come up.
        """
        self._cameras.start(FILMS_S, password)
        for code in silent:
            self.camera(f"lose {code}")
        self._radio.start()
        self.radio("online " + " ".join(str(number) for number in radios))

    def radio(self, line: str) -> None:
        """A command for the gateway, e.g. `emergency 371105 28.5011 109.7342`."""
        self._radio.say(line)

    def camera(self, line: str) -> None:
        """A command for the cameras, e.g. `drop 01-F-07`."""
        self._cameras.say(line)

    def stop(self) -> None:
        self._radio.stop()
        self._cameras.stop()

    def _kept_port(self) -> int:
        with suppress(OSError, ValueError):
            return int(self._port_file.read_text(encoding="ascii"))
        port = _free_port()
        self._port_file.write_text(str(port), encoding="ascii")
        return port


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
