"""How evenly the shifts are shared: one line for each rotation, and for who is chosen."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.duty.roster.view import MonthView, Share, spread
from app.people.records import Role
from widgets.kit.flow import Flow
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme

MOST_GROUPS = 7


class FairnessStrip(Panel):
    """Holiday shifts of the year, most and fewest in each rotation, and this month's shifts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Shared evenly"))
        if parent is not None:
            self.setParent(parent)
        self._figures = QWidget(self)
        row = QHBoxLayout(self._figures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.l"))
        self._cells: list[tuple[QWidget, Label, ElidedLabel]] = []
        for _ in range(MOST_GROUPS):
            cell = QWidget(self)
            box = QVBoxLayout(cell)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
            name = Label(theme, "", "small", strong=True)
            told = ElidedLabel(theme, "", "small", tone="text2")
            box.addWidget(name)
            box.addWidget(told)
            row.addWidget(cell, 1)
            self._cells.append((cell, name, told))
            cell.hide()
        self.add(self._figures)
        self._person = Label(theme, "", "small", tone="text2")
        self._person.setWordWrap(True)
        self._person.hide()
        self.add(self._person)
        self.acts = Flow(theme.px("space.s"))
        self.body.addLayout(self.acts)

    def show_view(self, view: MonthView) -> None:
        posts = list(dict.fromkeys(share.post for share in view.shares))
        for n, (cell, name, told) in enumerate(self._cells):
            cell.setVisible(n < len(posts))
            if n < len(posts):
                name.setText(posts[n].value)
                told.setText(self._told(view, posts[n]))

    def be_short(self, short: bool) -> None:
        """Where the screen is low the grid needs the room: only the acts stay."""
        self._title.setVisible(not short)
        self._figures.setVisible(not short)

    def show_person(self, view: MonthView, officer_id: UUID | None) -> None:
        mine = [share for share in view.shares if share.officer_id == officer_id]
        self._person.setText(self._of_person(mine[0], view) if mine else "")
        self._person.setVisible(bool(mine))

    def _told(self, view: MonthView, post: Role) -> str:
        mine = [share for share in view.shares if share.post is post]
        return self.tr(
            "month {months} shifts; holidays of the year {holidays}, apart {spread}"
        ).format(
            months=_range([share.month.shifts for share in mine]),
            holidays=_range([share.year.holidays for share in mine]),
            spread=spread(view.shares, post),
        )

    def _of_person(self, share: Share, view: MonthView) -> str:
        return self.tr(
            "{name}: {shifts} shifts this month, {weekends} at weekends, {holidays} on holidays; "
            "{n} holiday shifts in {year}"
        ).format(
            name=share.name,
            shifts=share.month.shifts,
            weekends=share.month.weekends,
            holidays=share.month.holidays,
            year=view.first.year,
            n=share.year.holidays,
        )


def _range(counts: list[int]) -> str:
    low, high = min(counts, default=0), max(counts, default=0)
    return f"{low}" if low == high else f"{low}–{high}"
