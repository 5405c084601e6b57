"""The step rail: what is done, where we stand, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.shapes import tick
from widgets.kit.text import MIDDLE
from widgets.kit.theme import Theme

DONE, HERE, AHEAD = "done", "here", "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """`note` stands under the word: a time, a count."""

    word: str
    note: str = ""
    state: str = AHEAD


class StepRail(QWidget):
    """Painted only; it has no clicks, the buttons of the page move it on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.steps: tuple[Step, ...] = ()
        self.setFixedHeight(82)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        self.setAccessibleName("，".join(f"{s.word} {s.note}".strip() for s in self.steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(110 * max(len(self.steps), 1), 82)

    def paintEvent(self, _event) -> None:
        if not self.steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = self.width() / len(self.steps)
        for n, step in enumerate(self.steps):
            middle = QPointF(pitch * (n + 0.5), 16)
            if n:
                self._join(painter, middle, pitch, step.state != AHEAD)
            self._sign(painter, middle, n + 1, step.state)
            self._words(painter, middle.x(), pitch, step)

    def _join(self, painter: QPainter, middle: QPointF, pitch: float, reached: bool) -> None:
        tone = self._theme.colour("accent" if reached else "line_strong")
        painter.setPen(QPen(tone, 2 if reached else 1.2))
        painter.drawLine(middle - QPointF(pitch - 16, 0), middle - QPointF(16, 0))

    def _sign(self, painter: QPainter, middle: QPointF, n: int, state: str) -> None:
        theme = self._theme
        box = QRectF(middle.x() - 11, middle.y() - 11, 22, 22)
        accent = theme.colour("accent")
        if state == DONE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(box)
            tick(painter, box.adjusted(6, 6.5, -6, -6.5), theme.colour("on_accent"), 2)
        elif state == HERE:
            painter.setPen(QPen(accent, 2.5))
            painter.setBrush(theme.colour("raised"))
            painter.drawEllipse(box)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(box.adjusted(6, 6, -6, -6))
        else:
            painter.setPen(QPen(theme.colour("line_strong"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(box, MIDDLE, str(n))

    def _words(self, painter: QPainter, x: float, pitch: float, step: Step) -> None:
        theme = self._theme
        painter.setFont(theme.font(strong=step.state == HERE))
        painter.setPen(theme.colour("text2" if step.state == AHEAD else "text"))
        painter.drawText(QRectF(x - pitch / 2, 31, pitch, 24), MIDDLE, step.word)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRectF(x - pitch / 2, 54, pitch, 22), MIDDLE, step.note)
