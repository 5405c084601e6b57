"""Turns the simulators on: gateways and a modem on serial lines, and the county's cameras."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from app.base.errors import Unreachable, disk_reason
from app.demo.child import Child
from app.demo.radios import COUNTY_GATEWAY, HILL_GATEWAY
from app.video.simulator.cast import warm_for

GATEWAYS = {COUNTY_GATEWAY: ("gateway-a", "hrnp"), HILL_GATEWAY: ("gateway-b", "pei")}
"""Each with its port and the protocol it speaks."""
MODEM = "modem"
CAMERA_USER = "duty"
CAMERA_PORT = "camera-port"
FILMS_S = 120.0
"""The first start paints the films."""


class Stage:
    """Each simulator runs in a process of its own and is reached by port and serial line only.

    `folder` is the demonstration's own; the cameras keep their port from one start to the next,
    since their addresses stand in the directory.
    """

    def __init__(self, folder: Path, pictures: Path, shown: Iterable[str]) -> None:
        """`pictures`: where the painted films are kept between runs; `shown` are painted first."""
        self.ports = {name: folder / port for name, (port, _) in GATEWAYS.items()}
        self.modem_port = folder / MODEM
        self._port_file = folder / CAMERA_PORT
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.port = self._kept_port()
        except OSError as error:
            raise Unreachable("demo", disk_reason(error)) from error
        self._radios: dict[int, str] = {}
        self._gateways = {
            name: Child(
                "app.radio.simulator", "--link", str(self.ports[name]), "--protocol", speaks
            )
            for name, (_, speaks) in GATEWAYS.items()
        }
        self._modem = Child("app.phone.simulator", "--link", str(self.modem_port))
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

    def start(self, radios: Mapping[int, str], silent: Iterable[str], password: str) -> None:
        """`password` is what CAMERA_USER must say to the cameras. `radios`: number -> the gateway that
        hears it; they are switched on. `silent` cameras have no stream. Waits until all are up.

        Raises `Unreachable` when one of them does not come up.
        """
        self._cameras.start(FILMS_S, password)
        for code in silent:
            self.camera(f"lose {code}")
        self._radios = dict(radios)
        for name, child in self._gateways.items():
            child.start()
            heard = (str(number) for number, gateway in radios.items() if gateway == name)
            self.gateway(name, "online " + " ".join(heard))
        self._modem.start()

    def radio(self, line: str) -> None:
        """A command for the gateway that hears this radio, e.g. `emergency 371105 28.5011 109.7342`."""
        number = int(line.split()[1])
        self.gateway(self._radios.get(number, COUNTY_GATEWAY), line)

    def gateway(self, name: str, line: str) -> None:
        """A command for one gateway, e.g. `network off`."""
        self._gateways[name].say(line)

    def telephone(self, line: str) -> None:
        """A command for the modem, e.g. `call 00000020003`."""
        self._modem.say(line)

    def camera(self, line: str) -> None:
        """A command for the cameras, e.g. `drop 01-F-07`."""
        self._cameras.say(line)

    def stop(self) -> None:
        for child in (*self._gateways.values(), self._modem, self._cameras):
            child.stop()

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
