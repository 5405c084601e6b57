"""The state table of a camera's line."""

from __future__ import annotations

import itertools

import pytest

from app.video.states import TABLE, NoSuchStep, Reason, State, Step, after, shown


def test_a_camera_comes_up_goes_quiet_and_comes_back() -> None:
    state = State.IDLE
    for step in (Step.ASKED, Step.OPENED, Step.PICTURE, Step.QUIET, Step.PICTURE):
        state = after(state, step)
    assert state is State.LIVE


def test_only_a_picture_makes_live() -> None:
    assert {step for (_, step), to in TABLE.items() if to is State.LIVE} == {Step.PICTURE}


def test_a_stale_line_is_lost_when_the_connection_ends() -> None:
    assert after(after(State.STALE, Step.ENDED), Step.PAUSED) is State.BACKOFF


def test_a_pair_that_is_not_in_the_table_raises() -> None:
    missing = [pair for pair in itertools.product(State, Step) if pair not in TABLE]
    assert (State.IDLE, Step.PICTURE) in missing
    for state, step in missing:
        with pytest.raises(NoSuchStep):
            after(state, step)


def test_every_state_can_be_left_when_nobody_looks() -> None:
    assert all(after(state, Step.LEFT) is State.IDLE for state in State)


@pytest.mark.parametrize(
    ("state", "tries", "reason", "told"),
    [
        (State.CONNECTING, 0, Reason.NONE, State.CONNECTING),
        (State.WAIT_KEY, 0, Reason.NONE, State.CONNECTING),
        (State.CONNECTING, 3, Reason.REFUSED, State.LOST),
        (State.WAIT_KEY, 1, Reason.CUT, State.LOST),
        (State.BACKOFF, 1, Reason.SILENT, State.LOST),
        (State.CONNECTING, 2, Reason.DENIED, State.AUTH_FAILED),
        (State.CONNECTING, 2, Reason.MISSING, State.NOT_FOUND),
        (State.STALE, 0, Reason.FROZEN, State.STALE),
        (State.LIVE, 0, Reason.NONE, State.LIVE),
    ],
)
def test_a_lost_camera_stays_lost_while_it_is_tried_again(
    state: State, tries: int, reason: Reason, told: State
) -> None:
    assert shown(state, tries, reason) is told
