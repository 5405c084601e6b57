"""值班日志: everything said and done in this shift or before, corrected by new rows only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QFont, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import day_hhmm, hhmm
from app.base.drafts import Drafts
from app.base.search import Found, marks, words
from app.duty.instructions import Instructions
from app.duty.log import DutyLog
from app.duty.records import Category, Handling, LogEntry, Way
from app.people.session import ShiftEntered
from app.reports.board import corrected
from widgets.duty.entry import EntryPanel
from widgets.duty.files import Attached
from widgets.duty.instructions import InstructionsView
from widgets.duty.lines import state_words, way_words, who_words
from widgets.duty.quickline import QuickEntry
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.icons import paint_icon
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.kit.text import found_line
from widgets.kit.theme import Theme
from widgets.shell.page import Page

MOST = 2_000
"""Rows asked of the store at once."""
MOST_FOUND = 500
SEARCH_MS = 250


@dataclass(frozen=True, slots=True)
class _Seen:
    """`sought` are the words that were looked for, `found` what is known of that search."""

    entries: tuple[LogEntry, ...]
    sought: tuple[str, ...]
    found: Found | None


class LogPage(Page):
    """The list, the entry chosen, the quick line; Alt+2 turns to the instructions.

    `open(id)` goes to a log entry or an instruction.
    """

    key = "log"

    def __init__(
        self,
        desk: Desk,
        log: DutyLog,
        instructions: Instructions,
        drafts: Drafts,
        go: Callable[[str, Any], None],
        attached: Attached,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._log = log
        self._entries: tuple[LogEntry, ...] = ()
        self._struck: frozenset[UUID] = frozenset()
        self._attached = attached
        self._with_files: frozenset[UUID] = frozenset()
        self._found: Found | None = None
        self._sought: tuple[str, ...] = ()
        self._wanted: UUID | None = None
        self._own = False
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self.quick = QuickEntry(desk, log, instructions, drafts, "quick-log")
        self.quick.recorded.connect(lambda _: self._own_written())
        self.entry = EntryPanel(desk, log, attached)
        self.entry.done.connect(self._own_written)
        self.entry.incident_wanted.connect(lambda entry: go("intake", entry))
        self.instructions = InstructionsView(desk, instructions)
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_MS)
        self._soon.timeout.connect(self._reread)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, self._entered)
        self.read()

    def first_focus(self) -> QWidget:
        if self._pages.currentWidget() is self.instructions:
            return self.instructions.first_focus()
        return self.quick.edit

    def open(self, subject: UUID | None) -> None:
        """An instruction of this id, else the entry of this id, is chosen."""
        if subject is None:
            return
        if self.instructions.select(subject):
            self._turn("instructions")
            return
        self._turn("log")
        self._wanted = subject
        if self.table.select(subject):
            self._wanted = None
        else:
            self.read()

    def read(self) -> None:
        shift = self._desk.session.shift_id if self._whole.value() == "shift" else None
        self._again.ask(self._look, self._search.value(), shift)

    def _look(self, asked: str, shift: UUID | None) -> _Seen:
        sought = words(asked)
        if sought:
            found = self._log.search(asked, MOST_FOUND)
            return _Seen(tuple(found.records), sought, found)
        return _Seen(tuple(self._log.latest(MOST, shift)), (), None)

    def _entered(self, _fact: ShiftEntered) -> None:
        self.read()

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "log_entry":
            self.read()
        elif fact.kind == "attachment":
            self._look_for_files()

    def _own_written(self) -> None:
        """What the officer has just written is shown at once, wherever the list stands."""
        self._own = True
        self.read()

    def _show(self, seen: _Seen) -> None:
        self._trouble.hide()
        self._entries, self._sought, self._found = seen.entries, seen.sought, seen.found
        self._struck = corrected(self._entries)
        self._filter()
        self._look_for_files()

    def _not_read(self, error: Exception) -> None:
        self._trouble.setText(words_for(error))
        self._trouble.show()

    def _filter(self) -> None:
        way, category = self._way.value(), self._category.value()
        todo = bool(self._todo.value())
        shown = [
            entry
            for entry in self._entries
            if (not way or entry.way.value == way)
            and (not category or entry.category.value == category)
            and (not todo or self._is_open(entry))
        ]
        own, self._own = self._own, False
        self.table.show_records(shown, now=own or self._asked_anew)
        self._asked_anew = False
        self._list.set_note(self._note(len(shown)))
        self.table.set_empty(
            self._empty_words()
            if self._found is None
            else self.tr("Nothing found in the whole record")
        )
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self.entry.show_entry(self.table.current(), self._entries)

    def _note(self, shown: int) -> str:
        """How many there are, and whether these are all."""
        if self._found is None:
            last = self._entries[0].seq if self._entries else 0
            note = self.tr("{n} lines, last no. {seq}") if last else self.tr("no lines")
            return note.format(n=shown, seq=last)
        if not self._found.whole:
            note = self.tr("Index in the making: {n} found in the newest part of the record")
        elif self._found.more:
            note = self.tr("The newest {n} of more in the whole record")
        else:
            note = self.tr("{n} found in the whole record")
        return note.format(n=shown)

    def _empty_words(self) -> str:
        return self.tr("No line here. Write one below: /电 unit person: what was said")

    def _is_open(self, entry: LogEntry) -> bool:
        return entry.status is not Handling.DONE and entry.id not in self._struck

    def _refilter(self) -> None:
        self._asked_anew = True
        self._filter()

    def _reread(self) -> None:
        self._asked_anew = True
        self.read()

    def _turn(self, to: str) -> None:
        self._turned.set_value(to)
        self._show_turn()

    def _show_turn(self) -> None:
        log = self._turned.value() != "instructions"
        self._pages.setCurrentIndex(0 if log else 1)

    def _look_for_files(self) -> None:
        look = self._attached.rows.entries_with_files
        ask(self, self._desk.store, look, then=self._show_files, fail=lambda _: None)

    def _show_files(self, entries: frozenset[UUID]) -> None:
        self._with_files = entries
        self.table.view.viewport().update()

    def _paint_text(self, painter: QPainter, rect: QRect, theme: Theme, entry: Any) -> None:
        struck = entry.id in self._struck
        if entry.id in self._with_files:
            size = theme.px("icon.small")
            top = rect.center().y() - size / 2
            paint_icon(painter, "paperclip", theme.colour("text2"), rect.right() - size, top, size)
            rect = rect.adjusted(0, 0, -size - theme.px("space.s"), 0)
        font = QFont(theme.font())
        font.setStrikeOut(struck)
        painter.setFont(font)
        painter.setPen(theme.colour("text3" if struck else "text"))
        found_line(painter, rect, theme, entry.text, self._marks(entry.text))

    def _paint_who(self, painter: QPainter, rect: QRect, theme: Theme, entry: Any) -> None:
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        who = who_words(entry)
        found_line(painter, rect, theme, who, self._marks(who))

    def _marks(self, text: str) -> list[tuple[int, int]]:
        return marks(text, self._sought) if self._found is not None else []

    def _time(self, entry: LogEntry) -> str:
        whole = self._whole.value() != "shift" or self._found is not None
        return day_hhmm(entry.at) if whole else hhmm(entry.at)

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        self._asked_anew = False
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        self._turned = SegmentField(
            theme,
            "",
            [("log", self.tr("Log  Alt+1")), ("instructions", self.tr("Instructions  Alt+2"))],
        )
        self._turned.set_value("log")
        self._turned.changed.connect(self._show_turn)
        self._turned.setFixedWidth(280)
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self._turned)
        head.addStretch(1)
        page.addLayout(head)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_log())
        self._pages.addWidget(self.instructions)
        page.addWidget(self._pages, 1)
        self._keys()

    def _keys(self) -> None:
        for key, to in (("Alt+1", "log"), ("Alt+2", "instructions")):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda to=to: self._turn(to))

    def _build_log(self) -> QWidget:
        theme = self._desk.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._list = Panel(theme, self.tr("Duty log"), key="Ctrl+L", flush=True)
        self._list.body.addLayout(self._build_filter())
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._list.add(self._trouble)
        self._list.add(self._build_table(), 1)
        foot = QVBoxLayout()
        side = theme.px("space.m")
        foot.setContentsMargins(side, 0, side, theme.px("space.xs"))
        foot.addWidget(self.quick)
        self._list.body.addLayout(foot)
        row.addWidget(self._list, 1068)
        row.addWidget(self.entry, 420)
        return holder

    def _build_filter(self) -> QHBoxLayout:
        theme = self._desk.theme
        side = theme.px("space.m")
        row = QHBoxLayout()
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(theme.px("space.s"))
        self._whole = SegmentField(
            theme, "", [("shift", self.tr("This shift")), ("all", self.tr("All"))]
        )
        self._whole.set_value("shift")
        ways = [("", self.tr("Any way")), *((w.value, w.value) for w in Way)]
        self._way = ComboField(theme, "", ways)
        kinds = [("", self.tr("Any category")), *((c.value, c.value) for c in Category)]
        self._category = ComboField(theme, "", kinds)
        self._todo = SegmentField(theme, "", [("1", self.tr("Unfinished"))], many=True)
        self._search = TextField(
            theme, "", placeholder=self.tr("Search text, unit, person  Ctrl+F"), icon="search"
        )
        self._search.edit.setAccessibleName(self.tr("Search the log"))
        self._whole.changed.connect(self._reread)
        self._search.changed.connect(lambda: self._soon.start())
        for field in (self._way, self._category, self._todo):
            field.changed.connect(self._refilter)
        for field, width in (
            (self._whole, 170),
            (self._way, 104),
            (self._category, 132),
            (self._todo, 92),
        ):
            field.setFixedWidth(width)
            row.addWidget(field)
        row.addWidget(self._search, 1)
        return row

    def _build_table(self) -> RecordTable:
        columns = (
            Column(self.tr("Seq"), lambda e: str(e.seq), 56, right=True, tone="text2"),
            Column(self.tr("Time"), self._time, 104, strong=True),
            Column(self.tr("Way"), way_words, 100, tone="text2"),
            Column(self.tr("Unit, person"), who_words, 180, paint=self._paint_who),
            Column(
                self.tr("What was said"), lambda e: e.text, stretch=True, paint=self._paint_text
            ),
            Column(
                self.tr("Handling"),
                state_words,
                92,
                right=True,
                strong=lambda e: e.status is Handling.TODO or e.corrects is not None,
            ),
        )
        self.table = RecordTable(
            self._desk.theme,
            columns,
            row="table_compact",
            empty=self._empty_words(),
            name="duty-log",
            memory=self._desk.memory,
        )
        self.table.chosen.connect(lambda entry: self.entry.show_entry(entry, self._entries))
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self._search.edit.setFocus)
        return self.table
