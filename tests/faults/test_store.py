"""The fault run in a few seconds: every crash point of the hub's COMMIT, once, with the control beside it."""

from __future__ import annotations

import random
from contextlib import ExitStack

from tests.faults.store import Scene, verdict


def test_what_was_acknowledged_is_there_once_wherever_a_desk_dies() -> None:
    with ExitStack() as end:
        scene = Scene(seed=1, rate=40, end=end)
        one, two = scene.desks
        draw = random.Random(1)
        scene.desk_fault("hub.after", one, draw)
        scene.hub_fault("cut", None, draw)
        scene.desk_fault("pull.before", two, draw)
        scene.hub_fault("postmaster killed", None, draw)
        assert scene.calm()
        assert [desk.end() for desk in scene.desks] == [True, True]
        told = verdict(scene)
        assert scene.naive_doubles() > 0
    assert told["faults"] == 4, told
    assert (told["lost"], told["doubled"]) == (0, 0), told
    assert told["chains_whole"], told
    assert told["tables_equal"], told
