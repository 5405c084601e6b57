"""What an officer's hands do: keys, Chinese through the input method, clicks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def write(widget: QWidget, text: str) -> None:
    """Commit `text` the way an input method does: a preedit first, then the words."""
    widget.setFocus()
    preedit = QInputMethodEvent(text[:1], [])
    QApplication.sendEvent(widget, preedit)
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(widget, commit)


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifiers)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    place = widget.rect().center() if at is None else at
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, place)


def hold(widget: QWidget) -> None:
    """The left button goes down on it, and stays down until `let_go`."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, NONE, widget.rect().center())


def let_go(widget: QWidget) -> None:
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, NONE, widget.rect().center())
