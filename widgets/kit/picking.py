"""A field that finds one of many as it is typed, the newest first; no window of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.people.pinyin import spellings
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.enter import is_enter
from widgets.kit.fields import LineEdit, TextField
from widgets.kit.text import tip

MOST_SHOWN = 8
LIST_W = 420


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be chosen: `key` is kept, `words` are shown and searched."""

    key: str
    words: str


class PickField(TextField):
    """`look` is asked on the store thread each time the field is entered. Its value is [key, words] of
    what was chosen, "" for nothing; `unchosen` when words are typed that name nothing yet.

    A list of its own inside the window: a completer's window would take the keyboard from the input
    method. Enter chooses what is marked, Up and Down mark another.
    """

    def __init__(
        self, desk: Desk, label: str, look: Callable[[], Sequence[Candidate]], **look_of: Any
    ) -> None:
        super().__init__(desk.theme, label, **look_of)
        self._desk = desk
        self._look = look
        self._known: Sequence[Candidate] = ()
        self._chosen: Candidate | None = None
        self.list: QListWidget | None = None
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(lambda _: self._typed())

    @property
    def unchosen(self) -> bool:
        return self._chosen is None and bool(self.edit.text().strip())

    def value(self) -> Any:
        return [self._chosen.key, self._chosen.words] if self._chosen is not None else ""

    def set_value(self, value: Any) -> None:
        self._chosen = Candidate(*value) if isinstance(value, (list, tuple)) else None
        self.edit.setText(self._chosen.words if self._chosen is not None else "")
        self.edit.setCursorPosition(0)

    def key(self) -> str:
        return self._chosen.key if self._chosen is not None else ""

    def choose(self, one: Candidate) -> None:
        self.set_value([one.key, one.words])
        self._close()
        self._edited()

    def shown(self) -> list[str]:
        """The words offered now."""
        here = self.list
        return [here.item(row).text() for row in range(here.count())] if here is not None else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.edit:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn:
            ask(self, self._desk.store, self._look, then=self._have, fail=lambda _: None)
        elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._close()
        elif event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: Any) -> bool:
        edit: LineEdit = self.edit
        here = self.list
        if (
            here is None
            or edit.composing
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(event.key())
        if step is not None:
            here.setCurrentRow((here.currentRow() + step) % here.count())
            return True
        if is_enter(event) and here.currentRow() >= 0 and edit.text().strip():
            self.choose(here.currentItem().data(Qt.ItemDataRole.UserRole))
            edit.focusNextChild()
            return True
        return False

    def _have(self, known: Sequence[Candidate]) -> None:
        self._known = known
        if self.edit.hasFocus() and self._chosen is None:
            self._offer()

    def _typed(self) -> None:
        self._chosen = None
        self._offer()

    def _offer(self) -> None:
        found = matching(self._known, self.edit.text())[:MOST_SHOWN]
        if not found or self._chosen is not None:
            self._close()
            return
        if self.list is None or not shiboken6.isValid(self.list):
            self.list = QListWidget(self.window())
            self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.list.setProperty("role", "offered")
            self.theme.dress(self.list)
            self.list.setAccessibleName(self.edit.accessibleName())
            self.list.setFont(self.theme.font())
            self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
            self.list.itemClicked.connect(
                lambda item: self.choose(item.data(Qt.ItemDataRole.UserRole))
            )
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(tip(one.words))
            item.setSizeHint(QSize(0, self.theme.px("row.table_compact")))
        self.list.setCurrentRow(0)
        self._place(self.list, len(found))

    def _place(self, here: QListWidget, rows: int) -> None:
        """Below the field, or above it where there is no room."""
        window, high = self.window(), here.sizeHintForRow(0) * rows + 2 * here.frameWidth()
        at = self.edit.mapTo(window, QPoint(0, self.edit.height()))
        if at.y() + high > window.height():
            at.setY(self.edit.mapTo(window, QPoint(0, 0)).y() - high)
        wide = min(
            max(self.edit.width(), self.theme.px("size.body") * LIST_W // 15), window.width()
        )
        at.setX(min(at.x(), window.width() - wide))
        here.setGeometry(at.x(), at.y(), wide, high)
        here.show()
        here.raise_()

    def _close(self) -> None:
        here, self.list = self.list, None
        if here is not None and shiboken6.isValid(here):
            here.hide()
            here.deleteLater()


def matching(known: Sequence[Candidate], typed: str) -> list[Candidate]:
    """Those with every word typed in them, as it stands or by pinyin initials; in their own order."""
    wanted = typed.casefold().split()
    return [one for one in known if all(_holds(one.words, word) for word in wanted)]


def _holds(words: str, word: str) -> bool:
    if word in words.casefold():
        return True
    parts = words.split()
    return word.isascii() and any(
        spelled.startswith(word) for part in parts for spelled in spellings(part)
    )
