"""应急委 and 专项指挥部: who leads, who is in it, who acts as its commander, which plans it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app.base.clock import Clock, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.typed import typed
from app.people.book import check_free, moved_under, new_unit, put_tree
from app.people.contacts import Card, ContactStore, Held, Org, OrgKind, Post
from app.people.pinyin import initials
from app.people.posts import anybody, spoken
from app.people.records import Officer
from app.people.rights import Act, demand
from app.plans.planbook import PlanStore
from app.plans.records import Membership, Part, Plan
from app.plans.units import called

COMMANDER = {OrgKind.COMMITTEE: "主任", OrgKind.HEADQUARTERS: "指挥长"}
DEPUTY = {OrgKind.COMMITTEE: "副主任", OrgKind.HEADQUARTERS: "副指挥长"}
ENDED = "指挥部调整"
"""Why a post ended whose holders were changed from a day on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A and B of a post as they are typed; both empty: nobody is known."""

    a: str = ""
    b: str = ""


@dataclass(frozen=True, slots=True)
class HqTold:
    """A headquarters as it was typed. `since`: the posts that change do so from this day; None corrects
    what stands there."""

    name: str
    kind: OrgKind = OrgKind.HEADQUARTERS
    under: str = ""
    also: str = ""
    lead: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    commander: Pair = Pair()
    deputy: Pair = Pair()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit of a headquarters, with its own numbers."""

    row: Membership
    unit: Org
    card: Card

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class HqLook:
    """`held` its posts with the cards of A and B, the commander's first."""

    org: Org
    above: Org | None
    seats: tuple[Seat, ...]
    held: tuple[Held, ...]
    plans: tuple[Plan, ...]

    @property
    def id(self) -> UUID:
        return self.org.id

    def of(self, part: Part) -> tuple[Org, ...]:
        return tuple(one.unit for one in self.seats if one.row.part is part)

    def post(self, name: str) -> Held | None:
        return next((one for one in self.held if one.post.name == name), None)

    @property
    def commander(self) -> Held | None:
        return self.post(COMMANDER[self.org.kind])


