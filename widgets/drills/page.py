"""可视化演练: the drill under way, what is planned, and what came of those before, a sheet each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from app.base.bus import Changed
from app.base.drafts import Drafts
from app.drills.eyes import Arrived, Eyes
from app.drills.metrics import RunLook
from app.drills.records import Stage
from app.drills.service import Drills
from app.video.judging import Judges
from app.video.records import Camera
from app.video.wall import Wall
from widgets.checks.sheets import SheetsPage
from widgets.checks.view import CheckView
from widgets.drills.band import DrillBand
from widgets.drills.planview import PlanView
from widgets.drills.resultsview import PrintDrill, ResultsView
from widgets.drills.runview import RunView
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.video.badges import Badges

LOOK_MS = 1000


@dataclass(frozen=True, slots=True)
class DrillRooms:
    """What the page is made of. `cameras` is the directory as the screen has it."""

    drills: Drills
    wall: Wall
    judges: Judges
    badges: Badges
    cameras: Callable[[], Sequence[Camera]]
    print_drill: PrintDrill


class DrillsPage(SheetsPage):
    """Looks at the targets of a drill under way also while another page is shown. `badge` is 1 then."""

    key = "drills"

    def __init__(self, desk: Desk, rooms: DrillRooms, drafts: Drafts) -> None:
        super().__init__()
        self._desk, self._rooms = desk, rooms
        self._drills = rooms.drills
        self._running: RunLook | None = None
        self.run = RunView(desk, rooms.drills, rooms.wall, rooms.badges, rooms.cameras)
        self.plan = PlanView(desk, rooms.drills)
        self.plan.started = lambda: self.turn("run")
        self.results = ResultsView(desk, rooms.drills, rooms.print_drill)
        sheets: dict[str, CheckView] = {
            "run": self.run, "plan": self.plan, "results": self.results,
        }  # fmt: skip
        self.plan.keep_drafts(drafts, "drill-plan")
        self.lay_sheets(desk.theme, sheets, self._words(), 34)
        self.band = DrillBand(desk.theme)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(0, self.band)
        self.eyes = Eyes(rooms.wall, desk.clock, rooms.drills.rules, rooms.judges.doubts)
        self._again: Reread[RunLook | None] = Reread(self, desk.store, self._take, _leave)
        listen(self, desk.bus, Changed, self._changed)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._again.ask(self._drills.running)

    def print_page(self) -> bool:
        if self.turned != "results":
            self.turn("results")
        return self.results.print_page()

    def open(self, sheet: Any) -> None:
        if sheet in self.sheets:
            self.turn(sheet)

    def close_eyes(self) -> None:
        """The desk ends."""
        self._timer.stop()
        self.eyes.close()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("drill_run", "drill_target", "drill_pause"):
            self._again.ask(self._drills.running)

    def _take(self, running: RunLook | None) -> None:
        self._running = running
        self.badge.emit(1 if running is not None else 0)
        self.band.tell(self._band_words())
        if running is not None:
            self._timer.start()
        self._look()
        if running is None:
            self._timer.stop()

    def _look(self) -> None:
        """Once a second while a drill is under way: who has a picture now, and is its time over?"""
        run = self._running
        for seen in self.eyes.tick(run, self._rooms.cameras()):
            if run is None:
                continue
            if isinstance(seen, Arrived):
                told = (self._drills.arrived, seen.target_id, run.id, seen.at)
            else:
                told = (self._drills.measured, seen.target_id, run.id, seen.verdict)
            ask(self, self._desk.store, *told, fail=_leave)
        if run is not None and run.run.until is not None:
            ask(self, self._desk.store, self._drills.tick, fail=_leave)

    def _band_words(self) -> str:
        run = self._running
        if run is None:
            return ""
        words = f"{run.run.title}　{run.stage.value}"
        if run.stage is Stage.PAUSED and run.pauses:
            words += f"：{self._desk.session.covered(run.pauses[-1].reason)}"
        return words

    def _words(self) -> dict[str, str]:
        return {
            "run": self.tr("Under way  Alt+5"),
            "plan": self.tr("Planning  Alt+6"),
            "results": self.tr("Results  Alt+7"),
        }


def _leave(_error: Exception) -> None:
    """The store does not answer: its lamp says so, and what was shown stays."""
