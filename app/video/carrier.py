"""What a tap is told of a stream: its packets as records, its track as it is now. Device file (av)."""

from __future__ import annotations

import io
import logging
from fractions import Fraction

import av
import av.error
from av.video.stream import VideoStream

from app.video.feed import Feed
from app.video.policy import Size
from app.video.taps import Packet, Track

_log = logging.getLogger(__name__)

_RAW = {"h264": "h264", "hevc": "hevc"}
_HEAD_MAX = 2048
_SETS = {"h264": (7, 8), "hevc": (32, 33, 34)}


class Carrier:
    """Keeps `track` true: a camera that changes its picture size says so in a key frame only."""

    def __init__(self, feed: Feed, track: VideoStream) -> None:
        self._feed = feed
        self._source = track
        self._codec = track.codec_context.name
        self._time_base = track.time_base or Fraction(1, 90_000)
        self._sets = b""
        self._track: Track | None = None

    @property
    def track(self) -> Track:
        assert self._track is not None
        return self._track

    def packet(self, packet: av.Packet[VideoStream], now_s: float) -> Packet:
        """The packet as a record; `track` is the one that it belongs to."""
        feed, data = self._feed, bytes(packet)
        told = Packet(
            data,
            packet.pts if packet.pts is not None else packet.dts,  # type: ignore[arg-type]
            packet.dts,  # type: ignore[arg-type]
            packet.is_keyframe,
            packet.duration or 0,
            self._time_base,
            feed.clock.now(),
            now_s,
        )
        if told.key or self._track is None:
            self._follow(told)
        return told

    def _follow(self, told: Packet) -> None:
        sets = parameter_sets(self._codec, told.data) if told.key else b""
        known, self._sets = self._sets, sets or self._sets
        if self._track is None:
            whole = bool(self._source.codec_context.extradata) or not sets
            self._track = self._told(told, _template(self._source) if whole else self._from(told))
        elif sets and (sets != known or self._track.template is None):
            anew = self._told(told, self._from(told))
            if anew.width and (anew.width, anew.height) != (self._track.width, self._track.height):
                self._track = anew

    def _from(self, told: Packet) -> VideoStream | None:
        """The template as this key frame itself describes it."""
        try:
            with av.open(io.BytesIO(told.data), format=_RAW[self._codec]) as box:
                return _template(box.streams.video[0])
        except (av.error.FFmpegError, ValueError, KeyError, IndexError):
            return None

    def _told(self, told: Packet, template: VideoStream | None) -> Track:
        feed = self._feed
        size = Size(0, 0)
        if template is not None:
            size = Size(template.codec_context.width, template.codec_context.height)
        return Track(
            camera_id=feed.camera.id,
            which=feed.which,
            generation=feed.generation,
            codec=self._codec,
            width=size.width,
            height=size.height,
            time_base=told.time_base,
            template=template,
            at=told.at,
            at_s=told.at_s,
        )


_templates: dict[tuple[object, ...], VideoStream] = {}
_TEMPLATES_MAX = 64


def _template(track: VideoStream) -> VideoStream | None:
    """The track's description in a file of its own: the connection's dies with the connection.

    Tracks alike share one. A file and its stream hold each other until the collector comes by: a
    camera that is cut all day would leave one behind for each connection.
    """
    coder = track.codec_context
    alike = (
        coder.name, coder.extradata, coder.width, coder.height, coder.pix_fmt, coder.profile,
        track.time_base, track.average_rate,
    )  # fmt: skip
    known = _templates.get(alike)
    if known is not None:
        return known
    try:
        made = av.open(io.BytesIO(), "w", format="matroska").add_stream_from_template(track)
    except (av.error.FFmpegError, ValueError) as error:
        _log.info("%s cannot be kept: %s", coder.name, error)
        return None
    if len(_templates) >= _TEMPLATES_MAX:
        _templates.clear()
    _templates[alike] = made
    return made


def parameter_sets(codec: str, data: bytes) -> bytes:
    """The parameter sets before the first slice of an Annex B packet, b"" without any."""
    wanted = _SETS.get(codec)
    if wanted is None:
        return b""
    found = b""
    for nal in data[:_HEAD_MAX].split(b"\x00\x00\x01")[1:]:
        kind = nal[0] & 0x1F if codec == "h264" else (nal[0] >> 1) & 0x3F
        if kind in wanted:
            found += nal.rstrip(b"\x00")
        elif kind in (1, 5) if codec == "h264" else kind < 32:
            break
    return found
