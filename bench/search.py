"""Words found by the index, beside the same words found by reading every text, on both engines.

`python -m bench.search --entries 1000000 [--folder DIR] [--no-postgres]`. Lines go in by the code that
keeps the index in the product. The scan reads the same normal forms from the newest on and stops at
the same count. Ratios are p95 to p95 over queries of one kind; the headline is the worst of one, two
and four letters, the other kinds stand beside it. "index" is what words are found by, "text" the
rest of the file: the normal forms and which rows they belong to; every part stands under "mb".
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.search import normal, words
from bench.wording import Wording
from db import search
from db.derive import derive
from db.search import find, grams
from db.sqlite import sqlite_engine
from db.tables import derived_metadata
from db.types import UtcTime

ENTRIES = 100_000
BATCH = 5_000
MOST = 50
EACH = 22
SAMPLE = 40_000
HEADLINE = ("1 letters", "2 letters", "4 letters")
FIRST = datetime(2010, 1, 1, tzinfo=UTC)
PACE = timedelta(seconds=500)
_MB = 1_000_000


def batches(count: int) -> Iterator[dict[str, dict[str, Any]]]:
    """Log lines in canonical form, 500 seconds apart; the same ones every time."""
    rest = dict.fromkeys(("unit", "person", "post", "phone", "responsible", "handling"), "")
    texts = enumerate(Wording().texts(count))
    while some := list(islice(texts, BATCH)):
        yield {str(UUID(int=n)): {"text": text, "written_at": _at(n), **rest} for n, text in some}


def _at(n: int) -> str:
    return UtcTime().to_json(FIRST + n * PACE)


def fill(engine: sa.Engine, count: int) -> float:
    """Seconds it took."""
    taken = 0.0
    with engine.begin() as connection:
        derived_metadata.create_all(connection)
    for some in batches(count):
        begun = perf_counter()
        with engine.begin() as connection:
            derive(connection, "log_entry", some)
        taken += perf_counter() - begun
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.exec_driver_sql("VACUUM ANALYZE search_doc")
    return taken


def grams_s(texts: Sequence[str], count: int) -> float:
    """Seconds that taking `count` texts apart takes, from a sample."""
    begun = perf_counter()
    for text in texts:
        grams(text)
    return (perf_counter() - begun) * count / len(texts)


def queries(sample: Sequence[str]) -> dict[str, list[str]]:
    """By kind; of each length half as often as they are said, half each word once, and absent ones."""
    draw = random.Random(3)
    runs = [run for text in sample for run in re.findall(r"\w+", normal(text))]
    hanzi = [run for run in runs if not re.search(r"[0-9]", run)]
    kinds: dict[str, list[str]] = {}
    for length in (1, 2, 4):
        parts = [r[n : n + length] for r in hanzi for n in range(len(r) - length + 1)]
        seldom = sorted(set(parts))
        kinds[f"{length} letters"] = [
            *draw.choices(parts, k=EACH),
            *draw.choices(seldom, k=EACH - 2),
            "龘龘龘龘"[:length],
            "鬱鬯爨籲"[:length],
        ]
    pairs = [
        p
        for p, _ in Counter(r[n : n + 2] for r in hanzi for n in range(len(r) - 1)).most_common(60)
    ]
    numbers = [run for run in runs if re.search(r"[0-9]{11}", run)]
    longer = [re.findall(r"[0-9]{11}", run)[0] for run in draw.choices(numbers, k=EACH)]
    kinds["4 figures"] = [number[3:7] for number in longer]
    kinds["11 figures"] = longer
    mixed = [run for run in runs if re.search(r"[0-9]{1,3}(人轻伤|兆|毫米)", run)]
    kinds["mixed"] = [
        re.findall(r"[0-9]{1,3}(?:人轻伤|兆|毫米)", run)[0] for run in draw.choices(mixed, k=EACH)
    ]
    kinds["two words"] = [" ".join(draw.sample(pairs, 2)) for _ in range(EACH)]
    kinds["never beside"] = ["".join(draw.sample(pairs, 2)) for _ in range(EACH)]
    return kinds


def scan(connection: sa.Connection, table: str, sought: Sequence[str], most: int) -> list[UUID]:
    """What one would do without an index."""
    values = {**search.within(table), "most": most}
    values |= {f"word{n}": word for n, word in enumerate(sought)}
    found = connection.execute(search._query(search._WALK, connection, len(sought)), values)
    return [UUID(bytes=bytes(row.key)) for row in found]


Way = Callable[[sa.Connection, str, Sequence[str], int], list[UUID]]


def timed(connection: sa.Connection, way: Way, asked: str) -> tuple[float, list[UUID]]:
    """Milliseconds, the better of two: others use this machine too."""
    times = []
    for _ in range(2):
        begun = perf_counter()
        found = way(connection, "log_entry", words(asked), MOST)
        times.append((perf_counter() - begun) * 1000)
    return min(times), found


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def ask(
    name: str, engine: sa.Engine, kinds: dict[str, list[str]]
) -> tuple[dict[str, Any], dict[str, list[UUID]], int]:
    """Per kind p50 and p95 by index and by scan; the lists; how many differ from the scan's."""
    told: dict[str, Any] = {}
    lists: dict[str, list[UUID]] = {}
    differing = 0
    with engine.connect() as connection:
        for asked in islice(kinds["2 letters"], 3):
            timed(connection, find, asked)
            timed(connection, scan, asked)
        for kind, some in kinds.items():
            by_index, by_scan = [], []
            for asked in some:
                ms, lists[asked] = timed(connection, find, asked)
                by_index.append(ms)
                ms, scanned = timed(connection, scan, asked)
                by_scan.append(ms)
                differing += scanned != lists[asked]
            told[kind] = {
                "p50": round(median(by_index), 2),
                "p95": round(p95(by_index), 2),
                "scan_p50": round(median(by_scan), 2),
                "scan_p95": round(p95(by_scan), 2),
                "ratio": round(p95(by_index) / p95(by_scan), 4),
            }
            say(f"{name:10} {kind:12} {told[kind]}")
    return told, lists, differing


