"""The tables of a desk: those that come with the program and those in the folder of its data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.base.tomls import unread
from app.radio.driver import Driver
from app.radio.table.driver import driver_of
from app.radio.table.reading import read_file
from app.radio.table.section import Problem

FOLDER = "gateways"
"""In the data folder."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """`drivers` by key. `problems`: files that cannot be used, and why."""

    drivers: dict[str, Driver]
    problems: tuple[Problem, ...] = ()


def find(folders: Iterable[Path]) -> Found:
    """Every *.toml of these folders; one that is missing has none. Of two with one name the first holds.
    It takes some ms a table: not on the Qt thread."""
    drivers: dict[str, Driver] = {}
    problems: list[Problem] = []
    for folder in folders:
        try:
            places = sorted(place for place in folder.glob("*.toml") if place.is_file())
        except OSError as error:
            problems.append(Problem(folder.name, 0, "", unread(error)))
            continue
        for place in places[:_MOST]:
            table, wrong = read_file(place)
            problems += wrong
            if table is None:
                continue
            driver = driver_of(table)
            if driver.key in drivers:
                problems.append(Problem(place.name, 0, "name", f"名称 {table.name} 已被别的表用了"))
            else:
                drivers[driver.key] = driver
    return Found(drivers, tuple(problems))
