"""What the line to the hub costs an officer, and how soon a change stands on another desk's screen.

`python -m bench.hub_line`. The hub is a PostgreSQL of the bench's own on this machine, behind a line that
can be refused and silenced. "Seen" is from before the write on one desk, a process of its own, until the
line stands in the log page of the other. "Away" is both ways of not reaching it. The last line is JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter
from uuid import UUID

from app.base.clock import SystemClock
from app.base.settings import HubPlace
from bench.store import SHIFT, line
from db.attachments import Files
from db.engine import Database
from db.exchange.line import CHANNEL, Line
from db.exchange.loop import Exchange
from db.exchange.setup import setup_sql
from db.exchange.whole import exchange_of
from tests.faults.proxy import HOST, Proxy
from tests.postgres import PASSWORD, Cluster

COUNTY = "430000"
ROUNDS, WRITES, PAUSE_S = 8, 40, 0.015
SEEN, SEEN_PAUSE_S = 60, 0.1
SETTLED_S = 20.0


@contextmanager
def hub() -> Iterator[tuple[HubPlace, Proxy]]:
    """A hub as `hub-setup` makes it, and the line to it."""
    cluster = Cluster(durable=True)
    database = cluster.create()
    with cluster.connect(database) as connection:
        connection.execute(setup_sql(COUNTY, UUID(int=1)))
        connection.execute(f"ALTER ROLE dutyroom PASSWORD '{PASSWORD}'")
    proxy = Proxy(cluster.port)
    try:
        yield HubPlace(HOST, COUNTY, "hub", proxy.port, database, "dutyroom", "disable"), proxy
    finally:
        proxy.close()
        cluster.remove()


@contextmanager
def desk(folder: Path, name: str, place: HubPlace) -> Iterator[tuple[Database, Exchange]]:
    """A desk that has met the hub, and meets it after each of its changes."""
    folder.mkdir(parents=True)
    (folder / "hub").touch(0o600)
    (folder / "hub").write_text(PASSWORD, encoding="ascii")
    db = Database(folder / "duty.db", name, SystemClock(), lambda _: exchange.wake())
    exchange = exchange_of(db, Files(folder / "blobs"), place, folder, lambda _: None)
    exchange.start()
    exchange.settled.wait(SETTLED_S)
    try:
        yield db, exchange
    finally:
        exchange.stop(SETTLED_S)
        db.close()


def write(db: Database, text: str) -> float:
    """Milliseconds one line took."""
    now = db.clock.now()
    record = replace(line(), text=text, at=now, written_at=now)
    begun = perf_counter()
    with db.change("bench", "log.write", ("log_entry", str(record.id))) as change:
        change.put("log_entry", record)
    return (perf_counter() - begun) * 1000


def open_shift(db: Database) -> None:
    with db.change("bench", "shift.open", ("shift", str(SHIFT.id))) as change:
        change.put("shift", SHIFT)


def away_to_up(folder: Path) -> dict[str, float]:
    """Local writes while the hub is there, refuses, and is silent, in turns."""
    times: dict[str, list[float]] = {"up": [], "refused": [], "silent": []}
    with hub() as (place, proxy), desk(folder / "desk-a", "desk-a", place) as (db, exchange):
        open_shift(db)
        for n in range(ROUNDS * len(times)):
            how = list(times)[n % len(times)]
            {"up": proxy.restore, "refused": proxy.refuse, "silent": proxy.silence}[how]()
            exchange.try_now()
            Event().wait(0.5)
            for _ in range(WRITES):
                times[how].append(write(db, "巡查正常"))
                Event().wait(PAUSE_S)
            proxy.restore()
            _wait_for_all(exchange)
    p95 = {how: _p95(taken) for how, taken in times.items()}
    away = _p95(times["refused"] + times["silent"])
    return {f"{how}_p95_ms": round(ms, 2) for how, ms in p95.items()} | {
        "hub_away_to_up_p95": round(away / p95["up"], 2)
    }


def _wait_for_all(exchange: Exchange) -> None:
    until = perf_counter() + SETTLED_S
    while exchange._meeting.standing()[0] and perf_counter() < until:
        exchange.try_now()
        Event().wait(0.2)


def seen_elsewhere(folder: Path) -> dict[str, float]:
    """Milliseconds until a line written on one desk stands in the list of another, at an officer's pace."""
    from bench.hub_screen import Screen

    forks = multiprocessing.get_context("spawn")
    with hub() as (place, _):
        here, there = forks.Pipe()
        writer = forks.Process(target=_writing_desk, args=(folder / "desk-a", place, there))
        writer.start()
        with Screen(folder / "desk-b", place, shift=here.recv()) as screen:
            taken = []
            for n in range(SEEN):
                text = f"第{n}次续报"
                here.send(text)
                arrived = screen.wait_for(text)
                taken.append((arrived - here.recv()) * 1000)
                screen.idle(SEEN_PAUSE_S)
        here.send(None)
        writer.join()
        bare = _p95(_notices(place))
    return {
        "seen_elsewhere_p50_ms": round(median(taken), 1),
        "seen_elsewhere_p95_ms": round(_p95(taken), 1),
        "seen_to_notify": round(_p95(taken) / bare, 1),
    }


def _notices(place: HubPlace) -> list[float]:
    """Milliseconds from a NOTIFY of one connection to its listener on another, and nothing else."""
    line, taken = Line(place, lambda: PASSWORD, "bench"), []
    with closing(line.listen()) as ears, closing(line.listen()) as mouth:
        for _ in range(SEEN):
            begun = perf_counter()
            mouth.execute(f"NOTIFY {CHANNEL}")
            next(ears.notifies(timeout=5, stop_after=1))
            taken.append((perf_counter() - begun) * 1000)
    return taken


def _writing_desk(folder: Path, place: HubPlace, line: Connection) -> None:
    with desk(folder, "desk-a", place) as (db, _):
        open_shift(db)
        line.send(SHIFT.id)
        while (text := line.recv()) is not None:
            begun = perf_counter()
            write(db, text)
            line.send(begun)


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def main(folder: Path) -> dict[str, object]:
    return {
        **away_to_up(folder / "away"),
        **seen_elsewhere(folder / "seen"),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(f"{json.dumps(main(Path(name)))}\n")
