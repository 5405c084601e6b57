"""The state table of a handover, and what blocks a signature."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from app.base.errors import Refused
from app.duty.records import CrewPlace
from app.handover.records import (
    HandoverItem,
    HandoverNote,
    HandoverState,
    Need,
    NoteKind,
    Section,
    Side,
    Signature,
    SourceKind,
)
from app.people.records import Role


class Act(StrEnum):
    EDIT = "edit"
    SIGN_OUT = "sign_out"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    CARRY = "carry"
    SIGN_IN = "sign_in"
    TAKE_EFFECT = "take_effect"
    LEADER_SEEN = "leader_seen"


S = HandoverState

TABLE: dict[tuple[HandoverState, Act], HandoverState] = {
    (S.DRAFT, Act.EDIT): S.DRAFT,
    (S.DRAFT, Act.CARRY): S.DRAFT,
    (S.DRAFT, Act.SIGN_OUT): S.HANDED,
    (S.HANDED, Act.SIGN_OUT): S.HANDED,
    (S.HANDED, Act.ACKNOWLEDGE): S.CONFIRMING,
    (S.HANDED, Act.ASK): S.HANDED,
    (S.HANDED, Act.ANSWER): S.HANDED,
    (S.HANDED, Act.CARRY): S.CONFIRMING,
    (S.HANDED, Act.LEADER_SEEN): S.HANDED,
    (S.CONFIRMING, Act.SIGN_OUT): S.CONFIRMING,
    (S.CONFIRMING, Act.ACKNOWLEDGE): S.CONFIRMING,
    (S.CONFIRMING, Act.ASK): S.CONFIRMING,
    (S.CONFIRMING, Act.ANSWER): S.CONFIRMING,
    (S.CONFIRMING, Act.CARRY): S.CONFIRMING,
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


def asked_open(item_id: UUID, notes: Iterable[HandoverNote]) -> bool:
    """Whether a question about this item waits for its answer."""
    said = [n.kind for n in notes if n.item_id == item_id and n.kind is not NoteKind.CARRIED]
    return bool(said) and said[-1] is NoteKind.ASKED


def unreasoned(items: Iterable[HandoverItem], notes: Iterable[HandoverNote]) -> list[HandoverItem]:
    """Urgent drafts that were not sent, and nobody said why."""
    reasoned = {note.item_id for note in notes if note.kind is NoteKind.CARRIED}
    return [
        item
        for item in items
        if item.source_kind is SourceKind.DRAFT and item.urgent and item.id not in reasoned
    ]


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
    notes: Iterable[HandoverNote] = (),
) -> None:
    """Raises `Refused` when this person may not sign this side now."""
    held, told = list(signatures), list(items)
    if place.post not in SIGNING_POSTS[side]:
        raise Refused("person", "wrong_post", post=place.post.value, side=side.value)
    for signature in held:
        if signature.officer_id != place.officer_id:
            continue
        if signature.side is side:
            raise Refused("person", "already_signed", name=place.name)
        if {signature.side, side} == {Side.OUT, Side.IN}:
            raise Refused("person", "same_person", name=place.name)
    if side is Side.OUT and (drafts := unreasoned(told, notes)):
        raise Refused("drafts", "no_reason", count=len(drafts))
    if side is Side.IN:
        left = unacknowledged(told)
        if left:
            raise Refused("items", "unacknowledged", count=len(left))
        if not any(signature.side is Side.OUT for signature in held):
            raise Refused("state", "out_missing")


def left_in(section: Section, items: Iterable[HandoverItem]) -> int:
    return len(unacknowledged(item for item in items if item.section is section))
