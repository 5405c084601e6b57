"""The keys of every window, and the card that shows them (F1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from widgets.kit.labels import Label, key_hint
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme
from widgets.shell.page import PLACES

FEW = 12
"""So many keys stand in two columns."""
ROW = 24
"""Buttons that begin within so many pixels of height stand in one row."""
KEYS = {
    "find": "Ctrl+K",
    "messages": "Ctrl+M",
    "incoming": "F3",
    "print": "Ctrl+P",
    "note": "F2",
    "lock": "Alt+L",
    "undo": "Alt+Z",
    "answer": "Alt+Enter",
    "answer_too": "Alt+Return",
    "keys": "F1",
    "own_window": "F11",
}
"""What a window does, whatever its page. Alt+Return is the Enter of the letters."""

_WORDS = {
    "find": QT_TRANSLATE_NOOP("Keys", "Find or go to"),
    "messages": QT_TRANSLATE_NOOP("Keys", "Messages"),
    "incoming": QT_TRANSLATE_NOOP("Keys", "Radio traffic nobody has taken"),
    "print": QT_TRANSLATE_NOOP("Keys", "Print"),
    "note": QT_TRANSLATE_NOOP("Keys", "Write into the log"),
    "lock": QT_TRANSLATE_NOOP("Keys", "Lock"),
    "undo": QT_TRANSLATE_NOOP("Keys", "Undo the last act"),
    "answer": QT_TRANSLATE_NOOP("Keys", "Answer the message"),
    "keys": QT_TRANSLATE_NOOP("Keys", "These keys"),
    "own_window": QT_TRANSLATE_NOOP("Keys", "A window of its own, and back"),
}


class KeysCard(Panel):
    """Lies over the page until F1, Esc or a click takes it away: the keys of what stands on the page now,
    barred ones with the reason, then those of every window. `page` gives the page that is shown."""

    def __init__(self, theme: Theme, parent: QWidget, page: Callable[[], QWidget | None]) -> None:
        super().__init__(theme, self.tr("Keys"), "", "F1 / Esc", parent=parent)
        self._theme, self._page = theme, page
        self.here = QWidget()
        self.add(self.here)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space.xl"))
        pairs = [(place.shortcut, place.word()) for place in PLACES.values() if place.shortcut]
        pairs += [(KEYS[k], QCoreApplication.translate("Keys", w)) for k, w in _WORDS.items()]
        high = _rows(len(pairs))
        for n, (key, word) in enumerate(pairs):
            row, column = n % high, n // high * 2
            grid.addWidget(key_hint(theme, key), row, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Label(theme, word), row, column + 1)
        self.body.addLayout(grid)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WindowShortcut)
        leave.activated.connect(self.hide)
        leave.activatedAmbiguously.connect(self.hide)  # the page has an Esc of its own
        self._leave = leave
        leave.setEnabled(False)
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.hide()
            return
        self._show_here()
        self.adjustSize()
        room = self.parentWidget().rect()
        self.move(room.center() - self.rect().center())
        self.show()
        self.raise_()

    def keys_here(self) -> list[tuple[str, str, str]]:
        """(key, word, why it is barred) of the buttons on the page, in reading order."""
        page = self._page()
        buttons = page.findChildren(QAbstractButton) if page is not None else []
        keyed: list[Any] = [one for one in buttons if getattr(one, "keys", "")]
        shown = [one for one in keyed if one.text() and one.isVisible()]
        shown.sort(key=lambda one: (one.mapTo(page, one.rect().topLeft()).y() // ROW, one.x()))
        return list(dict.fromkeys((one.keys, one.text(), one.barred) for one in shown))

    def _show_here(self) -> None:
        old, self.here = self.here, QWidget()
        grid = QGridLayout(self.here)
        grid.setContentsMargins(0, 0, 0, self._theme.px("space.m"))
        grid.setHorizontalSpacing(self._theme.px("space.xl"))
        keys = self.keys_here()
        high = _rows(len(keys))
        for n, (key, word, barred) in enumerate(keys):
            row, column = n % high, n // high * 2
            told = f"{word}（{barred}）" if barred else word
            grid.addWidget(key_hint(self._theme, key), row, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(
                Label(self._theme, told, tone="text3" if barred else "text"), row, column + 1
            )
        self.body.replaceWidget(old, self.here)
        old.deleteLater()
        self.here.setVisible(bool(keys))

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._leave.setEnabled(True)

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._leave.setEnabled(False)

    def mousePressEvent(self, _event) -> None:
        self.hide()


def _rows(count: int) -> int:
    """In two columns; in three where the card would not fit a low screen."""
    columns = 2 if count <= FEW else 3
    return max(1, -(-count // columns))
