"""What is known of a call while it is typed: whose number, which clocks run, which events may be the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.incidents.intake import Intake, Said
from app.incidents.records import Deadline, Incident
from widgets.incidents.calls import Sheet
from widgets.kit.ask import ask
from widgets.kit.desk import Desk

Who = Callable[[str], tuple[str, str] | None]
"""Unit and name that belong to a telephone number; runs on the store thread."""


class Lookups(QObject):
    """Every answer names the sheet it is about: the officer may have turned to another call meanwhile.

    `known(sheet, (unit, name) or None)`, `seen(sheet, clocks, incidents that may be the same)`,
    `failed(error)`.
    """

    known = Signal(object, object)
    seen = Signal(object, object, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, intake: Intake, who: Who | None, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._intake = intake
        self._who = who

    def ask_who(self, sheet: Sheet, number: str) -> None:
        if self._who is not None:
            ask(
                self,
                self._desk.store,
                self._who,
                number,
                then=lambda found: self.known.emit(sheet, found),
                fail=lambda _: None,
            )

    def look(self, sheet: Sheet, said: Said) -> None:
        """Clocks and possible duplicates of what is said so far."""
        if sheet.blank:
            self.seen.emit(sheet, [], [])
            return

        def work() -> tuple[Sequence[Deadline], Sequence[Incident]]:
            return self._intake.preview(said), self._intake.duplicates(said)

        ask(
            self,
            self._desk.store,
            work,
            then=lambda found: self.seen.emit(sheet, *found),
            fail=self.failed.emit,
        )
