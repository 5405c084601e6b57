"""The model checker: `python -m tests.model.exchange --histories 2000`. The last line is JSON.

Random histories of two to four desks and their hub, over the store's own code; a judge that shares none of
it; and faults planted in that code, each of which must be found. A failing history is shrunk and printed.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import sqlalchemy as sa

from app.base.clock import SystemClock
from tests.model.histories import Failure, Tally, history, run, shrink
from tests.model.planted import FAULTS, Fault

AT_ONCE = 25
PLANTED_SEED = 1000
"""Planted faults are looked for in the same histories every time."""


def check(seeds: range) -> tuple[Tally, list[tuple[int, Failure]]]:
    """Run these histories; the failing ones come back shrunk."""
    tally = Tally()
    failed = []
    for seed in seeds:
        told = history(seed)
        if (failure := run(told, tally)) is not None:
            failed.append((seed, run(shrink(told)) or failure))
    return tally, failed


def find(fault: Fault) -> tuple[int, Failure | None]:
    """After how many histories the planted fault is found; None when it is not."""
    with fault.planted():
        for number in range(1, fault.figure * 10 + 1):
            told = history(PLANTED_SEED + number, strict=False, most=75)
            if (failure := run(told)) is not None:
                return number, failure
    return fault.figure * 10, None


def _find_by_number(number: int) -> tuple[int, Failure | None]:
    return find(FAULTS[number])


def check_on_postgres(url: str, seeds: range) -> tuple[Tally, list[tuple[int, Failure]]]:
    """The same with the hub on PostgreSQL."""
    from tests.model.room import PostgresHub

    engine = sa.create_engine(url)
    hub = PostgresHub(engine)
    tally = Tally()
    failed = []
    nothing = hub.image() | {name: [] for name in hub.image()}
    for seed in seeds:
        hub.renew()
        hub.restore(nothing)
        if (failure := run(history(seed), tally, hub)) is not None:
            failed.append((seed, failure))
    hub.close()
    engine.dispose()
    return tally, failed


@contextmanager
def _workers(many: int) -> Iterator[Any]:
    if many == 1:
        yield map
        return
    with ProcessPoolExecutor(many, get_context("spawn"), _quiet) as pool:
        yield pool.map


def _quiet() -> None:
    logging.disable(logging.CRITICAL)


def main(told: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--hub", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--no-planted", action="store_true", help="leave the planted faults out")
    wanted = parser.parse_args(told)
    _quiet()
    clock = SystemClock()
    began_s = clock.monotonic_s()
    seeds = range(wanted.seed, wanted.seed + wanted.histories)
    tally, failed = Tally(), []
    found = 0
    faults = () if wanted.no_planted else FAULTS
    with _workers(wanted.processes) as spread:
        if wanted.hub == "postgresql":
            results = [_on_own_postgres(seeds)]
        else:
            parts = [seeds[n : n + AT_ONCE] for n in range(0, len(seeds), AT_ONCE)]
            results = spread(check, parts)
        for part, bad in results:
            tally.add(part)
            failed += bad
            for seed, failure in bad:
                _print(f"history {seed}", failure)
        for fault, (after, failure) in zip(
            faults, spread(_find_by_number, range(len(faults))), strict=True
        ):
            found += failure is not None
            said = (
                f"found after {after}: {failure.why[:90]}" if failure else f"NOT found in {after}"
            )
            print(f"{fault.name}: {said}", flush=True)  # noqa: T201
    figures = {
        "histories": wanted.histories,
        "failures": len(failed),
        "planted": len(faults),
        "planted_found": found,
        "steps": tally.steps,
        "changes": tally.changes,
        "quiescences": tally.quiet,
        "seconds": round(clock.monotonic_s() - began_s, 1),
        "seed": wanted.seed,
        "hub": wanted.hub,
    }
    print(json.dumps(figures))  # noqa: T201
    return int(bool(failed) or found < len(faults))


def _on_own_postgres(seeds: range) -> tuple[Tally, list[tuple[int, Failure]]]:
    from tests.postgres import Cluster

    cluster = Cluster()
    try:
        return check_on_postgres(cluster.url(cluster.create()), seeds)
    finally:
        cluster.remove()


def _print(what: str, failure: Failure) -> None:
    print(f"{what}: {failure.why}", *failure.lines, sep="\n  ", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
