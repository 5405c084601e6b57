"""One contested change: both values side by side, who and when, the decision, and the life of the record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.audit.records import Choice, Contested, Past
from app.audit.words import field_word, spoken
from app.base.clock import day_hhmm
from app.people.rights import Act
from widgets.audit.look import about, about_past, columns_of, hand_words, past_columns
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.labels import Label, hairline
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable

FIELD_W = 120


class ContestedDetail(QWidget):
    """`decided(contested, choice)` when the officer has chosen; this widget writes nothing."""

    decided = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.one: Contested | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.theme.px("space.m"))
        column.addWidget(self._make_values(), 5)
        self._past_panel = Panel(desk.theme, self.tr("Changes so far"), flush=True)
        self.past: RecordTable | None = None
        column.addWidget(self._past_panel, 4)
        self.show_one(None)

    def show_one(self, one: Contested | None) -> None:
        self.one = one
        self._panel.show()
        self._panel.set_title(about(one) if one else self.tr("Nothing chosen"))
        self._fill(one)
        open_ = one is not None and one.settled is None
        self.keep.setVisible(open_)
        self.take.setVisible(one is not None and open_ and one.now is not None)
        self._state.setText(self._state_words(one))
        self.refuse("")

    def show_past(self, table: str, steps: list[Past]) -> None:
        """The newest first."""
        if self.past is not None:
            self.past.setParent(None)
            self.past.deleteLater()
        titles = (self.tr("Who, where, when"), self.tr("Act"), self.tr("What changed"))
        self.past = RecordTable(
            self._desk.theme,
            past_columns(table, titles),
            key=lambda past: (past.by, past.what, past.changes),
            row="table_compact",
            empty=self.tr("Nothing is known of this record"),
        )
        self.past.show_records(tuple(reversed(steps)), now=True)
        self._past_panel.add(self.past, 1)
        self._past_panel.set_note(about_past(table, steps))

    def look_back(self) -> None:
        """Only the life of a record is shown: there is nothing to decide."""
        self.show_one(None)
        self._panel.hide()

    def refuse(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _make_values(self) -> Panel:
        theme = self._desk.theme
        self._panel = Panel(theme, " ")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self._panel.add(self._scroll, 1)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._panel.add(self._trouble)
        self._state = Label(theme, "", "small", tone="text2")
        self._state.setWordWrap(True)
        self._panel.add(self._state)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px("space.m"))
        self.keep = PlainButton(theme, self.tr("Keep what stands"), "Alt+K")
        self.take = MainButton(theme, self.tr("Take the change"), "Alt+C")
        self.keep.clicked.connect(self._chooser(Choice.KEPT))
        self.take.clicked.connect(self._chooser(Choice.TAKEN))
        gates(self._desk, Act.SETTLE, self.keep, self.take)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.take)
        self._panel.body.addLayout(foot)
        return self._panel

    def _chooser(self, choice: Choice) -> Callable[[], None]:
        def choose() -> None:
            if self.one is not None and self.one.settled is None:
                self.decided.emit(self.one, choice)

        return choose

    def _fill(self, one: Contested | None) -> None:
        inner = QWidget()
        if one is not None:
            self._lay_out(QGridLayout(inner), one)
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)

    def _lay_out(self, grid: QGridLayout, one: Contested) -> None:
        theme = self._desk.theme
        grid.setContentsMargins(0, 0, theme.px("space.s"), 0)
        grid.setHorizontalSpacing(theme.px("space.l"))
        grid.setVerticalSpacing(theme.px("space.s"))
        grid.setColumnMinimumWidth(0, FIELD_W)
        for place in (1, 2, 3):
            grid.setColumnStretch(place, 1)
        stands = hand_words(one.stands) if one.now is not None else ""
        heads = (
            (self.tr("Before"), ""),
            (self.tr("Stands now"), stands),
            (self.tr("Wanted"), hand_words(one.by)),
        )
        for place, (word, who) in enumerate(heads, 1):
            grid.addWidget(Label(theme, word, "small", strong=True, tone="text2"), 0, place)
            grid.addWidget(_wrapped(Label(theme, who, "small", tone="text2")), 1, place)
        grid.addWidget(hairline(), 2, 0, 1, 4)
        for row, column in enumerate(columns_of(one), 3):
            self._row(grid, row, one, column)
        grid.setRowStretch(grid.rowCount(), 1)

    def _row(self, grid: QGridLayout, row: int, one: Contested, column: str) -> None:
        theme = self._desk.theme
        grid.addWidget(
            Label(theme, field_word(one.table, column), tone="text2"),
            row,
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        values = (
            one.was.get(column) if one.was else None,
            one.now.get(column) if one.now is not None else None,
            one.wanted[column],
        )
        settled = one.settled is not None
        for place, value in enumerate(values, 1):
            tone = "text3" if settled else "text2" if place == 1 else "text"
            strong = place == 3 and not settled
            label = Label(
                theme, spoken(one.names.get(str(value), value), column), strong=strong, tone=tone
            )
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(_wrapped(label), row, place, Qt.AlignmentFlag.AlignTop)

    def _state_words(self, one: Contested | None) -> str:
        if one is None:
            return ""
        if one.settled is not None:
            words = self.tr("{choice}: {name}, {time}")
            return words.format(
                choice=one.settled.choice.value,
                name=one.settled_by,
                time=day_hhmm(one.settled.at),
            )
        if not one.confirmed:
            return self.tr("The hub has not put it in order yet; it may vanish by itself")
        if one.now is None:
            return self.tr(
                "The record itself is not there: a change alone does not make it, it can only be put aside"
            )
        return self.tr(
            "Another desk's change came first. Nothing is lost: decide which value holds"
        )


def _wrapped(label: Label) -> Label:
    label.setWordWrap(True)
    return label
