"""The ONVIF part of `ipycam` as a process of its own, on the loopback only.

Its `IPCamera.start` listens on every interface, sends multicast and wants ffmpeg; so its request handler and
its services are put behind a listener of ours. `python -m tests.onvif_camera USER` reads the password from
the first line of its input, says "ready HTTP UDP" and then every movement: "move P T Z", "stop", "go TOKEN".
The UDP port answers probes as `ipycam` words them. It ends with its input.
"""

from __future__ import annotations

import re
import socket
import socketserver
import sys
from threading import Thread
from types import SimpleNamespace
from typing import Any

from ipycam.config import CameraConfig
from ipycam.http import IPCameraHTTPHandler
from ipycam.onvif import ONVIFService
from ipycam.ptz import PTZController

HOST = "127.0.0.1"


class Told:
    """Hears what the camera is made to do."""

    def on_continuous_move(self, pan: float, tilt: float, zoom: float) -> None:
        say(f"move {pan:g} {tilt:g} {zoom:g}")

    def on_stop(self) -> None:
        say("stop")

    def on_goto_preset(self, token: str, *_place: float) -> None:
        say(f"go {token}")

    def on_absolute_move(self, *_place: Any) -> None: ...

    def on_relative_move(self, *_way: float) -> None: ...

    def on_goto_home(self) -> None: ...


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def main(user: str) -> None:
    password = sys.stdin.readline().rstrip("\n")
    turning = PTZController()
    turning.add_hardware_handler(Told())
    config = CameraConfig()
    config.local_ip = HOST
    config.set_credentials(user, password)
    service = ONVIFService(config, turning)
    _mend(service)
    IPCameraHTTPHandler.camera = SimpleNamespace(config=config, onvif=service, ptz=turning)
    server = _Server((HOST, 0), IPCameraHTTPHandler)
    config.onvif_port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    probed = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    probed.bind((HOST, 0))
    Thread(target=_answer, args=(probed, service), daemon=True).start()
    say(f"ready {config.onvif_port} {probed.getsockname()[1]}")
    sys.stdin.read()


def _mend(service: ONVIFService) -> None:
    """Its answers about turning use prefixes that its envelope does not declare: no XML reader takes them."""
    space = '"http://www.onvif.org/ver20/ptz/wsdl"'
    bound = f" xmlns:ptz={space} xmlns:tptz={space} xmlns:trt="
    envelope = service._templates["envelope"]
    service._templates["envelope"] = envelope.replace(" xmlns:trt=", bound)


def _answer(probed: socket.socket, service: ONVIFService) -> None:
    while True:
        data, asker = probed.recvfrom(4096)
        found = re.search(r"MessageID>(.+?)</", data.decode("utf-8", "replace"))
        told = service.create_probe_match(found[1] if found else "urn:x")
        probed.sendto(told.encode(), asker)


if __name__ == "__main__":
    main(sys.argv[1])
