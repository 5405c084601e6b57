"""点名: roll call, zero reports, spot checks, equipment and papers, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer

from app.base.bus import Changed
from app.base.drafts import Drafts
from app.duty.checking import Checking
from app.duty.checks import PaperState
from app.duty.scans import Scans
from widgets.checks.equipmentview import EquipmentView
from widgets.checks.papersview import PapersView
from widgets.checks.radiorows import RadioRollRooms
from widgets.checks.rollsheet import RollSheet
from widgets.checks.rollview import RollView
from widgets.checks.sheets import SheetsPage
from widgets.checks.spotview import SpotView
from widgets.checks.view import CheckView
from widgets.checks.zeroview import Incidents, ZeroView
from widgets.duty.files import Attached
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.shell.status import Status

LOOK_MS = 60_000


class RollCallPage(SheetsPage):
    """`open("zero")` goes to a sheet: roll, zero, spots, equipment, papers; "radio" to the calling by radio.

    `badge` counts the towns whose zero report is overdue, and the papers that should have gone on.
    """

    key = "rollcall"

    def __init__(
        self,
        desk: Desk,
        checks: Checking,
        room: str,
        status: Status,
        incidents: Incidents,
        go: Callable[[str, Any], None],
        drafts: Drafts,
        scans: Scans | None = None,
        attached: Attached | None = None,
        radio_rolls: RadioRollRooms | None = None,
    ) -> None:
        """`radio_rolls` None: this room calls nobody by radio."""
        super().__init__()
        self._desk, self._checks = desk, checks
        self.roll = RollView(desk, checks.rolls, room)
        self.zero = ZeroView(desk, checks.zero, incidents)
        self.zero.line_wanted.connect(lambda line: go("log", line))
        self.spots = SpotView(desk, checks.rolls)
        self.equipment = EquipmentView(desk, checks.equipment, status)
        self.papers = PapersView(desk, checks.papers, scans, attached)
        self.radio_roll = RollSheet(desk, self.roll, radio_rolls, room) if radio_rolls else None
        sheets: dict[str, CheckView | RollSheet] = {
            "roll": self.radio_roll or self.roll,
            "zero": self.zero,
            "spots": self.spots,
            "equipment": self.equipment,
            "papers": self.papers,
        }
        for name, sheet in sheets.items():
            sheet.keep_drafts(drafts, f"check-{name}")
        self.lay_sheets(desk.theme, sheets, self._words(), 44)
        self._again: Reread[int] = Reread(self, desk.store, self.badge.emit, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        self._minute = QTimer(self, interval=LOOK_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()
        self._again.ask(self._waiting)

    def open(self, sheet: str) -> None:
        if sheet in self.sheets:
            self.turn(sheet)
        elif self.radio_roll is not None and sheet in self.radio_roll.parts:
            self.turn("roll")
            self.radio_roll.turn(sheet)

    def print_page(self) -> bool:
        sheet = self.radio_roll
        return sheet is not None and self.turned == "roll" and sheet.print_page()

    def _waiting(self) -> int:
        papers, now = self._checks.papers, self._desk.clock.now()
        late = [papers.limit(one) for one in papers.waiting() if one.state is PaperState.ENTERED]
        overdue = sum(limit is not None and limit <= now for limit in late)
        return len(self._checks.zero.look().to_chase()) + overdue

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("zero_report", "paper", "org"):
            self._again.ask(self._waiting)

    def _tick(self) -> None:
        """Hours pass by themselves: a slot begins, its grace ends."""
        self.zero.read()
        self._again.ask(self._waiting)

    def _words(self) -> dict[str, str]:
        return {
            "roll": self.tr("Roll call  Alt+5"),
            "zero": self.tr("Zero reports  Alt+6"),
            "spots": self.tr("Spot checks  Alt+7"),
            "equipment": self.tr("Self-check  Alt+8"),
            "papers": self.tr("Papers  Alt+9"),
        }
