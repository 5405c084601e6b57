"""The place of an emergency that its radio told later: into a sheet where nobody said one, else offered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.base.clock import hhmm, span
from app.incidents.alarm_draft import RADIO_PLACE, from_radio, offered, taken, with_place
from app.incidents.drafted import DraftPlaced
from widgets.incidents.calls import Sheet
from widgets.kit.desk import Desk
from widgets.kit.listen import listen

if TYPE_CHECKING:
    from widgets.incidents.intake import IntakePage

_FILLED = ("place", "course")


class Placing(QObject):
    """`taken` when the sheet in hand has another place. Its age is told while the sheet is in hand."""

    taken = Signal()

    def __init__(self, desk: Desk, page: IntakePage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        listen(self, desk.bus, DraftPlaced, self._placed)
        page.side.place.take_wanted.connect(self.take)
        self._timer = QTimer(self)
        self._timer.setInterval(desk.theme.px("duration_ms.tick"))
        self._timer.timeout.connect(self.show)
        self._timer.start()

    def show(self) -> None:
        """From whom the place of the sheet is and how old, or what is offered instead."""
        fields = self._page.sheet.fields
        heard, offer = fields.get(RADIO_PLACE), offered(fields)
        if heard is None:
            self._page.side.place.show_place("", offer=False)
            return
        at = datetime.fromisoformat(heard["at"])
        told = tr("{lat}N {lon}E, radio at {time}, {span} ago").format(
            lat=f"{heard['lat']:.4f}",
            lon=f"{heard['lon']:.4f}",
            time=hhmm(at),
            span=span(self._desk.clock.now() - at),
        )
        self._page.side.place.show_place(told, offer=offer is not None)

    def take(self) -> None:
        """The officer wants it: the position; his own words for the place stay."""
        if offered(self._page.sheet.fields) is not None:
            self._put(self._page.sheet, taken(self._page.sheet.fields))
            self.taken.emit()

    def _placed(self, fact: DraftPlaced) -> None:
        """A field that holds the cursor is being typed into, whatever stands in it."""
        page = self._page
        sheet = page.calls.sheet(str(fact.key))
        if sheet is None:
            return
        if sheet is not page.sheet:
            sheet.fields = with_place(sheet.fields, fact.heard)
            page.calls.keep(sheet)
            return
        page.keep()
        place = page.form.fields["place"]
        if place.editor.hasFocus() and not from_radio(sheet.fields):
            sheet.fields[RADIO_PLACE] = dict(fact.heard)
        else:
            self._put(sheet, with_place(sheet.fields, fact.heard))
        self.taken.emit()
        page.keep()

    def _put(self, sheet: Sheet, words: dict) -> None:
        form = self._page.form
        for name in _FILLED:
            field = form.fields[name]
            if words.get(name) == sheet.fields.get(name):
                continue
            if field.editor.hasFocus() and name != "place":
                words[name] = sheet.fields.get(name, "")
            else:
                form.fill_in(name, words[name])
        sheet.fields = words


def tr(words: str) -> str:
    return QCoreApplication.translate("Placing", words)
