"""Ctrl+K: one line that finds pages, people and units, goes there, or copies a number.

It opens, shows and copies. Nothing is ever changed from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.search import normal
from app.people.covering import covered_name
from app.people.pinyin import spellings
from app.people.signin import SignedIn
from widgets.kit.copying import copy_number, hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import TextField
from widgets.kit.lines import Line, LineList
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread

WIDE, HIGH, RECENT = 720, 520, 8


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the bar leads to: Enter goes to `place` and opens `subject` there. `number` can be
    copied, `whose` says whose it is, `person` is the name in the title; `hint` is the
    key that goes there without the bar."""

    key: str
    icon: str
    title: str
    note: str
    place: str
    subject: Any = None
    number: str = ""
    whose: str = ""
    hint: str = ""
    person: str = ""


Finder = Callable[[str], list[Offer]]
"""What is found for the words that were typed, the best first; on the store thread."""


@dataclass(frozen=True, slots=True)
class _Answer:
    words: str
    offers: tuple[Offer, ...]


class CommandBar(Panel):
    """Lies over the page. `picked(offer)` on Enter or a click; the right button and Ctrl+C copy."""

    picked = Signal(object)

    def __init__(
        self,
        desk: Desk,
        pages: Callable[[], list[Offer]],
        finders: Callable[[], Sequence[Finder]],
        parent: QWidget,
    ) -> None:
        super().__init__(desk.theme, self.tr("Find or go to"), "", "Ctrl+K", flush=True,
                         parent=parent)  # fmt: skip
        self.setProperty("role", "focus-card")
        self._desk, self._pages, self._finders = desk, pages, finders
        self._again: Reread[_Answer] = Reread(self, desk.store, self._show, self._failed)
        self._answer = _Answer("", ())
        self._then: Callable[[], None] | None = None
        self._recent: list[Offer] = []
        self._before: QWidget | None = None
        hint = self.tr("Page, person, unit: hanzi, initials or figures of a number")
        self.field = TextField(desk.theme, "", placeholder=hint, icon="search")
        self.field.edit.setAccessibleName(self.tr("Find or go to"))
        self.field.changed.connect(self._ask)
        self.field.edit.stays = True
        self.field.edit.returnPressed.connect(lambda: self._when_found(self._open))
        self.field.edit.installEventFilter(self)
        self.list = LineList(desk.theme, empty=self.tr("Nothing found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.viewport().installEventFilter(self)
        edge = desk.theme.px("space.l")
        holder = QHBoxLayout()
        holder.setContentsMargins(edge, 0, edge, 0)
        holder.addWidget(self.field)
        self.body.addLayout(holder)
        self.add(self.list, 1)
        self.set_note(self.tr("Enter opens  Ctrl+C copies the number  Esc leaves"))
        listen(self, desk.bus, SignedIn, lambda _: self._recent.clear())
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.leave()
            return
        self._before = self.window().focusWidget()
        self.field.set_value("")
        self._ask()
        room = self.parentWidget().rect()
        wide, high = min(WIDE, room.width() - 24), min(HIGH, room.height() - 24)
        self.setGeometry((room.width() - wide) // 2, 12, wide, high)
        self.show()
        self.raise_()
        self.field.edit.setFocus()

    def leave(self) -> None:
        """Away; the cursor goes back to where it was."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def current(self) -> Offer | None:
        line = self.list.current()
        offers = self._answer.offers
        return next((one for one in offers if line is not None and one.key == line.key), None)

    def eventFilter(self, watched, event) -> bool:
        if watched is self.field.edit and event.type() == QEvent.Type.ShortcutOverride:
            if event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        elif watched is self.field.edit and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        elif watched is self.list.viewport() and event.type() == QEvent.Type.MouseButtonRelease:
            self._click(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """True when the key was one of the bar's."""
        edit, key = self.field.edit, event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif event.matches(QKeySequence.StandardKey.Copy) and not edit.hasSelectedText():
            self._when_found(self._copy)
        else:
            return False
        return True

    def _click(self, event) -> None:
        index = self.list.indexAt(event.position().toPoint())
        if index.isValid():
            self.list.setCurrentIndex(index)
            right = event.button() == Qt.MouseButton.RightButton
            (self._copy if right else self._open)()

    def _step(self, by: int) -> None:
        model = self.list.model()
        row = min(max(self.list.currentIndex().row() + by, 0), model.rowCount() - 1)
        self.list.setCurrentIndex(model.index(row, 0))

    def _when_found(self, act: Callable[[], None]) -> None:
        """Now, or when what was typed last has been answered."""
        if self._answer.words == self.field.value():
            act()
        else:
            self._then = act

    def _open(self) -> None:
        offer = self.current()
        if offer is None:
            return
        self._recent = [offer, *(one for one in self._recent if one.key != offer.key)][:RECENT]
        self.leave()
        self.picked.emit(offer)

    def _copy(self) -> None:
        offer = self.current()
        if offer is not None and offer.number:
            copy_number(self._desk, offer.number, offer.whose)
            self.leave()
        else:
            self.set_note(self.tr("There is no number to copy"))

    # -- what is asked, what comes back --------------------------------------------------------

    def _ask(self) -> None:
        self._then = None
        self._again.ask(
            self._look, self.field.value(), self._pages(), tuple(self._recent), self._finders()
        )

    def _look(
        self,
        words: str,
        pages: list[Offer],
        recent: tuple[Offer, ...],
        finders: Sequence[Finder],
    ) -> _Answer:
        """On the store thread: spelling loads a dictionary, finding reads the record."""
        if not words:
            known = {one.key for one in recent}
            return _Answer("", (*recent, *(one for one in pages if one.key not in known)))
        asked = normal(words)
        found = [one for one in pages if _fits(one, asked)]
        for finder in finders if self._desk.session.may_seek(words) else ():
            found += finder(words)
        return _Answer(words, tuple(found))

    def _show(self, answer: _Answer) -> None:
        self._answer = answer
        covered = hidden(self._desk)
        self.list.show_lines([_line(one, covered) for one in answer.offers])
        if answer.offers:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.scrollToTop()
        act, self._then = self._then, None
        if act is not None:
            self._when_found(act)

    def _failed(self, error: Exception) -> None:
        self.set_note(explain(error))


def _fits(page: Offer, asked: str) -> bool:
    begun = (
        any(one.startswith(asked) for one in spellings(page.title)) if asked.isascii() else False
    )
    return begun or asked in normal(page.title) or asked == normal(page.hint)


def _line(one: Offer, covered: bool) -> Line:
    number = "•••" if covered and one.number else one.number
    if covered and one.person:
        return Line(
            one.key, covered_name(one.person), one.note, icon=one.icon, right=number, look="new"
        )
    return Line(one.key, one.title, one.note, icon=one.icon, right=number or one.hint, look="new")


def page_offers(pages: Sequence[tuple[str, str, str, str]], note: str) -> list[Offer]:
    """(key, word, icon, shortcut) of each page."""
    return [
        Offer(f"page/{key}", icon, word, note, key, hint=hint) for key, word, icon, hint in pages
    ]