def sqlite_sizes(engine: sa.Engine) -> dict[str, int]:
    """Bytes by what they are for."""
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")
        held = dict(map(tuple, pages))
        utf8 = "SELECT sum(length(CAST(text AS BLOB))) FROM search_doc"
        letters = connection.exec_driver_sql(utf8).scalar_one()
    grams_size = sum(size for name, size in held.items() if name.startswith("search_fts"))
    return {
        "text": held["search_doc"],
        "grams": grams_size,
        "keys": held["ix_search_doc_key"],
        "utf8": letters,
    }


def postgres_sizes(engine: sa.Engine) -> dict[str, int]:
    ask_for = "SELECT pg_table_size('search_doc'), pg_indexes_size('search_doc')"
    with engine.connect() as connection:
        table, indexes = connection.exec_driver_sql(ask_for).one()
    return {"table_with_grams": table, "indexes": indexes}


def measure(engines: dict[str, sa.Engine], entries: int) -> dict[str, Any]:
    sample = list(Wording().texts(min(entries, SAMPLE)))
    kinds = queries(sample)
    told: dict[str, Any] = {}
    lists: dict[str, dict[str, list[UUID]]] = {}
    taken: dict[str, float] = {}
    differing = 0
    for name, engine in engines.items():
        taken[name] = fill(engine, entries)
        say(f"{name:10} filled in {taken[name]:.0f} s")
        told[name], lists[name], wrong = ask(name, engine, kinds)
        differing += wrong
    if "postgresql" in engines:
        there = lists["postgresql"]
        differing += sum(found != there[asked] for asked, found in lists["sqlite"].items())
    taken["grams"] = grams_s(sample, entries)
    sizes = sqlite_sizes(engines["sqlite"])
    worst = {name: max(by[kind]["ratio"] for kind in HEADLINE) for name, by in told.items()}
    return {
        "bench": "search",
        "entries": entries,
        "p95_ratio_to_scan": worst["sqlite"],
        "p95_ratio_to_scan_postgres": worst.get("postgresql"),
        "differing_lists": differing,
        "lists": sum(len(some) for some in kinds.values()) * len(engines),
        "index_to_text": round(sizes["grams"] / (sizes["text"] + sizes["keys"]), 3),
        "mb": {name: round(size / _MB, 1) for name, size in sizes.items()},
        "build_s": {name: round(s, 1) for name, s in taken.items()},
        "kinds": told,
        "versions": versions(engines),
    }


def versions(engines: dict[str, sa.Engine]) -> dict[str, str]:
    found = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "sqlalchemy": sa.__version__,
    }
    if "postgresql" in engines:
        with engines["postgresql"].connect() as connection:
            found["postgresql"] = connection.exec_driver_sql("SHOW server_version").scalar_one()
    return found


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(entries: int, folder: Path, with_postgres: bool) -> dict[str, Any]:
    engines = {"sqlite": sqlite_engine(folder / "search.db").execution_options(rw=True)}
    if not with_postgres:
        return measure(engines, entries)
    from tests.postgres import Cluster

    cluster = Cluster()
    try:
        engines["postgresql"] = sa.create_engine(cluster.socket_url(cluster.create()))
        told = measure(engines, entries)
        told["mb_postgres"] = {
            name: round(size / _MB, 1)
            for name, size in postgres_sizes(engines["postgresql"]).items()
        }
        return told
    finally:
        engines["postgresql"].dispose()
        cluster.remove()


if __name__ == "__main__":
    read = argparse.ArgumentParser()
    read.add_argument("--entries", type=int, default=ENTRIES)
    read.add_argument("--folder")
    read.add_argument("--no-postgres", action="store_true")
    given = read.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        say(json.dumps(main(given.entries, Path(name), not given.no_postgres), ensure_ascii=False))
