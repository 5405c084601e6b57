"""The five steps of a handover as a rail."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Step:
    """`note` is a time or a count below the word."""

    word: str
    note: str = ""


class StepsRail(QWidget):
    """Steps before `current` are ticked, `current` is ringed, later ones bear their number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.steps: tuple[Step, ...] = ()
        self.current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())

    def show_steps(self, steps: tuple[Step, ...], current: int) -> None:
        self.steps, self.current = steps, current
        done = steps[current].word if current < len(steps) else steps[-1].word
        self.setAccessibleName(f"{min(current + 1, len(steps))}/{len(steps)} {done}")
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        word, note = QFontMetrics(theme.font()), QFontMetrics(theme.font("small"))
        return QSize(400, self._ring() + 2 * theme.px("space.xs") + word.height() + note.height())

    def _ring(self) -> int:
        return self._theme.px("icon.nav") + self._theme.px("space.xs")

    def paintEvent(self, _event) -> None:
        if not self.steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, ring = self._theme, self._ring()
        share = self.width() / len(self.steps)
        for number in range(len(self.steps) - 1):
            left = round(share * (number + 0.5) + ring / 2 + 3)
            right = round(share * (number + 1.5) - ring / 2 - 3)
            done = number < self.current
            pen = QPen(theme.colour("accent" if done else "line_strong"), 2 if done else 1)
            painter.setPen(pen)
            painter.drawLine(left, ring // 2 + 1, right, ring // 2 + 1)
        for number, step in enumerate(self.steps):
            box = QRect(round(share * number), 0, round(share), self.height())
            self._paint_mark(painter, box, number)
            self._paint_words(painter, box, step, number)

    def _paint_mark(self, painter: QPainter, box: QRect, number: int) -> None:
        theme, ring = self._theme, self._ring()
        mark = QRect(box.center().x() - ring // 2, 1, ring, ring)
        if number < self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(mark)
            size = theme.px("icon.small")
            at = mark.center()
            paint_icon(
                painter,
                "check",
                theme.colour("on_accent"),
                at.x() + 1 - size / 2,
                at.y() + 1 - size / 2,
                size,
            )
            return
        now = number == self.current
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent" if now else "line_strong"), 2 if now else 1))
        painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
        if now:
            painter.setBrush(theme.colour("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(mark.adjusted(7, 7, -7, -7))
            return
        painter.setPen(theme.colour("text2"))
        painter.setFont(theme.font("caption"))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _paint_words(self, painter: QPainter, box: QRect, step: Step, number: int) -> None:
        theme = self._theme
        font = theme.font(strong=number == self.current)
        top = self._ring() + theme.px("space.xs")
        high = QFontMetrics(font).height()
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.setFont(font)
        painter.setPen(theme.colour("text" if number <= self.current else "text2"))
        painter.drawText(QRect(box.x(), top, box.width(), high), centre, step.word)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRect(box.x(), top + high, box.width(), high), centre, step.note)
