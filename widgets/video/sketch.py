"""The wall in small: which camera hangs where; a click hangs the chosen one there."""

from __future__ import annotations

from math import isqrt

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.theme import Theme
from widgets.video.board import Board


class WallSketch(QWidget):
    """Signal `picked(number)`: a place was clicked."""

    picked = Signal(int)

    def __init__(self, theme: Theme, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._board = board
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(3 * theme.px("row.list_two_line"))
        self.setAccessibleName(self.tr("The wall in small"))
        board.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("row.list_two_line") * 6, self.height())

    def _cells(self) -> list[QRect]:
        side = isqrt(self._board.layout)
        gap = self._theme.px("space.xs")
        wide = (self.width() - gap * (side - 1)) / side
        high = (self.height() - gap * (side - 1)) / side
        return [
            QRect(round(column * (wide + gap)), round(row * (high + gap)), round(wide), round(high))
            for row in range(side)
            for column in range(side)
        ]

    def mousePressEvent(self, event) -> None:
        for number, cell in enumerate(self._cells(), 1):
            if cell.contains(event.position().toPoint()):
                self.picked.emit(number)

    def paintEvent(self, _event) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = theme.px("space.s")
        for number, cell in enumerate(self._cells(), 1):
            camera = self._board.tiles[number - 1]
            painter.setPen(QPen(theme.colour("line_strong" if camera else "line"), 1))
            painter.setBrush(theme.colour("raised" if camera else "panel"))
            radius = theme.px("radius.field")
            painter.drawRoundedRect(cell.adjusted(0, 0, -1, -1), radius, radius)
            inner = cell.adjusted(pad, 0, -pad, 0)
            painter.setFont(theme.font("body", strong=True))
            painter.setPen(theme.colour("text" if camera else "text3"))
            middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(inner, middle, str(number))
            inner.setLeft(inner.left() + theme.px("space.l") + 2)
            painter.setFont(theme.font("small"))
            words = f"{camera.code}\n{camera.name}" if camera else self.tr("empty")
            lines = [
                painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
                for line in words.split("\n")
            ]
            painter.drawText(inner, middle, "\n".join(lines))
