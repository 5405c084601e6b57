"""A card laid over whatever page is open: it goes away with its words kept, and nothing else is touched."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from widgets.kit.desk import Desk
from widgets.kit.panel import Panel

KEPT_FREE = "kept-free"
"""Object name of what no card that comes by itself may lie on."""


class LaidCard(Panel):
    """`lay(over)` lays it over a widget of a window; `leave` takes it away and gives the focus back.

    `card_w` is its width at a body size of 15.
    """

    card_w = 640

    def __init__(self, desk: Desk, title: str, key: str) -> None:
        super().__init__(desk.theme, title, "", key)
        self._desk = desk
        self._before: QWidget | None = None

    def lay(self, over: QWidget) -> None:
        """The caller sets the focus."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._desk.theme.dress(self)
        lie_over(self, over)
        self.place()
        self.show()
        self.place()  # what was never shown did not know its height
        self.raise_()

    def leave(self) -> None:
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self._before = None

    def place(self) -> None:
        """In the middle, as high as it needs."""
        over = self.parentWidget()
        if over is None:
            return
        wide = min(round(self._desk.theme.px("size.body") * self.card_w / 15), over.width() - 24)
        self.setFixedWidth(wide)
        self.layout().activate()
        high = min(self.sizeHint().height(), over.height() - 24)
        self.resize(wide, high)
        self.move((over.width() - wide) // 2, max(12, (over.height() - high) // 2))

    def come_off(self) -> None:
        """The window goes away; the card and its words stay."""
        over = self.parentWidget()
        if over is not None:
            over.removeEventFilter(self)
            self.hide()
            self.setParent(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.place()
        if watched is self.parentWidget() and event.type() == QEvent.Type.Hide:
            self.come_off()
        return super().eventFilter(watched, event)


def lie_over(card: QWidget, over: QWidget) -> None:
    """`card` belongs to `over` now and hears what becomes of it."""
    old = card.parentWidget()
    if old is not over:
        if old is not None:
            old.removeEventFilter(card)
        card.setParent(over)
        over.installEventFilter(card)
