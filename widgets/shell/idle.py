"""Notices that nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from widgets.shell.touches import Touches


class IdleWatch(QObject):
    """`idle` once after `after_ms` without a touch; begins anew with the next one."""

    idle = Signal()

    def __init__(self, after_ms: int, touches: Touches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.idle)
        self._timer.start()
        touches.touched.connect(self._timer.start)

    def stop(self) -> None:
        self._timer.stop()
