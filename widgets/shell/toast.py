"""The toast slot of the lamp bar: one line for six seconds, with undo."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.shapes import tick
from widgets.kit.text import LEFT, RIGHT, one_line
from widgets.kit.theme import Theme
from widgets.shell.status import Status, Toast

WIDE, LEAST = 434, 200


class ToastSlot(QWidget):
    """Never over content, never in the tab order. Stays while the pointer is on it; a click undoes."""

    def __init__(self, theme: Theme, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = status
        self._left_s = 0
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.tick")))
        self._timer.timeout.connect(self._count)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMaximumWidth(WIDE)
        self.setMinimumWidth(LEAST)
        self.hide()
        status.said.connect(self._show)
        status.unsaid.connect(self._leave)

    def _show(self, toast: Toast) -> None:
        self._left_s = int(self._theme.number("duration_ms.toast")) // 1000
        self._timer.start()
        self.setAccessibleName(toast.text)
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, self._theme.px("control.lamp_bar_h"))

    def mousePressEvent(self, _event) -> None:
        self._status.undo()

    def _count(self) -> None:
        if self.underMouse():
            return
        self._left_s -= 1
        if self._left_s <= 0:
            self._status.unsay()
        self.update()

    def _leave(self) -> None:
        self._timer.stop()
        self.hide()

    def paintEvent(self, _event) -> None:
        toast = self._status.toast
        if toast is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(0.5, 4.5, -0.5, -4.5)
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(box, theme.px("radius.field"), theme.px("radius.field"))
        tick(painter, box.adjusted(12, 8, -(box.width() - 24), -8), theme.colour("accent"), 1.8)
        right = ""
        if toast.undo is not None:
            right = self.tr("Undo Alt+Z   {n} s").format(n=self._left_s)
        painter.setFont(theme.font("small", strong=bool(right)))
        painter.setPen(theme.colour("accent"))
        right_w = painter.fontMetrics().horizontalAdvance(right)
        inner = QRect(36, 0, self.width() - 48, self.height())
        painter.drawText(inner, RIGHT, right)
        painter.setFont(theme.font("small", strong=True))
        painter.setPen(theme.colour("text"))
        one_line(painter, inner.adjusted(0, 0, -(right_w + 12), 0), LEFT, toast.text)
