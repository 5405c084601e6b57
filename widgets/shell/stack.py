"""The message stack: unanswered on top, then newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.base.clock import Clock, hhmm, span
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme
from widgets.shell.messages import Message, Messages, State


class MessageStack(Panel):
    """`opened(message)` on Enter: the shell goes to its page. Answering is Alt+Enter everywhere."""

    opened = Signal(object)

    def __init__(
        self, theme: Theme, clock: Clock, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Messages"), "", "Ctrl+M", flush=True, parent=parent)
        self._clock = clock
        self._messages = messages
        self.list = LineList(theme, empty=self.tr("No messages in this shift"))
        self.list.opened.connect(self._open)
        self.add(self.list, 1)
        self.setFocusProxy(self.list)
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.tick")))
        self._timer.timeout.connect(self._show)
        messages.changed.connect(self._show)
        self._show()

    def current(self) -> Message | None:
        line = self.list.current()
        return self._messages.find(line.key) if line is not None else None

    def _show(self) -> None:
        messages = self._messages.all()
        waiting = sum(1 for m in messages if m.state is State.UNANSWERED)
        self.list.show_lines([self._line(m) for m in messages])
        self.set_note(self.tr("{n} unanswered").format(n=waiting) if waiting else "")
        if waiting and not self._timer.isActive():
            self._timer.start()
        elif not waiting:
            self._timer.stop()

    def _line(self, m: Message) -> Line:
        text, look = m.text, "plain"
        if m.state is State.UNANSWERED:
            waited = span(self._clock.now() - m.at)
            text = self.tr("{text}  unanswered {span}").format(text=m.text, span=waited)
            look = "now"
        elif m.state is State.NEW:
            look = "new"
        elif m.state is State.ANSWERED:
            told = self.tr("{text}  answered by {name} {time}")
            at = hhmm(m.answered_at) if m.answered_at else "—"
            text = told.format(text=m.text, name=m.answered_by, time=at)
        else:
            look = "read"
        title = f"{m.title} ×{m.count}" if m.count > 1 else m.title
        return Line(m.key, title, text, icon=m.kind.value, right=hhmm(m.last_at), look=look)

    def _open(self, line: Line) -> None:
        message = self._messages.find(line.key)
        if message is not None:
            self._messages.see(line.key)
            self.opened.emit(message)


class MessageDrawer(MessageStack):
    """The stack over the right side of a page, when the officer asks for it; Esc takes it away."""

    WIDE = 372

    def __init__(self, theme: Theme, clock: Clock, messages: Messages, parent: QWidget) -> None:
        super().__init__(theme, clock, messages, parent)
        self._before: QWidget | None = None
        self.hide()
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.leave)
        leave.activatedAmbiguously.connect(self.leave)  # the page has an Esc of its own

    def come(self) -> None:
        body = self.parentWidget()
        self._before = body.window().focusWidget()
        self.setGeometry(body.width() - self.WIDE - 12, 12, self.WIDE, body.height() - 24)
        self.show()
        self.raise_()
        self.list.setFocus()

    def leave(self) -> None:
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
