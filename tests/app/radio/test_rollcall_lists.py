"""Lists of a roll call: entered, moved, on leave; as a table out and in again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.base.clock import SHANGHAI
from app.base.dryrun import Verdict
from app.base.errors import Refused
from app.radio.rollcall_lists import HEADS, RadioLists, Told, hours, table
from app.radio.rollcall_records import RollMode
from tests.faults.radio_rollcall import FIRST_RADIO, RollRoom, Scenario


def test_a_list_is_kept_true_and_goes_out_and_in_as_a_table(tmp_path: Path) -> None:
    room = RollRoom(tmp_path / "duty.db", Scenario({FIRST_RADIO: True}, frozenset(), 1))
    lists = RadioLists(room.db, room.rolls.store, room.clock, room.one.mark, room.rules)
    by = room.watch
    one = lists.keep_list(by, None, "值守点", RollMode.MIXED, "20：30 8:30")
    assert one.times == ("08:30", "20:30")
    until = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
    first = lists.keep_post(by, one.id, None, Told("水库", "试用乡", 372001, 931, "000-1"))
    lists.keep_post(by, one.id, None, Told("渡口", leave_until=until, leave_why="换防"))
    with pytest.raises(Refused, match="taken"):
        lists.keep_post(by, one.id, None, Told("码头", radio=372001))
    with pytest.raises(Refused, match="not_hours"):
        lists.keep_list(by, one, "值守点", RollMode.MIXED, "25:00")
    lists.move(by, first, 1)
    assert [post.name for post in room.rolls.store.posts(one.id)] == ["渡口", "水库"]
    rows = table(lists.books())
    assert [row.verdict for row in lists.plan(rows).rows] == [Verdict.SAME] * 3
    rows[2][2] = "别处乡"
    rows.append(["抢险队", "一队", "", "372001", "", "", "", "", "", ""])
    rows.append(["抢险队", "二队", "", "372001", "", "", "", "", "", ""])
    rows.append(["抢险队", "", "", "", "", "", "", "", "", ""])
    rows.append(["抢险队", "三队", "", "八", "", "", "", "13 月", "", ""])
    plan = lists.plan(rows)
    assert [row.verdict for row in plan.rows] == [
        Verdict.SAME, Verdict.CHANGED, Verdict.SAME, Verdict.ADDED,
        Verdict.REFUSED, Verdict.REFUSED, Verdict.REFUSED,
    ]  # fmt: skip
    assert plan.refused[0].told == "电台号与第 5 行相同"
    assert plan.refused[2].head == HEADS["radio"][0]
    lists.write(by, rows, plan)
    assert [held.name for held in room.rolls.lists()] == ["村级", "值守点", "抢险队"]
    with pytest.raises(Refused, match="book_changed"):
        lists.write(by, rows, plan)
    lists.drop_list(by, one)
    assert [held.name for held in room.rolls.lists()] == ["村级", "抢险队"]
    assert hours("") == ()
    room.close()
