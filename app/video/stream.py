"""One camera stream on a thread of its own: open, demux, hand on. Device file (av)."""

from __future__ import annotations

import errno
import logging
import traceback
from datetime import timedelta
from threading import Thread

import av
import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from app.base.trace import masked
from app.video.address import is_rtsp
from app.video.carrier import Carrier
from app.video.decoding import Decoder, Scalers
from app.video.feed import Feed, Still
from app.video.policy import Level, Size
from app.video.states import Reason
from app.video.taps import KEY_SAMPLE_EVERY_S, SAMPLE_EVERY_S, Outlet, Sample

_log = logging.getLogger(__name__)

OPEN_S, READ_S = 3.0, 1.5
OPTIONS = {
    "rtsp_transport": "tcp",
    "probesize": "32",
    "analyzeduration": "0",
    "timeout": "2000000",
}
SLOW_OPTIONS = {"probesize": "500000", "analyzeduration": "500000"}

PIXELS_MAX = 4096 * 4096
"""A picture of 8K would take more than one thread has."""

WAITING_MAX = 500
WAITING_MAX_BYTES = 8_000_000


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
        if reason in (Reason.SILENT, Reason.NO_HOST):
            reason = _no_more(feed, reason)
    except Exception:  # noqa: BLE001  a thread must say why it ended
        _log.error("camera %s: %s", feed.name, masked(traceback.format_exc()))
        reason = Reason.FAULT
    feed.hearer.ended(feed, reason)
    feed.own = (
        feed.outlets
    ) = ()  # they know the feed: without this its last picture waits for the collector


def _no_more(feed: Feed, reason: Reason) -> Reason:
    """What it means that nothing more came: it depends on how far the device had come."""
    if feed.opened:
        return Reason.FROZEN if reason is Reason.SILENT else Reason.CUT
    return Reason.GARBAGE if feed.probing else reason


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
    for slow in (True,) if feed.slow else (False, True):
        with av.open(feed.url, options=_options(feed, slow), timeout=_timeout(feed)) as box:
            track = next(iter(box.streams.video), None)
            if track is None or track.codec_context is None:
                return Reason.UNSUPPORTED
            coder = track.codec_context
            if not slow and not (coder.extradata and coder.width):
                feed.probing = True
                continue
            if coder.width * coder.height > PIXELS_MAX:
                return Reason.TOO_LARGE
            feed.slow, feed.opened = slow, True
            feed.codec, feed.size = coder.name, Size(coder.width, coder.height)
            feed.hearer.opened(feed)
            return _drain(feed, box, track)
    return Reason.UNSUPPORTED


def _drain(feed: Feed, box: InputContainer, track: VideoStream) -> Reason:
    stream = _Stream(feed, box, track)
    reason = Reason.FAULT
    try:
        reason = stream.run()
    finally:
        stream.end(reason)
    return reason


def _options(feed: Feed, slow: bool) -> dict[str, str]:
    options = OPTIONS | {"timeout": str(int(1e6 * max(2.0, feed.dog.quiet_s)))}
    return options | SLOW_OPTIONS if slow else options


def _timeout(feed: Feed) -> tuple[float, float]:
    """FFmpeg takes twice the second one to notice a silence."""
    return OPEN_S, max(READ_S, feed.dog.quiet_s)


