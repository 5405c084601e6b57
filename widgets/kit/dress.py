"""The style sheet on one root: at once while it is seen, else before it is seen next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, SignalInstance
from PySide6.QtWidgets import QWidget

_BEFORE_SEEN = (QEvent.Type.Polish, QEvent.Type.Show)


class Dress(QObject):
    """Belongs to its root. A sheet costs for each widget below, and again for each that is hung in
    later with all below it: so it is put on roots (a page, a strip, a card), never on the application.
    """

    def __init__(self, root: QWidget, wanted: Callable[[], str], worn: SignalInstance) -> None:
        super().__init__(root)
        self._root = root
        self._wanted = wanted
        worn.connect(self._change)
        self._change()

    def _change(self) -> None:
        if self._root.isVisible():
            self._put_on()
        else:
            self._root.installEventFilter(self)

    def _put_on(self) -> None:
        self._root.removeEventFilter(self)
        if self._root.styleSheet() != self._wanted():
            self._root.setStyleSheet(self._wanted())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _BEFORE_SEEN and watched is self._root:
            self._put_on()
        return False
