"""A few options side by side, painted: arrows move, Space and the mouse pick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.enter import is_enter
from widgets.kit.theme import Theme


class Segments(QWidget):
    """The painted row of options: arrows move, Space picks, the mouse picks."""

    picked = Signal()

    def __init__(
        self, theme: Theme, options: Sequence[tuple[str, str]], *, many: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self.options = tuple(options)
        self.many = many
        self.chosen: tuple[str, ...] = ()
        self._at = 0
        self.setFixedHeight(theme.px("control.field_h"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_chosen(self, values: tuple[str, ...]) -> None:
        known = {value for value, _ in self.options}
        self.chosen = tuple(v for v in values if v in known)
        for n, (value, _) in enumerate(self.options):
            if value in self.chosen:
                self._at = n
                break
        self._say()
        self.update()

    def pick(self, value: str) -> None:
        """As the officer does: in a single choice it replaces, in a many it toggles."""
        if self.many:
            rest = tuple(v for v in self.chosen if v != value)
            chosen = rest if value in self.chosen else (*self.chosen, value)
        else:
            chosen = (value,)
        self.chosen = tuple(v for v, _ in self.options if v in chosen)
        self._say()
        self.update()
        self.picked.emit()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics()
        wide = max((words.horizontalAdvance(text) for _, text in self.options), default=0)
        return QSize((wide + 28) * len(self.options), self.height())

    def keyPressEvent(self, event) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if is_enter(event):
            self.focusNextChild()
        elif event.key() in steps:
            self._at = (self._at + steps[event.key()]) % len(self.options)
            if not self.many:
                self.pick(self.options[self._at][0])
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.pick(self.options[self._at][0])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event) -> None:
        for n, (value, _) in enumerate(self.options):
            if self._cell(n).contains(event.position().toPoint()):
                self._at = n
                self.pick(value)

    def _cell(self, n: int) -> QRect:
        left = self.width() * n // len(self.options)
        right = self.width() * (n + 1) // len(self.options)
        return QRect(left, 0, right - left, self.height())

    def _say(self) -> None:
        self.setAccessibleDescription(
            "、".join(words for value, words in self.options if value in self.chosen)
        )

    def paintEvent(self, _event) -> None:
        theme, radius = self._theme, self._theme.px("radius.field")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        wide = theme.px("control.focus_ring") if focus else 1
        edge = "now" if self.property("wrong") else "accent" if focus else "line_strong"
        painter.setPen(QPen(theme.colour(edge), wide))
        painter.setBrush(theme.colour("raised"))
        half = wide / 2
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(half, half, -half, -half), radius, radius
        )
        for n, (value, words) in enumerate(self.options):
            cell, chosen = self._cell(n), value in self.chosen
            if chosen:
                painter.setPen(QPen(theme.colour("accent"), 1))
                painter.setBrush(theme.colour("select"))
                inner = cell.toRectF().adjusted(2.5, 2.5, -2.5, -2.5)
                painter.drawRoundedRect(inner, radius, radius)
            elif n and self.options[n - 1][0] not in self.chosen:
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawLine(cell.left(), 10, cell.left(), cell.height() - 10)
            painter.setFont(theme.font(strong=chosen))
            painter.setPen(theme.colour("accent" if chosen else "text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)
            if focus and self.many and n == self._at:
                painter.setPen(QPen(theme.colour("accent"), 2))
                wide = painter.fontMetrics().horizontalAdvance(words)
                x = cell.center().x() - wide // 2
                painter.drawLine(x, cell.bottom() - 7, x + wide, cell.bottom() - 7)
