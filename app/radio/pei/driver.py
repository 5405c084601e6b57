"""The driver of radios and gateways that speak AT commands over a PEI."""

from __future__ import annotations

from collections.abc import Mapping

from app.radio.driver import Capability, Driver, overlaid
from app.radio.pei.framer import Framer
from app.radio.pei.length import measure
from app.radio.pei.profile import PeiProfile
from app.radio.pei.session import PeiSession

_CAPABILITIES = frozenset(
    {
        Capability.PRIVATE_CALL,
        Capability.GROUP_CALL,
        Capability.ALL_CALL,
        Capability.TALK,
        Capability.TEXT,
        Capability.GROUP_TEXT,
        Capability.DELIVERY,
        Capability.STATUS,
        Capability.EMERGENCY,
        Capability.RSSI,
        Capability.BATTERY,
        Capability.GROUPS,
    }
)


def _driver(profile: PeiProfile) -> Driver:
    return Driver(
        key="pei",
        title="AT 指令接口（PEI）",
        capabilities=_CAPABILITIES,
        framer=Framer,
        session=lambda gateway: PeiSession(gateway, profile),
        measure=measure,
        baud=38400,
        tuned=_tuned,
    )


def _tuned(options: Mapping[str, object]) -> Driver:
    """With the values of `PeiProfile` that are named."""
    return _driver(overlaid(PeiProfile(), options))


PEI = _driver(PeiProfile())
