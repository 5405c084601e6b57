"""Swaps and stand-ins over a roster: one over the other, taken back, and never a debt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.roster.changes import apply, check_one, demand_others_stand
from app.duty.roster.records import ChangeKind, ChangeState, RosterChange, RosterSlot
from app.people.records import Role
from tests.app.duty.roster.people import RULES, officers

PEOPLE = officers({Role.CHIEF: 5})


def slots(count: int = 5) -> list[RosterSlot]:
    spans = [RULES.periods.of_day(date(2026, 12, 1) + timedelta(days=n))[0] for n in range(count)]
    return [
        RosterSlot(
            new_id(), new_id(), s.starts_at, s.ends_at, Role.CHIEF, 1, PEOPLE[n].id, Mark.TEST
        )
        for n, s in enumerate(spans)
    ]


def change(
    kind: ChangeKind, mine: RosterSlot, other: RosterSlot | None, stands_in: int, at: int = 0
) -> RosterChange:
    assert mine.officer_id
    counterpart = other.officer_id if other else PEOPLE[stands_in].id
    assert counterpart
    when = mine.starts_at + timedelta(minutes=at)
    return RosterChange(
        new_id(), kind, mine.id, other.id if other else None, mine.officer_id, counterpart,
        "家中有事", ChangeState.IN_FORCE, "", when, PEOPLE[0].id, when, "", None, Mark.TEST,
    )  # fmt: skip


def held(rows: list[RosterSlot], *changes: RosterChange) -> list[tuple[int, str]]:
    ids = [one.id for one in PEOPLE]
    return [(ids.index(s.slot.officer_id), s.mark) for s in apply(rows, changes)]  # type: ignore[arg-type]


def test_a_swap_exchanges_two_dates_and_a_stand_in_is_one_way() -> None:
    rows = slots(3)
    swap = change(ChangeKind.SWAP, rows[0], rows[2], 2)
    assert held(rows, swap) == [(2, "调"), (1, ""), (0, "调")]
    stand_in = change(ChangeKind.SUBSTITUTE, rows[1], None, 4)
    assert held(rows, swap, stand_in) == [(2, "调"), (4, "代"), (0, "调")]


def test_only_what_is_in_force_counts() -> None:
    rows = slots(2)
    swap = change(ChangeKind.SWAP, rows[0], rows[1], 1)
    for state in (ChangeState.ASKED, ChangeState.TURNED_DOWN, ChangeState.UNDONE):
        assert held(rows, replace(swap, state=state)) == [(0, ""), (1, "")]


def test_one_change_upon_another_and_the_lower_one_taken_away() -> None:
    rows = slots(3)
    swap = change(ChangeKind.SWAP, rows[0], rows[1], 1)
    upon = replace(change(ChangeKind.SUBSTITUTE, rows[0], None, 3, at=5), applicant_id=PEOPLE[1].id)
    assert held(rows, swap, upon) == [(3, "代"), (0, "调"), (2, "")]
    with pytest.raises(Refused, match="not_as_asked"):
        demand_others_stand(rows, [swap, upon], swap)


def test_a_change_that_holds_no_more_is_in_nobodys_way() -> None:
    rows = slots(3)
    good = change(ChangeKind.SUBSTITUTE, rows[0], None, 3)
    stale = replace(change(ChangeKind.SUBSTITUTE, rows[2], None, 4), applicant_id=PEOPLE[1].id)
    demand_others_stand(rows, [good, stale], good)


def test_what_is_asked_is_checked() -> None:
    rows = slots(3)
    now = {row.id: row for row in rows}
    good = change(ChangeKind.SWAP, rows[0], rows[1], 1)
    check_one(now, good)
    for wrong, field in (
        (replace(good, applicant_id=PEOPLE[3].id), "applicant"),
        (replace(good, counterpart_id=PEOPLE[3].id), "counterpart"),
        (replace(good, counterpart_id=good.applicant_id), "counterpart"),
        (replace(good, reason=" "), "reason"),
    ):
        with pytest.raises(Refused) as told:
            check_one(now, wrong)
        assert told.value.field == field
    driver = replace(rows[1], post=Role.DRIVER)
    with pytest.raises(Refused, match="other_post"):
        check_one({**now, driver.id: driver}, good)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
def test_a_swap_there_and_back_is_the_roster_as_it_was_made(pairs: list[tuple[int, int]]) -> None:
    """Undoing all of them gives everybody their own day; nobody owes anybody."""
    rows = slots()
    asked = []
    for n, (a, b) in enumerate(pairs):
        served = [s.slot for s in apply(rows, asked)]
        if a != b:
            asked.append(change(ChangeKind.SWAP, served[a], served[b], 0, at=n))
    assert sorted(who for who, _ in held(rows, *asked)) == [0, 1, 2, 3, 4]
    undone = [replace(one, state=ChangeState.UNDONE) for one in asked]
    assert held(rows, *undone) == [(n, "") for n in range(5)]
