"""事件: the list, and one incident with all its threads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.bus import Changed
from app.incidents.records import Incident, IncidentStatus
from widgets.duty.refused import words_for
from widgets.incidents.detail import IncidentDetail
from widgets.incidents.look import Row, rows_of, short_columns
from widgets.incidents.services import Services
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.shell.page import Page

MOST = 500
_KINDS = frozenset({"incident", "deadline"})


class IncidentsPage(Page):
    """`open(id)` chooses one; what arrives never changes the choice."""

    key = "incidents"

    def __init__(self, desk: Desk, services: Services) -> None:
        super().__init__()
        self._desk = desk
        self._intake = services.intake
        self._wanted: UUID | None = None
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self.detail = IncidentDetail(desk, services)
        self._build()
        self._second = QTimer(self)
        self._second.setInterval(int(desk.theme.number("duration_ms.tick")))
        self._second.timeout.connect(self._tick)
        self._second.start()
        listen(self, desk.bus, Changed, self._changed)
        self.read()

    def first_focus(self) -> QWidget:
        return self.table.view

    def open(self, subject: UUID | None) -> None:
        if subject is None:
            return
        if not self.table.select(subject):
            self._wanted = subject
            self._which.set_value("all")
            self.read()

    def read(self) -> None:
        self._again.ask(self._look, self._which.value() == "open")

    def _look(self, only_open: bool) -> tuple[tuple[Row, ...], int]:
        waiting = tuple(self._intake.open())
        shown = waiting if only_open else tuple(self._intake.latest(MOST))
        return rows_of(shown, tuple(self._intake.running())), len(waiting)

    def _show(self, seen: tuple[tuple[Row, ...], int]) -> None:
        rows, waiting = seen
        self._trouble.hide()
        self.table.show_records(rows, now=self._wanted is not None)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._list.set_note(self.tr("{n} open").format(n=waiting))
        self.badge.emit(sum(_to_verify(row.incident) for row in rows))

    def _not_read(self, error: Exception) -> None:
        self._trouble.setText(words_for(error))
        self._trouble.show()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.read()

    def _chosen(self, row: Any) -> None:
        self.detail.show_incident(row.incident.id if row is not None else None)

    def _tick(self) -> None:
        if self.isVisible():
            self.table.repaint_column(len(self.table.model.columns) - 1)

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._list = Panel(theme, self.tr("Incidents"), key="Ctrl+E", flush=True)
        self._which = SegmentField(
            theme, "", [("open", self.tr("Still open")), ("all", self.tr("All"))]
        )
        self._which.set_value("open")
        self._which.changed.connect(self.read)
        self._which.setFixedWidth(theme.px("size.body") * 9)
        self._list.tools.insertWidget(0, self._which)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._list.add(self._trouble)
        titles = (self.tr("Incident"), self.tr("Next limit"))
        self.table = RecordTable(
            theme,
            short_columns(self._desk.clock, titles),
            row="list_two_line",
            empty=self.tr("No open incident. Ctrl+N takes one in."),
            name="incidents-short",
            memory=self._desk.memory,
        )
        view = self.table.view
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.chosen.connect(self._chosen)
        self._list.add(self.table, 1)
        row.addWidget(self._list, 400)
        row.addWidget(self.detail, 1040)


def _to_verify(incident: Incident) -> bool:
    return incident.status is IncidentStatus.TO_VERIFY
