"""Another hub of the same county: the exchange waits for a person, and then brings it everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from app.audit.facts import HubAccepted
from app.audit.hub import Hubs
from app.base.bus import Bus
from app.base.errors import Refused, Unreachable
from app.people.records import Role
from db.exchange.door import HubDoor
from db.exchange.hub import Hub
from db.sqlite import sqlite_engine
from tests.db.exchange.conftest import COUNTY, Desk, same
from tests.db.samples import incident, write
from tests.rooms import officer

Make = Callable[..., Desk]


@pytest.fixture
def other() -> sa.Engine:
    engine = sqlite_engine(
        Path(":memory:"), poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Hub(engine).prepare(COUNTY, "hub-2")
    return engine


def test_nothing_moves_until_an_officer_with_rights_decides(
    desk: Make, hub: Hub, other: sa.Engine, bus: Bus
) -> None:
    a = desk("a")
    write(a.db, incident())
    a.meet(hub)
    write(a.db, incident())
    facts: list[object] = []
    hubs = Hubs(HubDoor(a.db, None, bus), facts.append)
    with pytest.raises(Refused, match="not_allowed"):
        hubs.accept(officer("向示月", Role.PROFESSIONAL))
    with pytest.raises(Unreachable, match="other_hub"):
        a.meet(Hub(other))
    assert Hub(other).after(0, 10) == []
    assert a.rounds.desk.standing() == (1, 1)
    hubs.accept(officer("彭例安", Role.CHIEF))
    a.meet(Hub(other))
    same(other, a)
    assert a.rounds.desk.standing() == (0, 2)
    assert facts == [HubAccepted("彭例安")]
    with pytest.raises(Unreachable, match="other_hub"):
        a.meet(hub)
    other.dispose()
