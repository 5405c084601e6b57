"""Decisions about pauses, streams and sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video import policy
from app.video.ladder import Ladder
from app.video.meter import LATE_MAX_S, Meter
from app.video.policy import Override, Rung, Size, Wish
from app.video.records import Which
from app.video.states import SLOW, Reason


def at_once() -> float:
    return 0.0


def test_pauses_are_short_at_first_and_then_grow_to_ten_seconds() -> None:
    first = [policy.pause_s(tries, 0.0, Reason.CUT, at_once) for tries in range(5)]
    assert first == [0.25, 0.5, 1.0, 1.0, 1.0]
    assert [policy.pause_s(50, at, Reason.CUT, at_once) for at in (30, 40, 50, 500)] == [
        2,
        4,
        8,
        10,
    ]
    assert policy.pause_s(50, 500, Reason.FROZEN, at_once) == 1.0, "the attempt itself waits there"


@pytest.mark.parametrize("reason", SLOW)
def test_what_needs_a_person_is_tried_every_half_minute(reason: Reason) -> None:
    assert policy.pause_s(0, 0.0, reason, at_once) == 30.0


@given(st.integers(0, 10_000), st.floats(0, 1e6), st.sampled_from(Reason), st.floats(0, 0.999999))
def test_jitter_is_a_fifth_less_and_never_more(
    tries: int, lost_s: float, reason: Reason, drawn: float
) -> None:
    longest = policy.pause_s(tries, lost_s, reason, at_once)
    pause = policy.pause_s(tries, lost_s, reason, lambda: drawn)
    assert 0.8 * longest <= pause <= longest


def test_small_places_take_the_sub_stream_and_stay_with_main_a_little_below() -> None:
    def which(width_px: int, now: Which | None = None) -> Which:
        return policy.which([Wish(200), Wish(width_px)], True, now, Rung.FULL)

    assert which(640) is which(640, Which.SUB) is which(560, Which.MAIN) is Which.SUB
    assert which(641) is which(641, Which.SUB) is which(561, Which.MAIN) is Which.MAIN
    assert policy.which([Wish(320)], False, None, Rung.FULL) is Which.MAIN
    by_hand = [Wish(200, override=Override.MAIN), Wish(200, override=Override.SUB)]
    assert policy.which(by_hand, True, None, Rung.ENLARGED_TOO) is Which.MAIN


def test_each_rung_takes_a_little_more_and_the_enlarged_picture_last() -> None:
    small, large, whole = Wish(480), Wish(900), Wish(1900, whole=True)

    def given_at(rung: Rung, wish: Wish) -> tuple[Which, bool, Rung]:
        return (
            policy.which([wish], True, None, rung),
            policy.keys_only(wish, True, rung),
            policy.told_rung([wish], True, rung),
        )

    sub, main = Which.SUB, Which.MAIN
    assert given_at(Rung.FULL, small) == (sub, False, Rung.FULL)
    assert given_at(Rung.NO_FILTER, small) == (sub, False, Rung.NO_FILTER)
    assert given_at(Rung.KEYS_ON_SMALL, small) == (sub, True, Rung.KEYS_ON_SMALL)
    assert given_at(Rung.KEYS_ON_SMALL, large) == (main, False, Rung.NO_FILTER)
    assert given_at(Rung.SUB_FOR_MAIN, large) == (sub, False, Rung.SUB_FOR_MAIN)
    assert given_at(Rung.SUB_FOR_MAIN, whole) == (main, False, Rung.NO_FILTER)
    assert given_at(Rung.ENLARGED_TOO, whole) == (sub, False, Rung.ENLARGED_TOO)
    assert policy.keys_only(whole, False, Rung.ENLARGED_TOO), "it has no sub-stream to go to"
    by_hand = Wish(480, override=Override.SUB)
    assert not policy.keys_only(by_hand, True, Rung.ENLARGED_TOO)


def test_the_wall_comes_down_a_rung_after_two_seconds_of_lag_and_up_after_ten_of_calm() -> None:
    ladder, seen = Ladder(), []
    lag = [0.0] * 2 + [5.0] * 5 + [1.9] * 25 + [5.0] + [0.0] * 12
    for second, frames in enumerate(lag):
        seen.append(ladder.look(float(second), frames).value)
    assert seen[:7] == [0, 0, 0, 0, 1, 1, 2]
    assert seen[7:17] == [2] * 10, "ten seconds of calm"
    assert seen[17:27] == [1] * 10
    assert seen[27:] == [0] * (len(seen) - 27), "one slow second is no overload"
    for second in range(100, 120):
        ladder.look(float(second), 9.0)
    assert ladder.rung is Rung.ENLARGED_TOO
    caught_up = Ladder()
    assert {caught_up.look(float(n), 50.0 - n) for n in range(1, 40)} == {Rung.FULL}


def test_a_meter_tells_a_backlog_from_a_camera_that_paused() -> None:
    meter, now_s = Meter(), 100.0

    def play(seconds: float, media_ahead_s: float, late_by_s: float, waited_s: float) -> None:
        nonlocal now_s
        for n in range(int(seconds * 25)):
            now_s += 0.04 + late_by_s
            media_s = now_s - media_ahead_s - late_by_s * n
            meter.packet(1000, n % 25 == 0, media_s, waited_s, now_s)

    play(3.0, 0.0, 0.0, 0.03)
    assert meter.fps == pytest.approx(25, rel=0.05)
    assert meter.kbit_s == pytest.approx(200, rel=0.05)
    assert meter.key_every_s == pytest.approx(1.0)
    play(3.0, 0.8, 0.0, 0.03)
    assert meter.lag_frames == 0.0, "the camera paused, nothing waits for us"
    play(4.0, 0.8, 0.01, 0.0)
    assert meter.lag_frames > 10, "each packet had waited for us"
    play(2.0, 1.8, 0.0, 0.03)
    assert meter.lag_frames == 0.0


def test_a_packet_that_was_read_late_says_by_how_much() -> None:
    meter = Meter()

    def play(first: int, late_s: float, drift_s: float = 0.0) -> float:
        for n in range(first, first + 100):
            media_s = n * 0.04
            meter.packet(1000, n % 25 == 0, media_s, 0.03, 50.0 + media_s * (1 + drift_s) + late_s)
        return meter.late_s

    assert play(0, 0.0) == pytest.approx(0.0, abs=1e-9)
    meter.packet(1000, False, 4.0, 0.0, 54.09)
    assert meter.late_s == pytest.approx(0.09), "for want of a processor, say"
    meter.packet(1000, False, 4.04, 0.0, 54.04)
    assert meter.late_s == 0.0
    meter.packet(1000, False, 4.08, 0.0, 55.08)
    assert meter.late_s == LATE_MAX_S, "a camera that pauses is not told from us beyond that"
    assert play(200, 0.0) == 0.0
    assert play(300, 0.0, drift_s=1e-3) < 0.01, "its clock goes wrong, its packets come in time"
    meter.packet(1000, True, 4.0, 0.0, 900.0)
    assert meter.late_s == 0.0, "it began anew"


def test_a_picture_fills_a_tile_of_nearly_its_shape() -> None:
    assert policy.fitted(Size(640, 360), Size(632, 326), whole=False) == Size(632, 356)


def test_the_whole_picture_is_never_cut() -> None:
    assert policy.fitted(Size(640, 360), Size(632, 326), whole=True) == Size(580, 326)


def test_a_picture_of_another_shape_is_not_cut() -> None:
    assert policy.fitted(Size(640, 480), Size(640, 360), whole=False) == Size(480, 360)


@given(*(st.integers(1, 9000) for _ in range(4)), st.booleans())
def test_a_size_is_always_even_and_never_empty(
    w: int, h: int, place_w: int, place_h: int, whole: bool
) -> None:
    size = policy.fitted(Size(w, h), Size(place_w, place_h), whole)
    assert size.width >= 2
    assert size.height >= 2
    assert size.width % 2 == size.height % 2 == 0
