"""The keys of every window, and the card that shows them (F1)."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from widgets.kit.labels import Label, key_hint
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme
from widgets.shell.page import PLACES

KEYS = {
    "find": "Ctrl+K",
    "messages": "Ctrl+M",
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
    "print": QT_TRANSLATE_NOOP("Keys", "Print"),
    "note": QT_TRANSLATE_NOOP("Keys", "Write into the log"),
    "lock": QT_TRANSLATE_NOOP("Keys", "Lock"),
    "undo": QT_TRANSLATE_NOOP("Keys", "Undo the last act"),
    "answer": QT_TRANSLATE_NOOP("Keys", "Answer the message"),
    "keys": QT_TRANSLATE_NOOP("Keys", "These keys"),
    "own_window": QT_TRANSLATE_NOOP("Keys", "A window of its own, and back"),
}


class KeysCard(Panel):
    """Lies over the page until F1, Esc or a click takes it away."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Keys"), "", "F1 / Esc", parent=parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space.xl"))
        pairs = [(place.shortcut, place.word()) for place in PLACES.values() if place.shortcut]
        pairs += [(KEYS[k], QCoreApplication.translate("Keys", w)) for k, w in _WORDS.items()]
        half = (len(pairs) + 1) // 2
        for n, (key, word) in enumerate(pairs):
            row, column = n % half, n // half * 2
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
        self.adjustSize()
        room = self.parentWidget().rect()
        self.move(room.center() - self.rect().center())
        self.show()
        self.raise_()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._leave.setEnabled(True)

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._leave.setEnabled(False)

    def mousePressEvent(self, _event) -> None:
        self.hide()
