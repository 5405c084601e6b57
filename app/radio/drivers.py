"""The drivers a gateway can be given by name: those in code, and those that tables describe."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.radio.driver import Driver
from app.radio.hytera.driver import HRNP
from app.radio.nmea.driver import NMEA
from app.radio.pei.driver import PEI
from app.radio.table.finding import Found, find

DRIVERS: dict[str, Driver] = {one.key: one for one in (HRNP, PEI, NMEA)}
DEFAULT = HRNP.key


def found_in(folders: Iterable[Path]) -> Found:
    """All drivers of a desk, by key; the tables of these folders are read now."""
    tables = find(folders)
    return Found({**DRIVERS, **tables.drivers}, tables.problems)
