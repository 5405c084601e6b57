"""The driver of NMEA 0183 receivers and Kenwood base radios on a serial line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from app.radio.driver import Capability, Driver, overlaid
from app.radio.nmea.framer import Framer
from app.radio.nmea.profile import Profile
from app.radio.nmea.session import NmeaSession, measure


def driver_of(profile: Profile) -> Driver:
    """Emergencies only where the profile says which statuses they are."""
    cries = {Capability.EMERGENCY} if profile.hears_cries else set()
    return Driver(
        key="nmea",
        title="NMEA 0183 / 建伍 FleetSync、NEXEDGE",
        capabilities=frozenset({Capability.TEXT, Capability.DELIVERY, Capability.LOCATE} | cries),
        framer=partial(Framer, profile.encoding),
        session=partial(NmeaSession, profile=profile),
        measure=partial(measure, profile),
        baud=9600,
        tuned=tuned,
    )


def tuned(options: Mapping[str, object]) -> Driver:
    """With the values of `Profile` that are named."""
    return driver_of(overlaid(Profile(), options))


NMEA = driver_of(Profile())
