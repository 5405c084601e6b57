"""An RTSP server over TCP (RFC 2326, interleaved): one task per viewer, loopback only."""

from __future__ import annotations

import asyncio
import re
import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.video.simulator.brush import FPS
from app.video.simulator.cast import scene_of
from app.video.simulator.digest import Digest
from app.video.simulator.faults import Moods, matches
from app.video.simulator.nal import Codec, Unit, payloads
from app.video.simulator.source import SHAPES, Source, Sources

HOST = "127.0.0.1"
_HEAD_MAX = 8192
_CLOCK_HZ = 90_000
_WORDS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    453: "Not Enough Bandwidth",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    501: "Not Implemented",
}


@dataclass(frozen=True, slots=True)
class Ask:
    method: str
    url: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        """`01-F-07/main`, without the track that SETUP adds."""
        return urlsplit(self.url).path.strip("/").removesuffix("/track")


@dataclass(eq=False, slots=True)
class Viewer:
    """One connection: what it has set up and what is being sent to it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    path: str = ""
    channel: int = 0
    playing: asyncio.Task[None] | None = None

    def close(self) -> None:
        if self.playing is not None:
            self.playing.cancel()
        self.writer.transport.abort()


class CameraServer:
    """Serves `rtsp://127.0.0.1:PORT/<code>/<main|sub|hevc>` for every camera code."""

    def __init__(self, sources: Sources, digest: Digest, monotonic_s: Callable[[], float]) -> None:
        self.moods = Moods()
        self.port = 0
        self._sources = sources
        self._digest = digest
        self._now_s = monotonic_s
        self._viewers: set[Viewer] = set()
        self._listening: asyncio.Server | None = None

    async def start(self, port: int) -> None:
        """Listen; port 0 takes a free one. A second start takes the same port again."""
        if self._listening is None:
            self._listening = await asyncio.start_server(self._serve, HOST, port or self.port)
            self.port = self._listening.sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """Take the server socket away and cut every viewer off."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        self.drop("*")
        while self._viewers:
            await asyncio.sleep(0.01)

    def drop(self, where: str) -> int:
        """Cut the connections of a path; returns how many."""
        cut = [one for one in self._viewers if where == "*" or matches(where, one.path)]
        for viewer in cut:
            viewer.close()
        return len(cut)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        viewer = Viewer(reader, writer)
        self._viewers.add(viewer)
        try:
            while (ask := await _next_ask(reader)) is not None:
                if ask.method == "TEARDOWN":
                    break
                await self._answer(viewer, ask)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._viewers.discard(viewer)
            viewer.close()

    async def _answer(self, viewer: Viewer, ask: Ask) -> None:
        mood = self.moods.of(ask.path)
        if mood.silent and ask.method != "OPTIONS":
            return None
        if ask.method == "OPTIONS":
            methods = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
            return _reply(viewer, ask, 200, Public=methods)
        if mood.status == 401 or not self._digest.allows(
            ask.method, ask.headers.get("authorization", "")
        ):
            return _reply(viewer, ask, 401, **{"WWW-Authenticate": self._digest.challenge})
        if mood.status != 200:
            return _reply(viewer, ask, mood.status)
        do = {
            "DESCRIBE": self._describe,
            "SETUP": self._setup,
            "PLAY": self._play,
            "GET_PARAMETER": self._alive,
        }.get(ask.method)
        if do is None:
            return _reply(viewer, ask, 501)
        return await do(viewer, ask)

    async def _describe(self, viewer: Viewer, ask: Ask) -> None:
        source = await self._source(ask.path)
        if source is None:
            return _reply(viewer, ask, 404)
        base = f"rtsp://{HOST}:{self.port}/{ask.path}/"
        text = source.sdp.replace(" H26", " X-") if self.moods.of(ask.path).odd else source.sdp
        kind = {"Content-Base": base, "Content-Type": "application/sdp"}
        return _reply(viewer, ask, 200, text, **kind)

    async def _setup(self, viewer: Viewer, ask: Ask) -> None:
        wish = ask.headers.get("transport", "")
        found = re.search(r"interleaved=(\d+)-(\d+)", wish)
        if "RTP/AVP/TCP" not in wish or found is None:
            return _reply(viewer, ask, 461)
        viewer.path, viewer.channel = ask.path, int(found[1]) & 0xFF
        return _reply(viewer, ask, 200, Transport=wish, Session=f"{viewer.id};timeout=60")

    async def _play(self, viewer: Viewer, ask: Ask) -> None:
        source = await self._source(viewer.path) if viewer.path else None
        if source is None:
            return _reply(viewer, ask, 455)
        _reply(viewer, ask, 200, Session=viewer.id, Range="npt=now-")
        if viewer.playing is None:
            viewer.playing = asyncio.create_task(self._send(viewer, source))
        return None

    async def _alive(self, viewer: Viewer, ask: Ask) -> None:
        _reply(viewer, ask, 200, Session=viewer.id)

    async def _source(self, path: str) -> Source | None:
        code, _, shape = path.partition("/")
        if shape not in SHAPES or not code:
            return None
        return await asyncio.to_thread(self._sources.get, scene_of(code), shape)

    async def _send(self, viewer: Viewer, source: Source) -> None:
        """Pictures in step with the wall clock: all viewers of a camera see the same moment."""
        sequence, ssrc = secrets.randbits(16), secrets.randbits(32)
        shape = viewer.path.partition("/")[2]
        dark: Source | None = None
        n = int(self._now_s() * FPS)
        while True:
            mood = self.moods.of(viewer.path)
            if not mood.frozen:
                if mood.black and dark is None:
                    dark = await asyncio.to_thread(self._sources.get, "black", shape)
                units = (dark if dark is not None and mood.black else source).units
                burst, sequence = _packets(viewer.channel, source.codec, units[n % len(units)],
                                           n, sequence, ssrc)  # fmt: skip
                viewer.writer.write(burst)
                await viewer.writer.drain()
            n = max(n + 1, int(self._now_s() * FPS))
            await asyncio.sleep(max(0.0, n / FPS - self._now_s()))


