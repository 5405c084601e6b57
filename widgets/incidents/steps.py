"""A list of acts of one kind: the rows, what is done with the chosen one, the form for a new one below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import Clock, day_hhmm, hhmm, local_day
from app.base.errors import Refused
from widgets.duty.todo import due_words, state
from widgets.incidents.tab import Tab
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.chips import Pill, paint_mark
from widgets.kit.columns import Column
from widgets.kit.form import Form
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.kit.text import RIGHT, one_line
from widgets.kit.theme import Theme

LEAST_ROWS = 3
Span = Callable[[Any], tuple[datetime, datetime] | None]
"""(began, due) of a record that is still open; None = no limit, or done."""


class Steps(Tab):
    """A subclass fills the table and the forms; `chosen` is the row its steps are about."""

    def first_focus(self) -> QWidget:
        return self.table.view

    def choose(self, key: UUID) -> bool:
        return self.table.select(key)

    def chosen(self, form: Form) -> Any | None:
        """The row the next step is about; says so where none is chosen."""
        one = self.table.current()
        if one is None and len(self.table.records) == 1:
            one = self.table.records[0]
        if one is None:
            self.refuse(form, Refused("row", "choose"))
        return one

    def list_panel(
        self, box: QVBoxLayout, title: str, columns: Sequence[Column], empty: str, name: str
    ) -> Panel:
        """With the table in it, and a place for the steps below."""
        panel = Panel(self.theme, title, flush=True)
        self.table = RecordTable(
            self.theme, columns, row="list_two_line", empty=empty, name=name,
            memory=self.desk.memory,
        )  # fmt: skip
        self.table.view.setMinimumHeight(
            self.theme.px("row.header") + LEAST_ROWS * self.theme.px("row.list_two_line")
        )
        panel.add(self.table, 1)
        box.addWidget(panel, 1)
        return panel

    def form_panel(self, box: QVBoxLayout, title: str, form: Form, main: MainButton) -> Panel:
        panel = Panel(self.theme, title)
        panel.tools.addWidget(main)
        panel.add(form)
        panel.add(self.trouble)
        box.addWidget(panel)
        return panel

    def step_row(self, panel: Panel, form: Form, buttons: Sequence[PlainButton]) -> None:
        """Fields of the next step, and its buttons in a line of their own."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        edge = self.theme.px("space.l")
        gap = self.theme.px("space.s")
        column.setContentsMargins(edge, gap, edge, gap)
        column.setSpacing(self.theme.px("space.s"))
        column.addWidget(form)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("space.s"))
        for button in buttons:
            row.addWidget(button, 1)
        column.addLayout(row)
        panel.add(holder)


def due_column(clock: Clock, title: str, span: Span) -> Column:
    """Right-aligned: plain, outlined magenta when soon, solid when over; — where there is no limit."""

    def words(record: Any) -> str:
        limits = span(record)
        return "—" if limits is None else due_words(limits[1], clock.now())

    def paint(painter: QPainter, rect: QRect, theme: Theme, record: Any) -> None:
        limits, now = span(record), clock.now()
        if limits is not None:
            share = theme.number("clock.soon_at_share_left")
            look = state(*limits, now, share)
            if look != "quiet":
                paint_mark(painter, rect, theme, Pill(words(record), look), right=True)
                return
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text" if limits else "text2"))
        one_line(painter, rect, RIGHT, words(record))

    return Column(title, words, 122, right=True, paint=paint)


def time_column(
    clock: Clock, title: str, at: Callable[[Any], datetime | None], fold: bool = False
) -> Column:
    """15:22, of another day with its date below; — while it is not known."""

    def words(record: Any) -> str:
        moment = at(record)
        return "—" if moment is None else hhmm(moment)

    def day(record: Any) -> str:
        moment = at(record)
        other = moment is not None and local_day(moment) != local_day(clock.now())
        return day_hhmm(moment)[:5] if other and moment is not None else ""

    return Column(title, words, 66, right=True, fold=fold, second=day)
