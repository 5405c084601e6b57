"""Keys and mouse on the desk's windows, for whoever waits for quiet.

Watches the native windows only. A filter on the whole application would see the birth of every
object, the web engine's own half-built ones among them, and end the process.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_KEYS = frozenset({QEvent.Type.KeyPress})
_HANDS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})


class Touches(QObject):
    """`typed` for each key or word of an input method, `touched` for these and the mouse."""

    typed = Signal()
    touched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.typed.connect(self.touched)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.typed)

    def watch(self, window: QWidget) -> None:
        """A top-level window, from now until it is gone."""
        window.winId()  # makes the native window if it is not there yet
        native = window.windowHandle()
        if native is not None:
            native.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _KEYS:
            self.typed.emit()
        elif kind in _HANDS:
            self.touched.emit()
        return False
