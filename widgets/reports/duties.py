"""What belongs to the clock that is chosen: whom to tell, why it is the earliest, the levels above."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.base.clock import day_hhmm
from app.reports.clocks import Running
from app.reports.duties import Added, Book, Duties, Hop, Verified
from app.reports.said_times import day as day_said
from widgets.kit.labels import Label
from widgets.kit.theme import Theme

MOST = 24
"""Rows that are ever shown; rule books in force are few."""


class DutiesView(QScrollArea):
    """Names at the left, words at the right, each as long as it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Whom to tell"))
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        grid = QGridLayout(inside)
        side = theme.px("space.l")
        grid.setContentsMargins(side, theme.px("space.s"), side, theme.px("space.s"))
        grid.setHorizontalSpacing(theme.px("space.m"))
        grid.setVerticalSpacing(theme.px("space.xs"))
        grid.setColumnStretch(1, 1)
        self._cells: list[tuple[Label, Label]] = []
        for n in range(MOST):
            name, words = Label(theme, "", "small", tone="text2"), Label(theme, "", "small")
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, n, 0)
            grid.addWidget(words, n, 1)
            self._cells.append((name, words))
        grid.setRowStretch(MOST, 1)
        self.setWidget(inside)
        self.rows: list[tuple[str, str]] = []
        self.show_duties(None, None)

    def show_duties(self, row: Running | None, duties: Duties | None) -> None:
        """Of the clock first, then of its incident; without a clock only of the incident."""
        rows = rows_of(row, duties)
        if rows == self.rows and rows:
            return
        self.rows = rows
        for n, cell in enumerate(self._cells):
            texts = rows[n] if n < len(rows) else ("", "")
            for label, words in zip(cell, texts, strict=True):
                label.setText(words)
                label.setVisible(bool(texts[1]))
        self.verticalScrollBar().setValue(0)


def tr(words: str) -> str:
    return QCoreApplication.translate("DutiesView", words)


def rows_of(row: Running | None, duties: Duties | None) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    if row is not None:
        said += _of_clock(row, duties)
    for book in duties.books if duties is not None else ():
        said += _of_book(book)
    return said[:MOST]


def _of_clock(row: Running, duties: Duties | None) -> list[tuple[str, str]]:
    clock = row.clock
    said = [(tr("To"), clock.to or tr("whoever was told before"))]
    book = duties.book(clock.profile) if duties is not None else None
    said.append((tr("Rule book"), f"{book.name if book else clock.profile}（{clock.source}）"))
    if duties is not None:
        said.append((tr("Which counts"), _order(row, duties)))
    if clock.met_at is not None:
        said.append((tr("Met"), _met(row)))
    if row.reason:
        said.append((tr("Why it ran out"), row.reason))
    return [(name, words) for name, words in said if words]


def _order(row: Running, duties: Duties) -> str:
    """Why this clock, or another, is the one that counts."""
    clock = row.clock
    others = "，".join(f"{name} {day_hhmm(due)}" for due, name in duties.others(clock))
    first = duties.first.get(clock.way)
    if first is None or not others:
        return tr("the only rule book that limits this way ({way})").format(way=clock.way.value)
    if clock.due_at <= first[0]:
        words = tr("earliest of this way ({way}); later: {others}")
        return words.format(way=clock.way.value, others=others)
    words = tr("earlier than this: {name} {due}")
    return words.format(name=first[1], due=day_hhmm(first[0]))


def _met(row: Running) -> str:
    clock = row.clock
    assert clock.met_at is not None
    kind = clock.met_by.partition(":")[0]
    how = {
        "report": tr("by a report that was sent"),
        "picture": tr("by a picture of the place"),
        "line": tr("by hand, see the log"),
    }.get(kind, tr("by hand"))
    return f"{day_hhmm(clock.met_at)} {how}"


def _of_book(book: Book) -> list[tuple[str, str]]:
    if not book.says_more:
        return []
    said = []
    if book.hops:
        said.append((tr("Level by level"), "；".join(_hop(one) for one in book.hops)))
    if book.tell:
        said.append((tr("Tell as well"), "、".join(book.tell)))
    said += [(tr("Allowed"), words) for words in book.may]
    if book.added is not None:
        said.append((tr("Later changes"), _added(book.added)))
    if book.verified is not None:
        said.append((book.verified.name or tr("Verified report"), _verified(book.verified)))
    name, words = said[0]
    said[0] = (name, f"{words}\n{book.source}")
    return said


def _hop(one: Hop) -> str:
    if one.done_at is not None:
        return tr("{hop} told {at}").format(hop=one.name, at=day_hhmm(one.done_at))
    return tr("{hop} by {due}").format(hop=one.name, due=day_hhmm(one.due))


def _added(one: Added) -> str:
    words = tr("dead and hurt are added until {last} ({days} days); changed today: {today}")
    return words.format(last=day_said(one.last), days=one.days, today=one.today)


def _verified(one: Verified) -> str:
    if not one.stable:
        return tr("within {n} working days after it is stable").format(n=one.days)
    if one.due is None:
        return tr("within {n} working days; the days off are not known").format(n=one.days)
    return tr("by {day} ({n} working days)").format(day=day_said(one.due), n=one.days)
