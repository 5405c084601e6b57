"""Whatever a line brings: no driver raises, holds much, or believes what was never sent.

Test 4 of `python -m tests.faults.radio` takes many more examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.radio.driver import Send
from app.radio.events import Emergency, TextIn
from app.radio.hytera import hdap, hrnp
from tests.app.radio.hostile import piece, traffic
from tests.faults.radio_bytes import held_bytes
from tests.faults.radio_loop import BEGIN, TRIED, spoken
from tests.fuzz import QUICK

KEYS = sorted(TRIED)
HELD_MAX = 64 << 10


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_no_bytes_make_a_driver_raise_or_hold_much(key: str, data: st.DataObject) -> None:
    framer, session = TRIED[key].framer(), TRIED[key].session("A")
    now_s = 0.0
    session.opened(now_s, BEGIN)
    for chunk in data.draw(st.lists(piece(key), max_size=12)):
        now_s += data.draw(st.sampled_from((0.0, 0.02, 3.0)))
        for frame, raw in (*framer.feed(chunk, now_s), *framer.tick(now_s)):
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
    found = [raw for chunk in noise for _, raw in framer.feed(chunk, 0.0)]
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
