"""The message stack: unanswered on top, then newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import Clock, hhmm, span
from app.base.errors import Refused
from widgets.kit.explain import explain
from widgets.kit.fields import TextField
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.kit.share import Share
from widgets.kit.theme import Theme
from widgets.shell.messages import Message, Messages, State
from widgets.shell.said import said


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
        self.reason = self._reason_line(theme)
        self.setFocusProxy(self.list)
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.tick")))
        self._timer.timeout.connect(self._tick)
        self._share = Share(self, self._show)
        messages.changed.connect(self._renew)
        self._show()

    def _reason_line(self, theme: Theme) -> TextField:
        """Alt+H on a message asks for the reason here; Enter holds, Esc leaves it."""
        hint = self.tr("Why it may wait 5 minutes, then Enter")
        field = TextField(theme, "", placeholder=hint)
        holder = QHBoxLayout()
        edge = theme.px("space.l")
        holder.setContentsMargins(edge, 0, edge, 0)
        holder.addWidget(field)
        self.body.addLayout(holder)
        field.hide()
        field.edit.returnPressed.connect(self._hold)
        for key, act in (("Alt+H", self._ask_reason), ("Esc", self._leave_reason)):
            shortcut = QShortcut(QKeySequence(key), self.list if key == "Alt+H" else field)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
            shortcut.activatedAmbiguously.connect(act)
        return field

    def _ask_reason(self) -> None:
        message = self.current()
        waits = message is not None and message.state is State.UNANSWERED
        if waits and not self._messages.barred():
            self.reason.clear()
            self.reason.show()
            self.reason.edit.setFocus()

    def _leave_reason(self) -> None:
        self.reason.hide()
        self.list.setFocus()

    def _hold(self) -> None:
        message = self.current()
        try:
            if message is not None:
                self._messages.hold(message.key, self.reason.value())
        except Refused as refused:
            self.reason.show_error(explain(refused))
        else:
            self._leave_reason()

    def current(self) -> Message | None:
        line = self.list.current()
        return self._messages.find(line.key) if line is not None else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _renew(self) -> None:
        """What nobody sees is shown when it comes into sight."""
        if self.isVisible():
            self._share.ask_now()

    def _tick(self) -> None:
        """Waiting times grow where they are seen."""
        if self.isVisible():
            self._show()

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
        look, now = "plain", self._clock.now()
        text = said(m, now)
        if m.held_until is not None and m.state is State.UNANSWERED and m.held_until > now:
            held = self.tr("{text}  held until {time}: {why}")
            text = held.format(text=text, time=hhmm(m.held_until), why=m.held_why)
        elif m.state is State.UNANSWERED:
            waited = span(now - m.at)
            text = self.tr("{text}  unanswered {span}").format(text=text, span=waited)
            look = "now"
        elif m.state is State.NEW:
            look = "new"
        elif m.state is State.ANSWERED:
            told = self.tr("{text}  answered by {name} {time}")
            at = hhmm(m.answered_at) if m.answered_at else "—"
            text = told.format(text=text, name=m.answered_by, time=at)
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
