"""Desks on files and a hub on SQLite in memory, with everything they published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from app.base.clock import SteeredClock
from db.engine import Database
from db.exchange.hub import Hub
from db.exchange.rounds import Rounds
from db.fold import IN_ORDER, differences, rebuild
from db.rows import row_json
from db.sqlite import sqlite_engine
from db.tables import metadata
from db.tables.base import RECORDS
from db.tables.journal import conflict, effect, journal
from tests.blank import blank

COUNTY = "示范县"


@dataclass
class Desk:
    """A desk with its facts."""

    db: Database
    facts: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rounds = Rounds(self.db, COUNTY)

    def meet(self, hub: Hub) -> None:
        self.rounds.exchange(hub)

    def told(self, kind: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


@pytest.fixture
def shared() -> Iterator[sa.Engine]:
    engine = sqlite_engine(
        Path(":memory:"), poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    yield engine
    engine.dispose()


@pytest.fixture
def hub(shared: sa.Engine) -> Hub:
    made = Hub(shared)
    made.prepare(COUNTY, "hub-1")
    return made


@pytest.fixture
def desk(tmp_path: Path, clock: SteeredClock) -> Iterator[Callable[..., Desk]]:
    """Open a desk by name; the same name again with `file` opens another file under that name."""
    opened: list[Database] = []

    def make(name: str, file: str = "") -> Desk:
        facts: list[object] = []
        db = Database(blank(tmp_path / f"{file or name}.db"), name, clock, facts.append)
        opened.append(db)
        return Desk(db, facts)

    yield make
    for db in opened:
        db.close()


def state(connection: sa.Connection) -> tuple[Any, Any]:
    """All rows of all feature tables and all conflicts, comparable between engines."""
    rows = {
        (name, str(found["id"])): row_json(metadata.tables[name], dict(found))
        for name in RECORDS
        for found in connection.execute(sa.select(metadata.tables[name])).mappings()
    }
    conflicts = {
        (bytes(row.hash), row.n, row.tbl, row.key, row.found)
        for row in connection.execute(sa.select(conflict))
    }
    return rows, conflicts


def is_its_rebuild(connection: sa.Connection) -> None:
    """Everything derived is what the journal alone gives; leaves the store as it was."""
    held = state(connection), _index(connection)
    rebuild(connection)
    assert (state(connection), _index(connection)) == held
    connection.get_transaction().rollback()  # type: ignore[union-attr]


def _index(connection: sa.Connection) -> set[Any]:
    return {(r.tbl, r.key, bytes(r.hash), r.n) for r in connection.execute(sa.select(effect))}


def order(connection: sa.Connection) -> list[bytes]:
    query = sa.select(journal.c.hash).where(IN_ORDER)
    return [bytes(row.hash) for row in connection.execute(query.order_by(journal.c.hub_no))]


def same(shared: sa.Engine, *desks: Desk) -> None:
    """Nothing pending anywhere; every desk stands as the hub does; rows are the fold of the journal."""
    with shared.connect() as connection:
        wanted, wanted_order = state(connection), order(connection)
        assert list(differences(connection)) == []
        is_its_rebuild(connection)
    for one in desks:
        assert one.rounds.desk.standing() == (0, len(wanted_order))
        with one.db.read() as connection:
            assert order(connection) == wanted_order
            assert state(connection) == wanted
            assert list(differences(connection)) == []
        assert one.db.verify().bad is None
        with one.db.writing() as connection:
            is_its_rebuild(connection)
