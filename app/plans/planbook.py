"""预案库: plans of county, departments, townships and villages; which are due for revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.base.attachments import Attachment, Filed, attach
from app.base.clock import Clock, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.search import normal
from app.base.search import words as sought_words
from app.duty.typed import typed, typed_text
from app.people.contacts import Card, ContactStore, Org, OrgKind
from app.people.records import Officer
from app.people.rights import Act, demand
from app.plans.records import Membership, Plan, PlanDuty, PlanKind
from app.plans.units import called

SOON = timedelta(days=30)
"""So long before its day a revision is reminded of. [choice]"""


class Standing(StrEnum):
    """How a plan stands with its revision. NO_DAY: nobody said by when."""

    VALID = "现行"
    SOON = "将到修订期"
    OVERDUE = "逾期未修订"
    NO_DAY = "修订期不详"
    REPEALED = "已废止"


@dataclass(frozen=True, slots=True)
class Told:
    """A plan as it was typed; `owner` and `headquarters` as units are called."""

    name: str
    kind: PlanKind
    owner: str
    headquarters: str = ""
    covers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    document_no: str = ""
    issued: date | None = None
    revised: date | None = None
    revise_by: date | None = None
    starts: str = ""
    flow: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class DutyTold:
    """A duty as it was typed; `unit` a unit of the contact book, or any words."""

    unit: str
    what: str
    phase: str = ""
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Shelved:
    """A plan with its units as they stand in the contact book, its file, and how many duties it gives."""

    plan: Plan
    standing: Standing
    owner: Org | None
    headquarters: Org | None
    duties: int
    file: Attachment | None

    @property
    def id(self) -> UUID:
        return self.plan.id

    @property
    def owner_name(self) -> str:
        return self.owner.full_name if self.owner else ""


@dataclass(frozen=True, slots=True)
class Charged:
    """A duty with its unit's own numbers; `card` None: the unit is not in the contact book."""

    duty: PlanDuty
    card: Card | None

    @property
    def id(self) -> UUID:
        return self.duty.id

    @property
    def number(self) -> str:
        """What to dial first, empty when nobody knows."""
        return self.card.points[0].value if self.card and self.card.points else ""


@dataclass(frozen=True, slots=True)
class Due:
    """A plan to be revised; `left` days until its day, below 0 when that is over."""

    key: str
    plan: Plan
    owner: str
    left: int


class PlanStore(Protocol):
    """On the store thread."""

    def plans(self) -> list[Plan]:
        """All there ever were, by name."""
        ...

    def duties(self, plans: Sequence[UUID]) -> list[PlanDuty]:
        """Of these plans, in their order; what was taken out is in no answer."""
        ...

    def duty_counts(self) -> dict[UUID, int]: ...

    def memberships(self) -> list[Membership]:
        """In their order; what was taken out is in no answer."""
        ...

    def files_of_plans(self) -> dict[UUID, Attachment]: ...

    def units(self, keys: Collection[UUID]) -> dict[UUID, Org]:
        """These units of the contact book: a county has too many to read all of them each time."""
        ...


