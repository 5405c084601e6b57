"""A desk as a process of its own: the real store, the real exchange thread, and an officer who never rests.

Says a line for each change that was acknowledged; is told by lines: `crash POINT NTH`, `rest`, `end`.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock, Thread
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


class Officer:
    """Registers incidents and edits those that others edit too, so many times a second."""

    def __init__(self, db: Database, seed: int, pause_s: float) -> None:
        self._db = db
        self._random = random.Random(seed)
        self._pause_s = pause_s
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
        say("acked", str(change.id), what)


def say(*words: str) -> None:
    with _SAYING:
        sys.stdout.write(" ".join(words) + "\n")
        sys.stdout.flush()


_SAYING = Lock()


def main() -> None:
    asked = _asked()
    logging.basicConfig(
        filename=asked.folder / "log", format="%(asctime)s %(message)s", level="INFO"
    )
    crash = CrashPoints()
    db = Database(asked.folder / "duty.db", asked.name, SystemClock(), lambda _: exchange.wake())
    exchange = _exchange(asked, db)
    exchange.start()
    exchange.settled.wait(PULL_FIRST_S)
    officer = Officer(db, asked.seed, 1 / asked.rate)
    Thread(target=_obey, args=(crash, officer), daemon=True).start()
    if kept(db, CONTESTED[0]) is None:
        write(db, *(incident(id=key) for key in CONTESTED))
    say("ready")
    officer.work()
    _END.wait()
    exchange.stop(10)
    db.close()


def _exchange(asked: argparse.Namespace, db: Database) -> Exchange:
    secret = asked.folder / "password"
    secret.touch(0o600)
    secret.write_text(asked.password, encoding="utf-8")
    place = HubPlace(HOST, "430000", secret.name, asked.port, asked.database, "dutyroom", "disable")
    if asked.naive:
        line = Line(place, lambda: asked.password, asked.name)
        return Exchange(line, Naive(db, asked.folder / "sent"), db.clock, lambda _: None)
    return exchange_of(db, Files(asked.folder / "blobs"), place, asked.folder, lambda _: None)


def _obey(crash: CrashPoints, officer: Officer) -> None:
    for told in sys.stdin:
        match told.split():
            case ["crash", point, nth]:
                crash.arm(point, int(nth))
            case ["rest"]:
                officer.resting.set()
            case ["end"]:
                _END.set()
                return


_END = Event()


def _asked() -> argparse.Namespace:
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("name")
    ask.add_argument("port", type=int)
    ask.add_argument("database")
    ask.add_argument("password")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--rate", type=float, default=100)
    ask.add_argument("--naive", action="store_true")
    return ask.parse_args()


if __name__ == "__main__":
    main()
