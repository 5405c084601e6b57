"""What the caller's words suggest for the sheet in hand, and its way into the fields that are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.incidents.listening import Suggested
from app.incidents.located import System
from widgets.incidents.calls import Sheet
from widgets.incidents.suggestions import POSITION

if TYPE_CHECKING:
    from widgets.incidents.intake import IntakePage


class Suggesting(QObject):
    """`taken` when fields were filled. `told`: what is suggested just now, None for nothing."""

    taken = Signal()

    def __init__(self, page: IntakePage) -> None:
        super().__init__(page)
        self._page = page
        self.told: Suggested | None = None

    def show_heard(self, sheet: Sheet, told: Suggested | None) -> None:
        """An answer about another sheet than the one in hand is let be."""
        if sheet is self._page.sheet:
            self.told = told
            self._show()

    def take(self) -> None:
        """What is suggested goes into the fields that are empty; a typed word stands."""
        if self.told is None:
            return
        form, empty = self._page.form, self._empty()
        for name, words in self.told.fields.items():
            if name in empty:
                form.fill_in(name, words)
        at = self.told.position
        if POSITION in empty and at is not None and at.system is not System.BAIDU:
            place = form.fields["place"].value()
            self._page.sheet.fields.update(lat=at.lat, lon=at.lon, placed_by=place)
        form.show_counts()
        self._show()
        self.taken.emit()

    def _show(self) -> None:
        self._page.side.suggestions.show_suggested(self.told, self._empty())

    def _empty(self) -> frozenset[str]:
        """Fields nothing was typed into; the place on the map is one of them."""
        fields = self._page.form.fields
        empty = {name for name, field in fields.items() if field.is_empty()}
        return frozenset(empty if self._page.heard().said.lat is not None else {*empty, POSITION})
