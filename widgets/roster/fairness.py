"""How many shifts everybody serves, in the month and in its year: the figures behind the strip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.duty.roster.view import MonthView, Share, Turns
from widgets.kit.columns import Column
from widgets.kit.memory import ScreenMemory
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme

FIGURES: tuple[Callable[[Turns], int], ...] = (
    lambda turns: turns.shifts,
    lambda turns: turns.weekends,
    lambda turns: turns.holidays,
    lambda turns: turns.nights,
)


class FairnessPanel(Panel):
    """One row for each member of each rotation; months before and after count into the year."""

    def __init__(self, theme: Theme, memory: ScreenMemory, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Shifts of everybody"), flush=True)
        if parent is not None:
            self.setParent(parent)
        titles = (
            (_month, self.tr("Month, shifts")),
            (_month, self.tr("Month, weekends")),
            (_month, self.tr("Month, holidays")),
            (_month, self.tr("Month, nights")),
            (_year, self.tr("Year")),
            (_year, self.tr("Year, weekends")),
            (_year, self.tr("Year, holidays")),
            (_year, self.tr("Year, nights")),
        )
        columns = [
            Column(self.tr("Name"), lambda s: s.name, 100, strong=True),
            Column(self.tr("Post"), lambda s: s.post.value, stretch=True, tone="text2"),
        ]
        for n, (of, title) in enumerate(titles):
            told = _figure(of, FIGURES[n % len(FIGURES)])
            columns.append(Column(title, told, 76, right=True))
        self.table = RecordTable(
            theme,
            columns,
            key=lambda share: (share.post, share.officer_id),
            row="table_compact",
            empty=self.tr("No roster yet"),
            name="fairness",
            memory=memory,
        )
        self.table.setAccessibleName(self.tr("Shifts of everybody"))
        self.add(self.table, 1)

    def show_view(self, view: MonthView) -> None:
        self.set_note(f"{view.first.year}年{view.first.month}月，{view.first.year}年")
        self.table.show_records(view.shares, now=True)


def _month(share: Share) -> Turns:
    return share.month


def _year(share: Share) -> Turns:
    return share.year


def _figure(of: Callable[[Share], Turns], count: Callable[[Turns], int]) -> Callable[[Share], str]:
    return lambda share: str(count(of(share)))
