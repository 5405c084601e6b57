"""What lies over a window's page while nobody is signed in or the desk is locked. Alarms stay visible."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from widgets.kit.desk import Desk
from widgets.kit.labels import Label
from widgets.shell.messages import Messages
from widgets.shell.signin import SignInCard


class Cover(QWidget):
    """Fills its parent (rail and body); strip, lamp bar, banner and sound go on."""

    def __init__(self, desk: Desk, card: SignInCard, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = desk.theme
        self._messages = messages
        self.card = card
        self._waiting = Label(desk.theme, "", "lead", strong=True, tone="now")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setFixedHeight(desk.theme.px("control.field_h"))
        middle = QVBoxLayout()
        middle.setSpacing(desk.theme.px("space.l"))
        middle.addWidget(card)
        middle.addWidget(self._waiting)
        grid = QGridLayout(self)
        grid.addLayout(middle, 0, 0, Qt.AlignmentFlag.AlignCenter)
        parent.installEventFilter(self)
        messages.waiting_changed.connect(self._count)
        self._count()
        self.hide()

    def come(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("base"))

    def mousePressEvent(self, event) -> None:
        event.accept()

    def _count(self) -> None:
        n = len(self._messages.unanswered())
        self._waiting.setText(self.tr("{n} messages unanswered").format(n=n) if n else "")
