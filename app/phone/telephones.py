"""The duty telephones of this desk: a modem each, heard on a thread of its own."""

from __future__ import annotations

from functools import partial

from app.base.clock import Clock
from app.base.ports.line import Port, PortLine
from app.base.settings import Phone
from app.phone.book import PhoneBook
from app.phone.lines import LineFramer
from app.phone.modem import ModemProfile, ModemSession, PhoneEvent


class Telephones:
    """Made on the Qt thread, started once the record is open."""

    def __init__(
        self, book: PhoneBook, clock: Clock, phones: tuple[Phone, ...], profile: ModemProfile
    ) -> None:
        self._lines: list[PortLine[object, PhoneEvent]] = [
            PortLine(
                one.name, Port(one.port, one.baud), LineFramer(), ModemSession(profile),
                partial(book.hear, one.name), clock,
            )
            for one in phones
        ]  # fmt: skip

    def start(self) -> None:
        for line in self._lines:
            line.start()

    def stop(self) -> None:
        for line in self._lines:
            line.end()
        for line in self._lines:
            line.stop()
