"""The contact book: by number, by words, by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.search import normal
from app.people.contacts import Card, ContactPoint, Org, OrgKind, Person, PointKind, Post
from db.change import record_of
from db.reindex import whole as indexed
from db.stores.reader import Reader
from db.tables.contacts import contact_point, org, person, post
from db.tables.search import pinyin_key

_DIGITS = sa.func.replace(sa.func.replace(contact_point.c.value, "-", ""), " ", "")
_Text = sa.ColumnElement[str]
_UNIT_WORDS: tuple[_Text, ...] = (org.c.township + org.c.name, org.c.also)
_LAST = "\U0010ffff"
Spelled = Callable[[sa.Table, str], sa.ColumnElement[bool]]
_FEWEST_DIGITS = 3
"""Fewer figures than this are words, not part of a number."""


class ContactRows(Reader):
    """Answers `app.people.contacts.ContactStore`."""

    def by_number(self, number: str) -> list[Card]:
        digits = "".join(c for c in number if c.isdigit())
        if not digits:
            return []
        query = sa.select(contact_point).where(_DIGITS.in_([digits]))
        with self._db.read() as connection:
            points = _records("contact_point", connection.execute(query))
            heard = [point for point in points if point.kind is PointKind.CALLER]
            return [_card_at(connection, point) for point in heard or points]

    def find(self, words: str, limit: int = 20) -> list[Card]:
        asked = normal(words).strip()
        if not asked:
            return []
        digits = asked.replace("-", "").replace(" ", "")
        whole = digits if digits.isdigit() and len(digits) >= _FEWEST_DIGITS else ""
        with self._db.read() as connection:
            spelled = _by_index if indexed(connection) else _by_row
            units = (
                sa.select(org)
                .where(_unit_match(asked, whole, spelled))
                .order_by(org.c.sort)
                .limit(limit)
            )
            people = (
                sa.select(person)
                .outerjoin(org)
                .where(_person_match(asked, whole, spelled))
                .order_by(person.c.name != asked, person.c.sort)
                .limit(limit)
            )
            found = _unit_cards(connection, _records("org", connection.execute(units)))
            found += _cards(connection, _records("person", connection.execute(people)))
        return found[:limit]

    def card(self, person: UUID) -> Card | None:
        with self._db.read() as connection:
            found = _people(connection, [person])
            return next(iter(_cards(connection, found)), None)

    def orgs(self, kind: OrgKind) -> list[Org]:
        return self._all("org", sa.select(org).where(org.c.kind == kind).order_by(org.c.sort))

    def posts(self, org: UUID) -> list[tuple[Post, Card, Card]]:
        query = sa.select(post).where(post.c.org_id == org).order_by(post.c.sort)
        with self._db.read() as connection:
            held: list[Post] = _records("post", connection.execute(query))
            people = _people(connection, [p for one in held for p in (one.a_person, one.b_person)])
            cards = {card.person.id: card for card in _cards(connection, people) if card.person}
        return [(one, cards[one.a_person], cards[one.b_person]) for one in held]


def _person_match(asked: str, digits: str, spelled: Spelled) -> sa.ColumnElement[bool]:
    if digits:
        return person.c.id.in_(sa.select(contact_point.c.person_id).where(_DIGITS.contains(digits)))
    columns = (person.c.name, person.c.duty, person.c.unit, *_UNIT_WORDS)
    return sa.and_(*(_word(word, columns, spelled, (person, org)) for word in asked.split()))


def _unit_match(asked: str, digits: str, spelled: Spelled) -> sa.ColumnElement[bool]:
    """Units that can be rung; by words of their own only."""
    rung = sa.select(contact_point.c.org_id).where(contact_point.c.org_id.is_not(None))
    if digits:
        return org.c.id.in_(rung.where(_DIGITS.contains(digits)))
    words = (_word(word, _UNIT_WORDS, spelled, (org,)) for word in asked.split())
    return sa.and_(org.c.id.in_(rung), *words)


def _word(
    word: str, columns: Sequence[_Text], spelled: Spelled, tables: Sequence[sa.Table]
) -> sa.ColumnElement[bool]:
    """It stands in one of the columns, or begins a spelling by initials."""
    held = [column.contains(word, autoescape=True) for column in columns]
    if word.isascii():
        held += [spelled(table, word) for table in tables]
    return sa.or_(*held)


def _by_index(table: sa.Table, word: str) -> sa.ColumnElement[bool]:
    """Each hanzi with every reading."""
    begun = pinyin_key.c.spelled.between(word, word + _LAST)
    return table.c.id.in_(sa.select(pinyin_key.c.key).where(pinyin_key.c.tbl == table.name, begun))


def _by_row(table: sa.Table, word: str) -> sa.ColumnElement[bool]:
    """While there is no index: by the initials in the row itself."""
    column = table.c.initials
    return sa.or_(
        column.startswith(word, autoescape=True), column.contains(f" {word}", autoescape=True)
    )


def _people(connection: sa.Connection, keys: Sequence[UUID]) -> list[Person]:
    return _records("person", connection.execute(sa.select(person).where(person.c.id.in_(keys))))


def _cards(connection: sa.Connection, people: Sequence[Person]) -> list[Card]:
    """Cards in the order of `people`, with three questions in all."""
    units = sa.select(org).where(org.c.id.in_({one.org_id for one in people}))
    homes = {one.id: one for one in _records("org", connection.execute(units))}
    points = _points(connection, contact_point.c.person_id, [one.id for one in people])
    cards = []
    for one in people:
        home = homes.get(one.org_id)
        unit = home.full_name if home else one.unit
        cards.append(Card(one, home, unit, tuple(points[one.id])))
    return cards


def _card_at(connection: sa.Connection, point: ContactPoint) -> Card:
    if point.person_id is not None:
        return _cards(connection, _people(connection, [point.person_id]))[0]
    if point.org_id is None:
        return Card(None, None, "", (point,))
    query = sa.select(org).where(org.c.id == point.org_id)
    home: Org = _records("org", connection.execute(query))[0]
    return Card(None, home, home.full_name, (point,))


def _unit_cards(connection: sa.Connection, units: Sequence[Org]) -> list[Card]:
    points = _points(connection, contact_point.c.org_id, [unit.id for unit in units])
    return [Card(None, unit, unit.full_name, tuple(points[unit.id])) for unit in units]


def _points(
    connection: sa.Connection, owner: sa.Column[Any], keys: Sequence[UUID]
) -> defaultdict[UUID, list[ContactPoint]]:
    """The numbers of each owner in the order to dial."""
    query = sa.select(contact_point).where(owner.in_(keys)).order_by(contact_point.c.sort)
    held: defaultdict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in _records("contact_point", connection.execute(query)):
        held[getattr(point, owner.name)].append(point)
    return held


def _records(table: str, rows: Iterable[Any]) -> list[Any]:
    return [record_of(table, row._mapping) for row in rows]
