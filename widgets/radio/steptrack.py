"""The last text on its way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.base.clock import hhmmss
from app.radio.events import TextStep
from app.radio.records import RadioText
from widgets.kit.shapes import tick_ring
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.lamp import cross, empty_ring

_WAY = (TextStep.QUEUED, TextStep.ACCEPTED, TextStep.SENT, TextStep.DELIVERED)


class StepTrack(QWidget):
    """The last text on its way: four stations, the reached ones ticked, a cross where it failed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text: RadioText | None = None
        self._reached = TextStep.QUEUED
        self.setFixedHeight(theme.px("row.list_two_line") + theme.px("row.table_compact"))

    def show_text(self, text: RadioText | None) -> None:
        """Where a failed one had come to is remembered from the states shown before."""
        if text is not None:
            self._reached = self._station_of(text)
        self._text = text
        self.setAccessibleName("" if text is None else self._told())
        self.update()

    def _station_of(self, text: RadioText) -> TextStep:
        if text.step != TextStep.FAILED:
            return text.step
        seen = self._text is not None and self._text.id == text.id
        if seen and self._reached != TextStep.QUEUED:
            return self._reached
        by_air = text.code.startswith(("tmp_", "dds_")) or text.code in ("no_answer", "unreached")
        return TextStep.ACCEPTED if by_air else TextStep.QUEUED

    def _told(self) -> str:
        assert self._text is not None
        text = self._text
        told = f"{text.target} {words.step(text.step)} {hhmmss(text.step_at)}"
        return f"{told} {words.failure(text.code)}" if text.step == TextStep.FAILED else told

    def paintEvent(self, _event) -> None:
        if self._text is None:
            return
        theme, failed = self._theme, self._text.step == TextStep.FAILED
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small", strong=True))
        painter.setPen(theme.colour("ink" if failed else "text"))
        head = QRectF(0, 0, self.width(), theme.px("space.xl"))
        short = painter.fontMetrics().elidedText(
            self._told(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, short)
        reached = _WAY.index(self._reached)
        share = self.width() / len(_WAY)
        side = theme.px("icon.small")
        y = head.bottom() + theme.px("space.s")
        for n, step in enumerate(_WAY):
            sign = QRectF(share * n + (share - side) / 2, y, side, side)
            done = n <= reached
            self._station(painter, sign, done, failed and n == reached + 1)
            if n:
                painter.setPen(QPen(theme.colour("text2" if done else "line_strong"), 1.5))
                left = share * (n - 0.5) + side / 2 + 4
                painter.drawLine(
                    round(left), round(y + side / 2), round(sign.left() - 4), round(y + side / 2)
                )
            painter.setFont(theme.font("caption", strong=done))
            painter.setPen(theme.colour("text" if done else "text3"))
            label = QRectF(share * n, sign.bottom() + 2, share, theme.px("space.xl"))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words.step(step))

    def _station(self, painter: QPainter, box: QRectF, done: bool, failed: bool) -> None:
        if failed:
            cross(painter, box.adjusted(3, 3, -3, -3), self._theme.colour("ink"))
        elif done:
            tick_ring(painter, box.adjusted(1, 1, -1, -1), self._theme.colour("text2"))
        else:
            empty_ring(painter, box.adjusted(1, 1, -1, -1), self._theme.colour("line_strong"))
