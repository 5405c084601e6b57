"""What lies over a page that is not for whoever sits here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.kit.labels import Label
from widgets.kit.theme import Theme


class Shut(QWidget):
    """Fills its parent; strip, lamp bar, banner, sound and the wall go on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._why = Label(theme, "", "lead", strong=True, tone="text2")
        hint = self.tr("The page waits as it was left. Alarms, the wall and recordings go on.")
        box = QVBoxLayout(self)
        box.setSpacing(theme.px("space.m"))
        box.addStretch(1)
        for label in (self._why, Label(theme, hint, tone="text3")):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(label)
        box.addStretch(1)
        parent.installEventFilter(self)
        self.hide()

    def show_words(self, why: str) -> None:
        """ "" goes away."""
        self._why.setText(why)
        self.setVisible(bool(why))
        if why:
            self.setGeometry(self.parentWidget().rect())
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("base"))
