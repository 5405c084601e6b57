"""NAL units of H.264 and H.265, and their RTP payloads, without I/O (RFC 6184, RFC 7798)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_START = re.compile(rb"\x00\x00\x00?\x01")
PAYLOAD_MAX = 1400


class Codec(StrEnum):
    H264 = "h264"
    H265 = "hevc"

    def kind(self, nal: bytes) -> int:
        """The type number of a NAL unit."""
        return nal[0] & 0x1F if self is Codec.H264 else (nal[0] >> 1) & 0x3F

    @property
    def delimiter(self) -> int:
        return 9 if self is Codec.H264 else 35

    @property
    def parameter_sets(self) -> tuple[int, ...]:
        """SPS, PPS — or VPS, SPS, PPS."""
        return (7, 8) if self is Codec.H264 else (32, 33, 34)

    def is_key(self, kind: int) -> bool:
        return kind == 5 if self is Codec.H264 else 16 <= kind <= 21


@dataclass(frozen=True, slots=True)
class Unit:
    """One access unit (one picture): its NAL units without start codes and delimiters."""

    nals: tuple[bytes, ...]
    key: bool


def split(stream: bytes) -> list[bytes]:
    """The NAL units of an Annex B byte stream."""
    marks = [(found.start(), found.end()) for found in _START.finditer(stream)]
    ends = [start for start, _ in marks[1:]] + [len(stream)]
    return [stream[begin:end] for (_, begin), end in zip(marks, ends, strict=True) if begin < end]


def access_units(codec: Codec, stream: bytes) -> list[Unit]:
    """The pictures of an Annex B stream in which every picture begins with a delimiter."""
    units: list[Unit] = []
    held: list[bytes] = []
    for nal in [*split(stream), None]:
        if nal is None or codec.kind(nal) == codec.delimiter:
            if held:
                key = any(codec.is_key(codec.kind(one)) for one in held)
                units.append(Unit(tuple(held), key))
            held = []
        else:
            held.append(nal)
    return units


def payloads(codec: Codec, nals: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """RTP payloads of one picture, each with its marker bit (set on the last one)."""
    for place, nal in enumerate(nals):
        last = place == len(nals) - 1
        if len(nal) <= PAYLOAD_MAX:
            yield nal, last
            continue
        head, body = _fragment_head(codec, nal)
        step = PAYLOAD_MAX - len(head) - 1
        kind = codec.kind(nal)
        for at in range(0, len(body), step):
            start = 0x80 if at == 0 else 0
            end = 0x40 if at + step >= len(body) else 0
            yield head + bytes([start | end | kind]) + body[at : at + step], last and bool(end)


def _fragment_head(codec: Codec, nal: bytes) -> tuple[bytes, bytes]:
    """The payload header of a fragmentation unit (FU-A 28, FU 49) and what is left to send."""
    if codec is Codec.H264:
        return bytes([(nal[0] & 0xE0) | 28]), nal[1:]
    return bytes([(nal[0] & 0x81) | (49 << 1), nal[1]]), nal[2:]


def sdp(codec: Codec, units: Sequence[Unit], fps: int) -> str:
    """The session description of one video track, with the parameter sets of the first picture."""
    sets = [
        base64.b64encode(nal).decode("ascii")
        for want in codec.parameter_sets
        for nal in units[0].nals
        if codec.kind(nal) == want
    ]
    if codec is Codec.H264:
        profile = next(nal for nal in units[0].nals if codec.kind(nal) == 7)[1:4].hex().upper()
        coding = "H264/90000"
        extra = (
            f"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={','.join(sets)}"
        )
    else:
        coding = "H265/90000"
        extra = f"sprop-vps={sets[0]};sprop-sps={sets[1]};sprop-pps={sets[2]}"
    return (
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
        "a=control:*\r\na=range:npt=now-\r\n"
        f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {coding}\r\na=fmtp:96 {extra}\r\n"
        f"a=framerate:{fps}\r\na=control:track\r\n"
    )
