"""The newest sheet becomes paper, away from the Qt thread, once nothing has changed for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.handover.sheet import HandoverSheet
from widgets.handover.preview import Paper
from widgets.kit.ask import ask
from widgets.kit.desk import Desk

QUIET_MS = 400
"""The paper is made when nothing has changed for so long: not once for every tick."""


class Papering(QObject):
    """`made(sheet, paper)` of the newest sheet only; `failed(error)`. One is made at a time."""

    made = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self, desk: Desk, print_sheet: Callable[[HandoverSheet], Paper], parent: QObject
    ) -> None:
        """`print_sheet` runs on the paper thread."""
        super().__init__(parent)
        self._desk = desk
        self._print_sheet = print_sheet
        self._sheet: HandoverSheet | None = None
        self._printing = self._again = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._make)

    def want(self, sheet: HandoverSheet) -> None:
        self._sheet = sheet
        self._quiet.start()

    def _make(self) -> None:
        if self._printing:
            self._again = True
            return
        self._printing, self._again = True, False
        sheet = self._sheet
        ask(
            self,
            self._desk.paper,
            self._print_sheet,
            sheet,
            then=lambda paper: self._printed(sheet, paper),
            fail=self._not_printed,
        )

    def _printed(self, sheet: HandoverSheet, paper: Paper) -> None:
        self._printing = False
        if self._again:
            self._make()
        else:
            self.made.emit(sheet, paper)

    def _not_printed(self, error: Exception) -> None:
        self._printing = False
        self.failed.emit(error)
