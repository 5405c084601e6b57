"""NAL units and RTP payloads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.video.simulator.nal import PAYLOAD_MAX, Codec, access_units, payloads, sdp, split


def joined(codec: Codec, nal: bytes) -> bytes:
    """What a receiver makes of the payloads of one NAL unit."""
    parts = [payload for payload, _ in payloads(codec, [nal])]
    if len(parts) == 1 and parts[0] == nal:
        return nal
    if codec is Codec.H264:
        head = bytes([(parts[0][0] & 0xE0) | (parts[0][1] & 0x1F)])
        return head + b"".join(part[2:] for part in parts)
    head = bytes([(parts[0][0] & 0x81) | ((parts[0][2] & 0x3F) << 1), parts[0][1]])
    return head + b"".join(part[3:] for part in parts)


@given(st.binary(min_size=0, max_size=9000), st.sampled_from(Codec))
def test_fragments_make_the_unit_again(body: bytes, codec: Codec) -> None:
    nal = (b"\x65" if codec is Codec.H264 else b"\x26\x01") + body
    assert joined(codec, nal) == nal
    parts = list(payloads(codec, [nal]))
    assert all(len(payload) <= PAYLOAD_MAX for payload, _ in parts)
    assert [marker for _, marker in parts] == [False] * (len(parts) - 1) + [True]


def test_a_stream_is_split_at_its_delimiters() -> None:
    sps, pps, key, other = b"\x67\x42\xc0\x1e", b"\x68\xce", b"\x65key", b"\x41other"
    stream = b"".join(b"\0\0\0\1" + nal for nal in (b"\x09\x10", sps, pps, key, b"\x09\x30", other))
    assert split(stream)[1] == sps
    units = access_units(Codec.H264, stream)
    assert [(unit.nals, unit.key) for unit in units] == [
        ((sps, pps, key), True),
        ((other,), False),
    ]
    text = sdp(Codec.H264, units, 25)
    assert "profile-level-id=42C01E;sprop-parameter-sets=Z0LAHg==,aM4=" in text
