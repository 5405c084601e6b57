"""The gateways of this desk: one link and one raw record each, started together, stopped together."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from threading import Lock

from app.base.clock import Clock
from app.base.ports.line import Port
from app.base.ports.record import RawRecords
from app.base.settings import Gateway as Setting
from app.radio.board import Gateway
from app.radio.driver import Driver
from app.radio.drivers import DRIVERS
from app.radio.link import RadioLink
from app.radio.service import RadioService

_log = logging.getLogger(__name__)


class Gateways:
    """Made on the Qt thread; `start` after the service has loaded what it remembers.

    `rejected` names what the settings say of drivers and cannot be used, as `Settings.rejected` does; a
    gateway whose driver is unknown is left out, the others work.
    """

    def __init__(
        self,
        service: RadioService,
        clock: Clock,
        gateways: tuple[Setting, ...],
        records: RawRecords,
        drivers: Mapping[str, Driver] = DRIVERS,
    ) -> None:
        self.rejected: list[str] = []
        self._service = service
        self._clock = clock
        self._links: list[RadioLink] = []
        self._lock = Lock()
        self._runs = self._over = False
        self._records = records
        self._drivers = drivers
        for one in gateways:
            self._attach(one)

    def join(self, one: Setting) -> bool:
        """One more, off the Qt thread too; it starts with the others. False when its driver is not known
        here, or all have ended."""
        with self._lock:
            link = None if self._over else self._attach(one)
            if link is not None and self._runs:
                link.start()
        return link is not None

    def _attach(self, one: Setting) -> RadioLink | None:
        driver = self._driver(one)
        if driver is None:
            return None
        baud = one.baud or driver.baud
        record = self._records.of(one.name, f"{driver.key} {baud} {one.port}")
        link = RadioLink(
            Port(one.port, baud, one.flow),
            driver.framer(),
            driver.session(one.name),
            self._service.hear,
            self._clock,
            record,
        )
        held = Gateway(one.name, one.name, one.port, driver, baud, link.counters, record)
        self._service.attach(held, link)
        self._links.append(link)
        return link

    def start(self) -> None:
        self._records.start()
        with self._lock:
            self._runs = True
            for link in self._links:
                link.start()

    def stop(self) -> None:
        """A key that is down is let go before its port is closed."""
        with self._lock:
            self._over = True
        self._service.release("stopped")
        for link in self._links:
            link.end()
        for link in self._links:
            if not link.stop():
                _log.warning("the link of gateway %s did not end in time", link.name)
        self._records.stop()

    def _driver(self, one: Setting) -> Driver | None:
        driver = self._drivers.get(one.driver)
        if driver is None:
            known = ", ".join(self._drivers)
            self.rejected.append(f"gateway {one.name}.driver = {one.driver} ({known})")
            return None
        options = dict(one.profile)
        while options and driver.tuned is not None:
            try:
                return driver.tuned(options)
            except ValueError as bad:
                options.pop(str(bad))
                self.rejected.append(f"gateway {one.name}.profile.{bad}")
        self.rejected += [f"gateway {one.name}.profile.{name}" for name in options]
        return driver
