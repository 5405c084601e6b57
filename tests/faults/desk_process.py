"""A desk as a process of its own: the real store, the real exchange thread, and an officer who never rests.

Says ("acked", id, what) of each change; is told ("crash", point, nth), ("rest",) or ("end",).
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

from app.base.clock import SystemClock
from app.base.errors import Conflict
from app.base.settings import HubPlace
from app.incidents.records import Incident, IncidentStatus, Trend
from db.attachments import Files
from db.engine import Database
from db.exchange.line import Line
from db.exchange.loop import Exchange
from db.exchange.whole import exchange_of
from tests.db.samples import incident, kept, write
from tests.faults.crash import CrashPoints
from tests.faults.naive import Naive
from tests.faults.proxy import HOST

CONTESTED = tuple(UUID(int=n) for n in range(1, 5))
"""Incidents that every desk edits all the time."""
EDITED = "contested"
PULL_FIRST_S = 2.0
"""So long the first write waits for what the hub may have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`port` is that of the line to the hub, `rate` the most changes a second."""

    folder: Path
    name: str
    port: int
    database: str
    password: str
    rate: float
    naive: bool = False


class Officer:
    """Registers incidents and edits those that others edit too, so many times a second."""

    def __init__(self, db: Database, draw: random.Random, pause_s: float, says: Connection) -> None:
        self._db = db
        self._random = draw
        self._pause_s = pause_s
        self._says = says
        self.resting = Event()

    def work(self) -> None:
        while not self.resting.wait(self._pause_s):
            if self._random.random() < 0.8:
                record = incident(title=f"第{self._random.randrange(1000)}号险情")
                self._do("registered", record)
                continue
            seen = kept(self._db, self._random.choice(CONTESTED))
            if seen is not None:
                self._do(EDITED, self._edited(seen), seen)

    def _edited(self, seen: Incident) -> Incident:
        draw = self._random
        match draw.randrange(3):
            case 0:
                return replace(seen, status=draw.choice(list(IncidentStatus)))
            case 1:
                return replace(seen, lat=draw.randrange(90) / 2, lon=draw.randrange(180) / 2)
            case _:
                return replace(seen, trend=draw.choice(list(Trend)), place=f"{draw.random():.6f}")

    def _do(self, what: str, record: Incident, seen: Incident | None = None) -> None:
        """Acknowledged is what was said after the change was closed, and nothing before."""
        if record == seen:
            return
        try:
            with self._db.change(
                "officer", f"incident.{what}", ("incident", str(record.id))
            ) as change:
                change.put("incident", record, seen=seen)
        except Conflict:
            return
        self._says.send(("acked", str(change.id), what))


def main(asked: Asked, says: Connection) -> None:
    """The whole life of the process."""
    logging.basicConfig(
        filename=asked.folder / "log", format="%(asctime)s %(message)s", level="INFO"
    )
    crash = CrashPoints()
    db = Database(asked.folder / "duty.db", asked.name, SystemClock(), lambda _: exchange.wake())
    exchange = _exchange(asked, db)
    exchange.start()
    exchange.settled.wait(PULL_FIRST_S)
    officer = Officer(db, random.Random(), 1 / asked.rate, says)
    over = Event()
    Thread(target=_obey, args=(says, crash, officer, over), daemon=True).start()
    if kept(db, CONTESTED[0]) is None:
        write(db, *(incident(id=key) for key in CONTESTED))
    says.send(("ready",))
    officer.work()
    over.wait()
    exchange.stop(10)
    db.close()


def _exchange(asked: Asked, db: Database) -> Exchange:
    secret = asked.folder / "password"
    secret.touch(0o600)
    secret.write_text(asked.password, encoding="utf-8")
    place = HubPlace(HOST, "430000", secret.name, asked.port, asked.database, "dutyroom", "disable")
    if asked.naive:
        line = Line(place, lambda: asked.password, asked.name)
        return Exchange(line, Naive(db, asked.folder / "sent"), db.clock, lambda _: None)
    return exchange_of(db, Files(asked.folder / "blobs"), place, asked.folder, lambda _: None)


def _obey(hears: Connection, crash: CrashPoints, officer: Officer, over: Event) -> None:
    while not over.is_set():
        match hears.recv():
            case ("crash", point, nth):
                crash.arm(point, nth)
            case ("rest",):
                officer.resting.set()
            case ("end",):
                over.set()
