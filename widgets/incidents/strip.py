"""The tabs of an incident, each with the figure of its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.text import MIDDLE
from widgets.kit.theme import Theme


class TabStrip(QWidget):
    """`picked(key)`: by mouse, or by arrows while it has the focus. Alt and a figure is bound by the page."""

    picked = Signal(str)

    def __init__(self, theme: Theme, tabs: Sequence[tuple[str, str]]) -> None:
        """`tabs` are (key, word)."""
        super().__init__()
        self._theme = theme
        self.tabs = tuple(tabs)
        self.current = self.tabs[0][0]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px("control.field_h") + theme.px("space.xs"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Parts of the incident, Alt+1 to Alt+8"))
        theme.changed.connect(self.update)
        self._say()

    def turn(self, key: str) -> None:
        self.current = key
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._wide(n) for n in range(len(self.tabs))), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * self._theme.px("control.min_target"), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        keys = [key for key, _ in self.tabs]
        self.picked.emit(keys[(keys.index(self.current) + step) % len(keys)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for n, (key, _) in enumerate(self.tabs):
            if self._cell(n).contains(event.position().toPoint()):
                self.picked.emit(key)

    def paintEvent(self, _event: Any) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for n, (key, word) in enumerate(self.tabs):
            here, cell = key == self.current, self._cell(n)
            painter.setFont(theme.font(strong=here))
            wide = painter.fontMetrics().horizontalAdvance(word)
            hint = QFontMetrics(theme.font("caption")).horizontalAdvance(str(n + 1))
            left = cell.x() + (cell.width() - wide - hint - 6) // 2
            painter.setPen(theme.colour("accent" if here else "text"))
            painter.drawText(QRect(left, 0, wide + 2, cell.height()), MIDDLE, word)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRect(left + wide + 6, 0, hint + 2, cell.height()), MIDDLE, str(n + 1))
            if here:
                line = QRect(cell.x() + 2, cell.height() - 3, cell.width() - 4, 3)
                painter.fillRect(line, theme.colour("accent"))
                if self.hasFocus():
                    painter.setPen(QPen(theme.colour("accent"), theme.px("control.focus_ring")))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(cell.adjusted(1, 1, -2, -4), 4, 4)

    def _wide(self, n: int) -> int:
        word = QFontMetrics(self._theme.font(strong=True)).horizontalAdvance(self.tabs[n][1])
        return word + self._theme.px("space.xl") + self._theme.px("space.l")

    def _cell(self, n: int) -> QRect:
        """By the width of the words, all of them together as wide as the strip, up to a comfortable one."""
        whole = sum(self._wide(i) for i in range(len(self.tabs)))
        share = min(self.width() / whole, 1.4)
        left = round(sum(self._wide(i) for i in range(n)) * share)
        return QRect(left, 0, round(self._wide(n) * share), self.height())

    def _say(self) -> None:
        self.setAccessibleDescription(dict(self.tabs)[self.current])
