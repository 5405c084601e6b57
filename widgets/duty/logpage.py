"""值班日志: everything said and done in this shift or before, corrected by new rows only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.drafts import Drafts
from app.base.errors import Refused
from app.duty.instructions import Instructions
from app.duty.log import DutyLog
from app.duty.records import LogEntry
from app.duty.scans import Scans
from app.people.rights import Act
from app.people.session import ShiftEntered
from app.people.signin import SignedIn
from widgets.duty.entry import EntryPanel
from widgets.duty.files import Attached
from widgets.duty.instructions import InstructionsView
from widgets.duty.linking import Links
from widgets.duty.loglist import LogList, Wanted
from widgets.duty.quickline import QuickEntry
from widgets.duty.refused import words_for
from widgets.duty.sieve import SieveBar
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.radio.record_view import RecordView
from widgets.shell.page import Page


class LogPage(Page):
    """The list, the entry chosen, the quick line; Alt+2 turns to the instructions.

    `open(id)` goes to a log entry or an instruction. `links` is what lines may be about and sifted by.
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
        links: Links | None = None,
        scans: Scans | None = None,
        radio: RecordView | None = None,
    ) -> None:
        """`radio` is the record of the 370M net, a sheet of its own."""
        super().__init__()
        self.radio = radio
        self._desk = desk
        self._log = log
        self.quick = QuickEntry(desk, log, instructions, drafts, "quick-log")
        self.quick.recorded.connect(lambda _: self.read(now=True))
        known = links or Links()
        self.entry = EntryPanel(desk, log, attached, known)
        self.entry.done.connect(lambda: self.read(now=True))
        self.entry.incident_wanted.connect(lambda entry: go("intake", entry))
        self.instructions = InstructionsView(desk, instructions, known, scans, attached)
        self.sieve = SieveBar(desk, known.incidents)
        self.sieve.changed.connect(lambda: self.read(now=True))
        empty = self.tr("No line here. Write one below: /电 unit person: what was said")
        self.list = LogList(desk, log, attached, empty)
        self.table = self.list.table
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, self._entered)
        listen(self, desk.bus, SignedIn, self._signed_in)
        self.read()

    def first_focus(self) -> QWidget:
        if self._pages.currentWidget() is self.instructions:
            return self.instructions.first_focus()
        if self.radio is not None and self._pages.currentWidget() is self.radio:
            return self.radio.first_focus()
        return self.quick.edit

    def open(self, subject: UUID | tuple[str, UUID] | None) -> None:
        """An instruction of this id, else the entry of this id, is chosen and shown in full; ("radio", id) is
        a line of the radio's record."""
        if subject is None:
            return
        if isinstance(subject, tuple):
            self._turn("radio")
            if self.radio is not None:
                self.radio.show_line(subject[1])
            return
        if self.instructions.select(subject):
            self._turn("instructions")
            return
        self._turn("log")
        if not self.table.select(subject):
            store, log = self._desk.store, self._log
            ask(self, store, log.entry, subject, then=self._opened, fail=self._not_read)

    def print_page(self) -> bool:
        """The record of the radio has a paper of its own; the log's are chosen from the duty papers."""
        return (
            self._turned.value() == "radio" and self.radio is not None and self.radio.print_page()
        )

    def read(self, *, now: bool = False) -> None:
        """The newest lines again; `now` after an act of the officer, wherever the list stands."""
        if not self._desk.session.may_seek(self.sieve.words()):
            self._say_trouble(self.tr("Numbers are covered for this role"))
            return
        self._say_trouble("")
        try:
            sieve = self.sieve.sieve()
        except Refused as refused:
            self.sieve.explain(refused)
            return
        wanted = Wanted(self.sieve.words(), sieve, days=self.sieve.spans_days)
        self.list.show_lines(wanted, now=now)

    def _opened(self, entry: LogEntry | None) -> None:
        if entry is not None and not self.table.select(entry.id):
            self.table.view.clearSelection()
            self.entry.show_entry(entry)

    def _chosen(self, entry: LogEntry | None) -> None:
        """A line that has left the list stays beside it until another is chosen."""
        if entry is not None or self.entry.shown is None:
            self.entry.show_entry(entry)

    def _entered(self, _fact: ShiftEntered) -> None:
        self.read()

    def _signed_in(self, _fact: SignedIn) -> None:
        """Another person may see the same words covered, or no longer so."""
        if not self._desk.session.may_seek(self.sieve.words()):
            self.sieve.search.set_value("")
            self.read(now=True)
        self.table.view.viewport().update()
        self.entry.show_entry(self.entry.shown)

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "log_entry":
            self.read()
            self.list.renew(UUID(fact.key))
            self.entry.refresh()
        elif fact.kind == "attachment":
            self.list.read_files()

    def _not_read(self, error: Exception) -> None:
        self._say_trouble(words_for(error))

    def _say_trouble(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _turn(self, to: str) -> None:
        self._turned.set_value(to)
        self._show_turn()

    def _show_turn(self) -> None:
        self._pages.setCurrentIndex(self._sheets.index(self._turned.value()))

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        words = {
            "log": self.tr("Log  Alt+1"),
            "instructions": self.tr("Instructions  Alt+2"),
            "radio": self.tr("370M record  Alt+3"),
        }
        self._sheets = [one for one in words if one != "radio" or self.radio is not None]
        self._turned = SegmentField(theme, "", [(one, words[one]) for one in self._sheets])
        self._turned.set_value("log")
        self._turned.changed.connect(self._show_turn)
        self._turned.setFixedWidth(140 * len(self._sheets))
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self._turned)
        head.addStretch(1)
        self.head = head
        page.addLayout(head)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_log())
        self._pages.addWidget(self.instructions)
        if self.radio is not None:
            self._pages.addWidget(self.radio)
        page.addWidget(self._pages, 1)
        self._keys()

    def _keys(self) -> None:
        for number, to in enumerate(self._sheets, 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda to=to: self._turn(to))
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.sieve.search.edit.setFocus)

    def _build_log(self) -> QWidget:
        theme = self._desk.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._panel = Panel(theme, self.tr("Duty log"), key="Ctrl+L", flush=True)
        self._panel.add(self.sieve)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._panel.add(self._trouble)
        self._panel.add(self.list, 1)
        self.list.told.connect(self._panel.set_note)
        self.list.trouble.connect(self._say_trouble)
        self.list.chosen.connect(self._chosen)
        foot = QVBoxLayout()
        side = theme.px("space.m")
        foot.setContentsMargins(side, 0, side, theme.px("space.xs"))
        foot.addWidget(self.quick)
        Gate(self._desk, self.quick, Act.LOG)
        self._panel.body.addLayout(foot)
        row.addWidget(self._panel, 1068)
        row.addWidget(self.entry, 420)
        return holder
