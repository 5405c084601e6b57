"""The paper beside the texts of a report: made anew when nobody has typed for a while, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from app.reports.records import Report
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.reports.words import why

QUIET_MS = 600
"""The paper is made when nobody has typed for so long."""

PrintReport = Callable[[Report, str], Paper]
"""A report with its full text as it stands on the screen; on the paper thread."""


class Papering(QObject):
    """`what` gives the report that is shown and its full text, None for nothing to make."""

    def __init__(
        self,
        desk: Desk,
        preview: PaperPreview,
        print_report: PrintReport,
        what: Callable[[], tuple[Report, str] | None],
    ) -> None:
        super().__init__(preview)
        self._desk, self._preview, self._print, self._what = desk, preview, print_report, what
        self._making = self._once_more = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._make)

    def want(self) -> None:
        self._quiet.start()

    def _make(self) -> None:
        shown = self._what()
        if shown is None:
            return
        if self._making:
            self._once_more = True
            return
        self._making, self._once_more = True, False
        ask(self, self._desk.paper, self._print, *shown, then=partial(self._made, shown[0].id),
            fail=self._not_made)  # fmt: skip

    def _made(self, report_id: UUID, paper: Paper) -> None:
        self._making = False
        shown = self._what()
        if self._once_more:
            self._make()
        elif shown is not None and shown[0].id == report_id:
            self._preview.show_paper(paper)

    def _not_made(self, error: Exception) -> None:
        self._making = False
        self._preview.say_trouble(why(error))