class Library:
    """Runs on the store thread; files are durable already. Nothing is ever deleted."""

    def __init__(
        self, ledger: Ledger, store: PlanStore, book: ContactStore, clock: Clock, mark: Mark
    ) -> None:
        self._ledger, self._clock, self._mark = ledger, clock, mark
        self.store, self.book = store, book

    # -- reading -------------------------------------------------------------------------------

    def look(self, asked: str = "", kind: PlanKind | None = None) -> list[Shelved]:
        """By kind, then by who keeps them; the repealed last. Every word of `asked` stands in the name,
        the units, what it covers, its number, its card or its duties: 山洪, a village, 县水利局."""
        plans = self.store.plans()
        units = self.store.units(_units_of(plans))
        files, counts = self.store.files_of_plans(), self.store.duty_counts()
        today, wanted = self.today(), sought_words(asked)
        charged: defaultdict[UUID, list[str]] = defaultdict(list)
        for duty in self.store.duties([one.id for one in plans]) if wanted else ():
            charged[duty.plan_id] += (duty.unit, duty.what)
        found = []
        for plan in plans:
            if kind is not None and plan.kind is not kind:
                continue
            owner = units.get(plan.owner_id)
            led = units.get(plan.headquarters_id) if plan.headquarters_id else None
            told = normal("\n".join((_spoken(plan, owner, led), *charged[plan.id])))
            if all(word in told for word in wanted):
                file = files.get(plan.attachment_id) if plan.attachment_id else None
                how = standing(plan, today)
                found.append(Shelved(plan, how, owner, led, counts.get(plan.id, 0), file))
        order = list(PlanKind)
        return sorted(
            found,
            key=lambda one: (
                not one.plan.active,
                order.index(one.plan.kind),
                one.owner.sort if one.owner else 0,
                one.plan.name,
            ),
        )

    def duties(self, plan: UUID) -> list[PlanDuty]:
        return self.store.duties([plan])

    def charged(self, plan: UUID) -> tuple[Charged, ...]:
        duties = self.duties(plan)
        keys = list(dict.fromkeys(one.org_id for one in duties if one.org_id))
        cards = {page.org.id: page.own for page in self.book.pages(keys, people=False)}
        return tuple(Charged(one, cards.get(one.org_id) if one.org_id else None) for one in duties)

    def names(self) -> tuple[str, ...]:
        """What the county's own plans are called, for those who start a response."""
        top = (PlanKind.OVERALL, PlanKind.SPECIAL, PlanKind.DEPARTMENT)
        held = [one for one in self.store.plans() if one.active and one.kind in top]
        return tuple(one.name for one in sorted(held, key=lambda one: top.index(one.kind)))

    def due(self) -> list[Due]:
        """Plans whose revision is due within a month or overdue, the oldest first."""
        today = self.today()
        near = (Standing.SOON, Standing.OVERDUE)
        plans = [one for one in self.store.plans() if standing(one, today) in near]
        units = self.store.units({one.owner_id for one in plans})
        found = []
        for plan in plans:
            if plan.revise_by is not None:
                owner = units.get(plan.owner_id)
                name = owner.full_name if owner else ""
                found.append(Due(f"plan {plan.id}", plan, name, (plan.revise_by - today).days))
        return sorted(found, key=lambda one: one.left)

    def today(self) -> date:
        return local_day(self._clock.now())

    # -- writing -------------------------------------------------------------------------------

    def enter(
        self, by: Officer, told: Told, file: Filed | None = None, seen: Plan | None = None
    ) -> Plan:
        """A new plan, or `seen` as it should read; a file takes the place of the one before.

        `Refused`: name missing, there_already; owner, headquarters (missing, unknown_unit,
        several_units, no_headquarters); revised before_issued, revise_by before_revised.
        """
        demand(by, Act.DICTIONARIES)
        made = self._made(by, told, seen)
        what = "plan.change" if seen else "plan.enter"
        with self._ledger.change(str(by.id), what, ("plan", str(made.id))) as change:
            if file is not None:
                hand = {"by": str(by.id), "by_name": by.name, "mark": self._mark}
                (row,) = attach(change, (file,), **hand)  # type: ignore[arg-type]
                made = replace(made, attachment_id=row.id)
            change.put("plan", made, seen=seen)
        return made

    def repeal(self, by: Officer, seen: Plan) -> Plan:
        """It is offered no more, and reminds nobody."""
        demand(by, Act.DICTIONARIES)
        made = replace(seen, active=False)
        with self._ledger.change(str(by.id), "plan.repeal", ("plan", str(seen.id))) as change:
            change.put("plan", made, seen=seen)
        return made

    def charge(
        self, by: Officer, plan: Plan, told: DutyTold, seen: PlanDuty | None = None
    ) -> PlanDuty:
        """A duty more, the last of the plan, or `seen` as it should read. `Refused`: unit, what missing."""
        demand(by, Act.DICTIONARIES)
        held = self.duties(plan.id)
        made = duty_of(plan, told, held, self.book.units(), self._mark, seen)
        what = "plan.duty_change" if seen else "plan.duty"
        with self._ledger.change(str(by.id), what, ("plan", str(plan.id))) as change:
            change.put("plan_duty", made, seen=seen)
        return made

    def take_out(self, by: Officer, seen: PlanDuty) -> None:
        demand(by, Act.DICTIONARIES)
        subject = ("plan", str(seen.plan_id))
        with self._ledger.change(str(by.id), "plan.duty_out", subject) as change:
            change.put("plan_duty", replace(seen, active=False), seen=seen)

    def _made(self, by: Officer, told: Told, seen: Plan | None) -> Plan:
        units = self.book.units()
        name, owner = typed("name", told.name), called("owner", told.owner, units)
        led = self._headquarters(told.headquarters, units)
        for one in self.store.plans():
            same = (one.name, one.owner_id) == (name, owner.id) and one.active
            if same and (seen is None or one.id != seen.id):
                raise Refused("name", "there_already", name=name)
        in_order(told.issued, told.revised, told.revise_by)
        return Plan(
            seen.id if seen else new_id(),
            name,
            told.kind,
            led.id if led else None,
            owner.id,
            tuple(typed("covers", word) for word in told.covers),
            told.levels,
            typed("document_no", told.document_no, needed=False),
            told.issued,
            told.revised,
            told.revise_by,
            typed_text("starts", told.starts, needed=False),
            typed_text("flow", told.flow, needed=False),
            typed_text("card", told.card, needed=False),
            seen.attachment_id if seen else None,
            True,
            str(by.id),
            by.name,
            seen.mark if seen else self._mark,
        )

    def _headquarters(self, said: str, units: Sequence[Org]) -> Org | None:
        if not said.strip():
            return None
        found = called("headquarters", said, units)
        if found.kind not in (OrgKind.HEADQUARTERS, OrgKind.COMMITTEE):
            raise Refused("headquarters", "no_headquarters", name=found.full_name)
        return found


