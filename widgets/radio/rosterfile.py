"""The whole roster of radios out as a table, and in by way of a dry run that takes the page's place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.dryrun import ImportPlan
from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act, demand
from app.radio.records import Radio
from app.radio.roster_sheet import TITLE, WIDTHS, RosterSheet, table
from app.radio.service import RadioService
from widgets.checks.exporting import save_table
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.people.imports import KINDS, ImportView
from widgets.people.words import contact_refusals
from widgets.radio.words import tr


class RosterFile(QObject):
    """`view` is shown in place of `inside` while a file is looked at."""

    def __init__(self, desk: Desk, service: RadioService, inside: QWidget, back: QWidget) -> None:
        """`back` has the cursor after it."""
        super().__init__(inside)
        self._desk, self._service, self._inside, self._back = desk, service, inside, back
        heads = tr("Unit of the radio"), tr("Number")
        self.view = ImportView(desk, _Granted(service.roster_sheet), Act.DICTIONARIES, heads)
        self.view.hide()
        self.view.planned.connect(lambda: self._turn(look=True))
        self.view.left.connect(lambda: self._turn(look=False))

    def choose_import(self, file: str = "") -> None:
        if self._may(Act.DICTIONARIES):
            title = tr("Import radios")
            file = file or QFileDialog.getOpenFileName(self._inside, title, "", KINDS)[0]
            if file:
                self.view.take(Path(file), self._refused)

    def choose_export(self, to: str = "") -> None:
        if not self._may(Act.UNCOVERED):
            return

        def save(radios: list[Radio]) -> None:
            save_table(self._inside, self._desk, table(radios), TITLE, WIDTHS, self._refused, to)

        ask(self, self._desk.store, self._service.lists.radios, then=save, fail=self._refused)

    def _may(self, act: Act) -> bool:
        try:
            self._desk.session.demand(act)
        except Refused as error:
            self._refused(error)
            return False
        return True

    def _refused(self, error: Exception) -> None:
        self._desk.say(explain(error, contact_refusals()))

    def _turn(self, *, look: bool) -> None:
        self._inside.setVisible(not look)
        self.view.setVisible(look)
        if look:
            self.view.table.view.setFocus()
        else:
            self._back.setFocus()


class _Granted:
    """The sheet for who may."""

    def __init__(self, sheet: RosterSheet) -> None:
        self._sheet = sheet

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        return self._sheet.plan(rows)

    def write(self, by: Officer, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        demand(by, Act.DICTIONARIES)
        return self._sheet.write(str(by.id), rows, shown)
