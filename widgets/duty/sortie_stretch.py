"""Which stretch of time a list shows: some that are asked for often, or from day to day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import local_day
from app.base.errors import Refused
from app.incidents.statistics import Stretch, month_to, year_to
from app.people.days import day
from widgets.kit.fields import ComboField, TextField
from widgets.kit.theme import Theme

WEEK_DAYS = 7


class StretchChoice(QWidget):
    """`stretch(now)` is what is chosen, None for all. `changed` when it is another one."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        options = [
            ("year", self.tr("This year so far")),
            ("month", self.tr("This month so far")),
            ("week", self.tr("Last seven days")),
            ("today", self.tr("Today")),
            ("", self.tr("All that is kept")),
            ("typed", self.tr("From day to day")),
        ]
        self.which = ComboField(theme, "", options)
        self.first = TextField(theme, "", placeholder=self.tr("Begins on"))
        self.last = TextField(theme, "", placeholder=self.tr("Ends on"))
        for field, name in (
            (self.which, self.tr("Stretch")),
            (self.first, self.tr("Begins on")),
            (self.last, self.tr("Ends on")),
        ):
            field.editor.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.s"))
        for widget, share in ((self.which, 4), (self.first, 3), (self.last, 3)):
            row.addWidget(widget, share)
        self.which.changed.connect(self._chosen)
        for field in (self.first, self.last):
            field.edit.editingFinished.connect(self.changed)
        self._chosen()

    def stretch(self, now: datetime) -> Stretch | None:
        """Raises `Refused`: first (missing, not_a_day), last (not_a_day, before_first)."""
        today, chosen = local_day(now), self.which.value()
        if chosen == "typed":
            return self._typed(now, today)
        known = {"year": year_to, "month": month_to}
        if chosen in known:
            return known[chosen](today)
        first = {"week": today - timedelta(days=WEEK_DAYS - 1), "today": today}.get(chosen)
        return Stretch(first, today) if first is not None else None

    def show_all(self) -> None:
        self.which.set_value("")
        self._chosen()

    def show_error(self, field: str, words: str) -> bool:
        fields = {"first": self.first, "last": self.last}
        if field in fields:
            fields[field].show_error(words)
        return field in fields

    def clear_errors(self) -> None:
        self.first.show_error("")
        self.last.show_error("")

    def _typed(self, now: datetime, today: date) -> Stretch:
        first = day("first", self.first.value(), now)
        last = day("last", self.last.value(), now) or today
        if first is None:
            raise Refused("first", "missing")
        if last < first:
            raise Refused("last", "before_first")
        return Stretch(first, last)

    def _chosen(self) -> None:
        typed = self.which.value() == "typed"
        self.first.setVisible(typed)
        self.last.setVisible(typed)
        if not typed or not self.first.is_empty():
            self.changed.emit()
