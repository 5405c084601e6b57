"""Whatever a line brings: no driver raises, holds much, or believes what was never sent.

RADIO_FUZZ says how many examples; test 4 of `python -m tests.faults.radio` takes many."""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.radio.driver import Send
from app.radio.events import Emergency, TextIn
from app.radio.hytera import hdap, hrnp
from tests.faults.radio_bytes import held_bytes, varied
from tests.faults.radio_loop import BEGIN, TRIED, said, spoken

KEYS = sorted(TRIED)
HELD_MAX = 64 << 10
EXAMPLES = int(os.environ.get("RADIO_FUZZ", "25"))
QUICK = settings(max_examples=EXAMPLES, deadline=None, database=None)


@cache
def traffic(key: str) -> bytes:
    """Real frames of everything the driver knows."""
    return b"".join(said(key, varied())) if key in spoken() else b""


def pieces(key: str) -> st.SearchStrategy[list[bytes]]:
    """Random bytes, and real frames cut and spoilt."""
    whole = traffic(key)
    shards = st.tuples(st.integers(0, max(0, len(whole) - 1)), st.integers(1, 200)).map(
        lambda cut: whole[cut[0] : cut[0] + cut[1]]
    )
    spoilt = st.tuples(shards, st.integers(0, 199), st.integers(0, 255)).map(_spoilt)
    return st.lists(st.one_of(st.binary(max_size=300), shards, spoilt), max_size=12)


def _spoilt(told: tuple[bytes, int, int]) -> bytes:
    shard, at, byte = told
    at %= max(1, len(shard))
    return shard[:at] + bytes((byte,)) + shard[at + 1 :]


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_no_bytes_make_a_driver_raise_or_hold_much(key: str, data: st.DataObject) -> None:
    framer, session = TRIED[key].framer(), TRIED[key].session("A")
    now_s = 0.0
    session.opened(now_s, BEGIN)
    for piece in data.draw(pieces(key)):
        now_s += data.draw(st.sampled_from((0.0, 0.02, 3.0)))
        for frame, raw in (*framer.feed(piece, now_s), *framer.tick(now_s)):
            for out in session.on_frame(frame, raw, now_s, BEGIN):
                assert not isinstance(out, Send) or len(out.data) < 4096
        session.tick(now_s, BEGIN)
        assert held_bytes(framer) < HELD_MAX
    session.lost("unplugged", BEGIN)
    framer.forget()
    assert not framer.waiting


@QUICK
@given(st.lists(st.binary(max_size=400), max_size=10))
def test_random_bytes_are_no_hrnp_frames_and_the_next_frame_comes_out(noise: list[bytes]) -> None:
    framer, frame = hrnp.Framer(), hrnp.encode(hrnp.Frame(hrnp.Op.CONNECT, 0x20, 0x10, 0))
    found = [raw for piece in noise for _, raw in framer.feed(piece, 0.0)]
    assert not found
    after = [*framer.feed(frame, 0.0), *framer.tick(1.0)]
    assert frame in [raw for _, raw in after]


@QUICK
@given(st.binary(max_size=80))
def test_any_body_is_a_message_or_damaged_and_is_written_as_it_was_read(body: bytes) -> None:
    packet = hdap.decode(body)
    if isinstance(packet, hdap.Packet):
        assert hdap.encode(packet) == body


@pytest.mark.parametrize("key", [key for key in KEYS if key in spoken()])
@QUICK
@given(cuts=st.lists(st.integers(1, 400), max_size=8))
def test_cut_anywhere_the_same_is_heard(key: str, cuts: list[int]) -> None:
    whole = traffic(key)
    parts, at = [], 0
    for cut in cuts:
        parts.append(whole[at : at + cut])
        at += cut
    assert _heard(key, [*parts, whole[at:]]) == _heard(key, [whole])


def _heard(key: str, parts: list[bytes]) -> list[object]:
    framer, session = TRIED[key].framer(), TRIED[key].session("A")
    session.opened(0.0, BEGIN)
    heard: list[object] = []
    for part in parts:
        for frame, raw in framer.feed(part, 0.0):
            heard += session.on_frame(frame, raw, 0.0, BEGIN)
    return [one for one in heard if isinstance(one, TextIn | Emergency)]
