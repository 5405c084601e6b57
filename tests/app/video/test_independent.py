"""The engine against somebody else's RTSP server, so that ours and theirs check each other."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest

from app.video.address import NoLogins
from app.video.simulator.brush import FPS
from app.video.simulator.source import Sources
from app.video.states import State
from tests.app.video.conftest import FOLDER, a_camera, engine, next_picture


def as_mp4(folder: Path) -> Path:
    """The underpass as an ordinary file, without encoding it again."""
    source = Sources(FOLDER).get("underpass", "main")
    place = folder / "underpass.mp4"
    stream = folder / "underpass.h264"
    stream.write_bytes(
        b"".join(b"\0\0\0\1" + nal for unit in source.units for nal in (b"\x09\xf0", *unit.nals))
    )
    with (
        av.open(str(stream), options={"framerate": str(FPS)}) as raw,
        av.open(str(place), "w") as box,
    ):
        out = box.add_stream_from_template(raw.streams.video[0])
        for n, packet in enumerate(p for p in raw.demux(video=0) if p.size):
            packet.stream = out
            packet.time_base = Fraction(1, FPS)
            packet.pts = packet.dts = n
            packet.duration = 1
            box.mux(packet)
    stream.unlink()
    return place


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[str]:
    command = shutil.which("rtsp-server", path=str(Path(sys.executable).parent))
    assert command is not None, "aio-rtsp-toolkit belongs to the development requirements"
    as_mp4(tmp_path)
    port = free_port()
    server = subprocess.Popen(
        [command, "-d", str(tmp_path), "-H", "127.0.0.1", "-p", str(port), "-cp", str(free_port())],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield f"rtsp://127.0.0.1:{port}/underpass.mp4?play_count=0"
    server.kill()
    server.wait()


def test_a_stranger_s_server_is_shown_as_soon_as_it_is_there(stranger: str) -> None:
    watched = engine(NoLogins())
    try:
        camera = a_camera(stranger)
        view = watched.wall.watch(camera, 640, 360)
        watched.until_state(camera.id, State.LIVE, 20.0)
        assert next_picture(view, watched).width == 640
        assert view.status.state is State.LIVE
    finally:
        watched.wall.close()