def duty_of(
    plan: Plan,
    told: DutyTold,
    held: Sequence[PlanDuty],
    units: Sequence[Org],
    mark: Mark,
    seen: PlanDuty | None = None,
) -> PlanDuty:
    """Not yet written; after all that the plan has. A unit that is not in the book stays in words."""
    unit, what = typed("unit", told.unit), typed_text("what", told.what)
    try:
        org: Org | None = called("unit", unit, units)
    except Refused as no:
        if no.code != "unknown_unit":
            raise
        org = None
    return PlanDuty(
        seen.id if seen else new_id(),
        plan.id,
        org.id if org else None,
        org.full_name if org else unit,
        told.is_lead,
        typed("phase", told.phase, needed=False),
        what,
        seen.sort if seen else 1 + max((one.sort for one in held), default=0),
        True,
        seen.mark if seen else mark,
    )


def standing(plan: Plan, today: date) -> Standing:
    if not plan.active:
        return Standing.REPEALED
    if plan.revise_by is None:
        return Standing.NO_DAY
    if plan.revise_by < today:
        return Standing.OVERDUE
    return Standing.SOON if plan.revise_by - today <= SOON else Standing.VALID


def in_order(issued: date | None, revised: date | None, revise_by: date | None) -> None:
    """`Refused`: revised before_issued, revise_by before_revised."""
    if issued and revised and revised < issued:
        raise Refused("revised", "before_issued", day=issued.isoformat())
    last = revised or issued
    if revise_by and last and revise_by <= last:
        raise Refused("revise_by", "before_revised", day=last.isoformat())


def _units_of(plans: Sequence[Plan]) -> set[UUID]:
    keys = {key for one in plans for key in (one.owner_id, one.headquarters_id)}
    return {key for key in keys if key is not None}


def _spoken(plan: Plan, owner: Org | None, led: Org | None) -> str:
    names = [one.full_name + one.also for one in (owner, led) if one]
    return "\n".join((plan.name, plan.kind, plan.document_no, *plan.covers, *names, plan.card))
