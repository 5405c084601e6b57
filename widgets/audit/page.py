"""对账: changes that the order of all desks did not let through, and an officer's word on each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.audit.reconcile import Reconciling
from app.audit.records import Choice, Contested, Past
from app.base.bus import Changed
from app.base.errors import Refused
from app.people.rights import Act
from widgets.audit.detail import ContestedDetail
from widgets.audit.forks import ForkList
from widgets.audit.look import list_columns
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.shell.page import Page

MOST = 200


class ReconcilePage(Page):
    """`open((table, key))` shows the life of any record; `badge` counts what nobody decided yet."""

    key = "reconcile"
    rights = (Act.UNCOVERED,)

    def __init__(self, desk: Desk, reconciling: Reconciling) -> None:
        super().__init__()
        self._desk = desk
        self._service = reconciling
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self._looked_at: tuple[str, str] | None = None
        self.detail = ContestedDetail(desk)
        self.detail.decided.connect(self._decide)
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        self.read()

    def first_focus(self) -> QWidget:
        return self.table.view

    def open(self, subject: tuple[str, str]) -> None:
        self.table.view.clearSelection()
        self.detail.look_back()
        self._read_past(subject)

    def read(self) -> None:
        self._again.ask(self._service.contested, MOST)

    def _show(self, found: list[Contested]) -> None:
        self._trouble.hide()
        self.table.show_records(found)
        waiting = sum(one.settled is None for one in found)
        self._list.set_note(self.tr("{n} to be decided").format(n=waiting))
        self.badge.emit(waiting)
        shown = self.detail.one
        if shown is not None:
            self._show_one(next((one for one in found if one.name == shown.name), None))
        elif found and self._looked_at is None:
            self.table.select(found[0].name)

    def _not_read(self, error: Exception) -> None:
        self._trouble.setText(explain(error))
        self._trouble.show()

    def _changed(self, fact: Changed) -> None:
        shown = {one.table for one in self.table.records}
        if fact.kind in ("conflict", "settlement") or fact.kind in shown:
            self.read()
        elif self._looked_at is not None and fact.kind == self._looked_at[0]:
            self._read_past(self._looked_at)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.forks.read()

    def _show_one(self, one: Contested | None) -> None:
        if one != self.detail.one:
            self.detail.show_one(one)
        if one is not None:
            self._read_past((one.table, one.key))

    def _read_past(self, subject: tuple[str, str]) -> None:
        self._looked_at = subject

        def show(steps: list[Past]) -> None:
            if self._looked_at == subject:
                self.detail.show_past(subject[0], steps)

        ask(self, self._desk.store, self._service.past, *subject, then=show, fail=self._not_read)

    def _decide(self, one: Contested, choice: Choice) -> None:
        try:
            officer = self._desk.session.demand(Act.SETTLE)
        except Refused as refused:
            self._refused(refused)
            return
        store, settle = self._desk.store, self._service.settle
        ask(self, store, settle, one, choice, officer, then=self._decided, fail=self._refused)

    def _decided(self, _done: Any) -> None:
        self._desk.say(self.tr("Decided and kept"))

    def _refused(self, error: Exception) -> None:
        own = {
            "settled": self.tr("This was decided meanwhile: {choice}"),
        }
        self.detail.refuse(explain(error, own))

    def _build(self) -> None:
        theme = self._desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._list = Panel(theme, self.tr("Reconcile"), key="Ctrl+D", flush=True)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._list.add(self._trouble)
        titles = (self.tr("Record and fields"), self.tr("Who wanted it"), self.tr("Decision"))
        self.table = RecordTable(
            theme,
            list_columns(titles),
            key=lambda one: one.name,
            row="list_two_line",
            empty=self.tr("Nothing to decide: no two desks changed the same field"),
            name="reconcile",
            memory=self._desk.memory,
        )
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.table.view.setHorizontalScrollBarPolicy(never)
        self.table.chosen.connect(self._show_one)
        self._list.add(self.table, 1)
        self.forks = ForkList(self._desk, self._service)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space.m"))
        left.addWidget(self._list, 1)
        left.addWidget(self.forks)
        row.addLayout(left, 520)
        row.addWidget(self.detail, 960)
