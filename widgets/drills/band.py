"""The hatched band over everything that belongs to a drill: it cannot be taken for the real thing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from widgets.kit.shapes import hatch
from widgets.kit.theme import Theme

HIGH = 28


class DrillBand(QWidget):
    """`tell` puts words behind 演练: why it stands still, for one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self.setFixedHeight(HIGH)
        self.setAccessibleName(self.tr("Drill"))

    def tell(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.update()

    def paintEvent(self, _event) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        hatch(painter, box, theme.colour("line_strong"))
        words = self.tr("Drill") + (f"  {self._words}" if self._words else "")
        painter.setFont(theme.font("body", strong=True))
        wide = QFontMetrics(painter.font()).horizontalAdvance(words) + 2 * theme.px("space.l")
        plate = QRect(theme.px("space.l"), 0, min(wide, self.width()), self.height())
        painter.fillRect(plate, theme.colour("text"))
        painter.setPen(theme.colour("panel"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()
