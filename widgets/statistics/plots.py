"""Two plots of one look: bars of this stretch beside those of a year before, and the months as lines.

The only file that knows pyqtgraph. It takes half a second to load: the page has it loaded away from the
Qt thread when it is first shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.incidents.statistics import Look, Row
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme

MOST_BARS = 12
LONGEST_NAME = 8
_THICK = 0.38
_STEPS = 5


class Plots(QWidget):
    """`show_look` draws both; what they show stands in the table too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        pg.setConfigOptions(exitCleanup=False, antialias=True)
        self._theme = theme
        self.look: Look | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        self.division = Panel(theme, " ", " ")
        self.bars = _canvas()
        self.division.add(self.bars, 1)
        self.monthly = Panel(
            theme,
            self.tr("Month by month"),
            self.tr("whole line: this stretch; broken line: a year before"),
        )
        self.lines = _canvas()
        self.monthly.add(self.lines, 1)
        box.addWidget(self.division, 3)
        box.addWidget(self.monthly, 2)
        theme.changed.connect(self._draw)

    def show_look(self, look: Look) -> None:
        self.look = look
        self._draw()

    def _draw(self) -> None:
        if self.look is None:
            return
        rows = self.look.rows[:MOST_BARS]
        left_out = len(self.look.rows) - len(rows)
        self.division.set_title(self.tr("By {division}").format(division=self.look.by.value))
        note = self.tr("dark: this stretch; light: a year before")
        if left_out:
            note += self.tr("; {n} more in the table").format(n=left_out)
        self.division.set_note(note)
        self._draw_bars(rows)
        QTimer.singleShot(0, self, self._draw_months)  # keys may come in between
        for canvas, panel in ((self.bars, self.division), (self.lines, self.monthly)):
            canvas.setAccessibleName(panel.accessibleName())

    def _draw_months(self) -> None:
        if self.look is not None:
            self._draw_lines(self.look.months)

    def _draw_bars(self, rows: Sequence[Row]) -> None:
        plot = self._clear(self.bars)
        plot.invertY(True)
        plot.hideAxis("bottom")
        most = max((max(row.now.incidents, row.before.incidents) for row in rows), default=0)
        for numbers, side, tone in (
            ([row.now.incidents for row in rows], -1, "ink"),
            ([row.before.incidents for row in rows], 1, "line_strong"),
        ):
            places = [n + side * _THICK / 2 for n in range(len(rows))]
            bars = pg.BarGraphItem(
                x0=0, y=places, height=_THICK, width=numbers, pen=pg.mkPen(None),
                brush=self._theme.colour(tone),
            )  # fmt: skip
            plot.addItem(bars)
            for number, y in zip(numbers, places, strict=True):
                self._number(plot, number, number, y, (0, 0.5), small=len(rows) > 6)
        names = [(n, _short(row.name)) for n, row in enumerate(rows)]
        plot.getAxis("left").setTicks([names])
        plot.setXRange(0, max(most, 1) * 1.1, padding=0)
        plot.setYRange(-0.6, max(len(rows), 2) - 0.4, padding=0)

    def _draw_lines(self, months: Sequence[Row]) -> None:
        plot = self._clear(self.lines)
        now = [row.now.incidents for row in months]
        before = [row.before.incidents for row in months]
        places = list(range(len(months)))
        dark, light = self._theme.colour("ink"), self._theme.colour("line_strong")
        broken = pg.mkPen(light, width=2, style=Qt.PenStyle.DashLine)
        for values, pen, colour in (
            (before, broken, light),
            (now, pg.mkPen(dark, width=2), dark),
        ):
            plot.plot(
                places, values, pen=pen, symbol="o", symbolSize=6, symbolBrush=colour,
                symbolPen=pg.mkPen(None),
            )  # fmt: skip
        for n, number in enumerate(now):
            under = number and number < before[n]
            self._number(plot, number, n, number, (0.5, -0.1 if under else 1.1), small=True)
        most = max((*now, *before), default=0)
        plot.getAxis("bottom").setTicks([[(n, row.name) for n, row in enumerate(months)]])
        plot.getAxis("left").setTicks([[(tick, str(tick)) for tick in ticks(most)]])
        plot.setXRange(-0.4, max(len(months), 2) - 0.6, padding=0)
        plot.setYRange(0, max(most, 1) * 1.25, padding=0)

    def _number(
        self,
        plot: pg.PlotItem,
        number: int,
        x: float,
        y: float,
        anchor: tuple[float, float],
        *,
        small: bool,
    ) -> None:
        words = pg.TextItem(str(number), color=self._theme.colour("text"), anchor=anchor)
        words.setFont(self._theme.font("caption" if small else "small"))
        words.setPos(x, y)
        plot.addItem(words, ignoreBounds=True)

    def _clear(self, canvas: pg.PlotWidget) -> pg.PlotItem:
        theme = self._theme
        canvas.setBackground(theme.colour("panel"))
        plot = canvas.getPlotItem()
        plot.clear()
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setStyle(tickLength=0, tickFont=theme.font("small"))
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("text2"))
        return plot


def ticks(most: int) -> list[int]:
    """Whole numbers from 0, some five of them, in steps of 1, 2 or 5 times a power of ten."""
    step = 1
    for power in range(12):
        for digit in (1, 2, 5):
            step = digit * 10**power
            if most <= step * _STEPS:
                return list(range(0, most + step, step))
    return [0, step]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _canvas() -> pg.PlotWidget:
    """It is looked at: no wheel, no menu, no focus."""
    canvas = pg.PlotWidget()
    canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    canvas.setMouseEnabled(False, False)
    canvas.setMenuEnabled(False)
    canvas.hideButtons()
    canvas.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
    return canvas
