"""The same exchange with PostgreSQL as the hub: same rows, same conflicts, nothing stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from app.audit.facts import RowRefused
from db.exchange.hub import Hub
from db.tables.hub import bad_row
from tests.db.exchange.conftest import COUNTY, Desk, same
from tests.db.samples import incident, kept, write

Make = Callable[..., Desk]


def test_three_desks_agree_with_postgresql(desk: Make, postgres_engine: sa.Engine) -> None:
    hub = Hub(postgres_engine)
    hub.prepare(COUNTY, "hub-1")
    desks = [desk(name) for name in "abc"]
    floods = [incident(lat=None, lon=None, happened_at=None, dangers=()) for _ in range(5)]
    write(desks[0].db, *floods)
    for one in desks:
        one.meet(hub)
    for n, one in enumerate(desks):
        for flood in floods:
            write(one.db, replace(flood, needs=f"{n} 艘", lat=26.0 + n, lon=112.1), seen=flood)
    for one in desks * 2:
        one.meet(hub)
    found = kept(desks[2].db, floods[0].id)
    assert found is not None
    assert (found.needs, found.lat) == ("0 艘", 26.0)
    same(postgres_engine, *desks)


def test_a_value_that_slipped_through_is_listed_and_nothing_stops(
    desk: Make, postgres_engine: sa.Engine
) -> None:
    """`put` would refuse it; an entry of a damaged desk may carry it all the same."""
    hub = Hub(postgres_engine)
    hub.prepare(COUNTY, "hub-1")
    a, b = desk("a"), desk("b")
    bad, good = incident(), incident()
    with a.db.change("officer-1", "incident.register", ("incident", str(bad.id))) as change:
        change.put("incident", bad)
        change.effects[0]["made"]["title"] = "山\0洪"
    write(a.db, good)
    a.meet(hub)
    b.meet(hub)
    assert a.told(RowRefused) == [RowRefused("incident", str(bad.id))]
    assert kept(b.db, good.id) == good
    with postgres_engine.connect() as connection:
        assert [row.key for row in connection.execute(sa.select(bad_row))] == [str(bad.id)]
    assert a.rounds.desk.standing() == b.rounds.desk.standing() == (0, 2)
