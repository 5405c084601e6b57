"""The driver of Hytera gateways on a serial line: HRNP frames that carry HDAP messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from app.radio.driver import Capability, Driver, Length, overlaid
from app.radio.hytera.hrnp import Framer
from app.radio.hytera.profile import Profile
from app.radio.hytera.session import HrnpSession
from app.radio.hytera.tmp import TEXT_LIMIT, units


def measure(words: str) -> Length:
    used = units(words)
    return Length(used, TEXT_LIMIT, TEXT_LIMIT - used)


def tuned(options: Mapping[str, object]) -> Driver:
    """With the values of `Profile` that are named."""
    profile = overlaid(Profile(), options)
    return replace(HRNP, session=partial(HrnpSession, profile=profile))


HRNP = Driver(
    key="hrnp",
    title="海能达 HRNP",
    capabilities=frozenset(
        {
            Capability.PRIVATE_CALL,
            Capability.GROUP_CALL,
            Capability.ALL_CALL,
            Capability.TALK,
            Capability.TEXT,
            Capability.GROUP_TEXT,
            Capability.DELIVERY,
            Capability.LOCATE,
            Capability.PERIODIC_LOCATE,
            Capability.ONLINE_CHECK,
            Capability.RADIO_CHECK,
            Capability.STUN,
            Capability.REVIVE,
            Capability.MONITOR,
            Capability.EMERGENCY,
            Capability.EMERGENCY_STOP,
            Capability.PRESENCE,
            Capability.RSSI,
        }
    ),
    framer=Framer,
    session=HrnpSession,
    measure=measure,
    tuned=tuned,
)
