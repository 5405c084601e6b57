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
        self._two_lines = True
        self.show_names(True)
        self.setAccessibleName(self.tr("The wall in small"))
        board.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("row.list_two_line") * 6, self.height())

    def show_names(self, two_lines: bool) -> None:
        """False where the window is low: numbers of the cameras only."""
        self._two_lines = two_lines
        row = "row.list_two_line" if two_lines else "row.table_compact"
        self.setFixedHeight(3 * self._theme.px(row))

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
            if not self._two_lines:
                words = words.partition("\n")[0]
            lines = [
                painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
                for line in words.split("\n")
            ]
            painter.drawText(inner, middle, "\n".join(lines))
