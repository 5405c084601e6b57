"""Another desk and a hub beside a room's own record, to quarrel with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy.pool import StaticPool

from app.incidents.records import Incident
from app.people.records import Officer
from db.engine import Database
from db.exchange.hub import Hub
from db.exchange.rounds import Rounds
from db.sqlite import sqlite_engine
from tests.blank import blank
from tests.db.samples import incident
from tests.rooms import Room


class Neighbour:
    """Desk "desk-b" and a hub on SQLite in memory; `meet` until both stand equal."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room = room
        self.engine = sqlite_engine(
            Path(":memory:"), poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        self.hub = Hub(self.engine)
        self.hub.prepare("433125", "hub-1")
        self.db = Database(blank(folder / "other.db"), "desk-b", room.clock, lambda _: None)
        self._ours, self._theirs = Rounds(room.db, "433125"), Rounds(self.db, "433125")
        self.meet()

    def close(self) -> None:
        self.db.close()
        self.engine.dispose()

    def meet(self) -> None:
        for one in (self._theirs, self._ours, self._theirs):
            one.exchange(self.hub)

    def flood(self, **differing: object) -> Incident:
        """An incident that both desks know."""
        made = incident(no="2026-003", **differing)
        change(self.room.db, self.room.watch, made)
        self.meet()
        return made

    def contest(self, seen: Incident, theirs: dict[str, object], ours: dict[str, object]) -> None:
        """The other desk's change is first at the hub, ours does not fit any more."""
        change(self.db, self.room.chief, replace(seen, **theirs), seen)
        change(self.room.db, self.room.watch, replace(seen, **ours), seen)
        self.meet()


def change(db: Database, by: Officer, record: Incident, seen: Incident | None = None) -> None:
    what = "incident.edit" if seen else "incident.register"
    with db.change(str(by.id), what, ("incident", str(record.id))) as opened:
        opened.put("incident", record, seen=seen)
