"""A table of contacts before it is written: what would be new, what would change, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base import spreadsheet
from app.base.dryrun import ImportPlan, RowPlan, Verdict, report
from app.base.errors import Refused, Unreachable, disk_reason
from app.people.exporting import TITLE, WIDTHS, table
from app.people.records import Officer
from app.people.rights import Act
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.saving import place_for
from widgets.kit.table import RecordTable
from widgets.people.leaving import leaving_line
from widgets.people.words import contact_refusals

KINDS = "*.xlsx *.csv"
REPORT = "退回行"
_ORDER = (Verdict.REFUSED, Verdict.CHANGED, Verdict.ADDED, Verdict.SAME)


class Imports(Protocol):
    """What a dry run needs of a service, on the store thread."""

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan: ...

    def write(
        self, by: Officer, rows: Sequence[Sequence[str]], shown: ImportPlan
    ) -> ImportPlan: ...


class ImportView(Panel):
    """The dry run of one file. `planned` when there is something to look at; `left` when it is written,
    or the officer goes back."""

    left = Signal()
    planned = Signal()

    def __init__(
        self,
        desk: Desk,
        importing: Imports,
        right: Act,
        heads: tuple[str, str] | None = None,
    ) -> None:
        """`heads`: what the unit and the name of a row are called, where the table is not of people."""
        super().__init__(desk.theme, self.tr("Import"), flush=True)
        self._desk, self._importing, self._right = desk, importing, right
        self._heads = heads or (self.tr("Unit"), self.tr("Name"))
        self._rows: list[list[str]] = []
        self._file = Path()
        self.plan: ImportPlan | None = None
        self._build()

    def take(self, file: Path, refused: Callable[[Exception], None]) -> None:
        """Read and look at a file; what cannot be read at all is told to `refused`."""

        def read(rows: list[list[str]]) -> None:
            self._rows, self._file = rows, file
            ask(self, self._desk.store, self._importing.plan, rows, then=self.show_plan,
                fail=refused)  # fmt: skip

        ask(self, self._desk.disk, read_table, file, then=read, fail=refused)

    def show_plan(self, plan: ImportPlan) -> None:
        self.plan = plan
        self.set_title(self.tr("Import: {file}").format(file=self._file.name))
        told = "  ".join(f"{one.value} {plan.count(one)}" for one in _ORDER)
        self.set_note(told)
        over = "、".join(plan.passed_over)
        self._over.setText(self.tr("Columns not taken in: {names}").format(names=over))
        self._over.setVisible(bool(over))
        self.say("")
        count = plan.count(Verdict.ADDED) + plan.count(Verdict.CHANGED)
        self.write.setText(self.tr("Write {n} rows").format(n=count))
        self.write.setEnabled(count > 0)
        self.report.setEnabled(bool(plan.refused))
        self.sieve.set_value("refused" if plan.refused else "all")
        self._sift()
        self.planned.emit()

    def say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def save_report(self, to: str = "") -> None:
        """The refused rows, to send back to whoever made the table."""
        if self.plan is None:
            return
        name = f"{self._file.stem}_{REPORT}.xlsx"
        title = self.tr("Save the refused rows")
        place = place_for(self, self._desk, title, name, self._refused, to=to)
        if place is not None:
            rows = report(self.plan)
            done = self.tr("{n} refused rows were saved").format(n=len(rows) - 1)
            ask(self, self._desk.disk, save_table, self._desk, place, rows, REPORT,
                then=lambda _: self._desk.say(done), fail=self._refused)  # fmt: skip

    def keep(self) -> None:
        """Everything but the refused rows, in one change."""
        if self.plan is None or not self.write.isEnabled():
            return
        try:
            by = self._desk.session.demand(self._right)
        except Refused as error:
            self._refused(error)
            return
        self.write.setEnabled(False)
        told = (by, self._rows, self.plan)
        ask(self, self._desk.store, self._importing.write, *told, then=self._written,
            fail=self._refused)  # fmt: skip

    def _written(self, plan: ImportPlan) -> None:
        words = self.tr("Written: {added} new, {changed} changed; {refused} refused")
        self._desk.say(
            words.format(
                added=plan.count(Verdict.ADDED),
                changed=plan.count(Verdict.CHANGED),
                refused=len(plan.refused),
            )
        )
        self.left.emit()

    def _refused(self, error: Exception) -> None:
        self.say(explain(error, contact_refusals()))
        if isinstance(error, Refused) and error.code == "book_changed":
            ask(self, self._desk.store, self._importing.plan, self._rows, then=self._again)
        else:
            self.write.setEnabled(True)

    def _again(self, plan: ImportPlan) -> None:
        said = self._said.text()
        self.show_plan(plan)
        self.say(said)

    def _sift(self) -> None:
        if self.plan is None:
            return
        wanted = self.sieve.value()
        only = {"refused": Verdict.REFUSED, "changed": Verdict.CHANGED, "added": Verdict.ADDED}
        rows = [r for r in self.plan.rows if wanted == "all" or r.verdict is only[wanted]]
        self.table.show_records(rows, now=True)

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        self.sieve = SegmentField(
            theme,
            "",
            [
                ("refused", Verdict.REFUSED.value),
                ("changed", Verdict.CHANGED.value),
                ("added", Verdict.ADDED.value),
                ("all", self.tr("All rows")),
            ],
        )
        self.sieve.setFixedWidth(420)
        self.sieve.changed.connect(self._sift)
        line = QHBoxLayout()
        line.setContentsMargins(edge, 0, edge, 0)
        line.addWidget(self.sieve)
        line.addStretch(1)
        self.body.addLayout(line)
        self._over = Label(theme, "", "small", tone="text2")
        self._said = Label(theme, "", "small", tone="now")
        for label in (self._over, self._said):
            label.setWordWrap(True)
            label.setContentsMargins(edge, 0, edge, 0)
            label.hide()
            self.add(label)
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Row"), lambda r: str(r.row), 70, right=True, tone="text2"),
                Column(self.tr("Result"), lambda r: r.verdict.value, 80, strong=_refused),
                Column(self._heads[0], lambda r: r.unit, 220),
                Column(self._heads[1], lambda r: r.name, 120),
                Column(self.tr("Column"), lambda r: r.head, 110, tone="text2"),
                Column(self.tr("What becomes of it"), lambda r: r.told or "—", stretch=True),
            ),
            key=lambda row: row.row,
            row="table_compact",
            empty=self.tr("No such row"),
        )
        self.add(self.table, 1)
        self.body.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        theme = self._desk.theme
        line = leaving_line(theme, self)
        self.report = PlainButton(theme, self.tr("Save the refused rows"), "Alt+S")
        self.report.clicked.connect(lambda: self.save_report())
        self.write = MainButton(theme, "", "Ctrl+Enter")
        self.write.clicked.connect(self.keep)
        gates(self._desk, self._right, self.write)
        line.addWidget(self.report)
        line.addStretch(1)
        line.addWidget(self.write)
        return line


def _refused(row: RowPlan) -> bool:
    return row.verdict is Verdict.REFUSED


def read_table(file: Path) -> list[list[str]]:
    """On the disk thread."""
    try:
        return spreadsheet.read(file)
    except OSError as error:
        raise Unreachable(file.name, disk_reason(error)) from error


def save_table(
    desk: Desk, file: Path, rows: list[list[str]], title: str, widths: tuple[int, ...] = ()
) -> None:
    """xlsx, or csv when the name ends so; on the disk thread."""
    desk.saving.write(file, spreadsheet.as_named(file, rows, title, widths))


def export(
    desk: Desk, rooms: Any, page: QWidget, to: Path, fail: Callable[[Exception], None]
) -> None:
    """The whole book; the store reads it, the disk writes it."""

    def rows() -> list[list[str]]:
        return table(rooms.rules, rooms.reads.units(), rooms.reads.everybody())

    def save(told: list[list[str]]) -> None:
        done = page.tr("{n} rows were exported").format(n=len(told) - 1)
        ask(page, desk.disk, save_table, desk, to, told, TITLE, WIDTHS,
            then=lambda _: desk.say(done), fail=fail)  # fmt: skip

    ask(page, desk.store, rows, then=save, fail=fail)
