"""A power cut takes nothing that was told as saved, and the cut that is simulated does take things."""

from __future__ import annotations

import random

import pytest

from tests.faults.power_cut import Held, run

pytestmark = pytest.mark.faults


def test_nothing_saved_is_lost_by_a_power_cut() -> None:
    tally = run("full", trials=1, seed=7, most=4)
    assert tally.cuts == 4
    assert (tally.lost, tally.broken) == (0, 0)
    assert tally.syncs_per_commit >= 1


def test_the_same_cuts_take_saved_lines_where_not_every_commit_is_synced() -> None:
    tally = run("normal", trials=1, seed=7, most=4)
    assert tally.lost > 0
    assert tally.broken == 0


def test_a_cut_leaves_the_last_sync_and_of_the_rest_only_what_chance_lets_through() -> None:
    held = Held()
    held.since = [(0, b"a" * 1024)]
    held.sync()
    held.since = [(0, b"b" * 1024)]
    assert held.after_a_cut(None) == b"a" * 1024
    left = {held.after_a_cut(random.Random(seed)) for seed in range(40)}
    assert left == {b"a" * 1024, b"b" * 512 + b"a" * 512, b"b" * 1024}
