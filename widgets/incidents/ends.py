"""What becomes of a call: an incident, a further source of one, or a line of the log; never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import Way
from app.incidents.intake import Intake
from app.incidents.records import Incident
from app.incidents.said import Said, whole
from app.people.records import Officer
from widgets.incidents.calls import Sheet
from widgets.kit.ask import ask
from widgets.kit.desk import Desk


class Ends(QObject):
    """`begun` when a call is on its way: nothing further is sent until it has arrived (`registered`,
    `merged`, `logged`, each with its record, after COMMIT) or was `refused`."""

    begun = Signal()
    registered = Signal(object)
    merged = Signal(object)
    logged = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, intake: Intake, log: DutyLog) -> None:
        super().__init__()
        self._desk, self._intake, self._log = desk, intake, log
        self.under_way: Sheet | None = None
        self.sent: dict[str, Any] = {}
        """The words as they were sent: those typed since then are others."""

    def register(self, sheet: Sheet, said: Said) -> None:
        key = sheet.key
        self._send(
            sheet,
            lambda who, shift: self._intake.register(who, shift, key, said),
            self.registered.emit,
        )

    def merge(self, sheet: Sheet, into: Incident, said: Said) -> None:
        """The call is a further source of a known incident."""
        self._send(
            sheet,
            lambda who, shift: self._intake.merge(who, shift, into, said),
            lambda _: self.merged.emit(into),
        )

    def log_only(self, sheet: Sheet, said: Said) -> None:
        """A prank, a wrong number, a question: the words become a line of the log, no incident."""
        line = Line(
            whole(said),
            Way.IN,
            said.channel,
            unit=said.reporter_unit,
            person=said.reporter_name,
            phone=said.reporter_phone,
            at=said.received_at,
        )
        self._send(sheet, lambda who, shift: self._log.write(who, shift, line), self.logged.emit)

    def arrived(self) -> Sheet | None:
        """What was under way; the next may be sent."""
        sheet, self.under_way = self.under_way, None
        return sheet

    def _send(
        self,
        sheet: Sheet,
        work: Callable[[Officer, UUID], Any],
        then: Callable[[Any], None],
    ) -> None:
        if self.under_way is not None:
            return
        try:
            officer = self._desk.session.demand()
            shift = self._desk.session.demand_shift()
        except Refused as refused:
            self.refused.emit(refused)
            return
        self.under_way, self.sent = sheet, dict(sheet.fields)
        self.begun.emit()
        ask(self, self._desk.store, work, officer, shift, then=then, fail=self._failed)

    def _failed(self, error: Exception) -> None:
        self.under_way = None
        self.refused.emit(error)
