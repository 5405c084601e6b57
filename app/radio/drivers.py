"""The drivers a gateway can be given by name."""

from __future__ import annotations

from app.radio.driver import Driver
from app.radio.hytera.driver import HRNP
from app.radio.nmea.driver import NMEA
from app.radio.pei.driver import PEI

DRIVERS: dict[str, Driver] = {one.key: one for one in (HRNP, PEI, NMEA)}
DEFAULT = HRNP.key


def driver_named(key: str) -> Driver:
    """Raises `KeyError`: the settings name a driver that is not here."""
    return DRIVERS[key]
