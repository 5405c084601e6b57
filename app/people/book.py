"""The contact book edited: units and their tree, people, their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.base.written import words
from app.people.contacts import (
    COMMANDING,
    Card,
    ContactPoint,
    ContactStore,
    Org,
    OrgKind,
    Person,
    PointKind,
    PointState,
)
from app.people.numbers import checked_number, figures
from app.people.pinyin import initials
from app.people.posts import Note, acting_told
from app.people.records import Officer
from app.people.rights import Act, demand

T = TypeVar("T", Org, Person, ContactPoint)
UNDER: dict[OrgKind, tuple[OrgKind, ...]] = {
    OrgKind.COUNTY: (),
    OrgKind.BODY: (OrgKind.COUNTY, OrgKind.BODY),
    OrgKind.COMMITTEE: (OrgKind.COUNTY, OrgKind.TOWNSHIP),
    OrgKind.HEADQUARTERS: (OrgKind.COUNTY, OrgKind.COMMITTEE),
    OrgKind.TOWNSHIP: (OrgKind.COUNTY,),
    OrgKind.VILLAGE: (OrgKind.TOWNSHIP,),
    OrgKind.GRID: (OrgKind.VILLAGE,),
    OrgKind.FIRM: (OrgKind.COUNTY, OrgKind.BODY, OrgKind.TOWNSHIP, OrgKind.VILLAGE, OrgKind.FIRM),
}
"""What may stand under what in the tree: county -> township -> village -> grid."""


class Book:
    """Runs on the store thread. Everything is refused to who may not; nothing is ever deleted. `note` writes
    into the duty log who acts for whom."""

    def __init__(
        self,
        ledger: Ledger,
        store: ContactStore,
        clock: Clock,
        mark: Mark,
        note: Note = lambda change, by, text: None,
    ) -> None:
        self._note = note
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._mark = mark

    # -- units ---------------------------------------------------------------------------------

    def add_unit(
        self, by: Officer, parent: Org | None, name: str, kind: OrgKind, also: str = ""
    ) -> Org:
        """Last of its siblings. `Refused`: name missing, there_already; kind cannot_stand_there."""
        demand(by, Act.UNITS)
        made = new_unit(self._store.units(), parent, words("name", name), kind, self._mark)
        made = replace(made, also=words("also", also, needed=False))
        with self._ledger.change(str(by.id), "contacts.unit_add", ("org", str(made.id))) as change:
            change.put("org", made)
        return made

    def change_unit(self, by: Officer, seen: Org, name: str, also: str, under: str) -> Org:
        """Another name, and with all that stands under it another place when `under`, as it is typed, is
        not where it stands; both or neither. A township's new name is that of all its villages' township.

        `Refused`: name missing, there_already; parent inside_itself, cannot_stand_there, unknown_unit.
        """
        demand(by, Act.UNITS)
        name, units = words("name", name), self._store.units()
        parent = self._parent(under) if under.strip() else None
        made = replace(
            seen, name=name, initials=initials(name), also=words("also", also, needed=False)
        )
        moved = parent is not None and parent.id != seen.parent_id
        if parent is not None and moved:
            made = moved_under(units, made, parent)
        if seen.kind is OrgKind.TOWNSHIP:
            made = replace(made, township=name)
        check_free(units, made.parent_id, name, seen)
        self._put_tree(
            by, "contacts.unit_move" if moved else "contacts.unit_rename", seen, made, units
        )
        return made

    def dissolve(self, by: Officer, seen: Org) -> Org:
        """`Refused("unit", …)`: not_empty while people or units are in it: they go elsewhere first;
        commanding for a headquarters, whose posts and seats end with it in its own dictionary."""
        demand(by, Act.UNITS)
        if seen.kind in COMMANDING:
            raise Refused("unit", "commanding")
        units = self._store.units()
        people = [card for card in self._store.members(seen.id) if card.person]
        if people or any(one.parent_id == seen.id for one in units):
            raise Refused("unit", "not_empty", people=len(people))
        return self._one(by, "contacts.unit_dissolve", "org", seen, replace(seen, active=False))

    def unit(self, typed: str) -> Org:
        """The unit that was typed: whole name, short name, other name, or initials.

        `Refused("unit", …)`: missing, unknown_unit, several_units (names).
        """
        typed = words("unit", typed)
        units = self._store.units()
        for said in (
            lambda one: typed == one.full_name,
            lambda one: typed in (one.name, one.also),
            lambda one: typed.lower() in one.initials.split(),
        ):
            found = [one for one in units if said(one)]
            if len(found) == 1:
                return found[0]
            if found:
                names = "、".join(one.full_name for one in found[:4])
                raise Refused("unit", "several_units", names=names)
        raise Refused("unit", "unknown_unit", typed=typed)

    # -- people --------------------------------------------------------------------------------

    def add_person(self, by: Officer, unit: Org, name: str, duty: str) -> Person:
        """Last of the unit. Two of one name and one post cannot be told apart: refused."""
        demand(by, Act.CONTACTS)
        name, duty = words("name", name), words("duty", duty, needed=False)
        there = [card.person for card in self._store.members(unit.id) if card.person]
        self._tell_apart(there, name, duty)
        sort = 1 + max((one.sort for one in there), default=unit.sort)
        made = new_person(unit, name, duty, sort, self._mark)
        key = ("person", str(made.id))
        with self._ledger.change(str(by.id), "contacts.person_add", key) as change:
            change.put("person", made)
        return made

    def change_person(self, by: Officer, seen: Person, name: str, duty: str, unit: str) -> Person:
        """Another name, post or unit; `unit` as it is typed."""
        demand(by, Act.CONTACTS)
        name, duty = words("name", name), words("duty", duty, needed=False)
        if seen.org_id is None:
            made = replace(seen, unit=words("unit", unit), name=name, duty=duty)
        else:
            home = self.unit(unit)
            others = [card.person for card in self._store.members(home.id) if card.person]
            self._tell_apart([one for one in others if one.id != seen.id], name, duty)
            made = replace(seen, org_id=home.id, name=name, duty=duty)
        made = replace(made, initials=initials(name))
        return self._one(by, "contacts.person_change", "person", seen, made)

    def order_person(self, by: Officer, above: Person, below: Person) -> None:
        """Two neighbours of the official order change places."""
        demand(by, Act.CONTACTS)
        first, second = sorted((above.sort, below.sort))
        first, second = (first, second) if first < second else (first, first + 1)
        key = ("person", str(above.id))
        with self._ledger.change(str(by.id), "contacts.order", key) as change:
            change.put("person", replace(above, sort=second), seen=above)
            change.put("person", replace(below, sort=first), seen=below)

    def set_leave(
        self,
        by: Officer,
        seen: Person,
        begin: datetime | None,
        end: datetime | None,
        why: str = "",
    ) -> Person:
        """Half-open; both None: not on leave. Who acts for them is noted.

        `Refused("leave_to", "ends_before")`.
        """
        demand(by, Act.CONTACTS)
        if (begin is None) != (end is None):
            raise Refused("leave_to" if end is None else "leave_from", "missing")
        if begin is not None and end is not None and end <= begin:
            raise Refused("leave_to", "ends_before")
        why = words("leave_why", why, needed=False) if begin is not None else ""
        made = replace(seen, leave_from=begin, leave_to=end, leave_why=why)
        if made == seen:
            return seen
        held = self._store.held(seen.id)
        with self._ledger.change(str(by.id), "contacts.leave", ("person", str(seen.id))) as change:
            change.put("person", made, seen=seen)
            for text in acting_told(held, made):
                self._note(change, by, text)
        return made

    def leave_book(self, by: Officer, seen: Person) -> Person:
        """They have left. `Refused("person", "holds_post")` while they are A or B somewhere."""
        demand(by, Act.CONTACTS)
        held = self._store.held(seen.id)
        if held:
            raise Refused("person", "holds_post", posts="、".join(one.post.name for one in held))
        return self._one(by, "contacts.person_left", "person", seen, replace(seen, active=False))

    # -- numbers -------------------------------------------------------------------------------

    def add_number(
        self, by: Officer, owner: Card, kind: PointKind, value: str, label: str = ""
    ) -> ContactPoint:
        """The last to be dialled; not yet verified."""
        demand(by, Act.CONTACTS)
        value = checked_number(kind, value)
        self._check_new(owner.points, value)
        sort = 1 + max((one.sort for one in owner.points), default=-1)
        made = new_point(owner, kind, value, sort, self._mark)
        made = replace(made, label=words("label", label, needed=False))
        key = ("contact_point", str(made.id))
        with self._ledger.change(str(by.id), "contacts.number_add", key) as change:
            change.put("contact_point", made)
        return made

    def change_number(
        self, by: Officer, owner: Card, seen: ContactPoint, kind: PointKind, value: str, label: str
    ) -> ContactPoint:
        """Another number has not been verified."""
        demand(by, Act.CONTACTS)
        value = checked_number(kind, value)
        made = replace(seen, kind=kind, value=value, label=words("label", label, needed=False))
        if figures(value) != figures(seen.value):
            self._check_new([one for one in owner.points if one.id != seen.id], value)
            made = replace(made, state=PointState.GOOD, verified_at=None)
        return self._one(by, "contacts.number_change", "contact_point", seen, made)

    def order_numbers(self, by: Officer, wanted: Sequence[ContactPoint]) -> None:
        """The order in which they are dialled."""
        demand(by, Act.CONTACTS)
        key = ("contact_point", str(wanted[0].id))
        with self._ledger.change(str(by.id), "contacts.number_order", key) as change:
            for place, one in enumerate(wanted):
                change.put("contact_point", replace(one, sort=place), seen=one)

    def verify(self, by: Officer, seen: Sequence[ContactPoint]) -> None:
        """今天核对: somebody was reached there just now."""
        demand(by, Act.CONTACTS)
        now = self._clock.now()
        key = ("contact_point", str(seen[0].id))
        with self._ledger.change(str(by.id), "contacts.verify", key) as change:
            for one in seen:
                good = replace(one, state=PointState.GOOD, verified_at=now)
                change.put("contact_point", good, seen=one)

    def set_state(self, by: Officer, seen: ContactPoint, state: PointState) -> ContactPoint:
        """WRONG: nobody is reached there. ENDED: it stands in no list any more."""
        demand(by, Act.CONTACTS)
        made = replace(seen, state=state, verified_at=self._clock.now())
        return self._one(by, "contacts.number_state", "contact_point", seen, made)

    # -- inside --------------------------------------------------------------------------------

    def _one(self, by: Officer, what: str, table: str, seen: T, made: T) -> T:
        with self._ledger.change(str(by.id), what, (table, str(seen.id))) as change:
            change.put(table, made, seen=seen)
        return made

    def _parent(self, typed: str) -> Org:
        try:
            return self.unit(typed)
        except Refused as no:
            raise Refused("parent", no.code, **no.figures) from None

    def _put_tree(self, by: Officer, what: str, seen: Org, made: Org, units: Sequence[Org]) -> None:
        with self._ledger.change(str(by.id), what, ("org", str(seen.id))) as change:
            put_tree(change, seen, made, units)

    @staticmethod
    def _tell_apart(there: Sequence[Person], name: str, duty: str) -> None:
        if any((one.name, one.duty) == (name, duty) for one in there):
            raise Refused("duty", "same_name_and_post", name=name)

    @staticmethod
    def _check_new(points: Sequence[ContactPoint], value: str) -> None:
        if any(figures(one.value) == figures(value) for one in points):
            raise Refused("value", "number_there")


def new_unit(units: Sequence[Org], parent: Org | None, name: str, kind: OrgKind, mark: Mark) -> Org:
    """Not yet written; placed after all that is there."""
    if (parent is None) != (kind is OrgKind.COUNTY) or (
        parent is not None and parent.kind not in UNDER[kind]
    ):
        under = parent.kind if parent else "—"
        raise Refused("kind", "cannot_stand_there", kind=kind, under=under)
    check_free(units, parent.id if parent else None, name)
    township = name if kind is OrgKind.TOWNSHIP else township_of(parent) if parent else ""
    sort = 1 + max((one.sort for one in units), default=-1)
    key = parent.id if parent else None
    rest = (None, None, None, None, sort, mark)
    return Org(new_id(), name, "", initials(name), kind, key, township, "", *rest)


def new_person(unit: Org, name: str, duty: str, sort: int, mark: Mark) -> Person:
    return Person(new_id(), name, initials(name), unit.id, "", duty, None, None, sort, mark)


def new_point(owner: Card, kind: PointKind, value: str, sort: int, mark: Mark) -> ContactPoint:
    """Of the person of the card, else of its unit."""
    person = owner.person.id if owner.person else None
    unit = owner.org.id if owner.org and not person else None
    return ContactPoint(new_id(), person, unit, kind, value, "", PointState.GOOD, None, sort, mark)


def township_of(parent: Org) -> str:
    """The township in which lies what stands under `parent`."""
    return parent.name if parent.kind is OrgKind.TOWNSHIP else parent.township


def check_free(
    units: Sequence[Org], parent: UUID | None, name: str, but: Org | None = None
) -> None:
    """`Refused("name", "there_already")` when a sibling has the name."""
    for one in units:
        if one.parent_id == parent and one.name == name and (but is None or one.id != but.id):
            raise Refused("name", "there_already", name=name)


def moved_under(units: Sequence[Org], one: Org, parent: Org, field: str = "parent") -> Org:
    """`one` moved there. `Refused(field, …)`: inside_itself, cannot_stand_there."""
    if parent.id in {each.id for each in (one, *_below(units, one))}:
        raise Refused(field, "inside_itself")
    if parent.kind not in UNDER[one.kind]:
        raise Refused(field, "cannot_stand_there", kind=one.kind, under=parent.kind)
    return replace(one, parent_id=parent.id, township=township_of(parent))


def _below(units: Sequence[Org], top: Org) -> Iterator[Org]:
    for one in units:
        if one.parent_id == top.id:
            yield one
            yield from _below(units, one)


def put_tree(change: Change, seen: Org, made: Org, units: Sequence[Org]) -> None:
    """What stands under it lies in its township too."""
    change.put("org", made, seen=seen)
    if made.township != seen.township:
        for one in list(_below(units, seen)):
            change.put("org", replace(one, township=made.township), seen=one)
