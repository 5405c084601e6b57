"""Windows that are neither of the desk nor of a wall show an unanswered emergency too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from widgets.kit.desk import Desk
from widgets.shell.banner import Banner, EmergencyBorder
from widgets.shell.shell import Shell

LOOK_MS = 1000
_KINDS = (Qt.WindowType.Window, Qt.WindowType.Dialog)


class Everywhere(QObject):
    """A picture seen large, a dialog of the system's printer: whatever opens while an emergency waits has its
    border within a second; where there is room, the banner that can be answered."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        shell.messages.waiting_changed.connect(self.look)
        self.look()

    def look(self) -> None:
        waits = any(one.emergency for one in self._shell.messages.unanswered())
        if not waits:
            self._timer.stop()
            return
        if not self._timer.isActive():
            self._timer.start()
        for window in QApplication.topLevelWidgets():
            bare = window.findChild(EmergencyBorder) is None
            if window.isVisible() and window.windowType() in _KINDS and bare:
                EmergencyBorder(self._desk.theme, self._shell.messages, window)
                if window.windowType() is Qt.WindowType.Window:
                    self._put_banner(window)

    def _put_banner(self, window: QWidget) -> None:
        banner = Banner(self._desk.theme, self._desk.clock, self._shell.messages, window)
        banner.answered.connect(lambda message: self._shell.answer(message.key))
        banner.opened.connect(self._shell.open_message)
        _Wide(banner)


class _Wide(QObject):
    """Keeps a banner as wide as its window."""

    def __init__(self, banner: Banner) -> None:
        super().__init__(banner)
        self._banner = banner
        banner.parentWidget().installEventFilter(self)
        self._lay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._lay()
        return super().eventFilter(watched, event)

    def _lay(self) -> None:
        self._banner.setGeometry(
            8, 6, self._banner.parentWidget().width() - 16, self._banner.sizeHint().height()
        )
