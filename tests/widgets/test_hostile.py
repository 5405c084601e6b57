"""Every page, first over a record in which every free word is hostile, then with such words typed into it.

Whatever is not refused is kept letter for letter and stands on the screen and on paper as the text it is;
whatever is refused is refused by a sentence. Nothing breaks, nothing is carried out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.duty.records import Handling
from app.people.records import Role
from tests import hostile
from tests.deskroom import open_desk
from tests.desktops import Opened, open_desktop
from tests.jobs import JobsInOrder
from tests.planted import misread, plant
from widgets.handover.preview import PaperPreview
from widgets.kit.fields import Field
from widgets.kit.labels import Label
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme
from widgets.shell.page import Page
from widgets.tour.hands import write

ROOT = Path(__file__).parents[2]
PLAIN = ("", "1", "19:30", "2026-06-24", "明天9点")
"""What an officer writes instead, when a number or a time was refused."""
NOT_PRESSED = ("Print", "Print …")
NO_SENTENCE = ("Not accepted (", "Something broke")
PYQTGRAPH_S_OWN = "label QLabel Opacity"


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory) -> Iterator[Opened]:
    """One desktop for all: it is dear. It comes up over the hostile record."""
    folder = tmp_path_factory.mktemp("hostile")
    theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
    office = open_desk(folder, theme, JobsInOrder)
    assert plant(office.room.db) > 300
    with open_desktop(qapp, folder, office) as made:
        made.duty.incident(hostile.HTML)
        made.duty.line(hostile.HTML, Handling.TODO)
        room = made.room.room
        room.instructions.take(room.watch, room.shift.id, "赵示范", "局长", hostile.HTML)
        made.desktop.shell.unlock()
        yield made


@pytest.fixture(autouse=True)
def _no_dialogs(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    opened.desktop.desk.session.sign_in(opened.duty.out[Role.CHIEF])


def pages(opened: Opened) -> list[Page]:
    return list(opened.desktop.shell.pages.values())


def look(opened: Opened, page: Page) -> None:
    """The newest of every list is opened."""
    opened.desktop.shell.go(page.key)
    for view in page.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None:
            for row in range(min(view.model().rowCount(), 3)):
                view.setCurrentIndex(view.model().index(row, 0))
    page.grab()


def test_it_is_text_on_every_page(opened: Opened) -> None:
    for page in pages(opened):
        look(opened, page)
    everything = QApplication.allWidgets()
    assert set(misread(everything)) <= {PYQTGRAPH_S_OWN}
    labels = [one.text() for one in everything if isinstance(one, QLabel)]
    assert sum(any(words in text for words in hostile.KEPT.values()) for text in labels) > 20


def test_what_would_be_misread_is_found(opened: Opened) -> None:
    label = QLabel(hostile.HTML)
    tooltip = Label(opened.desktop.desk.theme, "")
    tooltip.setToolTip(hostile.HTML)
    assert len(misread([label, tooltip])) == 2


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # offscreen, under a menu
def test_typed_into_every_field_it_is_kept_or_refused(opened: Opened) -> None:
    hands = Hands(opened)
    for page in pages(opened):
        hands.work(page)
    assert not [words for words in opened.said if any(no in words for no in NO_SENTENCE)]
    assert hands.written > 60
    assert hands.pressed > 60
    assert set(misread(QApplication.allWidgets())) <= {PYQTGRAPH_S_OWN}


def test_it_is_text_on_every_paper(opened: Opened) -> None:
    for page in pages(opened):
        if type(page).print_page is not Page.print_page:
            opened.desktop.shell.go(page.key)
            page.print_page()
    papers = [one.paper for one in opened.desktop.shell.main.findChildren(PaperPreview)]
    texts = [_text(paper.pdf) for paper in papers if paper is not None]
    assert len(texts) >= 3
    marked = ["".join(words.split()) for words in hostile.KEPT.values() if "<" in words]
    assert any(words in text for words in marked for text in texts)
    assert not [text for text in texts if "&lt;img" in text]


def _text(pdf: bytes) -> str:
    read = PdfReader(io.BytesIO(pdf))
    return "".join("".join(page.extract_text().split()) for page in read.pages)


def test_so_it_is_over_the_pages(opened: Opened) -> None:
    """The card of F2, the command bar, the sign-in card: kept, found, or refused."""
    desktop, room = opened.desktop, opened.room.room
    shell, card = desktop.shell, desktop.notes.card
    bar = shell.main.bar
    shell.go("log")
    for words in hostile.KEPT.values():
        card.toggle(shell.main)
        for field in (card.text, card.unit, card.person):
            write(field.edit, words)
        card.submit()
        (line,) = room.log.latest(1, desktop.desk.session.shift_id)
        assert (line.text, line.unit, line.person) == (words, words, words)
        card.leave()
    for words in (*hostile.KEPT.values(), hostile.NUL, hostile.HALF, hostile.CONTROL, "9" * 4000):
        bar.toggle()
        write(bar.field.edit, words)
        bar._ask()
        bar.leave()
        shell.lock()
        seat = shell.main.cover.card
        for edit in (seat.filter.edit, seat.pin.edit):
            write(edit, words)
        seat.submit()
        assert shell.locked
        shell.unlock()
    card.toggle(shell.main)
    write(card.text.edit, hostile.NUL)
    card.submit()
    assert "cannot be kept" in card.text.error()
    assert card.text.value() == hostile.NUL
    card.text.set_value("")
    card.leave()


class Hands:
    """An officer who writes hostile words wherever it can be written, and mends what is refused."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._words = cycle([*hostile.KEPT.values(), hostile.NUL, hostile.HALF, "9" * 4000])
        self.written = self.pressed = 0

    def work(self, page: Page) -> None:
        look(self._opened, page)
        self.fill(page)
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text() not in NOT_PRESSED:
                self.press(page, button)

    def fill(self, over: QWidget) -> None:
        for edit in (*over.findChildren(QLineEdit), *over.findChildren(QPlainTextEdit)):
            if edit.isVisible() and edit.isEnabled() and not edit.isReadOnly():
                write(edit, next(self._words))
                self.written += 1

    def press(self, page: Page, button: QAbstractButton) -> None:
        button.click()
        self.pressed += 1
        for card in page.findChildren(OverCard):
            if card.isVisible():
                self.fill(card)
                card.submit()
                self.mend(card, card.submit)
                if card.isVisible():
                    card.leave()
        self.mend(page, button.click)
        self._opened.room.room.clock.forward(timedelta(seconds=1))

    def mend(self, over: QWidget, again: Callable[[], None]) -> None:
        told = [one.text() for one in over.findChildren(QLabel) if one.isVisible()]
        assert not [words for words in told if words.startswith(NO_SENTENCE)]
        for plain in PLAIN:
            wrong = [one for one in over.findChildren(Field) if one.isVisible() and one.error()]
            for field in wrong:
                field.set_value(plain)
                field.show_error("")
            if not wrong:
                return
            again()
