"""The firms on duty, and beside them the table of turns that is about to be taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from app.base.errors import Refused
from app.people.rights import Act
from widgets.kit.desk import Desk
from widgets.people.imports import KINDS, ImportView
from widgets.people.rooms import ContactRooms
from widgets.people.support import SupportView


class SupportPlace(QStackedWidget):
    """`left` when the officer goes back to the book."""

    left = Signal()

    def __init__(self, desk: Desk, rooms: ContactRooms, page: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self.view = SupportView(desk, rooms.support, page)
        self.view.left.connect(self.left)
        self.view.import_wanted.connect(lambda: self.choose_import())
        self.imports = ImportView(desk, rooms.support_importing, Act.CONTACTS)
        self.imports.planned.connect(lambda: self._show(self.imports))
        self.imports.left.connect(lambda: self._show(self.view))
        self.addWidget(self.view)
        self.addWidget(self.imports)

    def choose_import(self, file: str = "") -> None:
        """A table of turns, looked at before it is written."""
        try:
            self._desk.session.demand(Act.CONTACTS)
        except Refused as error:
            self.view.refused(error)
            return
        self.view.tell("")
        title = self.tr("Import turns")
        file = file or QFileDialog.getOpenFileName(self, title, "", KINDS)[0]
        if file:
            self.imports.take(Path(file), self.view.refused)

    def _show(self, part: SupportView | ImportView) -> None:
        self.setCurrentWidget(part)
        part.table.view.setFocus()
