"""What the card of a gateway's port works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.base.jobs import Jobs
from app.base.ports.listed import ListedPort, listed_ports
from app.radio.gateway_book import GatewayBook
from app.radio.table.finding import Found


@dataclass(frozen=True, slots=True)
class PortRooms:
    """`testing` is the thread on which devices are asked: a test takes seconds. `drivers` and `ports` read
    the disk: not on the Qt thread. `book` None: nothing is kept, as in the demonstration."""

    testing: Jobs
    drivers: Callable[[], Found]
    book: GatewayBook | None = None
    ports: Callable[[], list[ListedPort]] = listed_ports
