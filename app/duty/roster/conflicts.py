"""What stands in the way of a roster: errors block publishing, warnings ask a reason. domain.md 1.3."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from app.base.clock import hhmm, local
from app.duty.roster.records import Absence, Deputy, RosterSlot
from app.people.records import Officer, Role

ROW_HOURS = 48
"""Two 24-hour shifts without a break between them."""


class Fault(StrEnum):
    """Each with the words it is shown, printed and filed with; gaps are its figures."""

    EMPTY = "{post}空缺"
    TWICE = "{name}一人两岗"
    ABSENT = "{name}{kind}"
    NOT_PERMANENT = "{post}须为在编干部"
    NOT_ACTIVE = "{name}已停用"
    AB_ABSENT = "AB角均不在岗：{name}、{other}"
    IN_A_ROW = "连续值班{hours}小时"
    LEAVE_NEXT = "次日{kind}，班次至次日{end}"
    TOO_MANY = "一周值班{n}次，超过{most}次"
    LATE_LEADER = "带班领导变更距上班不足{hours}小时"


ERRORS = frozenset(
    {
        Fault.EMPTY,
        Fault.TWICE,
        Fault.ABSENT,
        Fault.NOT_PERMANENT,
        Fault.NOT_ACTIVE,
        Fault.AB_ABSENT,
    }
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """`slots` are the places it is about, `day` the first one's. `words` are whole: names included
    where they are needed to know whom it means."""

    fault: Fault
    words: str
    day: date
    officer_id: UUID | None
    slots: tuple[UUID, ...]

    @property
    def error(self) -> bool:
        return self.fault in ERRORS


@dataclass(frozen=True, slots=True)
class Around:
    """What a roster is judged by. `permanent`: posts for 在编 only. Absences that were cancelled and
    deputies that no longer hold may be among them."""

    officers: Mapping[UUID, Officer]
    absences: Sequence[Absence] = ()
    deputies: Sequence[Deputy] = ()
    permanent: Collection[Role] = frozenset({Role.CHIEF})
    a_week: int = 2

    def absence(self, officer_id: UUID, day: date) -> Absence | None:
        for one in self.absences:
            if one.officer_id == officer_id and not one.cancelled and one.first <= day <= one.last:
                return one
        return None

    def partners(self, officer_id: UUID) -> list[UUID]:
        """B of this A, A of this B."""
        held = [d for d in self.deputies if d.active]
        return [d.b_id for d in held if d.a_id == officer_id] + [
            d.a_id for d in held if d.b_id == officer_id
        ]


def conflicts(slots: Sequence[RosterSlot], around: Around) -> list[Conflict]:
    """All of them, by day, errors before warnings. `slots` as really held, those of the days before
    and after with them when shifts in a row across the month's end are to be seen."""
    found = [
        *_one_by_one(slots, around),
        *_twice(slots, around),
        *_in_a_row(slots),
        *_too_many(slots, around),
    ]
    return sorted(found, key=lambda c: (c.day, not c.error, list(Fault).index(c.fault), c.words))


def day_of(slot: RosterSlot) -> date:
    return local(slot.starts_at).date()


def late_leader(slot: RosterSlot, now: datetime, notice: timedelta) -> Conflict | None:
    """A change of the leader shortly before the shift."""
    if slot.post is not Role.LEADER or slot.starts_at - now >= notice:
        return None
    return _conflict(Fault.LATE_LEADER, (slot,), hours=int(notice / timedelta(hours=1)))


def _one_by_one(slots: Iterable[RosterSlot], around: Around) -> Iterator[Conflict]:
    for slot in slots:
        if slot.officer_id is None:
            yield _conflict(Fault.EMPTY, (slot,), post=slot.post.value)
            continue
        officer = around.officers.get(slot.officer_id)
        name = officer.name if officer else "不详"
        if officer is None or not officer.active:
            yield _conflict(Fault.NOT_ACTIVE, (slot,), name=name)
        elif slot.post in around.permanent and not officer.permanent:
            yield _conflict(Fault.NOT_PERMANENT, (slot,), post=slot.post.value)
        yield from _absent(slot, slot.officer_id, name, around)


def _absent(slot: RosterSlot, officer_id: UUID, name: str, around: Around) -> Iterator[Conflict]:
    """On leave when the shift begins: no. When it ends into a leave that begins that morning: a warning."""
    day = day_of(slot)
    gone = around.absence(officer_id, day)
    if gone is not None:
        away = [p for p in around.partners(officer_id) if around.absence(p, day) is not None]
        if away:
            other = around.officers.get(away[0])
            words = other.name if other else "不详"
            yield _conflict(Fault.AB_ABSENT, (slot,), name=name, other=words)
        else:
            yield _conflict(Fault.ABSENT, (slot,), name=name, kind=gone.kind.value)
        return
    over = local(slot.ends_at)
    if over.date() > day and over.time() > over.time().min:
        gone = around.absence(officer_id, over.date())
        if gone is not None:
            end = hhmm(slot.ends_at)
            yield _conflict(Fault.LEAVE_NEXT, (slot,), kind=gone.kind.value, end=end)


def _twice(slots: Iterable[RosterSlot], around: Around) -> Iterator[Conflict]:
    held: dict[tuple[datetime, UUID], list[RosterSlot]] = defaultdict(list)
    for slot in slots:
        if slot.officer_id is not None:
            held[slot.starts_at, slot.officer_id].append(slot)
    for (_, officer_id), places in held.items():
        if len(places) > 1:
            officer = around.officers.get(officer_id)
            yield _conflict(Fault.TWICE, tuple(places), name=officer.name if officer else "不详")


def _in_a_row(slots: Iterable[RosterSlot]) -> Iterator[Conflict]:
    for turns in _turns(slots).values():
        run: list[RosterSlot] = []
        for slot in [*turns, None]:
            if slot is not None and run and slot.starts_at == run[-1].ends_at:
                run.append(slot)
                continue
            if run:
                hours = (run[-1].ends_at - run[0].starts_at) / timedelta(hours=1)
                if len(run) > 1 and hours >= ROW_HOURS:
                    yield _conflict(Fault.IN_A_ROW, tuple(run), hours=int(hours))
            run = [slot] if slot is not None else []


def _too_many(slots: Iterable[RosterSlot], around: Around) -> Iterator[Conflict]:
    """By weeks from Monday to Sunday."""
    for turns in _turns(slots).values():
        for _, week in groupby(turns, key=lambda slot: day_of(slot).isocalendar()[:2]):
            held = tuple(week)
            if len(held) > around.a_week:
                yield _conflict(Fault.TOO_MANY, held, n=len(held), most=around.a_week)


def _turns(slots: Iterable[RosterSlot]) -> dict[UUID, list[RosterSlot]]:
    """The shifts of each person in order, one for each beginning."""
    held: dict[UUID, dict[datetime, RosterSlot]] = defaultdict(dict)
    for slot in slots:
        if slot.officer_id is not None:
            held[slot.officer_id][slot.starts_at] = slot
    return {who: [turns[at] for at in sorted(turns)] for who, turns in held.items()}


def _conflict(fault: Fault, slots: tuple[RosterSlot, ...], **figures: object) -> Conflict:
    first = slots[0]
    return Conflict(
        fault,
        fault.value.format(**figures),
        day_of(first),
        first.officer_id,
        tuple(slot.id for slot in slots),
    )


def count_of(found: Iterable[Conflict]) -> Counter[bool]:
    """How many errors (True) and warnings (False)."""
    return Counter(conflict.error for conflict in found)
