"""The lines of the duty log, fed part by part: a record of a million lines opens like an empty one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmm
from app.base.search import Found, marks, words
from app.duty.log import DutyLog
from app.duty.reading import Part, Place, Sieve
from app.duty.records import Handling, LogEntry
from widgets.duty.files import Attached
from widgets.duty.lines import exact_time, state_words, way_words, who_words
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.icons import paint_icon
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.kit.text import found_line
from widgets.kit.theme import Theme

MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows; `days`: the day stands beside the time."""

    words: str = ""
    sieve: Sieve = field(default_factory=Sieve)
    days: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    wanted: Wanted
    part: Part
    found: Found | None
    files: frozenset[UUID]


class LogList(QWidget):
    """`chosen(LogEntry | None)`; `told(str)` how many there are; `trouble(str)` why nothing is read."""

    chosen = Signal(object)
    told = Signal(str)
    trouble = Signal(str)

    def __init__(self, desk: Desk, log: DutyLog, attached: Attached, empty: str) -> None:
        super().__init__()
        self._desk = desk
        self._log = log
        self._attached = attached
        self._empty = empty
        self._wanted = Wanted()
        self._found: Found | None = None
        self._asked_more = False
        self._places: dict[UUID | None, Place | None] = {}
        self._corrected: dict[UUID, int] = {}
        self._grave: set[UUID] = set()
        self._shown: set[UUID] = set()
        self._with_files: frozenset[UUID] = frozenset()
        self._now = False
        self._again: Reread[_Seen] = Reread(self, desk.store, self._show, self._not_read)
        self._build()

    @property
    def struck(self) -> frozenset[UUID]:
        """Ids of lines that a later one corrects."""
        return frozenset(self._corrected)

    def show_lines(self, wanted: Wanted, *, now: bool = False) -> None:
        """Read the newest again. `now` shows them at once, as after the officer's own act."""
        if wanted != self._wanted:
            self._wanted, now = wanted, True
        self._now = self._now or now
        self._again.ask(self._look, wanted)

    def renew(self, key: UUID) -> None:
        """This line has changed; it may stand far below the newest."""
        if key in self._shown:
            ask(self, self._desk.store, self._log.entry, key, then=self._put, fail=self._not_read)

    def read_files(self) -> None:
        """To which of the lines something is attached by now."""
        shown = [entry.id for entry in self.table.model.records]
        look = self._attached.rows.entries_with_files
        ask(self, self._desk.store, look, shown, then=self._show_files, fail=lambda _: None)

    def _look(self, wanted: Wanted) -> _Seen:
        if words(wanted.words):
            part, found = self._log.sift(wanted.words, wanted.sieve, MOST_FOUND)
            return _Seen(wanted, part, found, self._files_of(part))
        part = self._log.part(wanted.sieve)
        return _Seen(wanted, part, None, self._files_of(part))

    def _files_of(self, part: Part) -> frozenset[UUID]:
        return self._attached.rows.entries_with_files([entry.id for entry in part.entries])

    def _show(self, seen: _Seen) -> None:
        if seen.wanted != self._wanted:
            return
        self.trouble.emit("")
        self._found = seen.found
        now, self._now = self._now, False
        self._take_in(seen.part)
        self.table.set_empty(
            self._empty if seen.found is None else self.tr("Nothing found in the whole record")
        )
        if now:
            self._places.clear()
        entries = seen.part.entries
        self._places[entries[-1].id if entries else None] = seen.part.next
        self.table.show_head(entries, now=now)
        self._tell(seen.part)
        self._show_files(seen.files)
        self._more_if_room()

    def more(self) -> None:
        """Ask for what comes below the last line shown."""
        records = self.table.model.records
        last = records[-1].id if records else None
        place = self._places.get(last)
        if place is None or self._asked_more:
            return
        self._asked_more = True
        wanted = self._wanted

        def look() -> tuple[Wanted, UUID | None, Part, frozenset[UUID]]:
            part = self._log.part(wanted.sieve, place)
            return wanted, last, part, self._files_of(part)

        ask(self, self._desk.store, look, then=self._add, fail=self._no_more)

    def _add(self, answer: tuple[Wanted, UUID | None, Part, frozenset[UUID]]) -> None:
        self._asked_more = False
        wanted, after, part, files = answer
        self._with_files |= files
        records = self.table.model.records
        last = records[-1].id if records else None
        if wanted == self._wanted and after == last:
            self._take_in(part)
            self.table.extend(part.entries)
            self._places[part.entries[-1].id if part.entries else last] = part.next
            self._tell(part)
        self._more_if_room()

    def _more_if_room(self) -> None:
        """What is rare is looked for until the list is full or the record ends."""
        if self.table.wants_more():
            self.more()

    def _take_in(self, part: Part) -> None:
        self._shown.update(entry.id for entry in part.entries)
        self._corrected.update(part.corrected)
        self._corrected.update({e.corrects: e.seq for e in part.entries if e.corrects})
        self._grave.update(part.grave)

    def _no_more(self, error: Exception) -> None:
        self._asked_more = False
        self._not_read(error)

    def _not_read(self, error: Exception) -> None:
        self.trouble.emit(words_for(error))

    def _put(self, entry: LogEntry | None) -> None:
        if entry is not None:
            self.table.replace(entry)

    def _tell(self, part: Part) -> None:
        shown = len(self.table.model.records)
        if self._found is not None:
            self.told.emit(self._found_words(shown))
        elif part.next is not None:
            back = day_hhmm(part.next.starts_at)
            self.told.emit(self.tr("{n} lines, back to {day}").format(n=shown, day=back))
        else:
            records = self.table.model.records
            note = self.tr("{n} lines, last no. {seq}") if records else self.tr("no lines")
            self.told.emit(note.format(n=shown, seq=records[0].seq if records else 0))

    def _found_words(self, shown: int) -> str:
        """How many there are, and whether these are all."""
        assert self._found is not None
        if not self._found.whole:
            note = self.tr("Index in the making: {n} found in the newest part of the record")
        elif self._found.more:
            note = self.tr("The newest {n} of more in the whole record")
        else:
            note = self.tr("{n} found in the whole record")
        return note.format(n=shown)

    def _show_files(self, entries: frozenset[UUID]) -> None:
        self._with_files |= entries
        self.table.view.viewport().update()

    def _paint_text(self, painter: QPainter, rect: QRect, theme: Theme, entry: Any) -> None:
        struck = entry.id in self._corrected
        if entry.id in self._with_files:
            size = theme.px("icon.small")
            top = rect.center().y() - size / 2
            paint_icon(painter, "paperclip", theme.colour("text2"), rect.right() - size, top, size)
            rect = rect.adjusted(0, 0, -size - theme.px("space.s"), 0)
        font = theme.font()
        if struck:
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(theme.colour("text3" if struck else "text"))
        text = self._text(entry)
        found_line(painter, rect, theme, text, self.marks(text))

    def _paint_who(self, painter: QPainter, rect: QRect, theme: Theme, entry: Any) -> None:
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        who = self._who(entry)
        found_line(painter, rect, theme, who, self.marks(who))

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Where the searched words stand in a text."""
        return marks(text, words(self._wanted.words)) if self._found is not None else []

    def _text(self, entry: LogEntry) -> str:
        return self._desk.session.covered(entry.text)

    def _who(self, entry: LogEntry) -> str:
        return who_words(entry, self._desk.session)

    def _time(self, entry: LogEntry) -> str:
        days = self._wanted.days or self._found is not None
        if entry.incident_id in self._grave:
            return exact_time(entry.at, days=days)
        return day_hhmm(entry.at) if days else hhmm(entry.at)

    def _build(self) -> None:
        columns = (
            Column(self.tr("Seq"), lambda e: str(e.seq), 56, right=True, tone="text2"),
            Column(self.tr("Time"), self._time, 118, strong=True),
            Column(self.tr("Way"), way_words, 100, tone="text2"),
            Column(self.tr("Unit, person"), self._who, 180, paint=self._paint_who),
            Column(self.tr("What was said"), self._text, stretch=True, paint=self._paint_text),
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
            empty=self._empty,
            name="duty-log",
            memory=self._desk.memory,
        )
        self.table.chosen.connect(self.chosen)
        self.table.near_end.connect(self.more)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)
        self.setFocusProxy(self.table)