class HeadquartersBook:
    """Runs on the store thread. Units, posts and memberships are written in one change."""

    def __init__(
        self, ledger: Ledger, store: PlanStore, book: ContactStore, clock: Clock, mark: Mark
    ) -> None:
        self._ledger, self._store, self._book = ledger, store, book
        self._clock, self._mark = clock, mark

    def look(self, only: UUID | None = None) -> list[HqLook]:
        """The committees first, each list in official order; with `only` that one, if it is there."""
        kinds = (OrgKind.COMMITTEE, OrgKind.HEADQUARTERS)
        known = [one for kind in kinds for one in self._book.orgs(kind)]
        wanted = [one for one in known if only in (None, one.id)]
        plans = [one for one in self._store.plans() if one.active]
        keys = {one.id for one in wanted}
        seats = [one for one in self._store.memberships() if one.headquarters_id in keys]
        parents = {one.parent_id for one in wanted if one.parent_id}
        by_key = self._store.units({*parents, *(one.org_id for one in seats)})
        seats = [one for one in seats if one.org_id in by_key]
        asked = list(dict.fromkeys([*keys, *(one.org_id for one in seats)]))
        pages = {one.org.id: one for one in self._book.pages(asked, people=False)}
        return [
            HqLook(
                one,
                by_key.get(one.parent_id) if one.parent_id else None,
                tuple(
                    Seat(row, by_key[row.org_id], pages[row.org_id].own)
                    for row in seats
                    if row.headquarters_id == one.id
                ),
                pages[one.id].held,
                tuple(plan for plan in plans if plan.headquarters_id == one.id),
            )
            for one in wanted
        ]

    def units(self) -> list[Org]:
        """All units of the contact book, to be chosen from."""
        return self._book.units()

    def enter(self, by: Officer, told: HqTold, seen: HqLook | None = None) -> Org:
        """A new headquarters, or `seen` as it should read.

        `Refused`: name missing, there_already; under, lead, office, members (unknown_unit,
        several_units, twice); kind stays; under inside_itself, cannot_stand_there; commander_a, …
        (unknown_person, several_people), …_b (missing, same_person); since to_come.
        """
        demand(by, Act.DICTIONARIES)
        if told.since is not None and told.since > local_day(self._clock.now()):
            raise Refused("since", "to_come")
        units = self._book.units()
        org = self._org(told, seen, units)
        wanted = _seated(told, units)
        pairs = [
            (name, self._two(field, pair, seen.post(name) if seen else None))
            for field, name, pair in (
                ("commander", COMMANDER[org.kind], told.commander),
                ("deputy", DEPUTY[org.kind], told.deputy),
            )
        ]
        what = "headquarters.change" if seen else "headquarters.enter"
        with self._ledger.change(str(by.id), what, ("org", str(org.id))) as change:
            if seen is None:
                change.put("org", org)
            elif org != seen.org:
                put_tree(change, seen.org, org, units)
            self._seat(change, org, wanted, seen)
            for sort, (name, two) in enumerate(pairs, 1):
                held = seen.post(name) if seen else None
                self._hold(change, org, name, sort, two, held, told.since)
        return org

    def dissolve(self, by: Officer, seen: HqLook) -> None:
        """`Refused`: plans has_plans while a plan names it; unit not_empty while people or
        units are in it."""
        demand(by, Act.DICTIONARIES)
        people = [card for card in self._book.members(seen.org.id) if card.person]
        if people or any(one.parent_id == seen.org.id for one in self._book.units()):
            raise Refused("unit", "not_empty", people=len(people))
        if seen.plans:
            raise Refused("plans", "has_plans", names="、".join(p.name for p in seen.plans))
        subject = ("org", str(seen.org.id))
        with self._ledger.change(str(by.id), "headquarters.dissolve", subject) as change:
            change.put("org", replace(seen.org, active=False), seen=seen.org)
            for one in seen.seats:
                change.put("membership", replace(one.row, active=False), seen=one.row)
            today = local_day(self._clock.now())
            for held in seen.held:
                ended = replace(held.post, until=today, ended="指挥部撤销")
                change.put("post", ended, seen=held.post)

    def _org(self, told: HqTold, seen: HqLook | None, units: Sequence[Org]) -> Org:
        name, also = typed("name", told.name), typed("also", told.also, needed=False)
        if seen is not None:
            return self._changed(told, seen.org, units, name, also)
        top = next((one for one in units if one.kind is OrgKind.COUNTY), None)
        committee = next((one for one in units if one.kind is OrgKind.COMMITTEE), None)
        if told.under.strip():
            above: Org | None = called("under", told.under, units)
        else:
            above = top if told.kind is OrgKind.COMMITTEE else committee or top
        return replace(new_unit(units, above, name, told.kind, self._mark), also=also)

    def _changed(self, told: HqTold, seen: Org, units: Sequence[Org], name: str, also: str) -> Org:
        if told.kind is not seen.kind:
            raise Refused("kind", "stays", kind=seen.kind)
        made = replace(seen, name=name, also=also, initials=initials(name))
        if told.under.strip():
            above = called("under", told.under, units)
            if above.id != seen.parent_id:
                made = moved_under(units, made, above, "under")
        check_free(units, made.parent_id, name, seen)
        return made

    def _two(self, field: str, pair: Pair, held: Held | None) -> tuple[UUID, UUID] | None:
        if not (pair.a.strip() or pair.b.strip()):
            return None
        a = self._who(f"{field}_a", pair.a, held.a if held else None)
        b = self._who(f"{field}_b", pair.b, held.b if held else None)
        if a == b:
            raise Refused(f"{field}_b", "same_person")
        return a, b

    def _who(self, field: str, said: str, held: Card | None) -> UUID:
        """Who holds it already stays, though others may be called the same."""
        if held is not None and held.person is not None and said.strip() == spoken(held):
            return held.person.id
        return anybody(self._book, field, said).id

    def _seat(
        self,
        change: Change,
        org: Org,
        wanted: Sequence[tuple[Org, Part]],
        seen: HqLook | None,
    ) -> None:
        held = {(one.unit.id, one.row.part): one.row for one in seen.seats} if seen else {}
        for sort, (unit, part) in enumerate(wanted, 1):
            row = held.pop((unit.id, part), None)
            made = (
                Membership(new_id(), org.id, unit.id, part, sort, True, self._mark)
                if row is None
                else replace(row, sort=sort)
            )
            if made != row:
                change.put("membership", made, seen=row)
        for row in held.values():
            change.put("membership", replace(row, active=False), seen=row)

    def _hold(
        self,
        change: Change,
        org: Org,
        name: str,
        sort: int,
        two: tuple[UUID, UUID] | None,
        held: Held | None,
        since: date | None,
    ) -> None:
        post = held.post if held else None
        if (two is None and post is None) or (post and two == (post.a_person, post.b_person)):
            return
        today = local_day(self._clock.now())
        moved = since is not None and post is not None and (post.since or date.min) < since
        if post is not None and two is not None and not moved:
            right = {"a_person": two[0], "b_person": two[1], "since": since or post.since}
            change.put("post", replace(post, **right), seen=post)  # type: ignore[arg-type]
            return
        if post is not None:
            last = since - timedelta(days=1) if since and moved else today
            change.put("post", replace(post, until=last, ended=ENDED), seen=post)
        if two is not None:
            made = Post(new_id(), org.id, name, two[0], two[1], sort, self._mark, since)
            change.put("post", made)


def _seated(told: HqTold, units: Sequence[Org]) -> list[tuple[Org, Part]]:
    """Who leads may hold the office too; a member that does either is named once."""
    found: list[tuple[Org, Part]] = []
    for field, part, names in (
        ("lead", Part.LEAD, told.lead),
        ("office", Part.OFFICE, told.office),
        ("members", Part.MEMBER, told.members),
    ):
        before = {unit.id for unit, _ in found} if part is Part.MEMBER else set()
        for name in names:
            unit = called(field, name, units)
            if (unit, part) in found:
                raise Refused(field, "twice", name=unit.full_name)
            if unit.id not in before:
                found.append((unit, part))
    return found


def number_of(card: Card | None) -> str:
    """What to dial for them first, empty when nobody knows."""
    return card.points[0].value if card and card.points else ""
