"""An RTSP server (RFC 2326) that sends over TCP and UDP: one task per viewer, loopback only."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.video.simulator.broadcast import Broadcast
from app.video.simulator.cast import scene_of
from app.video.simulator.digest import Digest
from app.video.simulator.faults import Mood, Moods, matches
from app.video.simulator.rtp import parts
from app.video.simulator.scenes import variant_of
from app.video.simulator.source import Source, Sources

HOST = "127.0.0.1"
_HEAD_MAX = 8192
_BACKLOG_MAX = 2_000_000
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
    """One connection: what it has set up, and how pictures reach it.

    Over TCP they share the connection with the answers; over UDP each packet is a datagram to
    `address`. A viewer that does not read misses pictures up to the next key frame.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    datagrams: socket.socket | None = None
    address: tuple[str, int] | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    path: str = ""
    channel: int = 0
    playing: bool = False
    missing: bool = False

    def give(self, content: bytearray, starts: tuple[int, ...], key: bool) -> None:
        if self.address is not None and self.datagrams is not None:
            for part in parts(content, starts):
                with suppress(OSError):
                    self.datagrams.sendto(part, self.address)
            return
        waiting = self.writer.transport.get_write_buffer_size()
        self.missing = waiting > _BACKLOG_MAX or (self.missing and not key)
        if self.missing:
            return
        if self.channel:
            content = bytearray(content)
            for at in starts:
                content[at + 1] = self.channel
        self.writer.write(content)

    def close(self) -> None:
        self.writer.transport.abort()


class CameraServer:
    """Serves `rtsp://127.0.0.1:PORT/<code>/<main|sub|hevc|hd|full>` for every camera code."""

    def __init__(self, sources: Sources, digest: Digest, monotonic_s: Callable[[], float]) -> None:
        self.moods = Moods()
        self.port = 0
        self._sources = sources
        self._digest = digest
        self._now_s = monotonic_s
        self._viewers: set[Viewer] = set()
        self._broadcasts: dict[str, Broadcast] = {}
        self._listening: asyncio.Server | None = None
        self._datagrams: socket.socket | None = None

    async def start(self, port: int) -> None:
        """Listen; port 0 takes a free one. A second start takes the same port again."""
        if self._listening is None:
            self._listening = await asyncio.start_server(self._serve, HOST, port or self.port)
            self.port = self._listening.sockets[0].getsockname()[1]
            self._datagrams = _datagram_socket()

    async def kill(self) -> None:
        """Take the server socket away and cut every viewer off."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        if self._datagrams is not None:
            self._datagrams.close()
            self._datagrams = None
        self.drop("*")
        while self._viewers:
            await asyncio.sleep(0.01)

    def drop(self, where: str) -> int:
        """Cut the connections of a path; returns how many."""
        cut = [one for one in self._viewers if where == "*" or matches(where, one.path)]
        for viewer in cut:
            viewer.close()
        return len(cut)

    def on_air(self) -> dict[str, Broadcast]:
        """What is being sent now, by path; a path stays known until the server ends."""
        return self._broadcasts

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
            if viewer.playing:
                self._broadcasts[viewer.path].leave(viewer)
            viewer.close()

    async def _answer(self, viewer: Viewer, ask: Ask) -> None:
        mood = self.moods.of(ask.path)
        if not viewer.playing:
            viewer.path = ask.path
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
        source = await self._film(ask.path)
        if source is None:
            return _reply(viewer, ask, 404)
        base = f"rtsp://{HOST}:{self.port}/{ask.path}/"
        mood, text = self.moods.of(ask.path), source.sdp
        if mood.odd:
            text = text.replace(" H26", " X-")
        if mood.bare:
            text = re.sub(r";?sprop-[^;\r]*", "", text)
        kind = {"Content-Base": base, "Content-Type": "application/sdp"}
        return _reply(viewer, ask, 200, text, **kind)

    async def _setup(self, viewer: Viewer, ask: Ask) -> None:
        wish = ask.headers.get("transport", "")
        most = self.moods.of(ask.path).sessions
        if most is not None and self._sessions_of(ask.path) >= most:
            return _reply(viewer, ask, 453)
        if found := re.search(r"RTP/AVP/TCP.*interleaved=(\d+)-(\d+)", wish):
            viewer.channel = int(found[1]) & 0xFF
        elif self._datagrams and (found := re.search(r"client_port=(\d+)-(\d+)", wish)):
            viewer.datagrams = self._datagrams
            viewer.address = (HOST, int(found[1]))
            ours = self._datagrams.getsockname()[1]
            wish = f"RTP/AVP;unicast;client_port={found[1]}-{found[2]};server_port={ours}-{ours}"
        else:
            return _reply(viewer, ask, 461)
        return _reply(viewer, ask, 200, Transport=wish, Session=f"{viewer.id};timeout=60")

    def _sessions_of(self, path: str) -> int:
        """How many look at any stream of this camera."""
        code = path.partition("/")[0]
        return sum(one.playing and matches(code, one.path) for one in self._viewers)

    async def _play(self, viewer: Viewer, ask: Ask) -> None:
        film = await self._film(viewer.path) if viewer.path else None
        if film is None:
            return _reply(viewer, ask, 455)
        _reply(viewer, ask, 200, Session=viewer.id, Range="npt=now-")
        if not viewer.playing:
            viewer.playing = True
            cast = self._broadcasts.get(viewer.path)
            if cast is None:
                cast = Broadcast(viewer.path, self.moods.of, self._film, self._now_s)
                self._broadcasts[viewer.path] = cast
            cast.join(viewer, film)
        return None

    async def _alive(self, viewer: Viewer, ask: Ask) -> None:
        _reply(viewer, ask, 200, Session=viewer.id)

    async def _film(self, path: str) -> Source | None:
        """What is to be sent on a path in its present mood; painted when it is asked for first."""
        code, _, shape = path.partition("/")
        mood = self.moods.of(path)
        if shape not in self._sources.shapes or not code:
            return None
        if mood.shape in self._sources.shapes:
            shape = mood.shape
        scene = scene_of(code)
        if mood.variant:
            scene = variant_of(scene, mood.variant)
        return await asyncio.to_thread(self._made, scene, shape, mood)

    def _made(self, scene: str, shape: str, mood: Mood) -> Source:
        source = self._sources.get(scene, shape)
        if mood.side_px:
            source = source.claiming(mood.side_px)
        return source.emptied() if mood.zero else source


def _datagram_socket() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.bind((HOST, 0))
    return made


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
