"""What is known of a call while it is typed: whose number, which clocks run, which events may be the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.base.bus import Changed
from app.incidents.intake import Intake
from app.incidents.listening import Listening
from app.incidents.records import Deadline, Incident
from app.incidents.said import Said
from widgets.incidents.calls import Sheet
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen

Who = Callable[[str], tuple[str, str] | None]
"""Unit and name that belong to a telephone number; runs on the store thread."""


class Lookups(QObject):
    """Every answer names the sheet it is about: the officer may have turned to another call meanwhile.

    `known(sheet, (unit, name) or None)`, `seen(sheet, clocks, incidents that may be the same)`,
    `heard(sheet, Suggested or None)`, `failed(error)`.
    """

    known = Signal(object, object)
    seen = Signal(object, object, object)
    heard = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        intake: Intake,
        who: Who | None,
        parent: QObject,
        listening: Listening | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._intake = intake
        self._who = who
        self._listening = listening
        if listening is not None:
            listen(self, desk.bus, Changed, self._changed)

    def hear(self, sheet: Sheet) -> None:
        """What the words so far suggest. A fault in it is a fault of the suggestions, not of the call."""
        received = sheet.fields.get("received_at")
        if self._listening is None or sheet.blank or not received:
            self.heard.emit(sheet, None)
            return
        ask(
            self,
            self._desk.store,
            self._listening.suggest,
            sheet.key,
            dict(sheet.fields),
            datetime.fromisoformat(received),
            then=lambda told: self.heard.emit(sheet, told),
            fail=lambda _: self.heard.emit(sheet, None),
        )

    def _changed(self, fact: Changed) -> None:
        if self._listening is not None and fact.kind in ("org", "calendar_day"):
            self._desk.store.run(self._listening.forget)

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
