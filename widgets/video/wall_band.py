"""An unanswered emergency on a wall: words over its head, read from 3 m. Lets clicks and keys pass."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from app.base.clock import Clock, span
from widgets.kit.icons import paint_icon
from widgets.kit.text import LEFT, one_line
from widgets.kit.theme import Theme
from widgets.shell.messages import Message, Messages
from widgets.shell.said import said
from widgets.video.look import TileLook


class WallBand(QWidget):
    """Over the head of one wall, right of its clock: no picture moves. Names of people stay off it."""

    def __init__(
        self, theme: Theme, look: TileLook, clock: Clock, messages: Messages, head: QWidget
    ) -> None:
        super().__init__(head.parentWidget())
        self._theme, self._look, self._clock = theme, look, clock
        self._messages, self._head = messages, head
        self.message: Message | None = None
        self._more = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.tick")))
        self._timer.timeout.connect(self._tick)
        head.installEventFilter(self)
        messages.waiting_changed.connect(self._see)
        self.hide()
        self._see()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def words(self) -> tuple[str, str]:
        """Title and what is known, as painted."""
        assert self.message is not None
        now = self._clock.now()
        title = self.message.public or self.message.title
        if self._more:
            title = self.tr("{title} (and {n} more)").format(title=title, n=self._more)
        text = self.tr("{text}  unanswered {span}")
        return title, text.format(text=said(self.message, now), span=span(now - self.message.at))

    def _see(self) -> None:
        waiting = [one for one in self._messages.unanswered() if one.emergency]
        self.message = waiting[0] if waiting else None
        self._more = len(waiting) - 1
        self.setVisible(bool(waiting))
        if not waiting:
            self._timer.stop()
            return
        self.setAccessibleName(self.words()[0])
        self._timer.start()
        self._place()
        self._tick()

    def _tick(self) -> None:
        """Whatever was laid over the head meanwhile lies below again."""
        self.raise_()
        self.update()

    def _place(self) -> None:
        look, head = self._look, self._head.geometry()
        clock = QFontMetrics(look.font("clock", strong=True)).horizontalAdvance("00:00:00")
        left = clock + 2 * look.px("space.xl")
        high = min(head.height(), look.px("wall.header_h"))
        self.setGeometry(head.x() + left, head.y(), head.width() - left, high)

    def paintEvent(self, _event) -> None:
        if self.message is None:
            return
        theme, look, painter = self._theme, self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("now"))
        ink, pad, side = theme.colour("on_now"), look.px("space.m"), round(self.height() * 0.56)
        paint_icon(painter, "siren", ink, pad, (self.height() - side) / 2, side)
        title, text = self.words()
        left = 2 * pad + side
        painter.setPen(ink)
        half = self.height() // 2
        for size, strong, top, words in (
            ("tile_title", True, 0, title),
            ("caption", False, half, text),
        ):
            painter.setFont(look.font(size, strong=strong))
            one_line(painter, QRect(left, top, self.width() - left - pad, half), LEFT, words)
