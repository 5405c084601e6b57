"""The last half minute, in whole groups."""

from __future__ import annotations

from datetime import timedelta

from app.base.clock import SteeredClock
from app.base.ids import new_id
from app.video.records import Which
from app.video.ring import Ring, Rings
from app.video.states import Reason
from tests.app.video.conftest import a_camera
from tests.app.video.films import BEGUN, CAMERA, FPS, a_track, packets


def fed(ring: Ring, count: int, from_n: int = 0) -> Ring:
    ring.opened(a_track())
    for packet in packets(count, from_n=from_n):
        ring.packet(packet)
    return ring


def test_a_ring_begins_with_a_key_frame_and_holds_the_length_and_no_group_more() -> None:
    ring = fed(Ring(3.0), 10 * FPS, from_n=7)
    held = ring.since()
    assert held[0].packet.key
    assert 3.0 <= held[-1].packet.at_s - held[0].packet.at_s < 4.0
    assert [one.no for one in held] == list(range(held[0].no, held[-1].no + 1))
    assert ring.size == sum(len(one.packet.data) for one in held)
    assert held[0].packet.data is ring.since(held[0].no)[0].packet.data, "kept once"
    assert ring.since(held[-1].no) == held[-1:]


def test_bytes_are_bounded_and_a_group_too_large_empties_the_ring_until_the_next_key() -> None:
    whole = fed(Ring(60.0), 4 * FPS).size
    ring = fed(Ring(60.0, whole // 2), 4 * FPS)
    assert 0 < ring.size <= whole // 2
    assert ring.since()[0].packet.key
    tiny = fed(Ring(60.0, 10), 2 * FPS)
    assert (tiny.size, tiny.since()) == (0, [])


def test_an_outage_keeps_what_was_before_and_waits_for_a_key_frame() -> None:
    ring = fed(Ring(30.0), FPS)
    ring.ended(Reason.CUT)
    ring.opened(a_track(generation=2))
    for packet in packets(2 * FPS, from_n=FPS + 3):
        ring.packet(packet)
    generations = [one.track.generation for one in ring.since()]
    assert generations.index(2) == FPS
    assert ring.since()[FPS].packet.key


def test_the_longest_ring_of_a_camera_is_main_when_both_reach_back() -> None:
    clock = SteeredClock(BEGUN)
    rings = Rings(clock)
    assert rings.longest(CAMERA) is None
    fed(rings.of(CAMERA, Which.SUB), 20 * FPS)
    assert rings.longest(CAMERA) is rings.of(CAMERA, Which.SUB)
    fed(rings.of(CAMERA, Which.MAIN), 5 * FPS, from_n=15 * FPS)
    assert rings.longest(CAMERA) is rings.of(CAMERA, Which.SUB)
    assert len(list(rings)) == 2
    for packet in packets(2 * FPS, late_s=300.0):
        rings.of(CAMERA, Which.MAIN).packet(packet)
    assert rings.longest(CAMERA) is rings.of(CAMERA, Which.MAIN), "sub is of five minutes ago"
    held = rings.of(CAMERA, Which.MAIN).since()
    assert held[0].packet.at_s == 300.0, "nothing of before the pause"
    clock.forward(timedelta(days=30_000))
    assert rings.longest(CAMERA) is not None
    assert rings.recent(CAMERA) is None
    rings.tap(a_camera("rtsp://x/main"), Which.MAIN)
    assert rings.longest(CAMERA) is None
    fed(rings.of(CAMERA, Which.SUB), 20 * FPS)
    fed(rings.of(CAMERA, Which.MAIN), 19 * FPS, from_n=FPS)
    assert rings.longest(CAMERA) is rings.of(CAMERA, Which.MAIN)


def test_all_rings_share_their_bytes_and_those_nobody_looks_at_become_short_first() -> None:
    one = fed(Ring(60.0), 10 * FPS).size
    seen = new_id()
    rings = Rings(SteeredClock(BEGUN), together=round(3.5 * one), wanted=lambda key: key == seen)
    cameras = [seen, *(new_id() for _ in range(4))]
    held = [rings.of(key, Which.MAIN) for key in cameras]
    for ring in held:
        ring.opened(a_track())
    for packet in packets(10 * FPS):
        for ring in held:
            ring.packet(packet)
    lengths = [ring.seconds for ring in held]
    assert lengths[0] > 9.5, "what is looked at is whole"
    assert not held[0].short
    assert all(4.0 < length < 7.5 for length in lengths[1:]), "the others as evenly as groups allow"
    assert all(ring.short and ring.since()[0].packet.key for ring in held[1:])
    assert sum(ring.size for ring in rings) <= 3.5 * one + 5 * one / 10, "and a group of each"
    tight = Rings(SteeredClock(BEGUN), together=one // 2, wanted=lambda key: key == seen)
    for key in cameras:
        fed(tight.of(key, Which.MAIN), 10 * FPS)
    assert sum(ring.size for ring in tight) <= one // 2 + one / 10, "a bound is a bound"
    assert tight.of(seen, Which.MAIN).seconds > 1.5
    roomy = Rings(SteeredClock(BEGUN), length_s=3.0, together=round(0.25 * one))
    ring = fed(roomy.of(seen, Which.MAIN), 5 * FPS)
    assert ring.short
    roomy._together = one
    for packet in packets(10 * FPS, from_n=5 * FPS):
        ring.packet(packet)
    assert not ring.short, "it reaches back as far as it should again"
