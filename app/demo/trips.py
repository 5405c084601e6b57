"""Who signed in for the shift of the night, and its trips: one that is back, one still out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import DAYS, Watch
from app.duty.trips import Arrival, ArrivalKind, Trip
from app.people.records import Role


def make_trips(folder: Path, watch: Watch) -> dict[str, list[Any]]:
    """`folder` holds trips.toml."""
    plan = tomllib.loads((folder / "trips.toml").read_text(encoding="utf-8"))
    return {
        "arrival": [*_arrivals(plan["arrival"]["minute"], watch)],
        "trip": [*_trips(plan["trip"], watch)],
    }


def _arrivals(minute: float, watch: Watch) -> Iterator[Arrival]:
    shift = watch.shifts[DAYS]
    for n, (post, officer) in enumerate(watch.crews[DAYS].items()):
        at = shift.starts_at + timedelta(minutes=minute + n)
        yield Arrival(
            key("arrival", n), shift.id, officer.id, officer.name, post.value, ArrivalKind.POST,
            at, None, Mark.DEMO,
        )  # fmt: skip


def _trips(rows: list[dict[str, Any]], watch: Watch) -> Iterator[Trip]:
    shift, crew = watch.shifts[DAYS], watch.crews[DAYS]
    driver, chief = crew[Role.DRIVER], crew[Role.CHIEF]
    for n, row in enumerate(rows):
        back = row.get("back")
        yield Trip(
            key("trip", n), shift.id, row["vehicle"], driver.id, driver.name, row["purpose"],
            row["destination"], chief.name, shift.starts_at + timedelta(minutes=row["minute"]),
            None if back is None else shift.starts_at + timedelta(minutes=back),
            row["km_out"], row.get("km_back"), row["passengers"], None,
            str(driver.id), driver.name, Mark.DEMO,
        )  # fmt: skip
