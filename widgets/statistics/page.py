"""统计: incidents of a stretch beside the same days a year before, in a table, two plots and on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import local_day
from app.base.errors import Refused
from app.incidents.records import Count
from app.incidents.statistics import (
    DEAD,
    HURT,
    MISSING,
    By,
    Look,
    Row,
    Statistics,
    Stretch,
    between,
    last_year,
    month_to,
    quarter,
    signed,
    table,
    year_to,
)
from app.people.days import day
from app.people.rights import Act
from app.people.session import ShiftEntered
from widgets.checks.exporting import save_table
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.shell.page import Page

LABEL_W = 48
WIDTHS = (18, *(10,) * 12)
PrintStatistics = Callable[[Look], Paper]
"""On the paper thread."""
_KINDS = frozenset({"incident", "figure"})


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; `whole` is the sum under the others."""

    row: Row
    whole: bool = False

    @property
    def id(self) -> str:
        return self.row.name


class StatisticsPage(Page):
    """What is chosen is counted on the store thread; the plots are loaded when it is first shown."""

    key = "statistics"

    def __init__(self, desk: Desk, statistics: Statistics, print_look: PrintStatistics) -> None:
        super().__init__()
        self._desk, self._statistics, self._print = desk, statistics, print_look
        self.look: Look | None = None
        self.plots: Any = None
        self._loading = False
        self._stale = True
        self._again = Reread(self, desk.store, self._show, self._refuse)
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, lambda _: self._offer())

    def first_focus(self) -> QWidget:
        return self.which.editor

    def print_page(self) -> bool:
        """The paper beside the table; again takes it away."""
        if self.preview.isVisible():
            self.preview.hide()
            self._side.show()
        elif self.look is not None:
            ask(self, self._desk.paper, self._print, self.look,
                then=self._printed, fail=self._refuse)  # fmt: skip
        return True

    def hand_out(self, to: str = "") -> None:
        """As a workbook."""
        if self.look is not None:
            words = self.look.stretch.words()
            title = self.tr("Incidents {stretch} by {division}").format(
                stretch=words, division=self.look.by.value
            )
            save_table(self, self._desk, table(self.look), title, WIDTHS, self._refuse, to)

    def read(self) -> None:
        """What is chosen, counted anew; a stretch that cannot be is said at its field."""
        self._form.clear_errors()
        try:
            stretch = self._stretch()
        except Refused as refused:
            self._refuse(refused)
            return
        self._stale = False
        self._again.ask(self._statistics.look, stretch, By(self.by.value()))

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if self.plots is None and not self._loading:
            self._loading = True
            ask(self, self._desk.disk, _load_plots, then=self._loaded)
        if self._stale:
            self._offer()
            self.read()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self._stale = True
            if self.isVisible():
                self.read()

    def _stretch(self) -> Stretch:
        now = self._desk.clock.now()
        today, chosen = local_day(now), self.which.value()
        if chosen == "typed":
            first = day("first", self.first.value(), now)
            last = day("last", self.last.value(), now) or today
            if first is None:
                raise Refused("first", "missing")
            return between(first, last, today)
        if chosen.startswith("Q"):
            return quarter(today, int(chosen[1:]))
        known = {"month": month_to, "before": last_year}
        return known.get(chosen, year_to)(today)

    def _show(self, look: Look) -> None:
        self.look = look
        lines = [Line(row) for row in look.rows]
        if lines:
            lines.append(Line(look.whole, True))
        self.table.show_records(lines, now=True)
        self._panel.set_note(look.stretch.words())
        self._sum.setText(self._summed(look.whole))
        if self.plots is not None:
            self.plots.show_look(look)

    def _summed(self, whole: Row) -> str:
        now, before = whole.now, whole.before
        share = f"{100 * whole.change / before.incidents:+.1f}%" if before.incidents else "—"
        share = share.replace("+0.0", "0")
        said = self.tr("{n} incidents, a year before {before}, {change} ({share}).").format(
            n=now.incidents, before=before.incidents, change=signed(whole.change), share=share
        )
        people = self.tr("Dead {dead}, missing {missing}, hurt {hurt}.").format(
            dead=_with_unsaid(self, whole, DEAD),
            missing=_with_unsaid(self, whole, MISSING),
            hurt=_with_unsaid(self, whole, HURT),
        )
        return f"{said}{people}" + self.tr("Drills are not counted.")

    def _loaded(self, made: Callable[..., Any]) -> None:
        self.plots = made(self._desk.theme)
        self._side_box.addWidget(self.plots)
        if self.look is not None:
            self.plots.show_look(self.look)

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self._side.hide()
        self.preview.show()

    def _refuse(self, error: Exception) -> None:
        words = explain(
            error,
            {
                "not_a_day": self.tr("Write the day as 2026-10-01 or 10-01."),
                "in_future": self.tr("That has not come yet."),
                "before_first": self.tr("The last day lies before the first."),
                "over_a_year": self.tr("At most {most} days, or the year before lies in it."),
            },
        )
        field = error.field if isinstance(error, Refused) else ""
        shown = self._form.show_error(field, words)
        self._trouble.setText("" if shown else words)
        self._trouble.setVisible(not shown)

    # -- parts ---------------------------------------------------------------------------------

    def _offer(self) -> None:
        """The stretches there are today; what was chosen stays, while it is offered."""
        today, chosen = local_day(self._desk.clock.now()), self.which.value()
        quarters = [
            self.tr("First quarter"),
            self.tr("Second quarter"),
            self.tr("Third quarter"),
            self.tr("Fourth quarter"),
        ]
        begun = (today.month + 2) // 3
        combo = self.which.combo
        combo.clear()
        for value, words in (
            ("year", self.tr("This year so far")),
            ("month", self.tr("This month so far")),
            *((f"Q{n}", quarters[n - 1]) for n in range(1, begun + 1)),
            ("before", self.tr("The whole last year")),
            ("typed", self.tr("From day to day")),
        ):
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def _chosen(self) -> None:
        typed = self.which.value() == "typed"
        self.first.setEnabled(typed)
        self.last.setEnabled(typed)
        if typed:
            self.first.setFocus()
            if not self.first.value():
                return
        self.read()

    def _build(self) -> None:
        theme = self._desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        row.addWidget(self._build_table(), 790)
        self._side = QWidget()
        self._side_box = QVBoxLayout(self._side)
        self._side_box.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._side, 714)
        self.preview = PaperPreview(theme, self)
        self.preview.allow_print(self._desk)
        self.preview.hide()
        row.addWidget(self.preview, 714)

    def _build_form(self) -> Form:
        theme = self._desk.theme
        self._form = Form(theme)
        self.which = ComboField(theme, self.tr("Stretch"), [("year", "")], label_w=LABEL_W)
        today = self.tr("today")
        self.first = TextField(
            theme, self.tr("Begins on"), placeholder="2026-01-01", label_w=LABEL_W
        )
        self.last = TextField(theme, self.tr("Ends on"), placeholder=today, label_w=LABEL_W)
        self._form.row(which=self.which, first=self.first, last=self.last)
        options = [(by.value, by.value) for by in By]
        self.by = SegmentField(theme, self.tr("Divided"), options, label_w=LABEL_W)
        self.by.set_value(By.CLASS.value)
        self._form.row(by=self.by)
        self._offer()
        for field in (self.first, self.last):
            field.setEnabled(False)
            field.edit.returnPressed.connect(self.read)
            field.edit.editingFinished.connect(self.read)
        self.which.changed.connect(self._chosen)
        self.by.changed.connect(self.read)
        return self._form

    def _build_table(self) -> Panel:
        theme = self._desk.theme
        self._panel = Panel(theme, self.tr("Statistics of incidents"), " ")
        self._panel.add(self._build_form())
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._panel.add(self._trouble)
        self._sum = Label(theme, "", tone="text2")
        self._sum.setWordWrap(True)
        self._panel.add(self._sum)
        self.table = RecordTable(
            theme,
            self._columns(),
            row="list_two_line",
            empty=self.tr("No incident in this stretch, nor a year before."),
            name="statistics",
            memory=self._desk.memory,
        )
        self._panel.add(self.table, 1)
        out = PlainButton(theme, self.tr("Hand out"), "Alt+O")
        out.clicked.connect(lambda: self.hand_out())
        go = MainButton(theme, self.tr("Print"), "Ctrl+P", bind=False)
        go.clicked.connect(self.print_page)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        line.addStretch(1)
        for button in (out, go):
            Gate(self._desk, button, Act.UNCOVERED)
            line.addWidget(button)
        self._panel.body.addLayout(line)
        return self._panel

    def _columns(self) -> tuple[Column, ...]:
        def people(title: str, kinds: Sequence[Count]) -> Column:
            return Column(
                title,
                lambda one: one.row.now.told(kinds),
                92,
                right=True,
                strong=lambda one: one.whole,
                second=lambda one: _unsaid(self, one.row, kinds),
            )

        def strong(one: Line) -> bool:
            return one.whole

        return (
            Column(self.tr("Part"), lambda one: one.row.name, stretch=True, strong=strong),
            Column(self.tr("This stretch"), lambda one: str(one.row.now.incidents), 60,
                   right=True, strong=strong),
            Column(self.tr("A year before"), lambda one: str(one.row.before.incidents), 60,
                   right=True, tone="text2"),
            Column(self.tr("More or fewer"), lambda one: signed(one.row.change), 56, right=True),
            people(self.tr("Dead"), DEAD),
            people(self.tr("Missing"), MISSING),
            people(self.tr("Hurt"), HURT),
        )  # fmt: skip


def _unsaid(page: StatisticsPage, row: Row, kinds: Sequence[Count]) -> str:
    """How many incidents stand behind the 不详; none beside a plain one."""
    unsaid = row.now.unsaid(kinds)
    return page.tr("{n} unknown").format(n=unsaid) if unsaid else ""


def _with_unsaid(page: StatisticsPage, whole: Row, kinds: Sequence[Count]) -> str:
    told, unsaid = whole.now.told(kinds), _unsaid(page, whole, kinds)
    return page.tr("{told} ({unknown})").format(told=told, unknown=unsaid) if unsaid else told


def _load_plots() -> Callable[..., Any]:
    """On the disk thread: pyqtgraph takes half a second to load."""
    from widgets.statistics.plots import Plots

    return Plots
