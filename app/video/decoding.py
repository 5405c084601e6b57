"""One stream's decoder, and the scalers that bring its pictures to size. Device file (av)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import av
import av.error
from av.video.format import VideoFormat
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from app.video.crop import WHOLE
from app.video.cutting import cut
from app.video.feed import Place
from app.video.policy import Size, fitted
from app.video.sink import Form, Picture, Plane
from app.video.taps import SAMPLE_WIDTH_PX

_PLACES_MAX = 8
_FASTEST = int(Interpolation.FAST_BILINEAR)
"""Said as a number: an enum's value is looked up anew for every picture."""

_PLANAR = ("yuv420p", "yuvj420p")
"""Scaled as they are and coloured at the small size: that costs two thirds of doing both at once."""

_RAGGED = (2, 4)
"""Over a multiple of 16: of such widths FFmpeg colours all but the last columns, which show what the memory
held before. With chroma at full size it colours them too."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """How pictures of the size `of` come to a place, in one step or two."""

    place: Place
    of: tuple[int, int]
    size: Size
    form: Form
    steps: tuple[tuple[VideoReformatter, VideoFormat], ...]

    # The scaler takes a format as well as its name, which it would look up anew for every picture.
    def apply(self, frame: av.VideoFrame) -> av.VideoFrame:
        size = self.size
        for scaler, form in self.steps:
            frame = scaler.reformat(
                frame,
                size.width,
                size.height,
                form,  # type: ignore[arg-type]
                interpolation=_FASTEST,
                threads=1,
            )
        return frame


class Decoder:
    """One thread, low delay. `thrift` is taken up with the next key frame: FFmpeg reads it only when
    a decoder opens."""

    def __init__(self, track: VideoStream) -> None:
        self._track = track
        self._coder = _coder(track, False)
        self._thrifty = self.thrift = False
        self._needs_key = True

    def restart(self) -> None:
        """Forget what went before; the next packet must be a key frame."""
        if self._coder.is_open:
            self._coder.flush_buffers()
        self._needs_key = True

    def decode(self, packet: av.Packet[VideoStream], alone: bool = False) -> av.VideoFrame | None:
        """The newest picture, or None. `alone`: only if it is a key frame, decoded by itself."""
        key = packet.is_keyframe
        if (self._needs_key or alone) and not key:
            self._needs_key = True
            return None
        if key and self.thrift is not self._thrifty:
            self._thrifty = self.thrift
            self._coder = _coder(self._track, self.thrift)
        try:
            frames = self._coder.decode(packet)
            if alone and not frames:
                frames = self._coder.decode(None)
                self._coder.flush_buffers()
        except av.error.InvalidDataError:
            self._needs_key = True
            return None
        self._needs_key = alone
        frame = frames[-1] if frames else None
        return frame if isinstance(frame, av.VideoFrame) and frame.width > 0 else None


def _coder(track: VideoStream, thrift: bool) -> av.VideoCodecContext:
    coder = av.CodecContext.create(track.codec_context.codec, "r")
    assert isinstance(coder, av.VideoCodecContext)
    coder.extradata = track.codec_context.extradata
    coder.thread_count = 1
    if thrift:
        coder.options = {"skip_loop_filter": "all"}
    return coder


class Scalers:
    """One swscale context per place, kept from picture to picture. One thread each: by itself swscale
    would start as many as there are cores, for every place."""

    def __init__(self) -> None:
        self._held: dict[int, _Fit] = {}
        self._grey = VideoReformatter()

    def picture(self, frame: av.VideoFrame, place: Place, at: datetime, at_s: float) -> Picture:
        if place.crop != WHOLE:
            frame = cut(frame, place.crop)
        fit = self._held.get(id(place))
        if fit is None or fit.place is not place or fit.of != (frame.width, frame.height):
            fit = self._fit(frame, place)
        size, planes = fit.size, fit.apply(frame).planes
        chroma = tuple(Plane(plane, plane.line_size) for plane in planes[1:])
        return Picture(
            size.width, size.height, planes[0].line_size, planes[0], at, at_s, chroma, place.crop
        )

    def luma(self, frame: av.VideoFrame) -> Any:
        """A small grey copy as a C-contiguous array of uint8."""
        share = min(1.0, SAMPLE_WIDTH_PX / frame.width)
        wide, high = (max(2, round(side * share / 2) * 2) for side in (frame.width, frame.height))
        grey = self._grey.reformat(frame, wide, high, "gray8", interpolation=_FASTEST, threads=1)
        return grey.to_ndarray()

    def _fit(self, frame: av.VideoFrame, place: Place) -> _Fit:
        of = frame.width, frame.height
        size, form = fitted(Size(*of), place.size, place.whole), place.sink.form
        alike = (h.steps for h in self._held.values() if (h.of, h.size, h.form) == (of, size, form))
        steps = next(alike, None) or _steps(frame.format, of, size, form)
        if len(self._held) >= _PLACES_MAX:
            self._held.clear()
        fit = _Fit(place, of, size, form, steps)
        self._held[id(place)] = fit
        return fit


def _steps(
    have: VideoFormat, of: tuple[int, int], size: Size, form: Form
) -> tuple[tuple[VideoReformatter, VideoFormat], ...]:
    want = VideoFormat(form.value)
    scaled = of != (size.width, size.height)
    if form is not Form.YUV420 and size.width % 16 in _RAGGED:
        have = VideoFormat("yuv444p")
    elif form is Form.YUV420 or have.name not in _PLANAR or not scaled:
        return ((VideoReformatter(), want),)
    return tuple((VideoReformatter(), one) for one in (have, want))
