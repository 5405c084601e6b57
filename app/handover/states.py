"""The state table of a handover, and what blocks a signature."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from app.base.errors import Refused
from app.duty.records import CrewPlace
from app.handover.records import (
    HandoverItem,
    HandoverState,
    Need,
    Section,
    Side,
    Signature,
)
from app.people.records import Role


class Act(StrEnum):
    EDIT = "edit"
    SIGN_OUT = "sign_out"
    ACKNOWLEDGE = "acknowledge"
    SIGN_IN = "sign_in"
    TAKE_EFFECT = "take_effect"
    LEADER_SEEN = "leader_seen"


S = HandoverState

TABLE: dict[tuple[HandoverState, Act], HandoverState] = {
    (S.DRAFT, Act.EDIT): S.DRAFT,
    (S.DRAFT, Act.SIGN_OUT): S.HANDED,
    (S.HANDED, Act.SIGN_OUT): S.HANDED,
    (S.HANDED, Act.ACKNOWLEDGE): S.CONFIRMING,
    (S.HANDED, Act.LEADER_SEEN): S.HANDED,
    (S.CONFIRMING, Act.SIGN_OUT): S.CONFIRMING,
    (S.CONFIRMING, Act.ACKNOWLEDGE): S.CONFIRMING,
    (S.CONFIRMING, Act.LEADER_SEEN): S.CONFIRMING,
    (S.CONFIRMING, Act.SIGN_IN): S.RECEIVED,
    (S.RECEIVED, Act.TAKE_EFFECT): S.IN_FORCE,
    (S.IN_FORCE, Act.LEADER_SEEN): S.IN_FORCE,
}
"""What may happen when. An unknown pair is refused; `IN_FORCE` is locked but for the leader's eye."""

ACT_OF = {Side.OUT: Act.SIGN_OUT, Side.IN: Act.SIGN_IN, Side.LEADER: Act.LEADER_SEEN}

SIGNING_POSTS: dict[Side, frozenset[Role]] = {
    Side.OUT: frozenset({Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL}),
    Side.IN: frozenset({Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL}),
    Side.LEADER: frozenset({Role.LEADER}),
}
"""domain.md 1.8, row 14: 值班长/值班员 sign on both sides, 带班领导 has seen it."""


def after(state: HandoverState, act: Act) -> HandoverState:
    """The next state, or `Refused("state", "not_now")`."""
    try:
        return TABLE[state, act]
    except KeyError:
        raise Refused("state", "not_now", state=state.value, act=act.value) from None


def unacknowledged(items: Iterable[HandoverItem]) -> list[HandoverItem]:
    """What still stands between the incoming crew and its signature."""
    return [item for item in items if item.need is not Need.FREE and item.acknowledged_at is None]


def place_of(officer: UUID, crew: Iterable[CrewPlace]) -> CrewPlace:
    """The officer's place in this crew, or `Refused("person", "not_in_crew")`."""
    for place in crew:
        if place.officer_id == officer:
            return place
    raise Refused("person", "not_in_crew")


def check_signature(
    side: Side,
    place: CrewPlace,
    items: Iterable[HandoverItem],
    signatures: Iterable[Signature],
) -> None:
    """Raises `Refused` when this person may not sign this side now."""
    held = list(signatures)
    if place.post not in SIGNING_POSTS[side]:
        raise Refused("person", "wrong_post", post=place.post.value, side=side.value)
    for signature in held:
        if signature.officer_id != place.officer_id:
            continue
        if signature.side is side:
            raise Refused("person", "already_signed", name=place.name)
        if {signature.side, side} == {Side.OUT, Side.IN}:
            raise Refused("person", "same_person", name=place.name)
    if side is Side.IN:
        left = unacknowledged(items)
        if left:
            raise Refused("items", "unacknowledged", count=len(left))
        if not any(signature.side is Side.OUT for signature in held):
            raise Refused("state", "out_missing")


def left_in(section: Section, items: Iterable[HandoverItem]) -> int:
    return len(unacknowledged(item for item in items if item.section is section))
