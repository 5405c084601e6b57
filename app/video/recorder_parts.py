"""One part of a recording: packets into an .mkv, its sealing as .mp4 with a hash. Device file (av)."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import av
import av.error

from app.base.errors import Unreachable, disk_reason
from app.video.taps import Packet, Track

OPTIONS = {"flush_packets": "1", "cluster_time_limit": "500"}
"""What was written can be read after a kill, but for the last half second; with what waits to be written
(`recorder.PAUSE_S`) a kill takes less than a second."""

LEAP_S = 10.0
"""Times of a camera that leap so far from the times of arrival were set anew."""

_PIECE = 2**20


class Timeline:
    """A camera's times as a file wants them: from zero on, always growing, in `time_base`.

    A time that does not grow is not kept; one that leaps (the camera's clock was set, its counter began
    anew) goes on where the packets arrived.
    """

    def __init__(self, time_base: Fraction) -> None:
        self._seconds = float(time_base)
        self._shift: int | None = None
        self._last = -1
        self._last_s = 0.0

    def of(self, packet: Packet) -> tuple[int, int] | None:
        """(pts, dts), None for a packet that is to be left out."""
        if self._shift is None:
            self._shift = -packet.dts
        dts = packet.dts + self._shift
        came_s = packet.at_s - self._last_s
        if self._last >= 0:
            leap_s = (dts - self._last) * self._seconds - came_s
            if abs(leap_s) > LEAP_S:
                step = max(1, round(max(0.0, came_s) / self._seconds))
                self._shift += self._last + step - dts
                dts = self._last + step
            elif dts <= self._last:
                return None
        self._last, self._last_s = dts, packet.at_s
        return max(dts, packet.pts + self._shift), dts


class PartFile:
    """An .mkv in the making. Every method may raise `Unreachable("disk", why)`; its making ("film",
    "coding") for what cannot be kept in a file."""

    def __init__(self, file: Path, track: Track) -> None:
        self.file, self.track = file, track
        self.packets = 0
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self._times = Timeline(track.time_base)
        if track.template is None:
            raise Unreachable("film", "coding")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._box = av.open(str(file), "w", format="matroska", options=OPTIONS)
            self._stream = self._box.add_stream_from_template(track.template)
        except (OSError, av.error.FFmpegError, ValueError) as error:
            raise _unreachable(error) from error

    def write(self, packet: Packet) -> None:
        times = self._times.of(packet)
        if times is None:
            return
        made = av.Packet(packet.data)
        made.stream = self._stream
        made.time_base = packet.time_base
        made.pts, made.dts = times
        if packet.duration > 0:
            made.duration = packet.duration
        made.is_keyframe = packet.key
        try:
            self._box.mux_one(made)
        except (OSError, av.error.FFmpegError) as error:
            raise _unreachable(error) from error
        self.packets += 1
        self.first_at = self.first_at or packet.at
        self.last_at = packet.at

    def size(self) -> int:
        try:
            return self.file.stat().st_size
        except OSError as error:
            raise _unreachable(error) from error

    def close(self) -> None:
        try:
            self._box.close()
        except (OSError, av.error.FFmpegError) as error:
            raise _unreachable(error) from error


@dataclass(frozen=True, slots=True)
class Sealed:
    """A part as it is kept for good. `seconds` of pictures; `packets` are those that could be read."""

    file: Path
    sha256: str
    size: int
    seconds: float
    packets: int
    codec: str
    width: int
    height: int


def seal(source: Path) -> Sealed:
    """The part as faststart .mp4 beside `source`, which stays. Done again, it gives the same.

    `Unreachable("film", "damaged")` when nothing in it can be read, `("disk", why)`.
    """
    to = source.with_suffix(".mp4")
    aside = to.with_name(to.name + ".part")
    try:
        told = _remux(source, aside)
        with open(aside, "rb+") as held:
            os.fsync(held.fileno())
        os.replace(aside, to)
        return Sealed(to, hash_of(to), to.stat().st_size, *told)
    except (OSError, av.error.FFmpegError) as error:
        raise _unreachable(error) from error
    finally:
        with suppress(OSError):
            aside.unlink()


def _remux(source: Path, to: Path) -> tuple[float, int, str, int, int]:
    if not source.is_file():
        raise FileNotFoundError(source)
    packets, first, last = 0, None, 0.0
    with av.open(str(source)) as box:
        stream = next(iter(box.streams.video), None)
        if stream is None or stream.time_base is None:
            raise Unreachable("film", "damaged")
        coder = stream.codec_context
        with av.open(str(to), "w", format="mp4", options={"movflags": "+faststart"}) as out:
            made = out.add_stream_from_template(stream)
            for packet in box.demux(stream):
                if packet.dts is None or packet.size == 0 or packet.pts is None:
                    continue
                if first is None and not packet.is_keyframe:
                    continue
                length = float((packet.duration or 0) * stream.time_base)
                first = packet.pts if first is None else first
                last = max(last, float((packet.pts - first) * stream.time_base) + length)
                packet.stream = made
                out.mux_one(packet)
                packets += 1
        if not packets:
            raise Unreachable("film", "damaged")
        return last, packets, coder.name, coder.width, coder.height


def hash_of(file: Path) -> str:
    """SHA-256 in hex. Raises `OSError`."""
    digest = hashlib.sha256()
    with open(file, "rb") as held:
        while piece := held.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _unreachable(error: Exception) -> Unreachable:
    if isinstance(error, OSError) and not isinstance(error, av.error.InvalidDataError):
        return Unreachable("disk", disk_reason(error))
    return Unreachable("film", "damaged")
