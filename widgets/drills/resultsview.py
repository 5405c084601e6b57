"""结果: every drill with its three rates and how they go, one drill whole, paper and workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmmss, local_day, span
from app.drills.metrics import Figure, RunLook
from app.drills.records import Stage
from app.drills.service import Drills
from app.drills.told import rows_out
from widgets.checks.exporting import save_table
from widgets.drills.words import at_words, refusals, signs
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme
from widgets.study.view import StudyView

PrintDrill = Callable[[RunLook], Paper]
"""On the paper thread."""
WIDTHS = (16, 12, 28, 12, 10, 10, 10, 10, 10, 10, 10, 8, 8, 10, 10, 10, 10, 10, 20)
TREND_H = 132
MOST_DOTS = 12


class ResultsView(StudyView):
    """Ctrl+P prints the chosen drill, Alt+W gives it as a workbook."""

    kinds = ("drill_run", "drill_target", "drill_check", "drill_note")

    def __init__(self, desk: Desk, drills: Drills, print_drill: PrintDrill) -> None:
        super().__init__(desk)
        self._drills, self._print = drills, print_drill
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self.runs.view

    def words(self) -> dict[str, str]:
        return refusals()

    def look(self) -> list[RunLook]:
        return self._drills.all()

    def show_look(self, look: list[RunLook]) -> None:
        self.runs.show_records([one for one in look if one.stage is not Stage.PLANNED], now=True)
        self.trend.show_runs([one for one in reversed(look) if one.stage is Stage.ENDED])
        if self.runs.current() is None and self.runs.records:
            self.runs.select(self.runs.records[0].id)
        self._choose()

    def chosen(self) -> RunLook | None:
        one: RunLook | None = self.runs.current()
        return one

    def print_page(self) -> bool:
        """The sheet beside the list; again takes it away."""
        one = self.chosen()
        if self.preview.isVisible():
            self.preview.hide()
        elif one is not None:
            ask(self, self.desk.paper, self._print, one, then=self._printed, fail=self.refuse)
        return True

    def hand_out(self, to: str = "") -> None:
        one = self.chosen()
        if one is not None:
            title = f"演练 {one.run.title} {local_day(one.run.planned_at):%Y%m%d}"
            rows = rows_out(one, self._drills.rules)
            save_table(self, self.desk, rows, title, WIDTHS, self.refuse, to)

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self.preview.show()

    def _choose(self) -> None:
        one = self.chosen()
        self.targets.show_records(one.targets if one else (), now=True)
        self.notes.show_records(one.notes if one else (), now=True)
        self._targets_panel.set_title(one.run.title if one else " ")
        told = ""
        if one is not None:
            rates = one.rates
            told = self.tr("{drawn}; not called {uncalled}, not judged {unjudged}").format(
                drawn=one.run.drawn, uncalled=rates.uncalled, unjudged=rates.unjudged
            )
            if one.coverage is not None:
                told = f"覆盖率 {one.coverage.words()}；{told}"
        self._targets_panel.set_note(told)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        left = QVBoxLayout()
        left.setSpacing(theme.px("space.m"))
        left.addWidget(self._build_runs(), 100)
        left.addWidget(self._build_targets(), 100)
        left.addWidget(self._build_notes(), 66)
        row.addLayout(left, 1000)
        self.preview = PaperPreview(theme, self)
        self.preview.allow_print(self.desk)
        self.preview.hide()
        row.addWidget(self.preview, 640)

    def _build_runs(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Drills held"), flush=True)
        out = PlainButton(theme, self.tr("As a workbook"), "Alt+W")
        out.clicked.connect(lambda: self.hand_out())
        sheet = PlainButton(theme, self.tr("Print"), "Ctrl+P")
        sheet.clicked.connect(lambda: self.print_page())
        for button in (out, sheet):
            panel.tools.addWidget(button)
        line = QHBoxLayout()
        self.runs = RecordTable(
            theme,
            (
                Column(self.tr("Held"), lambda r: day_hhmm(r.run.started_at or r.run.planned_at), 128,
                       strong=True),
                Column(self.tr("Drill"), lambda r: r.run.title, stretch=True),
                Column(self.tr("Stands"), lambda r: r.stage.value, 76),
                Column("连通率", lambda r: _rate(r, r.rates.connected), 124, right=True),
                Column("30分钟响应率", lambda r: _rate(r, r.rates.in_time), 124, right=True),
                Column("连线质量达标率", lambda r: _rate(r, r.rates.quality), 124, right=True),
                Column(self.tr("Not taking part"), lambda r: str(r.rates.excluded), 72, right=True,
                       fold=True),
            ),
            row="table_compact",
            empty=self.tr("No drill was held yet."),
            name="drill-runs",
            memory=self.desk.memory,
        )  # fmt: skip
        self.runs.chosen.connect(lambda _: self._choose())
        line.addWidget(self.runs, 1000)
        self.trend = Trend(theme)
        line.addWidget(self.trend, 300)
        panel.body.addLayout(line, 1)
        return panel

    def _build_targets(self) -> Panel:
        theme = self.theme
        panel = self._targets_panel = Panel(theme, " ", " ", flush=True)
        heads = " ".join(asked.words[:2] for asked in self._drills.rules.checks)
        self.targets = RecordTable(
            theme,
            (
                Column(self.tr("No."), lambda t: t.target.code, 88),
                Column(self.tr("Target"), lambda t: t.target.name, stretch=True),
                Column(self.tr("Stands"), lambda t: t.standing.value, 76, strong=True),
                Column(self.tr("Ordered at"), lambda t: at_words(t.target.order_at), 84),
                Column(self.tr("First picture"), lambda t: at_words(t.target.picture_at), 84),
                Column(self.tr("Its sound"), lambda t: at_words(t.target.audio_at), 84),
                Column(self.tr("Took"), lambda t: span(t.took) if t.took is not None else "—", 84,
                       right=True),
                Column(self.tr("Calls"), lambda t: str(t.target.tries or "—"), 44, right=True),
                Column(heads, signs, 190, right=True),
                Column(self.tr("Remarks"), lambda t: t.target.excluded or t.target.remark or "—", 132,
                       tone="text2", fold=True),
            ),
            row="table_compact",
            empty=self.tr("No targets"),
            name="drill-results",
            memory=self.desk.memory,
        )  # fmt: skip
        panel.add(self.targets, 1)
        return panel

    def _build_notes(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("What was done, and put right"), flush=True)
        self.notes = RecordTable(
            theme,
            (
                Column(self.tr("Time"), lambda n: hhmmss(n.at), 84),
                Column(self.tr("Course of the drill"), lambda n: n.text, stretch=True),
                Column(self.tr("Written by"), lambda n: n.by_name, 96, tone="text2"),
            ),
            row="table_compact",
            empty=" ",
            name="drill-notes",
            memory=self.desk.memory,
        )
        panel.add(self.notes, 1)
        return panel


class Trend(QWidget):
    """The three rates over the last drills, each on a line of its own from 0 to 100 %."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._runs: list[RunLook] = []
        self.setMinimumHeight(TREND_H)
        self.setAccessibleName(self.tr("How the rates go"))

    def show_runs(self, runs: Sequence[RunLook]) -> None:
        """Oldest first."""
        self._runs = list(runs)[-MOST_DOTS:]
        self.update()

    def paintEvent(self, _event) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lanes = (
            ("连通率", [one.rates.connected for one in self._runs]),
            ("30分钟响应率", [one.rates.in_time for one in self._runs]),
            ("连线质量达标率", [one.rates.quality for one in self._runs]),
        )
        gap = theme.px("space.m")
        high = (self.height() - 4 * gap) / 3
        for n, (words, figures) in enumerate(lanes):
            box = QRectF(gap, gap + n * (high + gap), self.width() - 2 * gap, high)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), words
            )
            last = figures[-1].rate if figures else "—"
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), last
            )
            line_h = painter.fontMetrics().height()
            self._lane(painter, box.adjusted(4, line_h + 4, -4, -2), figures)
        painter.end()

    def _lane(self, painter: QPainter, box: QRectF, figures: Sequence[Figure]) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.colour("line"), 1))
        for y in (box.top(), box.bottom()):
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        step = box.width() / max(1, len(figures) - 1)
        before: QPointF | None = None
        for n, figure in enumerate(figures):
            if not figure.den:
                before = None
                continue
            at = QPointF(
                box.left() + n * step, box.bottom() - box.height() * figure.num / figure.den
            )
            painter.setPen(QPen(theme.colour("text"), 1.5))
            if before is not None:
                painter.drawLine(before, at)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(at, 3, 3)
            before = at


def _rate(look: RunLook, figure: Figure) -> str:
    return "—" if look.stage is Stage.CANCELLED else figure.words()
