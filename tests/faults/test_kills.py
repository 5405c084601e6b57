"""A desk that dies while it writes has kept what it told, and nothing by halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kills import DEATHS, Tally, die, look

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("death", DEATHS)
def test_what_was_told_is_there_and_nothing_stands_by_halves(death: str, tmp_path: Path) -> None:
    tally = Tally()
    told = die(tmp_path, death, 3, tally)
    look(tmp_path, told, tally)
    assert (tally.lost, tally.halves, tally.broken) == (0, 0, 0)
    if death == "write.before":
        assert (tally.acked, tally.unheard) == (4, 0)
    elif death == "write.after":
        assert (tally.acked, tally.unheard) == (4, 2)
    else:
        assert tally.acked >= 6
