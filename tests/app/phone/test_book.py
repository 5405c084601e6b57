"""Who rings: told at once, looked up behind, kept also when the store was away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.base.bus import Bus
from app.base.errors import Refused, Unreachable
from app.base.marks import Mark
from app.duty.log import Line
from app.phone.book import KEPT, CallerKnown, EarlierKind, PhoneBook, PhoneQuiet, PhoneRang
from app.phone.modem import Rang, RingEnded, Told
from app.phone.records import Heard
from db.stores.phone import BACK, PhoneRows
from db.tables.journal import journal
from tests.rooms import Room, open_room

NUMBER = "000-0002-0006"


class Here:
    """Work is done at once; `away` makes the store unreachable."""

    def __init__(self) -> None:
        self.away = False

    def run(self, work, *args, then=None, fail=None):
        try:
            if self.away:
                raise Unreachable("store", "busy")
            told = work(*args)
        except Unreachable as error:
            if fail is not None:
                fail(error)
        else:
            if then is not None:
                then(told)


@pytest.fixture
def room(tmp_path) -> Room:
    return open_room(tmp_path / "duty.db")


@pytest.fixture
def jobs() -> Here:
    return Here()


@pytest.fixture
def facts() -> list[object]:
    return []


@pytest.fixture
def book(room: Room, jobs: Here, facts: list[object]) -> PhoneBook:
    bus = Bus(lambda call: call())
    for kind in (PhoneRang, CallerKnown, PhoneQuiet):
        bus.listen(kind, facts.append)
    who = {NUMBER.replace("-", ""): ("丙湖镇值班室", "李值班")}
    return PhoneBook(PhoneRows(room.db), room.db, jobs, bus, Mark.TEST, who.get)


def ring(book: PhoneBook, room: Room, no: int = 1, number: str = NUMBER.replace("-", "")) -> UUID:
    at = room.clock.now()
    book.hear("值班电话", Rang(no, at))
    book.hear("值班电话", Told(no, at, number, Heard.NUMBER if number else Heard.WITHHELD))
    book.hear("值班电话", RingEnded(no, at + timedelta(seconds=9), 3))
    return next(reversed(book._calls))


def test_a_number_finds_its_unit_and_what_it_called_about(book, room, facts) -> None:
    room.log.write(room.watch, room.shift.id, Line("镇里路面积水", phone=NUMBER))
    room.log.write(room.watch, room.shift.id, Line("别处的电话", phone="000-0002-0007"))
    room.clock.forward(timedelta(minutes=5))
    first = ring(book, room)
    assert [type(one) for one in facts] == [PhoneRang, CallerKnown, PhoneQuiet]
    held = book.caller(first)
    assert (held.ring.unit, held.ring.person, held.ring.rings) == ("丙湖镇值班室", "李值班", 3)
    assert [(one.kind, one.words) for one in held.earlier] == [(EarlierKind.LOG, "镇里路面积水")]
    room.clock.forward(timedelta(minutes=5))
    second = book.caller(ring(book, room, 2))
    assert [one.kind for one in second.earlier] == [EarlierKind.RING, EarlierKind.LOG]
    assert [one.number for one in book.latest()] == [NUMBER.replace("-", "")] * 2
    room.clock.forward(BACK + timedelta(minutes=1))
    assert book.caller(ring(book, room, 3)).earlier == ()


def test_who_takes_it_is_kept_and_only_once(book, room) -> None:
    key = ring(book, room)
    book.take(key, "1", "王值班", room.clock.now())
    with pytest.raises(Refused, match="already_answered"):
        book.take(key, "2", "赵值班", room.clock.now())
    kept = book.latest()[0]
    assert (kept.taken_name, kept.heard) == ("王值班", Heard.NUMBER)
    with pytest.raises(Refused, match="unknown"):
        book.take(UUID(int=7), "1", "王值班", room.clock.now())


def test_a_hidden_number_is_no_number(book, room) -> None:
    held = book.caller(ring(book, room, number=""))
    assert (held.known, held.ring.number, held.ring.heard) == (True, "", Heard.WITHHELD)


def test_without_the_store_the_number_is_told_and_kept_later(book, room, jobs, facts) -> None:
    jobs.away = True
    key = ring(book, room)
    held = book.caller(key)
    assert (held.known, held.ring.number, held.ring.unit) == (True, NUMBER.replace("-", ""), "")
    assert [type(one) for one in facts] == [PhoneRang, CallerKnown, PhoneQuiet]
    jobs.away = False
    assert book.latest() == []
    book.retry()
    assert [one.id for one in book.latest()] == [key]
    book.retry()
    assert len(book.latest()) == 1


def test_a_ring_taken_while_the_store_was_away_is_kept_as_taken_by_her(book, room, jobs) -> None:
    jobs.away = True
    at = room.clock.now()
    book.hear("值班电话", Rang(1, at))
    (key,) = book._calls
    book.take(key, "7", "王值班", at)
    book.hear("值班电话", RingEnded(1, at, 2))
    jobs.away = False
    book.retry()
    with room.db.read() as connection:
        query = sa.select(journal.c.what, journal.c.by).where(journal.c.what.startswith("phone"))
        assert connection.execute(query).all() == [("phone.take", "7")]


def test_what_is_at_hand_is_bounded_and_nothing_unwritten_goes(book, room, jobs) -> None:
    jobs.away = True
    first = ring(book, room)
    jobs.away = False
    for no in range(2, KEPT + 10):
        ring(book, room, no)
    assert len(book._calls) <= KEPT + 1
    assert len(book._written) <= KEPT + 1
    assert book.caller(first) is not None
    book.retry()
    assert first in {one.id for one in book.latest(KEPT + 20)}
