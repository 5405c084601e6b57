"""报修 from the pages of radio and video: what is wrong with the device that is chosen there."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.duty.records import LogEntry
from app.duty.selfcheck import SelfChecks
from app.people.rights import Act
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.overcard import OverCard

LABEL_W = 72


def report_from(desk: Desk, equipment: SelfChecks, page: Any) -> TicketCard:
    """The card of a page whose `fault_wanted(name)` asks for it, over all that stands in `inside`; with its
    `fault_found(name, words)` a page says what is wrong as well."""
    card = TicketCard(desk, equipment, page)
    if hasattr(page, "fault_found"):
        page.fault_found.connect(lambda device, words: card.ask_about(device, page.inside, words))
    page.fault_wanted.connect(lambda device: card.ask_about(device, page.inside))
    return card


class TicketCard(OverCard):
    """Lies over one page. The device is filled in and may be changed; the words are the officer's."""

    card_w = 560

    def __init__(self, desk: Desk, equipment: SelfChecks, page: QWidget) -> None:
        theme = desk.theme
        self.device = TextField(theme, self.tr("Faulty device"), label_w=LABEL_W, required=True)
        self.words = TextField(theme, self.tr("What is wrong"), label_w=LABEL_W, required=True)
        super().__init__(theme, page, {"device": self.device, "words": self.words})
        self._desk, self._equipment, self._page = desk, equipment, page
        self.given.connect(self._report)
        self.left.connect(page.setFocus)

    def ask_about(self, device: str, below: QWidget, words: str = "") -> None:
        self.device.set_value(device)
        self.words.set_value(words)
        self.ask_for(
            self.tr("Report a fault"),
            self.tr(
                "It stays an open line of the log, and goes on at the handover, until it is done."
            ),
            self.tr("Report it"),
            below,
        )
        (self.words if device else self.device).setFocus()

    def _report(self) -> None:
        try:
            by = self._desk.session.demand(Act.TICKET)
            shift = self._desk.session.demand_shift()
        except Refused as error:
            self.refuse(error)
            return
        told = (by, shift, self.device.value(), self.words.value())
        ask(
            self, self._desk.store, self._equipment.report, *told, then=self._done, fail=self.refuse
        )

    def _done(self, entry: LogEntry) -> None:
        self.close_card()
        self._desk.say(self.tr("In the log as no. {n}").format(n=entry.seq))
        self.left.emit()
