"""Ctrl+P: the papers of the duty room, each shown as it will be printed, over the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from widgets.duty.refused import words_for
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField
from widgets.kit.labels import Label
from widgets.kit.ownkeys import OwnKeys
from widgets.kit.panel import Panel
from widgets.kit.printers import PrinterLook, PrinterState, look_at_printer, printer_words
from widgets.kit.printing import PrintOut
from widgets.kit.saving import place_for

CARD_W = 760


class Printable(Protocol):
    """One paper: `read` on the store thread gives what `make` turns into pages on the paper thread."""

    @property
    def title(self) -> str: ...

    @property
    def read(self) -> Callable[[], Any]: ...

    @property
    def make(self) -> Callable[[Any], Paper]: ...


class PaperCard(Panel):
    """`come(over, key)` shows a paper over a window's body; the others are a choice away."""

    def __init__(self, desk: Desk, papers: Mapping[str, Printable]) -> None:
        title = QCoreApplication.translate("PaperCard", "Print")
        super().__init__(desk.theme, title, "", "Ctrl+P")
        self._desk = desk
        self._papers = dict(papers)
        self._before: QWidget | None = None
        self.key = ""
        self.paper: Paper | None = None
        self.look = look_at_printer
        self._build()
        self.printing = PrintOut(desk.paper, self._said, self)
        self.hide()

    def come(self, over: QWidget, key: str) -> None:
        """The paper `key`, made anew."""
        old = self.parentWidget()
        if old is not over:
            if old is not None:
                old.removeEventFilter(self)
            self.setParent(over)
            over.installEventFilter(self)
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._desk.theme.dress(self)
        self._place()
        self.show()
        self.raise_()
        self.go.setFocus()
        self.choose(key)

    def choose(self, key: str) -> None:
        self.key = key
        self.which.set_value(key)
        self.paper = None
        for button in (self.go, self.keep):
            button.setEnabled(False)
        wanted = self._papers[key]
        ask(self, self._desk.store, wanted.read,
            then=lambda found: self._make(key, found), fail=self._failed)  # fmt: skip

    def print_out(self) -> None:
        """The system's own dialog."""
        if self.paper is not None:
            self.printing.open(self.paper.pdf, self.paper.pages, self._papers[self.key].title)

    def save(self, to: str = "") -> None:
        if self.paper is None:
            return
        name = f"{self._papers[self.key].title}.pdf"
        title = self.tr("Save as PDF")
        place = place_for(self, self._desk, title, name, self._failed, to=to)
        if place is not None:
            ask(self, self._desk.disk, self._desk.saving.write, place, self.paper.pdf,
                then=lambda _: self._said(self.tr("Saved: {place}").format(place=place)),
                fail=self._failed)  # fmt: skip

    def leave(self) -> None:
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self._before = None

    def _make(self, key: str, found: Any) -> None:
        ask(self, self._desk.paper, self._papers[key].make, found,
            then=lambda paper: self._show(key, paper), fail=self._failed)  # fmt: skip

    def _show(self, key: str, paper: Paper) -> None:
        if key != self.key:
            return
        self.paper = paper
        self.preview.show_paper(paper)
        self._said(self.tr("{n} pages").format(n=paper.pages))
        ask(self, self._desk.paper, self.look, then=self._printer, fail=lambda _: None)
        for button in (self.go, self.keep):
            button.setEnabled(True)

    def _printer(self, look: PrinterLook) -> None:
        """Said before anything is sent."""
        self._state.setText(printer_words(look))
        self._state.set_tone("now" if look.state is PrinterState.STOPPED else "text2")

    def _said(self, words: str) -> None:
        self.set_note(words)

    def _failed(self, error: Exception) -> None:
        self.preview.say_trouble(words_for(error))

    def _place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            wide = min(round(self._desk.theme.px("size.body") * CARD_W / 15), over.width() - 24)
            self.setGeometry((over.width() - wide) // 2, 12, wide, over.height() - 24)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            if event.type() == QEvent.Type.Resize:
                self._place()
            elif event.type() == QEvent.Type.Hide:
                watched.removeEventFilter(self)
                self.hide()
                self.setParent(None)
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        theme = self._desk.theme
        options = [(key, paper.title) for key, paper in self._papers.items()]
        self.which = ComboField(theme, self.tr("Paper"), options, label_w=48)
        self.which.changed.connect(lambda: self.choose(self.which.value()))
        self.preview = PaperPreview(theme)
        self.add(self.which)
        self.add(self.preview, 1)
        self._state = Label(theme, "", "small", tone="text2")
        self._state.setWordWrap(True)
        self.add(self._state)
        row = QHBoxLayout()
        leave = PlainButton(theme, self.tr("Back"), "Esc", bind=False)
        leave.clicked.connect(self.leave)
        self.keep = PlainButton(theme, self.tr("Save as PDF"), "Alt+S", bind=False)
        self.keep.clicked.connect(lambda: self.save())
        self.go = MainButton(theme, self.tr("Print …"), "Enter", bind=False)
        self.go.clicked.connect(self.print_out)
        row.addWidget(leave)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.go)
        self.body.addLayout(row)
        OwnKeys(self, {"Esc": self.leave, "Alt+S": self.keep.click})
