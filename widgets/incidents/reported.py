"""报告: the reports of an incident and how far each is; they are written on the page of reports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.reports.records import Report, Sending
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable


class Reported(Tab):
    """Enter opens the report where it is written; Alt+R begins the next one there."""

    def first_focus(self) -> QWidget:
        return self.table.view

    def show_seen(self, seen: Seen | None) -> None:
        self._sent = {}
        for one in seen.case.sendings if seen else ():
            self._sent.setdefault(one.report_id, []).append(one)
        self.table.show_records(seen.case.reports[::-1] if seen else (), now=True)
        self._begin.setEnabled(seen is not None)

    def choose(self, key: UUID) -> bool:
        return self.table.select(key)

    def _go(self, report: Any) -> None:
        self.services.go("reports", report.id)

    def _next(self) -> None:
        if self.seen is not None:
            self.services.go("reports", self.seen.incident.id)

    def _sent_words(self, report: Report) -> str:
        sent = self._sent.get(report.id, [])
        if not sent:
            return "—"
        confirmed = sum(one.confirmed_at is not None for one in sent)
        words = self.tr("{n} sent, {m} confirmed")
        return words.format(n=len(sent), m=confirmed)

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self._sent: dict[UUID, list[Sending]] = {}
        panel = Panel(theme, self.tr("Reports of this incident"), flush=True)
        self._begin = PlainButton(theme, self.tr("Go on under Reports"), "Alt+R")
        self._begin.clicked.connect(self._next)
        panel.tools.addWidget(self._begin)
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Report"), lambda one: one.spoken, 110, strong=True),
                Column(
                    self.tr("Title"),
                    lambda one: one.title,
                    220,
                    stretch=True,
                    second=lambda one: f"{day_hhmm(one.drafted_at)} {one.drafted_name}",
                ),
                Column(self.tr("How far"), lambda one: one.stage.value, 90),
                Column(self.tr("Sent to"), self._sent_words, 150, fold=True),
            ),
            row="list_two_line",
            empty=self.tr("No report yet: the first one is drafted under Reports."),
            name="incident-reports",
            memory=self.desk.memory,
        )
        self.table.opened.connect(self._go)
        panel.add(self.table, 1)
        panel.add(self.trouble)
        box.addWidget(panel, 1)
