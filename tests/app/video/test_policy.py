"""Decisions about pauses, streams and sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video import policy
from app.video.policy import Size
from app.video.records import Which
from app.video.states import SLOW, Reason


def middle() -> float:
    return 0.5


def test_pauses_are_short_at_first_and_then_grow_to_ten_seconds() -> None:
    first = [policy.pause_s(tries, 0.0, Reason.CUT, middle) for tries in range(5)]
    assert first == [0.25, 0.5, 1.0, 1.0, 1.0]
    assert [policy.pause_s(50, at, Reason.CUT, middle) for at in (30, 40, 50, 500)] == [2, 4, 8, 10]


@pytest.mark.parametrize("reason", SLOW)
def test_what_needs_a_person_is_tried_every_half_minute(reason: Reason) -> None:
    assert policy.pause_s(0, 0.0, reason, middle) == 30.0


@given(st.integers(0, 10_000), st.floats(0, 1e6), st.sampled_from(Reason), st.floats(0, 0.999999))
def test_jitter_is_a_fifth_either_way_and_never_more(
    tries: int, lost_s: float, reason: Reason, drawn: float
) -> None:
    steady = policy.pause_s(tries, lost_s, reason, middle)
    pause = policy.pause_s(tries, lost_s, reason, lambda: drawn)
    assert 0.8 * steady <= pause <= 1.2 * steady


def test_small_places_take_the_sub_stream() -> None:
    assert policy.which(640, has_sub=True) is Which.SUB
    assert policy.which(641, has_sub=True) is Which.MAIN
    assert policy.which(320, has_sub=False) is Which.MAIN


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
