"""The protocols a simulated gateway can speak, by the names its drivers have."""

from __future__ import annotations

from app.radio.simulator.hytera import HrnpSpeaker
from app.radio.simulator.nmea import NmeaSpeaker
from app.radio.simulator.pei import PeiSpeaker
from app.radio.simulator.speaker import MakeSpeaker
from app.radio.simulator.table import TableSpeaker

SPEAKERS: dict[str, MakeSpeaker] = {
    "hrnp": HrnpSpeaker,
    "nmea": NmeaSpeaker,
    "pei": PeiSpeaker,
    "table:example": TableSpeaker,
}


def speaker_named(name: str) -> MakeSpeaker:
    """Raises ValueError: nobody speaks that."""
    if name not in SPEAKERS:
        raise ValueError(f"{name!r} is none of {', '.join(SPEAKERS)}")
    return SPEAKERS[name]