class _Stream:
    """One open connection: packets in, pictures, packets and samples out."""

    def __init__(self, feed: Feed, box: InputContainer, track: VideoStream) -> None:
        self._feed = feed
        self._box = box
        self._track = track
        self._seconds = float(track.time_base or 0)
        self._decoder = Decoder(track)
        self._scalers = Scalers()
        self._carrier = Carrier(feed, track)
        self._poured: tuple[Outlet, ...] = ()
        self._last_dts: int | None = None
        self._waiting: list[av.Packet[VideoStream]] = []
        self._waiting_bytes = 0
        self._unseen = False
        self._sampled_s = self._seen_s = 0.0

    def run(self) -> Reason:
        """Until it can give the reason why there is no more."""
        feed, monotonic_s = self._feed, self._feed.clock.monotonic_s
        asked_s = monotonic_s()
        for packet in self._box.demux(self._track):
            now_s = monotonic_s()
            if feed.closed:
                return Reason.NONE
            if not packet.size:
                continue
            with feed.turn:
                reason = self._work(packet, now_s, now_s - asked_s)
            if reason is not Reason.NONE:
                return reason
            asked_s = monotonic_s()
        return Reason.CUT

    def _work(self, packet: av.Packet[VideoStream], now_s: float, waited_s: float) -> Reason:
        dts = packet.dts
        if dts is None:
            return Reason.NONE if self._last_dts is not None else self._show(packet, now_s)
        if not self._advances(dts):
            return Reason.NONE
        media_s = dts * self._seconds
        self._feed.meter.packet(packet.size, packet.is_keyframe, media_s, waited_s, now_s)
        return self._take(packet, now_s)

    def end(self, reason: Reason) -> None:
        """Whoever listened hears that it is over."""
        for outlet in self._poured:
            outlet.shut(self._feed, reason)

    def _advances(self, dts: int) -> bool:
        """Time that stands still is no life; far back is a camera that began anew. After a leap ahead
        pictures are missing: what follows would be painted over one that is old."""
        last = self._last_dts
        if last is not None and dts <= last and (last - dts) * self._seconds < 1.0:
            return False
        if last is not None and (dts - last) * self._seconds > self._feed.dog.quiet_s / 2:
            self._decoder.restart()
            self._waiting = []
            self._feed.dog.leap()
        self._last_dts = dts
        return True

    def _take(self, packet: av.Packet[VideoStream], now_s: float) -> Reason:
        if self._feed.outlets or self._poured:
            self._pour(packet, now_s)
        return self._show(packet, now_s)

    def _show(self, packet: av.Packet[VideoStream], now_s: float) -> Reason:
        """Also what was read to recognise the stream. It bears no time, but it is often the key frame
        with which a camera begins: without it the first picture comes a whole GOP later."""
        feed = self._feed
        if feed.level is Level.PACKETS:
            feed.dog.beat(now_s)
            self._put_by(packet)
            if feed.samplers and packet.is_keyframe:
                self._sample_key(packet, now_s)
            return Reason.NONE
        frame = self._decode(packet)
        if feed.level is Level.KEYS:
            lives = feed.dog.beat(now_s)
        elif frame is None:
            return Reason.NONE
        else:
            lives = feed.dog.beat(now_s)
        if frame is None or not lives:
            return Reason.NONE
        if frame.width * frame.height > PIXELS_MAX:
            return Reason.TOO_LARGE
        self._hand_over(frame, packet.is_keyframe, now_s)
        return Reason.NONE

    # -- packets ----------------------------------------------------------------------------------

    def _pour(self, packet: av.Packet[VideoStream], now_s: float) -> None:
        feed = self._feed
        outlets = feed.outlets
        if outlets is not self._poured:
            for gone in self._poured:
                if gone not in outlets:
                    gone.shut(feed, Reason.NONE)
            self._poured = outlets
        if outlets:
            told = self._carrier.packet(packet, now_s)
            for outlet in outlets:
                outlet.pour(feed, self._carrier.track, told)

    def _put_by(self, packet: av.Packet[VideoStream]) -> None:
        """From the last key frame on, so that who looks again sees a picture at once."""
        self._unseen = True
        if packet.is_keyframe:
            self._waiting, self._waiting_bytes = [packet], packet.size
        elif self._waiting:
            self._waiting.append(packet)
            self._waiting_bytes += packet.size
            if self._waiting_bytes > WAITING_MAX_BYTES or len(self._waiting) > WAITING_MAX:
                self._waiting = []

    # -- pictures -----------------------------------------------------------------------------------

    def _decode(self, packet: av.Packet[VideoStream]) -> av.VideoFrame | None:
        decoder = self._decoder
        decoder.thrift = self._feed.thrift
        if self._unseen:
            decoder.restart()
            for earlier in self._waiting:
                decoder.decode(earlier)
            self._waiting, self._unseen = [], False
        return decoder.decode(packet, self._feed.level is Level.KEYS)

    def _hand_over(self, frame: av.VideoFrame, key: bool, now_s: float) -> None:
        """What waited for us is as old as it waited."""
        feed = self._feed
        late_s = feed.meter.late_s
        self._seen_s = now_s = max(self._seen_s, now_s - late_s)
        at = feed.clock.now() - timedelta(seconds=late_s)
        feed.size = Size(frame.width, frame.height)
        feed.still = Still(frame, at, now_s, feed.which)
        for place in feed.places:
            if key or not place.keys:
                picture = self._scalers.picture(frame, place, at, now_s)
                if feed.closed:
                    return
                place.sink.put(picture)
        feed.hearer.arrived(feed)  # live is said only when the picture is there
        if feed.samplers and now_s - self._sampled_s >= SAMPLE_EVERY_S:
            self._sample(frame, now_s)

    def _sample_key(self, packet: av.Packet[VideoStream], now_s: float) -> None:
        if now_s - self._sampled_s >= KEY_SAMPLE_EVERY_S:
            self._decoder.restart()
            frame = self._decoder.decode(packet, alone=True)
            if frame is not None and frame.width * frame.height <= PIXELS_MAX:
                self._sample(frame, now_s)

    def _sample(self, frame: av.VideoFrame, now_s: float) -> None:
        feed = self._feed
        self._sampled_s = now_s
        sample = Sample(
            feed.camera.id, feed.which, self._scalers.luma(frame), frame.width, frame.height,
            feed.clock.now(), now_s,
        )  # fmt: skip
        for sampler in feed.samplers:
            try:
                sampler.sample(sample)
            except Exception:  # noqa: BLE001  the pictures go on without it
                _log.error("sampler of %s: %s", feed.name, masked(traceback.format_exc()))
                feed.samplers = tuple(one for one in feed.samplers if one is not sampler)
