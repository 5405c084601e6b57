"""What the exchange costs: the hub's batches beside bare inserts, a first sync, going back, a long history.

`python -m bench.exchange [--entries 100000]`. The hub is a PostgreSQL of the bench's own on this machine,
the desk a file with its usual pragmas. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from app.base.clock import SteeredClock
from bench.store import NIGHT, SHIFT, line
from bench.store import chain as entries_of
from db.engine import Database
from db.exchange.desk import DeskSide, common_point
from db.exchange.hub import Hub
from db.exchange.rounds import PULL, REPLAY
from db.fold import fold, histories
from db.journal import Entry
from db.tables.journal import journal
from tests.postgres import Cluster

WARM, TIMED, EDITS, AGAIN = 400, 4000, 100, 20
Chain = list[tuple[bytes, Entry]]


def main(entries: int) -> dict[str, object]:
    cluster = Cluster(durable=True)
    try:
        with tempfile.TemporaryDirectory() as name:
            return _measured(cluster, Path(name), entries)
    finally:
        cluster.remove()


def _measured(cluster: Cluster, folder: Path, entries: int) -> dict[str, object]:
    engine = sa.create_engine(cluster.socket_url(cluster.create()))
    hub = Hub(engine)
    hub.prepare("bench", "hub-1")
    chain = list(entries_of(entries))
    to_bare = _batches(engine, hub, chain[: WARM + TIMED])
    for batch in _parts(chain[WARM + TIMED :], PULL):
        hub.take(0, b"", batch, "bench")
    desk = DeskSide(Database(folder / "desk.db", "b", SteeredClock(NIGHT), lambda _: None))
    rates, begun = [], perf_counter()
    while placed := _pull(desk, hub):
        rates.append((placed, perf_counter()))
    first_sync = perf_counter() - begun
    back, again = _going_back(desk, entries)
    first_fold, folded = _fold_ms(folder)
    figures: dict[str, object] = {
        "entries": entries,
        "hub_batch_to_bare": round(to_bare, 2),
        "first_sync_s": round(first_sync, 1),
        "late_to_early_rate": round(_late_to_early(rates, begun), 2),
        "went_back_s": round(back, 3),
        "common_point_s": round(again, 3),
        "fold_100_edits_ms": round(folded, 2),
        "fold_100_edits_first_ms": round(first_fold, 2),
    }
    with engine.connect() as connection:
        server = connection.exec_driver_sql("SHOW server_version").scalar()
    versions = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": server,
        "sqlalchemy": sa.__version__,
    }
    engine.dispose()
    return {**figures, "versions": versions}


def _batches(engine: sa.Engine, hub: Hub, chain: Chain) -> float:
    """Time of the hub's batches to that of bare inserts of the same journal rows, taking turns."""
    bare = journal.to_metadata(sa.MetaData(), name="bare_journal")
    for index in bare.indexes:
        index.name = f"bare_{index.name}"
    bare.create(engine)
    taken = inserted = 0.0
    for turn, batch in enumerate(_parts(chain, REPLAY)):
        begun = perf_counter()
        hub.take(0, b"", batch, "bench")
        between = perf_counter()
        with engine.begin() as connection:
            rows = [{**asdict(entry), "hash": digest} for digest, entry in batch]
            connection.execute(bare.insert(), rows)
        ended = perf_counter()
        if turn >= WARM // REPLAY:
            taken, inserted = taken + between - begun, inserted + ended - between
    return taken / inserted


def _pull(desk: DeskSide, hub: Hub) -> int:
    return desk.take_in(hub.after(desk.cursor()[0], PULL))


def _late_to_early(rates: list[tuple[int, float]], begun: float) -> float:
    """Entries a second at the end to those at the beginning: it must not slow down as it grows."""
    times = [begun, *(at for _, at in rates)]
    tenth = max(1, len(rates) // 10)
    early = sum(n for n, _ in rates[:tenth]) / (times[tenth] - times[0])
    late = sum(n for n, _ in rates[-tenth:]) / (times[-1] - times[-1 - tenth])
    return late / early


def _going_back(desk: DeskSide, entries: int) -> tuple[float, float]:
    at_desk = desk.order_hash_at
    begun = perf_counter()
    assert common_point(lambda n: at_desk(n) if n <= 1 else None, at_desk, entries) == 1
    found = perf_counter()
    desk.go_back(1)
    return perf_counter() - found, found - begun


def _fold_ms(folder: Path) -> tuple[float, float]:
    """The first, when the questions are put into words, and the median of those that follow."""
    db = Database(folder / "edits.db", "b", SteeredClock(NIGHT), lambda _: None)
    shown = replace(line(), shift_id=SHIFT.id)
    with db.change("bench", "log.write", ("log_entry", str(shown.id))) as change:
        change.put("shift", SHIFT)
        change.put("log_entry", shown)
    for n in range(EDITS):
        edited = replace(shown, handling=f"第 {n} 次")
        with db.change("bench", "log.edit", ("log_entry", str(shown.id))) as change:
            change.put("log_entry", edited, seen=shown)
        shown = edited
    key = str(shown.id)
    taken = []
    with db.read() as connection:
        for _ in range(1 + AGAIN):
            begun = perf_counter()
            row, refused = fold(histories(connection, "log_entry", [key])[key])
            taken.append(perf_counter() - begun)
            assert row is not None
            assert (row["handling"], refused) == (shown.handling, [])
    return taken[0] * 1000, median(taken[1:]) * 1000


def _parts(chain: Sequence[tuple[bytes, Entry]], size: int) -> Iterator[Chain]:
    for start in range(0, len(chain), size):
        yield list(chain[start : start + size])


if __name__ == "__main__":
    ask = argparse.ArgumentParser()
    ask.add_argument("--entries", type=int, default=100_000)
    sys.stdout.write(json.dumps(main(ask.parse_args().entries)) + "\n")
