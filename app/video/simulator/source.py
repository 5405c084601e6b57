"""Scenes encoded once and kept as Annex B files. Device file (av)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from threading import Lock

import av
from av.video.reformatter import VideoReformatter

from app.video.simulator import brush, land, scenes, streets
from app.video.simulator.nal import Codec, Unit, access_units, sdp
from app.video.simulator.rtp import Packets, packets
from app.video.simulator.sps import claiming


@dataclass(frozen=True, slots=True)
class Shape:
    """How a scene is encoded: what the last part of a camera's URL asks for."""

    codec: Codec
    width: int
    height: int
    rate: int


SHAPES: dict[str, Shape] = {
    "main": Shape(Codec.H264, 640, 360, 1_200_000),
    "sub": Shape(Codec.H264, 480, 270, 400_000),
    "hevc": Shape(Codec.H265, 640, 360, 800_000),
    "hd": Shape(Codec.H264, 1280, 720, 2_000_000),
    "full": Shape(Codec.H264, 1920, 1080, 4_000_000),
}
_FILES = {".h264": Codec.H264, ".h265": Codec.H265}

_PAINTED_BY = (brush.__file__, land.__file__, streets.__file__, scenes.__file__, __file__)


@dataclass(frozen=True, slots=True)
class Source:
    """One endless loop of pictures; the first one is a key frame."""

    codec: Codec
    units: tuple[Unit, ...]
    packets: tuple[Packets, ...]
    sdp: str

    def key_before(self, n: int) -> int:
        """The last key frame at or before place `n` of the endless loop."""
        back = n
        while not self.units[back % len(self.units)].key:
            back -= 1
        return back

    def claiming(self, width_px: int) -> Source:
        """The same pictures under a parameter set that tells another size (H.264 only)."""
        if self.codec is not Codec.H264:
            return self
        size = claiming(width_px, width_px * 9 // 16)
        units = [
            replace(one, nals=tuple(size if _is_sps(nal) else nal for nal in one.nals))
            for one in self.units
        ]
        return source(self.codec, units)

    def emptied(self) -> Source:
        """Pictures of no bytes and no word about their size."""
        hollow = [replace(unit, nals=(b"",)) for unit in self.units]
        rows = [row for row in self.sdp.split("\r\n") if "a=fmtp" not in row]
        made = tuple(packets(self.codec, unit) for unit in hollow)
        return Source(self.codec, tuple(hollow), made, "\r\n".join(rows))


def source(codec: Codec, units: Sequence[Unit]) -> Source:
    made = tuple(packets(codec, unit) for unit in units)
    return Source(codec, tuple(units), made, sdp(codec, units, brush.FPS))


def _is_sps(nal: bytes) -> bool:
    return Codec.H264.kind(nal) == 7


class Sources:
    """Encodes what is asked for the first time (half a second each) and keeps it in `folder`.

    The name of a kept file holds a digest of the painters, so a changed one paints anew. A shape that
    is none of SHAPES is a file of `films` (`NAME.h264`, `NAME.h265`, Annex B with delimiters, 25
    pictures a second), whatever the scene.
    """

    def __init__(self, folder: Path, films: Path | None = None) -> None:
        self._folder = folder
        self._films = {
            place.stem: place for place in sorted(films.iterdir()) if place.suffix in _FILES
        } if films is not None else {}  # fmt: skip
        self._held: dict[tuple[str, str], Source] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        texts = b"".join(Path(part).read_bytes() for part in _PAINTED_BY)
        self._print = hashlib.sha256(texts).hexdigest()[:10]

    @property
    def shapes(self) -> tuple[str, ...]:
        return (*SHAPES, *self._films)

    def get(self, scene: str, shape: str) -> Source:
        if shape in self._films:
            scene = ""
        key = (scene, shape)
        if key in self._held:
            return self._held[key]
        with self._locks[scene]:
            if key not in self._held:
                self._held[key] = self._load(scene, shape)
            return self._held[key]

    def _load(self, scene: str, shape: str) -> Source:
        if shape in self._films:
            film = self._films[shape]
            codec = _FILES[film.suffix]
            return source(codec, access_units(codec, film.read_bytes()))
        place = self._place(scene, shape)
        if not place.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            together = ("main", "sub") if shape in ("main", "sub") else (shape,)
            made = encode(scene, [SHAPES[name] for name in together])
            for name, content in zip(together, made, strict=True):
                _keep(self._place(scene, name), content)
        codec = SHAPES[shape].codec
        return source(codec, access_units(codec, place.read_bytes()))

    def _place(self, scene: str, shape: str) -> Path:
        return self._folder / f"{scene}-{shape}-{self._print}.annexb"


def encode(scene: str, shapes: Sequence[Shape]) -> list[bytes]:
    """One loop, painted once, as Annex B in each shape."""
    makers = [_Maker(shape) for shape in shapes]
    for n in range(brush.LOOP):
        picture = av.VideoFrame.from_ndarray(scenes.frame(scene, n), format="bgr24")
        for maker in makers:
            maker.add(picture, n)
    return [maker.end() for maker in makers]


_CODERS = {
    Codec.H264: ("libx264", {"preset": "ultrafast", "x264-params": "aud=1:scenecut=0"}),
    Codec.H265: (
        "libx265",
        {
            "preset": "ultrafast",
            "x265-params": "aud=1:repeat-headers=1:scenecut=0:bframes=0:pools=none"
            ":frame-threads=1:log-level=error",
        },
    ),
}


class _Maker:
    """One encoder: with delimiters, parameter sets in band, and two key frames a second."""

    def __init__(self, shape: Shape) -> None:
        name, options = _CODERS[shape.codec]
        coder = av.CodecContext.create(name, "w")
        assert isinstance(coder, av.VideoCodecContext)
        coder.width, coder.height = shape.width, shape.height
        coder.pix_fmt = "yuv420p"
        coder.time_base, coder.framerate = Fraction(1, brush.FPS), Fraction(brush.FPS)
        coder.gop_size, coder.max_b_frames = brush.FPS // 2, 0
        coder.bit_rate = shape.rate
        coder.thread_count = 1
        coder.options = options
        self._coder = coder
        self._shape = shape
        self._scaler = VideoReformatter()
        self._made = bytearray()

    def add(self, picture: av.VideoFrame, n: int) -> None:
        scaled = self._scaler.reformat(picture, self._shape.width, self._shape.height, "yuv420p")
        scaled.pts = n
        for packet in self._coder.encode(scaled):
            self._made += bytes(packet)

    def end(self) -> bytes:
        for packet in self._coder.encode(None):
            self._made += bytes(packet)
        return bytes(self._made)


def _keep(place: Path, content: bytes) -> None:
    """Written aside and renamed, so that two simulators may prepare the same folder."""
    handle, aside = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    os.replace(aside, place)
