"""A picture of what was, which nobody takes for a live one: dashed frame, word, its time and its age."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.base.clock import Clock, full, span
from app.video.replay import Playing
from app.video.slot import Picture
from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme

_CENTRE = Qt.AlignmentFlag.AlignCenter


class ReplayCanvas(QWidget):
    """`sized(width, height)` in device pixels: pictures are wanted so large. `words` stand in the middle
    while there is no picture."""

    sized = Signal(int, int)

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._theme, self._clock = theme, clock
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._playing = Playing()
        self._words = ""
        self.streams = ""
        """Of which the pictures are: what is small in them may be so because of that."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(320, 180))

    def show_picture(self, picture: Picture) -> None:
        """The bytes are the picture's own: it is held as long as it is shown."""
        self._picture = picture
        self._image = QImage(
            memoryview(picture.pixels), picture.width, picture.height, picture.stride,
            QImage.Format.Format_RGB32,
        )  # fmt: skip
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def show_state(self, playing: Playing, words: str = "") -> None:
        self._playing, self._words = playing, words
        self.update()

    def empty(self, words: str) -> None:
        self._picture = self._image = None
        self.show_state(Playing(running=False), words)

    def device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(2, round(self.width() * ratio)), max(2, round(self.height() * ratio))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.sized.emit(*self.device_size())

    def paintEvent(self, _event) -> None:
        theme, box = self._theme, self.rect()
        painter = QPainter(self)
        painter.fillRect(box, theme.colour("sunken"))
        if self._image is not None:
            size = self._image.deviceIndependentSize()
            if size.width() > box.width() + 1 or size.height() > box.height() + 1:
                size = size.scaled(box.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(QRectF(box).center())
            painter.drawImage(place, self._image)
        if self._words:
            painter.setFont(theme.font("lead"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(box, int(_CENTRE), self._words)
        self._frame(painter, box)
        self._plate(painter)

    def _frame(self, painter: QPainter, box: QRect) -> None:
        pen = QPen(self._theme.colour("text"), 4, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(2, 2, -3, -3))

    def _plate(self, painter: QPainter) -> None:
        """回放, when it was, and how long ago: never covered, never left out."""
        theme = self._theme
        at = self._playing.at
        words = "  ".join(part for part in (self.tr("Replay"), self.streams) if part)
        if at is not None:
            ago = span(self._clock.now() - at)
            words += "  " + self.tr("{time}, {ago} ago").format(time=full(at), ago=ago)
        painter.setFont(theme.font("lead", strong=True))
        metrics = QFontMetrics(painter.font())
        icon, pad = metrics.ascent(), theme.px("space.s")
        plate = QRect(12, 12, metrics.horizontalAdvance(words) + icon + 3 * pad,
                      metrics.height() + pad)  # fmt: skip
        painter.fillRect(plate, QColor(theme.colour("text")))
        ink = theme.colour("sunken")
        paint_icon(painter, "rotate-ccw-clock", ink, plate.left() + pad,
                   plate.center().y() - icon / 2, icon)  # fmt: skip
        painter.setPen(ink)
        painter.drawText(plate.adjusted(icon + 2 * pad, 0, 0, 0),
                         int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)  # fmt: skip
