"""The gateways of this desk: one link each, started together, stopped together."""

from __future__ import annotations

from app.base.clock import Clock
from app.base.ports.line import Port
from app.base.settings import Gateway as Setting
from app.radio.board import Gateway
from app.radio.drivers import driver_named
from app.radio.link import RadioLink
from app.radio.service import RadioService


class Gateways:
    """Made on the Qt thread; `start` after the service has loaded what it remembers."""

    def __init__(self, service: RadioService, clock: Clock, gateways: tuple[Setting, ...]) -> None:
        self._links = []
        for one in gateways:
            driver = driver_named(one.driver)
            session = driver.session(one.name)
            link = RadioLink(
                Port(one.port, one.baud), driver.framer(), session, service.hear, clock
            )
            service.attach(Gateway(one.name, one.name, one.port, driver), link)
            self._links.append(link)

    def start(self) -> None:
        for link in self._links:
            link.start()

    def stop(self) -> None:
        for link in self._links:
            link.stop()
