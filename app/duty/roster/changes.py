"""Swaps and stand-ins laid over the roster: who really serves. Nobody's debt is ever computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.duty.roster.records import ChangeKind, ChangeState, RosterChange, RosterSlot

MARKS = {ChangeKind.SWAP: "调", ChangeKind.SUBSTITUTE: "代", ChangeKind.DEPUTY: "代"}
"""What the printed roster shows beside a name that was changed."""
ALIVE = (ChangeState.ASKED, ChangeState.IN_FORCE)


@dataclass(frozen=True, slots=True)
class Served:
    """A place as it is really held. `mark`: 调, 代 or ""; `was` who stands in the roster as made."""

    slot: RosterSlot
    mark: str
    was: UUID | None


def in_force(changes: Iterable[RosterChange]) -> list[RosterChange]:
    """Those that hold, in the order of their approval."""
    held = [change for change in changes if change.state is ChangeState.IN_FORCE]
    return sorted(held, key=lambda change: (change.decided_at, change.id))


def apply(slots: Sequence[RosterSlot], changes: Iterable[RosterChange]) -> list[Served]:
    """Every slot with who holds it, in the order of `slots`. A change whose two persons do not stand
    where it says is passed over."""
    return _laid(slots, changes)[0]


def demand_others_stand(
    slots: Sequence[RosterSlot], changes: Iterable[RosterChange], without: RosterChange
) -> None:
    """`Refused("change", "not_as_asked")`: another one was built upon `without`."""
    held = list(changes)
    left = [change for change in held if change.id != without.id]
    if _laid(slots, left)[1] - _laid(slots, held)[1]:
        raise Refused("change", "not_as_asked")


def _laid(
    slots: Sequence[RosterSlot], changes: Iterable[RosterChange]
) -> tuple[list[Served], set[UUID]]:
    """Who serves, and the changes that were passed over."""
    held = {slot.id: _as_made(slot) for slot in slots}
    over: set[UUID] = set()
    for change in in_force(changes):
        if not _lay(held, change) and change.slot_id in held:
            over.add(change.id)
    return [held[slot.id] for slot in slots], over


def touched(changes: Iterable[RosterChange]) -> set[UUID]:
    """The places of changes that hold or wait."""
    alive = [one for one in changes if one.state in ALIVE]
    return {key for one in alive for key in (one.slot_id, one.other_slot_id) if key is not None}


def unfit(slots: Sequence[RosterSlot], changes: Iterable[RosterChange]) -> set[UUID]:
    """Those in force that move nobody: who stands in their places is another than they say."""
    return _laid(slots, changes)[1]


def check_one(held: Mapping[UUID, RosterSlot], change: RosterChange) -> None:
    """A change that is asked for, against who holds the places now. `Refused`: field and why."""
    mine = held.get(change.slot_id)
    if mine is None or mine.officer_id != change.applicant_id:
        raise Refused("applicant", "not_theirs")
    if change.applicant_id == change.counterpart_id:
        raise Refused("counterpart", "same_person")
    if not change.reason.strip():
        raise Refused("reason", "missing")
    if change.kind is not ChangeKind.SWAP:
        return
    other = held.get(change.other_slot_id) if change.other_slot_id else None
    if other is None or other.officer_id != change.counterpart_id:
        raise Refused("counterpart", "not_theirs")
    if other.post is not mine.post:
        raise Refused("counterpart", "other_post", post=other.post.value)


def consent_words(change: RosterChange, names: Mapping[UUID, str]) -> str:
    """Who agreed, or did not, and how: 张某同意（电话，06-24 20:05，李某记录）. Empty while nobody has."""
    if change.approver_id is None or change.decided_at is None:
        return ""
    word = "不同意" if change.state is ChangeState.TURNED_DOWN else "同意"
    if change.how is None or change.heard_at is None:
        how = f"本人签批，{day_hhmm(change.decided_at)}"
    else:
        how = f"{change.how}，{day_hhmm(change.heard_at)}，{change.taken_by}记录"
    return f"{names.get(change.approver_id, '不详')}{word}（{how}）"


def _as_made(slot: RosterSlot) -> Served:
    """B who was put in while A is away bears a mark from the first."""
    if slot.acts_for is None:
        return Served(slot, "", slot.officer_id)
    return Served(slot, MARKS[ChangeKind.DEPUTY], slot.acts_for)


def _lay(held: dict[UUID, Served], change: RosterChange) -> bool:
    mine = held.get(change.slot_id)
    other = held.get(change.other_slot_id) if change.other_slot_id else None
    if mine is not None and mine.slot.officer_id != change.applicant_id:
        return False
    if other is not None and other.slot.officer_id != change.counterpart_id:
        return False
    mark = MARKS[change.kind]
    if mine is not None:
        held[mine.slot.id] = _held_by(mine, change.counterpart_id, mark)
    if other is not None:
        held[other.slot.id] = _held_by(other, change.applicant_id, mark)
    return mine is not None


def _held_by(served: Served, officer_id: UUID, mark: str) -> Served:
    return replace(served, slot=replace(served.slot, officer_id=officer_id), mark=mark)
