"""The wall in small: which camera hangs where; a click hangs the chosen one, dragging moves it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.video.layouts import beside, boxes, tiles_of
from app.video.records import Camera
from widgets.kit.enter import is_enter
from widgets.kit.theme import Theme
from widgets.video.boards import Boards

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
FEW_TILES = 9
"""With more tiles than these there is room for the number of the camera only."""


class WallSketch(QWidget):
    """Of the chosen wall. Arrows choose a place, Ctrl with them moves its camera, Enter or a click is
    signal `picked(number)`, Delete takes the camera down; dragging one place onto another swaps them.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, boards: Boards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._boards = boards
        self._at = 1
        self._from: tuple[int, QPoint] | None = None
        self._over = 0
        self._low = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_names(True)
        self.setAccessibleName(self.tr("The wall in small"))
        boards.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("row.list_two_line") * 6, self.height())

    def show_names(self, two_lines: bool) -> None:
        """False where the window is low: numbers of the cameras only."""
        self._low = not two_lines
        row = "row.list_two_line" if two_lines else "row.header"
        self.setFixedHeight(3 * self._theme.px(row))

    @property
    def at(self) -> int:
        """The place that the keys work on."""
        return self._at

    def _follow(self) -> None:
        self._at = min(self._at, tiles_of(self._boards.layout))
        self.update()

    def _cells(self) -> list[QRect]:
        gap = self._theme.px("space.xs")
        wide, high = self.width() + gap, self.height() + gap
        cells = []
        for box in boxes(self._boards.layout):
            left, top = round(box.x * wide), round(box.y * high)
            right, under = round((box.x + box.w) * wide), round((box.y + box.h) * high)
            cells.append(QRect(left, top, right - left - gap, under - top - gap))
        return cells

    def _number_at(self, where: QPoint) -> int:
        cells = self._cells()
        return next((n for n, cell in enumerate(cells, 1) if cell.contains(where)), 0)

    # -- the officer's hands -------------------------------------------------------------------

    def mousePressEvent(self, event) -> None:
        where = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and (number := self._number_at(where)):
            self._at, self._from = number, (number, where)
            self.update()

    def mouseMoveEvent(self, event) -> None:
        where = event.position().toPoint()
        if self._from is None:
            return
        far = (where - self._from[1]).manhattanLength() >= QApplication.startDragDistance()
        if self._over or (far and self._boards.tiles[self._from[0] - 1] is not None):
            self._over = self._number_at(where) or self._from[0]
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, _event) -> None:
        begun, over = self._from, self._over
        self._from, self._over = None, 0
        self.unsetCursor()
        if begun is not None and not over:
            self.picked.emit(begun[0])
        elif begun is not None and self._boards.chosen.swap(begun[0], over):
            self._at = over
        self.update()

    def keyPressEvent(self, event) -> None:
        way = ARROWS.get(event.key())
        if way is not None:
            other = beside(self._boards.layout, self._at, *way)
            moving = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if not moving or self._boards.chosen.swap(self._at, other):
                self._at = other
            self.update()
        elif is_enter(event):
            self.picked.emit(self._at)
        elif event.key() == Qt.Key.Key_Delete:
            self._boards.hang(self._at, None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dragged = self._boards.tiles[self._from[0] - 1] if self._from and self._over else None
        for number, cell in enumerate(self._cells(), 1):
            camera = self._boards.tiles[number - 1]
            if dragged is not None and self._from is not None:
                if number == self._over:
                    camera = dragged
                elif number == self._from[0]:
                    camera = self._boards.tiles[self._over - 1]
            chosen = number == self._over if self._over else self.hasFocus() and number == self._at
            self._cell(painter, cell, number, camera, chosen)

    def _cell(
        self, painter: QPainter, cell: QRect, number: int, camera: Camera | None, chosen: bool
    ) -> None:
        theme = self._theme
        pad = theme.px("space.s" if tiles_of(self._boards.layout) <= FEW_TILES else "space.xs")
        tone = "accent" if chosen else ("line_strong" if camera else "line")
        painter.setPen(QPen(theme.colour(tone), theme.px("control.focus_ring") if chosen else 1))
        painter.setBrush(theme.colour("raised" if camera else "panel"))
        radius = theme.px("radius.field")
        painter.drawRoundedRect(cell.adjusted(0, 0, -1, -1), radius, radius)
        inner = cell.adjusted(pad, 0, -pad, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        strong, plain = theme.font("body", strong=True), theme.font("small")
        for font in (strong, plain):
            font.setPixelSize(min(font.pixelSize(), max(9, cell.height() - 4)))
        painter.setFont(strong)
        painter.setPen(theme.colour("text" if camera else "text3"))
        painter.drawText(inner, middle, str(number))
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance("00") + pad)
        painter.setFont(plain)
        line = painter.fontMetrics().height()
        words = [camera.code, camera.name] if camera else [self.tr("empty")]
        if inner.height() < 2 * line or inner.width() < 5 * line:
            words = words[:1]
        if not camera and inner.width() < painter.fontMetrics().horizontalAdvance(words[0]):
            return
        lines = [
            painter.fontMetrics().elidedText(one, Qt.TextElideMode.ElideRight, inner.width())
            for one in words
        ]
        painter.drawText(inner, middle, "\n".join(lines))
