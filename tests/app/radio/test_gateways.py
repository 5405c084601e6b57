"""Settings to gateways: what cannot be used is told by name, and the rest works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.base.clock import SystemClock
from app.base.ports.raw import Way, read_lines
from app.base.ports.record import RawRecords
from app.base.settings import Gateway
from app.radio.driver import overlaid
from app.radio.drivers import DRIVERS
from app.radio.gateways import Gateways
from app.radio.pei.profile import PeiProfile
from tests.app.radio.county import Ear


class Service(Ear):
    """Takes the place of the radio room."""

    def __init__(self) -> None:
        super().__init__()
        self.attached: list[Any] = []

    def attach(self, gateway: Any, line: Any) -> None:
        self.attached.append((gateway, line))

    def release(self, code: str) -> None:
        """Nobody presses a key here."""


def gateways_of(folder: Path, *settings: Gateway) -> tuple[Gateways, Service]:
    service = Service()
    records = RawRecords(folder, SystemClock(), 1_000_000)
    return Gateways(service, SystemClock(), settings, records), service  # type: ignore[arg-type]


def test_a_driver_or_particularity_nobody_knows_is_told_and_the_rest_works(tmp_path: Path) -> None:
    gateways, service = gateways_of(
        tmp_path,
        Gateway("东", "/dev/none", driver="hytera"),
        Gateway("西", "/dev/none", profile=(("gap_s", 1), ("subnets", 9), ("tries", "x"))),
    )
    known = ", ".join(DRIVERS)
    assert sorted(gateways.rejected) == [
        f"gateway 东.driver = hytera ({known})",
        "gateway 西.profile.subnets",
        "gateway 西.profile.tries",
    ]
    [(seen, line)] = service.attached
    assert (seen.name, seen.baud, line.port.baud) == ("西", 115200, 115200)
    gateways.start()
    assert service.down().why == "missing"
    gateways.stop()
    text = b"".join(seen.record.whole()).decode()
    told = [one.data for one in read_lines(text.splitlines(keepends=True))]
    assert set(told) == {b"missing"}
    assert all(one.way is Way.NOTE for one in read_lines(text.splitlines(keepends=True)))
    assert seen.counters().openings == 0


def test_lists_of_a_profile_are_what_the_driver_takes() -> None:
    profile = PeiProfile()
    options: dict[str, object] = {
        "services": ("1,3,131",),
        "emergency_statuses": (1, 2),
        "probe_s": 2,
    }
    tuned = overlaid(profile, options)
    assert (tuned.services, tuned.emergency_statuses) == (("1,3,131",), frozenset({1, 2}))
    for name, bad in (
        ("gap_s", 1.0),  # reckoned, not given
        ("services", (5,)),
        ("emergency_statuses", ("x",)),
        ("probe_s", float("nan")),
        ("slow", 1),
        ("nothing", 1),
    ):
        with pytest.raises(ValueError, match=name):
            overlaid(profile, {name: bad})
