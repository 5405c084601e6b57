"""The state table is complete, and each block blocks."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from app.base.clock import SteeredClock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import CrewPlace
from app.handover.records import (
    HandoverItem,
    HandoverState,
    Need,
    Section,
    Side,
    Signature,
    SourceKind,
)
from app.handover.states import TABLE, Act, after, check_signature, place_of, unacknowledged
from app.people.records import Role
from tests.rooms import EVENING

NOW = SteeredClock(EVENING).now()
CHIEF = CrewPlace(new_id(), new_id(), Role.CHIEF, new_id(), "彭例安", 0, Mark.TEST)
OTHER = replace(CHIEF, officer_id=new_id(), name="翟示梅")


def item(need: Need = Need.EACH) -> HandoverItem:
    return HandoverItem(
        id=new_id(),
        handover_id=new_id(),
        section=Section.UNFINISHED,
        seq=1,
        text="加密巡查",
        detail="",
        owner="",
        due=None,
        urgent=False,
        source_kind=SourceKind.LOG,
        source_id="1",
        need=need,
        acknowledged_by=None,
        acknowledged_name="",
        acknowledged_at=None,
        mark=Mark.TEST,
    )


def signature(side: Side, place: CrewPlace) -> Signature:
    return Signature(
        new_id(), new_id(), side, place.post, place.officer_id, place.name, NOW, Mark.TEST
    )


def test_the_way_to_effect_follows_the_table() -> None:
    state = HandoverState.DRAFT
    seen = [state]
    for act in (Act.EDIT, Act.SIGN_OUT, Act.ACKNOWLEDGE, Act.SIGN_IN, Act.TAKE_EFFECT):
        state = after(state, act)
        seen.append(state)
    assert list(dict.fromkeys(seen)) == list(HandoverState)


def test_every_pair_that_is_not_in_the_table_is_refused() -> None:
    refused = [pair for pair in product(HandoverState, Act) if pair not in TABLE]
    assert len(refused) == len(HandoverState) * len(Act) - len(TABLE)
    for state, act in refused:
        with pytest.raises(Refused, match="not_now"):
            after(state, act)


def test_in_force_is_locked_but_for_the_leader() -> None:
    assert [act for state, act in TABLE if state is HandoverState.IN_FORCE] == [Act.LEADER_SEEN]


def test_the_same_person_cannot_sign_both_sides() -> None:
    with pytest.raises(Refused, match="same_person"):
        check_signature(Side.IN, CHIEF, [], [signature(Side.OUT, CHIEF)])
    with pytest.raises(Refused, match="already_signed"):
        check_signature(Side.OUT, CHIEF, [], [signature(Side.OUT, CHIEF)])
    check_signature(Side.IN, OTHER, [], [signature(Side.OUT, CHIEF)])


def test_an_item_nobody_acknowledged_blocks_the_incoming_signature() -> None:
    signed = [signature(Side.OUT, CHIEF)]
    items = [item(), item(Need.TOGETHER), item(Need.FREE)]
    with pytest.raises(Refused) as told:
        check_signature(Side.IN, OTHER, items, signed)
    assert (told.value.code, told.value.figures) == ("unacknowledged", {"count": 2})
    known = [replace(one, acknowledged_at=NOW) for one in items[:2]] + items[2:]
    assert unacknowledged(known) == []
    check_signature(Side.IN, OTHER, known, signed)


def test_only_the_right_posts_sign() -> None:
    driver = replace(CHIEF, post=Role.DRIVER)
    for side in Side:
        with pytest.raises(Refused, match="wrong_post"):
            check_signature(side, driver, [], [])
    with pytest.raises(Refused, match="wrong_post"):
        check_signature(Side.OUT, replace(CHIEF, post=Role.LEADER), [], [])
    with pytest.raises(Refused, match="not_in_crew"):
        place_of(new_id(), [CHIEF, OTHER])


def test_nobody_takes_over_what_was_not_handed_over() -> None:
    with pytest.raises(Refused, match="out_missing"):
        check_signature(Side.IN, OTHER, [], [])
