"""A picture in a window of its own, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.buttons import PlainButton
from widgets.kit.labels import ElidedLabel
from widgets.kit.theme import Theme

LARGEST = QSize(1200, 800)


class PictureWindow(QWidget):
    """Esc closes; `saving` when a copy is wanted. Deletes itself when closed."""

    saving = Signal()

    def __init__(self, theme: Theme, image: QImage, title: str, note: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        edge = theme.px("space.m")
        box = QVBoxLayout(self)
        box.setContentsMargins(edge, edge, edge, edge)
        self.canvas = _Canvas(theme, image)
        box.addWidget(self.canvas, 1)
        row = QHBoxLayout()
        row.addWidget(ElidedLabel(theme, note, "small", tone="text2"), 1)
        save = PlainButton(theme, self.tr("Save a copy"), "Ctrl+S")
        save.clicked.connect(self.saving)
        close = PlainButton(theme, self.tr("Close the picture"), "Esc", bind=False)
        close.clicked.connect(self.close)
        row.addWidget(save)
        row.addWidget(close)
        box.addLayout(row)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        around = QSize(2 * edge, 3 * edge + save.height())
        self.resize(image.size().boundedTo(LARGEST).expandedTo(QSize(760, 320)) + around)


class _Canvas(QWidget):
    def __init__(self, theme: Theme, image: QImage) -> None:
        super().__init__()
        self._theme = theme
        self._image = image
        self.setMinimumSize(160, 120)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)
