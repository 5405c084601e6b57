"""A stream listened to for a few seconds: how soon, how often, how much. Device file (av)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import av
import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from app.base.clock import Clock
from app.video.states import Reason
from app.video.stream import OPEN_S, OPTIONS, READ_S, SLOW_OPTIONS, reason_of

LISTEN_S, KEY_WAIT_S = 4.0, 12.0
MOST_PACKETS = 2000
PICTURES_WANTED = 4
"""Of a camera that sends fewer than two a second."""


@dataclass(slots=True)
class Measured:
    """Seconds from the opening to the first packet and the first key frame; `jitter_ms` how far
    nine of ten packets arrive off their own time. `reason` is not NONE when it failed."""

    reason: Reason = Reason.NONE
    width: int = 0
    height: int = 0
    first_s: float | None = None
    key_s: float | None = None
    fps: float | None = None
    kbps: float | None = None
    gop_s: float | None = None
    jitter_ms: float = 0.0


def measure(
    url: str,
    clock: Clock,
    stopped: Callable[[], bool],
    *,
    slow: bool = False,
    interval_s: float | None = None,
    listen_s: float = LISTEN_S,
) -> Measured:
    """`url` holds the password. Blocks for `listen_s` after the first key frame, less when `stopped`."""
    begun_s = clock.monotonic_s()
    found = Measured()
    listen_s = max(listen_s, (interval_s or 0.0) * PICTURES_WANTED)
    quiet_s = max(READ_S, 2.5 * (interval_s or 0.0))
    try:
        for thorough in (True,) if slow else (False, True):
            options = OPTIONS | SLOW_OPTIONS if thorough else OPTIONS
            with av.open(url, options=options, timeout=(OPEN_S, quiet_s)) as box:
                track = next(iter(box.streams.video), None)
                if track is None or track.codec_context is None:
                    return Measured(Reason.UNSUPPORTED)
                if not thorough and not track.codec_context.width:
                    continue
                found.width, found.height = track.codec_context.width, track.codec_context.height
                _listen(found, box, track, clock, begun_s, stopped, listen_s)
                return found
    except (av.error.FFmpegError, OSError, ValueError) as error:
        found.reason = reason_of(error, clock.monotonic_s() - begun_s)
        if found.first_s is not None and found.reason is Reason.SILENT:
            found.reason = Reason.FROZEN
    return found


def _listen(
    found: Measured,
    box: InputContainer,
    track: VideoStream,
    clock: Clock,
    begun_s: float,
    stopped: Callable[[], bool],
    listen_s: float,
) -> None:
    arrived: list[tuple[float, float, int, bool]] = []
    last_s = begun_s
    for packet in box.demux(track):
        now_s = clock.monotonic_s()
        if stopped():
            return
        if packet.dts is not None and packet.size:
            found.first_s = found.first_s if found.first_s is not None else now_s - begun_s
            if packet.is_keyframe and found.key_s is None:
                found.key_s = now_s - begun_s
            at_s = float(packet.dts * (packet.time_base or 0))
            arrived.append((now_s, at_s, packet.size, packet.is_keyframe))
        last_s = now_s
        heard_s = now_s - begun_s - (found.key_s or 0.0)
        if len(arrived) >= MOST_PACKETS or (found.key_s is not None and heard_s >= listen_s):
            break
        if found.key_s is None and now_s - begun_s > KEY_WAIT_S:
            found.reason = Reason.NO_KEY
            return
    else:
        found.reason = Reason.CUT
        return
    _reckon(found, arrived, last_s)


def _reckon(found: Measured, arrived: list[tuple[float, float, int, bool]], last_s: float) -> None:
    """Rates by the stream's own time; what came in one burst when it was opened counts once."""
    if len(arrived) < 2:
        return
    span_s = arrived[-1][1] - arrived[0][1]
    if span_s <= 0:
        span_s = last_s - arrived[0][0]
    if span_s > 0:
        found.fps = (len(arrived) - 1) / span_s
        found.kbps = sum(size for _, _, size, _ in arrived[1:]) * 8 / 1000 / span_s
    keys = [at_s for _, at_s, _, key in arrived if key]
    gaps = [after - before for before, after in pairwise(keys)]
    found.gop_s = median(gaps) if gaps else None
    off = [now_s - at_s for now_s, at_s, _, _ in arrived]
    middle = median(off)
    far = sorted(abs(one - middle) for one in off)
    found.jitter_ms = far[int(len(far) * 0.9)] * 1000
