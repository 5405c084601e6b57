"""The line under a view that stands in the place of another: Esc leads back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.kit.buttons import PlainButton
from widgets.kit.theme import Theme


def leaving_line(theme: Theme, view: QWidget) -> QHBoxLayout:
    """Begins with the button back; both it and Esc emit the view's signal `left`."""
    edge = theme.px("space.m")
    line = QHBoxLayout()
    line.setContentsMargins(edge, 0, edge, edge)
    line.setSpacing(theme.px("space.s"))
    back = PlainButton(theme, QCoreApplication.translate("Leaving", "Back"), "Esc", bind=False)
    back.clicked.connect(view.left)
    leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), view)
    leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    leave.activated.connect(view.left)
    line.addWidget(back)
    return line
