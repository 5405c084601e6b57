"""The same exchange with PostgreSQL as the hub: same rows, same conflicts, nothing stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from app.audit.facts import RowRefused
from db.exchange.hub import Hub
from db.exchange.setup import setup_sql
from db.fold import differences
from db.journal import verify
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


def test_what_the_owner_of_the_hub_changed_behind_the_guards_is_found(
    desk: Make, postgres_engine: sa.Engine
) -> None:
    owner = postgres_engine.execution_options(isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql(setup_sql(COUNTY, UUID(int=1)))
    hub, a = Hub(postgres_engine), desk("a")
    for _ in range(3):
        with a.db.change(r"C:\officer", "incident.register", ("incident", "1")) as change:
            change.put("incident", incident())
    a.meet(hub)
    with owner.connect() as connection:
        assert verify(connection).bad is None
        assert not [*differences(connection)]
        assert verify(connection).entries == 3
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        connection.exec_driver_sql("UPDATE journal SET by = 'somebody' WHERE hub_no = 2")
        bad = verify(connection).bad
        assert bad is not None
        assert (bad.seq, bad.why) == (2, "hash")
        connection.exec_driver_sql(r"UPDATE journal SET by = 'C:\officer' WHERE hub_no = 2")
        assert verify(connection).bad is None
        connection.exec_driver_sql("UPDATE incident SET title = '无事'")
        assert len([*differences(connection)]) == 3
        connection.exec_driver_sql("DELETE FROM journal WHERE hub_no = 2")
        bad = verify(connection).bad
        assert bad is not None
        assert bad.seq == 3
