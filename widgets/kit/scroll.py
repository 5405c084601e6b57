"""Columns that scroll by themselves where the screen is low, so that no form is squeezed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from widgets.kit.theme import Theme


def scrolling(scroll: QScrollArea, holder: QWidget) -> QScrollArea:
    """`holder` inside `scroll`, without a frame; up and down only."""
    holder.setProperty("role", "scrolled")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(holder)
    return scroll


def column(theme: Theme, *panels: QWidget) -> QScrollArea:
    """Panels one below the other, at their own heights."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px("space.m"))
    for panel in panels:
        box.addWidget(panel)
    box.addStretch(1)
    return scrolling(_Column(theme), holder)


class _Column(QScrollArea):
    """As wide as what it holds needs, once that wears its sheet: fields and buttons are wider then."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._bar_w = theme.px("control.scrollbar_w")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self.minimumWidth():
            self.setMinimumWidth(self.widget().minimumSizeHint().width() + self._bar_w)
