"""One camera stream on a thread of its own: open, decode, scale to the tiles. Device file (av)."""

from __future__ import annotations

import errno
import logging
import traceback
from threading import Thread

import av
import av.error
from av.video.reformatter import VideoReformatter

from app.base.trace import masked
from app.video.address import is_rtsp
from app.video.feed import Feed, Place, Still
from app.video.policy import Level, Size, fitted
from app.video.slot import Picture
from app.video.states import Reason

_log = logging.getLogger(__name__)

OPEN_S, READ_S = 3.0, 1.5
OPTIONS = {
    "rtsp_transport": "tcp",
    "fflags": "nobuffer",
    "probesize": "32",
    "analyzeduration": "0",
    "timeout": "2000000",
}
SIDE_MAX_PX = 8192


def play(feed: Feed) -> None:
    Thread(
        target=_run, args=(feed,), name=f"camera-{feed.name}-{feed.generation}", daemon=True
    ).start()


def _run(feed: Feed) -> None:
    begun_s = feed.clock.monotonic_s()
    try:
        reason = _barred(feed) or _show(feed)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        reason = reason_of(error, feed.clock.monotonic_s() - begun_s)
        if reason is Reason.SILENT and feed.opened:
            reason = Reason.FROZEN
    except Exception:  # noqa: BLE001  a thread must say why it ended
        _log.error("camera %s: %s", feed.name, masked(traceback.format_exc()))
        reason = Reason.FAULT
    feed.hearer.ended(feed, reason)


def _barred(feed: Feed) -> Reason | None:
    """Why it is not even tried; None when it is."""
    if feed.barred is not Reason.NONE:
        return feed.barred
    return None if is_rtsp(feed.url) else Reason.BAD_ADDRESS


_KNOWN: tuple[tuple[tuple[type[Exception], ...], Reason], ...] = (
    ((av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError), Reason.DENIED),
    ((av.error.HTTPNotFoundError,), Reason.MISSING),
    ((av.error.HTTPOtherClientError,), Reason.BUSY),
    ((ConnectionRefusedError,), Reason.REFUSED),
    ((ConnectionResetError, BrokenPipeError, av.error.EOFError), Reason.CUT),
    ((av.error.ExitError, TimeoutError), Reason.SILENT),
    ((av.error.DecoderNotFoundError,), Reason.UNSUPPORTED),
)


def reason_of(error: Exception, took_s: float) -> Reason:
    """PyAV's errors in our words. A server that never answers looks like damaged input."""
    for kinds, reason in _KNOWN:
        if isinstance(error, kinds):
            return reason
    if isinstance(error, av.error.InvalidDataError):
        return Reason.SILENT if took_s > READ_S else Reason.GARBAGE
    if isinstance(error, OSError) and error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
        return Reason.NO_HOST
    return (
        Reason.NO_HOST if isinstance(error, OSError) and error.errno == errno.EIO else Reason.FAULT
    )


def _show(feed: Feed) -> Reason:
    """Runs until it can give the reason why there is no more."""
    with av.open(feed.url, options=OPTIONS, timeout=(OPEN_S, READ_S)) as box:
        track = next(iter(box.streams.video), None)
        if track is None or track.codec_context is None:
            return Reason.UNSUPPORTED
        coder = track.codec_context
        if max(coder.width, coder.height) > SIDE_MAX_PX:
            return Reason.UNSUPPORTED
        coder.thread_count = 1
        feed.opened = True
        feed.hearer.opened(feed)
        scalers = _Scalers()
        need_key, last_pts = True, None
        for packet in box.demux(track):
            if feed.closed:
                return Reason.NONE
            if packet.dts is None or packet.size == 0 or packet.pts == last_pts:
                continue
            last_pts = packet.pts
            if feed.level is Level.KEYS:
                need_key = True
                feed.dog.beat()
            if need_key and not packet.is_keyframe:
                continue
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                need_key = True
                continue
            need_key = False
            frame = frames[-1] if frames else None
            if isinstance(frame, av.VideoFrame) and frame.width > 0 and feed.dog.beat():
                _hand_over(feed, frame, scalers)
    return Reason.CUT


def _hand_over(feed: Feed, frame: av.VideoFrame, scalers: _Scalers) -> None:
    at, at_s = feed.clock.now(), feed.clock.monotonic_s()
    feed.still = Still(frame, at, at_s, feed.which)
    feed.hearer.arrived(feed)
    for place in feed.places:
        small = scalers.scale(frame, place)
        if feed.closed:
            return
        plane = small.planes[0]
        place.slot.put(Picture(small.width, small.height, plane.line_size, plane, at, at_s))


class _Scalers:
    """One swscale context per target size, kept from picture to picture."""

    def __init__(self) -> None:
        self._held: dict[Size, VideoReformatter] = {}

    def scale(self, frame: av.VideoFrame, place: Place) -> av.VideoFrame:
        size = fitted(Size(frame.width, frame.height), place.size, place.whole)
        if size not in self._held:
            if len(self._held) > 8:
                self._held.clear()
            self._held[size] = VideoReformatter()
        return self._held[size].reformat(
            frame, size.width, size.height, "bgra", interpolation="FAST_BILINEAR"
        )