def _packets(
    channel: int, codec: Codec, unit: Unit, n: int, sequence: int, ssrc: int
) -> tuple[bytes, int]:
    """One picture as interleaved RTP packets, and the next sequence number."""
    stamp = (n * _CLOCK_HZ // FPS) & 0xFFFFFFFF
    parts: list[bytes] = []
    for payload, marker in payloads(codec, unit.nals):
        kind = 96 | (0x80 if marker else 0)
        rtp = struct.pack("!BBHII", 0x80, kind, sequence, stamp, ssrc)
        parts += (struct.pack("!BBH", 0x24, channel, len(rtp) + len(payload)), rtp, payload)
        sequence = (sequence + 1) & 0xFFFF
    return b"".join(parts), sequence


async def _next_ask(reader: asyncio.StreamReader) -> Ask | None:
    """The next request; skips the viewer's RTCP. None at the end of the connection."""
    while first := await reader.read(1):
        if first == b"$":
            _, size = struct.unpack("!BH", await reader.readexactly(3))
            await reader.readexactly(size)
            continue
        head = first + await reader.readuntil(b"\r\n\r\n")
        if len(head) > _HEAD_MAX:
            return None
        lines = head.decode("utf-8", "replace").strip().split("\r\n")
        method, url, _ = lines[0].split(" ", 2)
        pairs = (line.partition(":") for line in lines[1:])
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        await reader.readexactly(int(headers.get("content-length", "0")))
        return Ask(method, url, headers)
    return None


def _reply(viewer: Viewer, ask: Ask, status: int, body: str = "", /, **headers: str) -> None:
    lines = [f"RTSP/1.0 {status} {_WORDS[status]}", f"CSeq: {ask.headers.get('cseq', '0')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    viewer.writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
