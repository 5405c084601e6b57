"""The driver of NMEA 0183 receivers and Kenwood base radios on a serial line."""

from __future__ import annotations

from functools import partial

from app.radio.driver import Capability, Driver
from app.radio.nmea.framer import Framer
from app.radio.nmea.profile import Profile
from app.radio.nmea.session import NmeaSession, measure


def driver_of(profile: Profile, key: str = "nmea", title: str = "") -> Driver:
    """Emergencies only where the profile says which statuses they are."""
    crying = {Capability.EMERGENCY} if profile.emergencies else set()
    return Driver(
        key=key,
        title=title or "NMEA 0183 / 建伍 FleetSync、NEXEDGE",
        capabilities=frozenset({Capability.TEXT, Capability.DELIVERY, Capability.LOCATE} | crying),
        framer=partial(Framer, profile.encoding),
        session=partial(NmeaSession, profile=profile),
        measure=partial(measure, profile),
        baud=9600,
    )


NMEA = driver_of(Profile())
