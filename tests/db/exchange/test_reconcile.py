"""对账 over two real records and a hub: both values are there, an officer decides, every desk agrees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.audit.reconcile import Reconciling
from app.audit.records import Choice, Contested
from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.incidents.records import Incident
from app.people.records import Officer, Role
from db.exchange.hub import Hub
from db.stores.audit import ConflictRows
from tests.db.exchange.conftest import Desk, same
from tests.db.samples import incident, kept, write
from tests.rooms import officer

Make = Callable[..., Desk]
CHIEF, WATCH = officer("彭例安", Role.CHIEF), officer("向示月", Role.PROFESSIONAL)


class Quarrel:
    """Desks a and b changed the same field; a was first at the hub."""

    def __init__(self, desk: Make, hub: Hub) -> None:
        self.hub = hub
        self.a, self.b = desk("a"), desk("b")
        self.flood = incident(no="2026-003", needs="冲锋舟 2 艘")
        with self.a.db.change("system", "officer.add", ("officer", "all")) as change:
            change.put_many("officer", [CHIEF, WATCH])
        write(self.a.db, self.flood)
        self.meet()
        self._change(self.a, "冲锋舟 5 艘", CHIEF)
        self._change(self.b, "直升机 1 架", WATCH)
        self.meet()

    def meet(self) -> None:
        for one in (self.a, self.b, self.a):
            one.meet(self.hub)

    def _change(self, desk: Desk, needs: str, by: Officer) -> None:
        subject = ("incident", str(self.flood.id))
        with desk.db.change(str(by.id), "incident.edit", subject) as change:
            change.put("incident", replace(self.flood, needs=needs), seen=self.flood)

    def at(self, desk: Desk) -> Incident:
        found = kept(desk.db, self.flood.id)
        assert found is not None
        return found


@pytest.fixture
def quarrel(desk: Make, hub: Hub) -> Quarrel:
    return Quarrel(desk, hub)


def service(desk: Desk) -> Reconciling:
    return Reconciling(desk.db, ConflictRows(desk.db))


def only(desk: Desk) -> Contested:
    (one,) = service(desk).contested(50)
    return one


def test_both_values_are_told_with_who_and_where(quarrel: Quarrel) -> None:
    one = only(quarrel.b)
    assert (one.was, one.wanted) == ({"needs": "冲锋舟 2 艘"}, {"needs": "直升机 1 架"})
    assert one.now is not None
    assert one.now["needs"] == "冲锋舟 5 艘"
    assert one.stands is not None
    assert (one.by.name, one.by.desk) == ("向示月", "b")
    assert (one.stands.name, one.stands.desk) == ("彭例安", "a")
    assert one.own
    assert one.confirmed
    assert one.settled is None
    assert not only(quarrel.a).own


def test_what_stands_is_kept(quarrel: Quarrel, shared: sa.Engine) -> None:
    service(quarrel.b).settle(only(quarrel.b), Choice.KEPT, CHIEF)
    quarrel.meet()
    same(shared, quarrel.a, quarrel.b)
    for desk in (quarrel.a, quarrel.b):
        one = only(desk)
        assert one.settled is not None
        assert one.settled.choice is Choice.KEPT
        assert one.settled_by == "彭例安"
        assert quarrel.at(desk).needs == "冲锋舟 5 艘"


def test_what_was_wanted_is_taken_on_every_desk(quarrel: Quarrel, shared: sa.Engine) -> None:
    service(quarrel.a).settle(only(quarrel.a), Choice.TAKEN, CHIEF)
    quarrel.meet()
    same(shared, quarrel.a, quarrel.b)
    assert quarrel.at(quarrel.b).needs == "直升机 1 架"
    assert only(quarrel.b).settled is not None


def test_what_moved_since_it_was_shown_is_not_overwritten(quarrel: Quarrel) -> None:
    one = only(quarrel.b)
    seen = quarrel.at(quarrel.b)
    write(quarrel.b.db, replace(seen, needs="不需要"), seen=seen)
    with pytest.raises(Conflict):
        service(quarrel.b).settle(one, Choice.TAKEN, CHIEF)
    assert only(quarrel.b).settled is None
    assert quarrel.at(quarrel.b).needs == "不需要"


def test_only_who_may_decides_and_only_once(quarrel: Quarrel) -> None:
    one, decide = only(quarrel.b), service(quarrel.b).settle
    with pytest.raises(Refused, match="not_allowed"):
        decide(one, Choice.KEPT, WATCH)
    decide(one, Choice.KEPT, CHIEF)
    with pytest.raises(Refused, match="settled"):
        decide(one, Choice.TAKEN, CHIEF)


def test_a_change_of_a_row_that_is_not_there_cannot_be_taken(quarrel: Quarrel) -> None:
    """An entry of a damaged desk changes what nobody made: it is kept, and an officer puts it aside."""
    key = str(new_id())
    with quarrel.b.db.change(str(WATCH.id), "incident.edit", ("incident", key)) as change:
        body = {"table": "incident", "key": key, "from": {"needs": ""}, "to": {"needs": "救护车"}}
        change.effects.append(body)
    quarrel.meet()
    for desk in (quarrel.a, quarrel.b):
        (one,) = [found for found in service(desk).contested(50) if found.key == key]
        assert (one.now, one.stands) == (None, None)
        with pytest.raises(Refused, match="not_here"):
            service(desk).settle(one, Choice.TAKEN, CHIEF)
    service(quarrel.a).settle(one, Choice.KEPT, CHIEF)
    quarrel.meet()
    (one,) = [found for found in service(quarrel.b).contested(50) if found.key == key]
    assert one.settled is not None
    assert one.now is None


def test_a_conflict_without_a_place_at_the_hub_is_early(quarrel: Quarrel) -> None:
    """The hub was put back to before it: the order may yet decide otherwise."""
    quarrel.b.rounds.desk.go_back(1)
    assert not only(quarrel.b).confirmed


def test_open_ones_come_first_and_own_ones_before_others(quarrel: Quarrel) -> None:
    service(quarrel.b).settle(only(quarrel.b), Choice.KEPT, CHIEF)
    seen = quarrel.at(quarrel.b)
    write(quarrel.a.db, replace(seen, needs="甲", title="甲"), seen=seen)
    write(quarrel.b.db, replace(seen, needs="乙"), seen=seen)
    quarrel.b.meet(quarrel.hub)
    quarrel.meet()
    found = service(quarrel.a).contested(50)
    assert [one.settled is None for one in found] == [True, False]
    assert [one.own for one in found] == [True, False]


def test_the_life_of_a_row_is_told_with_what_was_not_let_through(quarrel: Quarrel) -> None:
    first, second, third = service(quarrel.a).past("incident", str(quarrel.flood.id))
    assert first.fitted
    assert ("needs", None, "冲锋舟 2 艘") in first.changes
    assert second.changes == (("needs", "冲锋舟 2 艘", "冲锋舟 5 艘"),)
    assert second.fitted
    assert second.by.name == "彭例安"
    assert second.by.desk == "a"
    assert third.changes == (("needs", "冲锋舟 2 艘", "直升机 1 架"),)
    assert not third.fitted
