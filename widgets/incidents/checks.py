"""A box to tick with its key printed beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme


class Check(QAbstractButton):
    """`key` ticks it from anywhere in the window without moving the cursor."""

    def __init__(self, theme: Theme, words: str, key: str) -> None:
        super().__init__()
        self._theme = theme
        self._key = key
        self.setCheckable(True)
        self.setText(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px("control.min_target"))
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(self.click)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font()).horizontalAdvance(self.text())
        key = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._key)
        return QSize(20 + 8 + words + 10 + key + 16, self.height())

    def paintEvent(self, _event: Any) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - 18) / 2, 18, 18)
        on, focus = self.isChecked(), self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if on or focus else "line_strong"), 2))
        painter.setBrush(theme.colour("accent" if on else "raised"))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            paint_icon(painter, "check", theme.colour("on_accent"), 3, box.y() + 2, 14)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().horizontalAdvance(self.text())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect().adjusted(28, 0, 0, 0), middle, self.text())
        painter.setFont(theme.font("caption"))
        chip = QRectF(28 + words + 10, (self.height() - 22) / 2, 0, 22)
        chip.setWidth(painter.fontMetrics().horizontalAdvance(self._key) + 12)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.colour("text2"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._key)
