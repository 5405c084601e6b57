"""The stack of what nobody has taken, opened by the officer over the foot of a page: the oldest first."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import Clock, hhmm, span
from widgets.kit.buttons import PlainButton
from widgets.kit.lines import Line, LineList
from widgets.kit.ownkeys import OwnKeys
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme
from widgets.shell.incoming import Incoming, Waiting
from widgets.shell.incomingslot import KEY

WIDE, ROWS = 420, 6
TAKE, MUTE = "Alt+Y", "Alt+M"


class IncomingCard(Panel):
    """Nothing opens it but the officer's key or click; Esc, or the last one taken, gives the cursor back.

    New rows come below the others, so that none moves under the hand that takes.
    """

    def __init__(self, theme: Theme, clock: Clock, incoming: Incoming, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Not taken yet"), "", f"{KEY} / Esc", flush=True,
                         parent=parent)  # fmt: skip
        self._theme = theme
        self._clock = clock
        self.incoming = incoming
        self._before: QWidget | None = None
        self.list = LineList(theme, empty=self.tr("Everything is taken"))
        self.list.opened.connect(lambda line: self._go(line.key))
        self._foot_h = 0
        self.take_button = PlainButton(theme, self.tr("Take"), TAKE, "check", bind=False)
        self.mute_button = PlainButton(theme, self.tr("Mute new ones"), MUTE, bind=False)
        self.go_button = PlainButton(theme, self.tr("To the radio"), "Enter", bind=False)
        self.take_button.clicked.connect(self.take)
        self.mute_button.clicked.connect(incoming.mute_asked)
        self.go_button.clicked.connect(self._go_chosen)
        self.add(self.list, 1)
        row = QHBoxLayout()
        edge, gap = theme.px("space.m"), theme.px("space.s")
        row.setContentsMargins(edge, 0, edge, gap)
        row.setSpacing(gap)
        for button in (self.take_button, self.go_button, self.mute_button):
            row.addWidget(button)
        self.body.addLayout(row)
        self.setFocusProxy(self.list)
        self._keys = OwnKeys(
            self, {TAKE: self.take, MUTE: incoming.mute_asked.emit, "Esc": self.leave}
        )
        self._timer = QTimer(self)
        self._timer.setInterval(theme.px("duration_ms.tick"))
        self._timer.timeout.connect(self._show)
        incoming.changed.connect(self._changed)
        parent.installEventFilter(self)
        self.hide()

    def put_foot(self, foot: QWidget) -> None:
        """Between the list and the buttons: what the rows can be answered with."""
        self.body.insertWidget(1, foot)
        self._foot_h = foot.sizeHint().height() + self._theme.px("space.s")

    def toggle(self) -> None:
        if self.isVisible():
            self.leave()
        else:
            self.come()

    def come(self) -> None:
        """Over the foot of the page, at its right."""
        self._before = self.parentWidget().window().focusWidget()
        self._show()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        if self.list.lines and self.list.current() is None:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.setFocus()

    def leave(self) -> None:
        self._timer.stop()
        had = self.isAncestorOf(self.window().focusWidget() or self)
        self.hide()
        before, self._before = self._before, None
        if had and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()

    def take(self) -> None:
        """The chosen row, else the one that has waited longest."""
        rows = {row.key for row in self.incoming.rows}
        line = self.list.current()
        if line is not None and line.key in rows:
            self.incoming.take_asked.emit(line.key)
        elif self.incoming.rows:
            self.incoming.take_asked.emit(self.incoming.rows[0].key)

    def _go_chosen(self) -> None:
        line = self.list.current()
        if line is not None:
            self._go(line.key)

    def _go(self, key: str) -> None:
        self._before = None
        self.leave()
        self.incoming.go_asked.emit(key)

    def _changed(self) -> None:
        if not self.isVisible():
            return
        self._show()
        if not self.incoming.rows:
            self.leave()

    def _show(self) -> None:
        incoming = self.incoming
        self.list.show_lines([self._line(row) for row in incoming.rows])
        if incoming.rows and self.list.current() is None:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        until = incoming.muted_until
        told = self.tr("muted until {time}").format(time=hhmm(until)) if until else ""
        self.set_note(told)
        self.mute_button.setText(self.tr("Sound on") if until else self.tr("Mute new ones"))

    def _line(self, row: Waiting) -> Line:
        title = f"{row.who} ×{row.count}" if row.count > 1 else row.who
        waited = span(self._clock.now() - row.since)
        return Line(row.key, title, row.text, icon=row.icon, right=waited, look="new")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        body = self.parentWidget()
        row = self._theme.px("row.list_two_line") + 4
        shown = max(2, min(ROWS, len(self.incoming.rows)))
        wide = min(round(self._theme.px("size.body") * WIDE / 15), body.width() - 24)
        high = min(shown * row + 116 + self._foot_h, body.height() - 24)
        self.setGeometry(body.width() - wide - 12, body.height() - high - 12, wide, high)
