"""Columns that scroll by themselves where the screen is low, so that no form is squeezed."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
    made = scrolling(QScrollArea(), holder)
    made.setMinimumWidth(holder.minimumSizeHint().width() + theme.px("control.scrollbar_w"))
    return made
