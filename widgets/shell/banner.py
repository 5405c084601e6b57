"""An unanswered emergency on every window: a band over the strip, a pulsing border. Takes no focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.base.clock import Clock, span
from widgets.kit.icons import paint_icon
from widgets.kit.text import LEFT, MIDDLE, one_line
from widgets.kit.theme import Theme
from widgets.shell.messages import Message, Messages
from widgets.shell.said import said


class Banner(QWidget):
    """Child of the strip's window, laid over the middle of the strip: nothing below it moves.

    `answered(message)` when its button is clicked, `opened(message)` on the rest of it.
    """

    answered = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._messages = messages
        self.message: Message | None = None
        self._more = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.tick")))
        self._timer.timeout.connect(self.update)
        messages.waiting_changed.connect(self._look)
        self.hide()
        self._look()

    def _look(self) -> None:
        waiting = [m for m in self._messages.unanswered() if m.emergency]
        self.message = waiting[0] if waiting else None
        self._more = len(waiting) - 1
        if self.message is None:
            self._timer.stop()
            self.hide()
            return
        words = f"{self.message.title} {self.message.text}"
        if words != self.accessibleName() or self.isHidden():
            self.setAccessibleName(words)
            self._announce(words)
        self._timer.start()
        self.show()
        self.raise_()
        self.update()

    def _announce(self, words: str) -> None:
        """A screen reader says it at once, over whatever it was reading."""
        event = QAccessibleAnnouncementEvent(self, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _title(self) -> str:
        assert self.message is not None
        if not self._more:
            return self.message.title
        more = self.tr("{title} (and {n} more)")
        return more.format(title=self.message.title, n=self._more)

    def button(self) -> QRect:
        """Where the answer button is painted."""
        high = self._theme.px("control.button_h")
        return QRect(self.width() - 176, (self.height() - high) // 2, 164, high)

    def sizeHint(self) -> QSize:
        return QSize(760, self._theme.px("control.top_strip_h") - 4)

    def mousePressEvent(self, event) -> None:
        if self.message is None:
            return
        if self.button().contains(event.position().toPoint()):
            self.answered.emit(self.message)
        else:
            self.opened.emit(self.message)

    def paintEvent(self, _event) -> None:
        if self.message is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("now"))
        radius = theme.px("radius.panel")
        painter.drawRoundedRect(self.rect().adjusted(0, 2, 0, -2), radius, radius)
        ink = theme.colour("on_now")
        paint_icon(painter, self.message.kind.value, ink, 14, self.height() / 2 - 13, 26)
        right = self.button().left() - 12
        painter.setPen(ink)
        painter.setFont(theme.font("lead", strong=True))
        title = QRect(54, 5, right - 54, self.height() // 2 - 4)
        one_line(painter, title, LEFT, self._title())
        painter.setFont(theme.font("small"))
        now = self._clock.now()
        waited = span(now - self.message.at)
        text = self.tr("{text}  waiting {span}").format(text=said(self.message, now), span=waited)
        one_line(painter, title.translated(0, title.height() + 1), LEFT, text)
        self._paint_button(painter)

    def _paint_button(self, painter: QPainter) -> None:
        theme, box = self._theme, self.button()
        radius = theme.px("radius.button")
        painter.setFont(theme.font(strong=True))
        if self._messages.barred():
            painter.setPen(theme.colour("on_now"))
            painter.drawText(box, MIDDLE, self.tr("The watch answers"))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_now"))
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(theme.colour("now"))
        painter.drawText(box, MIDDLE, self.tr("Answer  Alt+Enter"))


class EmergencyBorder(QWidget):
    """Around a whole window, on and off within two seconds, for as long as an emergency waits.

    For any window, the wall too (give it the wall's theme). Lets every click and key pass.
    """

    def __init__(self, theme: Theme, messages: Messages, parent: QWidget, *, wide: int = 4) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages = messages
        self._wide = wide
        self._on = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.pulse_period")) // 2)
        self._timer.timeout.connect(self._pulse)
        parent.installEventFilter(self)
        messages.waiting_changed.connect(self._look)
        self.hide()
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        waiting = any(m.emergency for m in self._messages.unanswered())
        if waiting and not self._timer.isActive():
            self._on = True
            self._timer.start()
        elif not waiting:
            self._timer.stop()
        self.setGeometry(self.parentWidget().rect())
        self.setVisible(waiting)
        if waiting:
            self.raise_()

    def _pulse(self) -> None:
        self._on = not self._on
        self.update()

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        wide = self._wide if self._on else 1
        painter.setPen(QPen(self._theme.colour("now"), wide))
        half = wide / 2
        painter.drawRect(self.rect().toRectF().adjusted(half, half, -half, -half))
