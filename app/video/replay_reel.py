"""Pictures of what was, in order, from any moment on: out of a ring or out of files. Device file (av)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import av
import av.error
from av.video.reformatter import VideoReformatter

from app.base.errors import Unreachable
from app.video.policy import Size, fitted
from app.video.ring import Held
from app.video.slot import Picture
from app.video.taps import Track

Shown = tuple[float, Any]
"""Seconds from the beginning of the reel, and the picture at full size (an `av.VideoFrame`)."""


class Reel(Protocol):
    """`begins` aware UTC; `length_s` from its first picture to the last one."""

    @property
    def begins(self) -> datetime: ...

    @property
    def length_s(self) -> float: ...

    def frames(self, from_s: float) -> Iterator[Shown]:
        """From the key frame at or before `from_s` on, to the end. What cannot be decoded is passed over;
        `Unreachable("file", why)` when a file is gone."""
        ...


class RingReel:
    """Packets as a ring gave them, each at the time of its arrival."""

    def __init__(self, held: Sequence[Held]) -> None:
        if not held:
            raise Unreachable("film", "nothing_yet")
        self._held = tuple(held)
        first, last = held[0].packet, held[-1].packet
        self._begun_s = first.at_s
        self.begins: datetime = first.at
        self.length_s: float = last.at_s - first.at_s
        self._keys = [n for n, one in enumerate(self._held) if one.packet.key]

    @property
    def held(self) -> tuple[Held, ...]:
        return self._held

    def frames(self, from_s: float) -> Iterator[Shown]:
        times = [self._held[n].packet.at_s - self._begun_s for n in self._keys]
        start = self._keys[max(0, bisect_right(times, from_s) - 1)]
        coder, track, need_key = None, None, True
        for one in self._held[start:]:
            if coder is None or one.track is not track:
                coder, track, need_key = _coder(one.track), one.track, True
            if need_key and not one.packet.key:
                continue
            need_key = False
            packet = av.Packet(one.packet.data)
            packet.pts, packet.dts = one.packet.pts, one.packet.dts
            packet.time_base = one.packet.time_base
            try:
                frames = coder.decode(packet)
            except av.error.FFmpegError:
                need_key = True
                continue
            for frame in frames:
                yield one.packet.at_s - self._begun_s, frame


@dataclass(frozen=True, slots=True)
class Strip:
    """One file of a clip. `begun_at` of its first picture, `seconds` long."""

    file: Path
    begun_at: datetime
    seconds: float


class FileReel:
    """The parts of a clip, one after the other; what is missing between them is passed over."""

    def __init__(self, strips: Sequence[Strip]) -> None:
        if not strips:
            raise Unreachable("film", "nothing_yet")
        self._strips = tuple(strips)
        self.begins: datetime = strips[0].begun_at
        last = strips[-1]
        self.length_s: float = (last.begun_at - self.begins).total_seconds() + last.seconds

    def frames(self, from_s: float) -> Iterator[Shown]:
        starts = [(one.begun_at - self.begins).total_seconds() for one in self._strips]
        begin = max(0, bisect_right(starts, from_s) - 1)
        for n in range(begin, len(self._strips)):
            within_s = max(0.0, from_s - starts[n]) if n == begin else 0.0
            for at_s, frame in _of_file(self._strips[n].file, within_s):
                yield starts[n] + at_s, frame


def _of_file(file: Path, from_s: float) -> Iterator[Shown]:
    try:
        with av.open(str(file)) as box:
            stream = next(iter(box.streams.video), None)
            if stream is None or stream.time_base is None:
                raise Unreachable("file", "changed")
            stream.codec_context.thread_count = 1
            first = stream.start_time or 0
            box.seek(first + round(from_s / stream.time_base), stream=stream)
            for packet in box.demux(stream):
                try:
                    frames = packet.decode()
                except av.error.FFmpegError:
                    continue
                for frame in frames:
                    if isinstance(frame, av.VideoFrame) and frame.pts is not None:
                        yield float((frame.pts - first) * stream.time_base), frame
    except FileNotFoundError:
        raise Unreachable("file", "missing") from None
    except (OSError, av.error.FFmpegError):
        raise Unreachable("file", "changed") from None


def _coder(track: Track) -> av.VideoCodecContext:
    coder = av.CodecContext.create(track.codec, "r")
    assert isinstance(coder, av.VideoCodecContext)
    coder.thread_count = 1
    if track.template is not None and track.template.codec_context is not None:
        coder.extradata = track.template.codec_context.extradata
    return coder


class Scaler:
    """Pictures at the size of their place, whole."""

    def __init__(self) -> None:
        self._reformat = VideoReformatter()

    def scale(self, frame: Any, place: Size, at: datetime, at_s: float) -> Picture:
        size = fitted(Size(frame.width, frame.height), place, True)
        small = self._reformat.reformat(
            frame, size.width, size.height, "bgra", interpolation="FAST_BILINEAR"
        )
        plane = small.planes[0]
        return Picture(small.width, small.height, plane.line_size, plane, at, at_s)


def time_of(reel: Reel, at_s: float) -> datetime:
    return reel.begins + timedelta(seconds=at_s)
