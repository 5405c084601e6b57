"""The contact book: by number, by words, by person, by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.people.contacts import (
    Card,
    ContactPoint,
    Held,
    Org,
    OrgKind,
    Person,
    PointKind,
    PointState,
    Post,
    UnitPage,
)
from db.book_index import BookIndex
from db.change import record_of
from db.engine import Database
from db.numbers import only_figures, writings
from db.rows import batched
from db.stores.reader import Reader
from db.tables.contacts import contact_point, org, person, post

_DIGITS = only_figures(contact_point.c.value)
_IN_USE = contact_point.c.state != PointState.ENDED


class ContactRows(Reader):
    """Answers `app.people.contacts.ContactStore`."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._index = BookIndex(db)

    def by_number(self, number: str) -> list[Card]:
        same = writings(number)
        if not same:
            return []
        query = sa.select(contact_point).where(_DIGITS.in_(same), _IN_USE)
        with self._db.read() as connection:
            points = _records("contact_point", connection.execute(query))
            heard = [point for point in points if point.kind is PointKind.CALLER]
            cards = [_card_at(connection, point) for point in heard or points]
        return [card for card in cards if _active(card)]

    def find(self, words: str, limit: int = 20) -> list[Card]:
        if not words.strip():
            return []
        with self._db.read() as connection:
            units, people = self._index.find(connection, words, limit)
            asked = max(limit - len(people), limit // 2)
            found = _unit_cards(connection, _units(connection, units[:asked]))
            found += _cards(connection, _people(connection, people[: limit - len(found)]))
        return found

    def card(self, person: UUID) -> Card | None:
        with self._db.read() as connection:
            found = _people(connection, [person])
            return next(iter(_cards(connection, found)), None)

    def unit_card(self, org: UUID) -> Card | None:
        with self._db.read() as connection:
            return next(iter(_unit_cards(connection, _units(connection, [org]))), None)

    def orgs(self, kind: OrgKind) -> list[Org]:
        query = sa.select(org).where(org.c.kind == kind, org.c.active)
        return self._all("org", query.order_by(org.c.sort))

    def units(self) -> list[Org]:
        return self._all("org", sa.select(org).where(org.c.active).order_by(org.c.sort))

    def posts(self, org: UUID, *, ended: bool = False) -> list[Held]:
        return self._held(post.c.org_id == org, ended)

    def held(self, person: UUID, *, ended: bool = False) -> list[Held]:
        return self._held(sa.or_(post.c.a_person == person, post.c.b_person == person), ended)

    def members(self, org: UUID) -> list[Card]:
        people = _whole(person).where(person.c.org_id == org)
        with self._db.read() as connection:
            own = _unit_cards(connection, _units(connection, [org]))
            theirs = _cards(connection, _records("person", connection.execute(people)))
        return [card for card in own if card.points] + theirs

    def pages(self, units: Sequence[UUID], *, people: bool = True) -> list[UnitPage]:
        with self._db.read() as connection:
            own = _unit_cards(connection, _units(connection, units))
            there = _of_keys(connection, person, person.c.org_id, units) if people else []
            there.sort(key=lambda one: (one.sort, one.id))
            cards: defaultdict[UUID, list[Card]] = defaultdict(list)
            for card in _cards(connection, [one for one in there if one.active]):
                if card.org is not None:
                    cards[card.org.id].append(card)
            posts: list[Post] = _of_keys(connection, post, post.c.org_id, units)
            held: defaultdict[UUID, list[Held]] = defaultdict(list)
            alive = sorted((one for one in posts if not one.ended), key=lambda one: one.sort)
            for one in _held(connection, alive):
                held[one.post.org_id].append(one)
        return [
            UnitPage(card.org, card, tuple(cards[card.org.id]), tuple(held[card.org.id]))
            for card in own
            if card.org is not None
        ]

    def everybody(self) -> list[Card]:
        with self._db.read() as connection:
            units = _records("org", connection.execute(_whole(org)))
            people = _records("person", connection.execute(_whole(person)))
            own = _unit_cards(connection, units)
            theirs = _cards(connection, people)
        return [card for card in own if card.points] + theirs

    def stale(self, before: datetime, limit: int) -> list[Card]:
        at = contact_point.c.verified_at
        old = sa.and_(
            _IN_USE, contact_point.c.kind != PointKind.CALLER, (at < before) | at.is_(None)
        )

        def of(table: sa.Table, owner: sa.Column[Any]) -> sa.Select[Any]:
            return _whole(table).where(table.c.id.in_(sa.select(owner).where(old))).limit(limit)

        with self._db.read() as connection:
            units = connection.execute(of(org, contact_point.c.org_id))
            found = _unit_cards(connection, _records("org", units))
            people = connection.execute(of(person, contact_point.c.person_id))
            found += _cards(connection, _records("person", people))
        return found[:limit]

    def _held(self, which: sa.ColumnElement[bool], ended: bool) -> list[Held]:
        """Those that hold first."""
        over = post.c.ended != ""
        query = sa.select(post).where(which).order_by(over, post.c.sort)
        query = query if ended else query.where(~over)
        with self._db.read() as connection:
            return _held(connection, _records("post", connection.execute(query)))


def _held(connection: sa.Connection, posts: Sequence[Post]) -> list[Held]:
    people = _people(connection, [who for one in posts for who in (one.a_person, one.b_person)])
    cards = {card.person.id: card for card in _cards(connection, people) if card.person}
    units = {one.id: one for one in _units(connection, [one.org_id for one in posts])}
    return [Held(one, cards[one.a_person], cards[one.b_person], units[one.org_id]) for one in posts]


def _whole(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).where(table.c.active).order_by(table.c.sort, table.c.id)


def _active(card: Card) -> bool:
    who = card.person or card.org
    return who is None or who.active


def _people(connection: sa.Connection, keys: Sequence[UUID]) -> list[Person]:
    return _of_keys(connection, person, person.c.id, keys)


def _units(connection: sa.Connection, keys: Sequence[UUID]) -> list[Org]:
    return _of_keys(connection, org, org.c.id, keys)


def _of_keys(
    connection: sa.Connection, table: sa.Table, column: sa.Column[Any], keys: Sequence[UUID]
) -> list[Any]:
    """In the order of the keys. No engine takes all keys of a large county at once."""
    found: list[Any] = []
    for some in batched(list(dict.fromkeys(keys))):
        query = sa.select(table).where(column.in_(some))
        found += _records(table.name, connection.execute(query))
    place = {key: n for n, key in enumerate(keys)}
    return sorted(found, key=lambda one: place[getattr(one, column.name)])


def _cards(connection: sa.Connection, people: Sequence[Person]) -> list[Card]:
    """Cards in the order of `people`."""
    wanted = [one.org_id for one in people if one.org_id is not None]
    homes = {one.id: one for one in _units(connection, wanted)}
    points = _points(connection, contact_point.c.person_id, [one.id for one in people])
    cards = []
    for one in people:
        home = homes.get(one.org_id) if one.org_id else None
        unit = home.full_name if home else one.unit
        cards.append(Card(one, home, unit, tuple(points[one.id])))
    return cards


def _card_at(connection: sa.Connection, point: ContactPoint) -> Card:
    if point.person_id is not None:
        return _cards(connection, _people(connection, [point.person_id]))[0]
    if point.org_id is None:
        return Card(None, None, "", (point,))
    (home,) = _units(connection, [point.org_id])
    return Card(None, home, home.full_name, (point,))


def _unit_cards(connection: sa.Connection, units: Sequence[Org]) -> list[Card]:
    points = _points(connection, contact_point.c.org_id, [unit.id for unit in units])
    return [Card(None, unit, unit.full_name, tuple(points[unit.id])) for unit in units]


def _points(
    connection: sa.Connection, owner: sa.Column[Any], keys: Sequence[UUID]
) -> defaultdict[UUID, list[ContactPoint]]:
    """The numbers in use of each owner, in the order to dial."""
    held: defaultdict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in _of_keys(connection, contact_point, owner, keys):
        if point.state is not PointState.ENDED:
            held[getattr(point, owner.name)].append(point)
    for points in held.values():
        points.sort(key=lambda one: one.sort)
    return held


def _records(table: str, rows: Iterable[Any]) -> list[Any]:
    return [record_of(table, row._mapping) for row in rows]
