"""Posts held by two: who is A and who is B, from when until when, and who acts while A is away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.base.clock import Clock, day_hhmm, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.base.written import words
from app.people.contacts import COMMANDING, Card, ContactStore, Held, Org, Person, Post
from app.people.records import Officer
from app.people.rights import Act, demand

MOST_FOUND = 8
Note = Callable[[Change, Officer, str], None]
"""A line for the duty log, written in the same change."""


class Posts:
    """Runs on the store thread. Everything is refused to who may not keep contacts."""

    def __init__(self, ledger: Ledger, store: ContactStore, clock: Clock, mark: Mark) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark

    def keep(
        self,
        by: Officer,
        unit: Org,
        seen: Post | None,
        name: str,
        a: str,
        b: str,
        since: date | None,
    ) -> Post:
        """A new post, or `seen` as it should read. `a`, `b` are people of the unit as they are typed; of a
        headquarters, anybody of the book. Who holds it already stays as `spoken`.

        `Refused`: b same_person; a / b unknown_person_here, several_of_name; since to_come.
        """
        demand(by, Act.CONTACTS)
        held_a, held_b = (seen.a_person, seen.b_person) if seen else (None, None)
        holders = self._holder(unit, "a", a, held_a), self._holder(unit, "b", b, held_b)
        if holders[0].id == holders[1].id:
            raise Refused("b", "same_person")
        if since is not None and since > local_day(self._clock.now()):
            raise Refused("since", "to_come")
        told = {"a_person": holders[0].id, "b_person": holders[1].id, "since": since}
        if seen is not None:
            made = replace(seen, name=words("name", name), **told)  # type: ignore[arg-type]
            return self._put(by, "contacts.post_change", made, seen)
        sort = 1 + max((one.post.sort for one in self._store.posts(unit.id)), default=0)
        made = Post(
            new_id(), unit.id, words("name", name), holders[0].id, holders[1].id, sort, self._mark,
            since,
        )  # fmt: skip
        return self._put(by, "contacts.post_add", made, None)

    def end(self, by: Officer, seen: Post, until: date, why: str) -> Post:
        """It holds to the end of `until`. `Refused`: until before_since, to_come; why missing; post ended."""
        demand(by, Act.CONTACTS)
        if seen.ended:
            raise Refused("until", "post_ended")
        if until > local_day(self._clock.now()):
            raise Refused("until", "to_come")
        if seen.since is not None and until < seen.since:
            raise Refused("until", "before_since", since=seen.since.isoformat())
        made = replace(seen, until=until, ended=words("why", why))
        return self._put(by, "contacts.post_end", made, seen)

    def _holder(self, unit: Org, field: str, typed: str, held: UUID | None) -> Person:
        now = self._store.card(held) if held else None
        if now is not None and now.person is not None and typed.strip() == spoken(now):
            return now.person
        if unit.kind in COMMANDING:
            return anybody(self._store, field, typed)
        members = [card.person for card in self._store.members(unit.id) if card.person]
        return _one_of(members, field, typed)

    def _put(self, by: Officer, what: str, made: Post, seen: Post | None) -> Post:
        with self._ledger.change(str(by.id), what, ("post", str(made.id))) as change:
            change.put("post", made, seen=seen)
        return made


def acting_told(held: Sequence[Held], person: Person) -> list[str]:
    """What the duty log says when somebody goes away or comes back, a line for each post of theirs.

    `held` their posts with the cards of both, `person` as they are from now on.
    """
    told = []
    for one in held:
        unit, post = one.unit.full_name, one.post.name
        is_a = one.post.a_person == person.id
        other = (one.b if is_a else one.a).person
        begin, end = person.leave_from, person.leave_to
        if other is None:
            continue
        if begin is None or end is None:
            if is_a:
                told.append(f"{unit}{post}：A角{person.name}回岗，B角{other.name}不再代行")
            continue
        days = f"{day_hhmm(begin)} 至 {_until(end)}"
        why = f"，事由：{person.leave_why}" if person.leave_why else ""
        if _both(other, begin, end):
            pair = (person.name, other.name) if is_a else (other.name, person.name)
            told.append(f"AB角均不在岗：{unit}{post}，A角{pair[0]}、B角{pair[1]}，{days}{why}")
        elif is_a:
            told.append(f"B角代行：{other.name}代行{unit}{post}（A角{person.name}），{days}{why}")
    return told


def spoken(card: Card) -> str:
    """赵示范 副县长: how who holds a post stands in a form."""
    return f"{card.name} {card.person.duty if card.person else ''}".strip()


def anybody(store: ContactStore, field: str, typed: str) -> Person:
    """Who of the book is meant: a whole name alone, or with post or unit beside it (赵示范 副县长), or as
    it is spelled.

    `Refused(field, …)`: missing, unknown_person, several_people (names).
    """
    said = words(field, typed)
    found = [card for card in store.find(said, MOST_FOUND) if card.person]
    called = [card for card in found if card.person and card.person.name in said.split()]
    called = called or (found if said.isascii() else [])  # spelled, or by their number
    if len(called) > 1:
        names = "、".join(
            f"{c.person.name}（{c.unit}{c.person.duty}）" for c in called[:4] if c.person
        )
        raise Refused(field, "several_people", names=names)
    if not called or called[0].person is None:
        raise Refused(field, "unknown_person", name=said)
    return called[0].person


def _both(other: Person, begin: datetime, end: datetime) -> bool:
    """Whether the other is away for some of this time too."""
    if other.leave_from is None or other.leave_to is None:
        return False
    return other.leave_from < end and begin < other.leave_to


def _until(end: datetime) -> str:
    """Midnight is the end of the day before: 24:00."""
    if day_hhmm(end).endswith("00:00"):
        return day_hhmm(end - timedelta(minutes=1))[:-5] + "24:00"
    return day_hhmm(end)


def _one_of(members: Sequence[Person], field: str, typed: str) -> Person:
    name = words(field, typed)
    found = [one for one in members if name in (one.name, f"{one.name} {one.duty}".strip())]
    if len(found) > 1:
        raise Refused(field, "several_of_name", name=name)
    if not found:
        raise Refused(field, "unknown_person_here", name=name)
    return found[0]
