"""The left side of the page: the board of clocks, what belongs to the one chosen, and its keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.people.rights import Act
from app.reports.clocks import Running
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.panel import Panel
from widgets.reports.board import BoardList
from widgets.reports.clockacts import ClockActs
from widgets.reports.duties import DutiesView


class ClockSide(Panel):
    """Alt+M met by hand, Alt+E explained."""

    def __init__(self, desk: Desk, title: str, acts: ClockActs) -> None:
        theme = desk.theme
        super().__init__(theme, title, flush=True)
        self._desk = desk
        self.board = BoardList(theme, desk.clock)
        self.duties = DutiesView(theme)
        self.add(self.board, 3)
        self.add(self.duties, 2)
        self.add(self._keys(acts))

    def show_rows(self, rows: Sequence[Running]) -> int:
        """How many run late now."""
        now = self._desk.clock.now()
        self.board.show_rows(rows)
        late = sum(row.late(now) and not row.reason for row in rows)
        words = self.tr("{n} running, {late} to explain")
        self.set_note(words.format(n=len(rows), late=late))
        return sum(row.late(now) and row.clock.met_at is None for row in rows)

    def _keys(self, acts: ClockActs) -> QWidget:
        theme = self._desk.theme
        met = PlainButton(theme, self.tr("Met by hand"), "Alt+M")
        met.clicked.connect(acts.met_by_hand)
        explain = PlainButton(theme, self.tr("Explain"), "Alt+E")
        explain.clicked.connect(acts.explain)
        rules = PlainButton(theme, self.tr("Rule books"))
        rules.clicked.connect(acts.rules)
        gates(self._desk, Act.INTAKE, met, explain)
        gates(self._desk, Act.DICTIONARIES, rules)
        row = QWidget()
        line = QHBoxLayout(row)
        side = theme.px("space.l")
        line.setContentsMargins(side, 0, side, 0)
        line.setSpacing(theme.px("space.s"))
        for button in (met, explain, rules):
            line.addWidget(button)
        line.addStretch(1)
        return row
