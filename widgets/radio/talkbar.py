"""The bar of our own call: how it stands in large words, the key to hold, and the end of the call."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.radio.events import CallKind, Talking
from app.radio.talk import OwnCall
from widgets.kit.buttons import PlainButton
from widgets.kit.icons import paint_icon
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.laid import KEPT_FREE
from widgets.kit.shapes import hatch
from widgets.kit.text import LEFT, MIDDLE, one_line
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.talkkey import BY_MOUSE, KEY_WORD, TalkKey
from widgets.radio.words import tr

HIGH = 64
ENDED_SHOWN_S = 20
"""How long the end of a call stays told. [choice]"""


class TalkButton(QAbstractButton):
    """`held(True)` while mouse or Space keep it down. What it shows is set by `show_state`."""

    held = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._all = False
        self._state: Talking | None = None
        self.setObjectName(KEPT_FREE)
        self.setFixedHeight(HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def keys(self) -> str:
        """For the card of keys (F1)."""
        return KEY_WORD

    @property
    def barred(self) -> str:
        return "" if self.isEnabled() else self.toolTip()

    def show_state(self, text: str, state: Talking | None, to_all: bool) -> None:
        self._state, self._all = state, to_all
        self.setText(text)
        self.setAccessibleName(f"{text} {KEY_WORD}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HIGH)

    def mousePressEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.held.emit(True)

    def mouseReleaseEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.held.emit(False)

    def keyPressEvent(self, event) -> None:
        if event.key() != Qt.Key.Key_Space:
            event.ignore()
        elif not event.isAutoRepeat():
            self.held.emit(True)

    def keyReleaseEvent(self, event) -> None:
        if event.key() != Qt.Key.Key_Space:
            event.ignore()
        elif not event.isAutoRepeat():
            self.held.emit(False)

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.held.emit(False)

    def paintEvent(self, _event) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = self.rect().toRectF().adjusted(1, 1, -1, -1), theme.px("radius.panel")
        on_air = self._state in (Talking.ON_AIR, Talking.ENDING)
        ink = "on_accent" if on_air else "accent" if self.isEnabled() else "text3"
        painter.setPen(QPen(theme.colour("accent" if self.isEnabled() else "line"), 2))
        painter.setBrush(theme.colour("accent" if on_air else "raised"))
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("on_accent" if on_air else "accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), radius, radius)
        left = theme.px("space.l")
        if self._all:
            left = self._paint_all(painter, on_air)
        size = theme.px("icon.nav") + 4
        waits = self._state in (Talking.CALLING, Talking.QUEUED)
        icon = "hourglass" if waits else "mic" if self.isEnabled() else "mic-off"
        paint_icon(painter, icon, theme.colour(ink), left, (self.height() - size) / 2, size)
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font("caption"))
        key_w = painter.fontMetrics().horizontalAdvance(KEY_WORD)
        inner = QRect(left + size + 10, 0, self.width() - left - size - 26, self.height())
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, KEY_WORD
        )
        painter.setFont(theme.font("lead", strong=True))
        one_line(painter, inner.adjusted(0, 0, -key_w - 8, 0), LEFT, self.text())

    def _paint_all(self, painter: QPainter, on_air: bool) -> int:
        """A call to everybody wears ink and a hatch: it cannot be taken for another."""
        theme = self._theme
        painter.setFont(theme.font("lead", strong=True))
        word = CallKind.ALL.value
        wide = painter.fontMetrics().horizontalAdvance(word) + 24
        box = QRectF(10, 10, wide, self.height() - 20)
        painter.setPen(QPen(theme.colour("on_accent" if on_air else "ink"), 1.5))
        painter.setBrush(theme.colour("ink"))
        painter.drawRect(box)
        foot = QRectF(box.x(), box.bottom() - 8, box.width(), 8)
        painter.save()
        painter.setClipRect(foot)
        hatch(painter, foot, theme.colour("on_ink"))
        painter.restore()
        painter.setPen(theme.colour("on_ink"))
        painter.drawText(box.adjusted(0, 0, 0, -8), MIDDLE, word)
        return round(box.right()) + 10


class TalkBar(QWidget):
    """Shows a call; `hang_up` when its end is wanted. `end_key` is bound for the window: "" binds none."""

    hang_up = Signal()

    def __init__(self, theme: Theme, end_key: str = "Alt+U") -> None:
        super().__init__()
        self.state = Label(theme, "", "title", strong=True)
        self.detail = ElidedLabel(theme, "", "small", tone="text2")
        self.button = TalkButton(theme)
        self.end_button = PlainButton(theme, self.tr("Hang up"), end_key, "phone-off")
        self.end_button.clicked.connect(self.hang_up)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        row.addWidget(self.state, 1)
        row.addWidget(self.end_button)
        row.addStrut(theme.px("control.button_h"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.xs"))
        box.addLayout(row)
        box.addWidget(self.detail)
        box.addWidget(self.button)

    def tie(self, key: TalkKey) -> None:
        """The button moves this key."""
        self.button.held.connect(lambda down: key.press(BY_MOUSE) if down else key.let_go(BY_MOUSE))

    def show_call(self, call: OwnCall | None, down: bool, to_all: bool, now: datetime) -> None:
        """`to_all`: who is meant now is everybody. The end of a call stays told for a while."""
        over = call is not None and call.over
        if over and call is not None and (now - call.since).total_seconds() > ENDED_SHOWN_S:
            call = None
        head, detail = words.own_talk(call, now)
        self.state.setText(head or tr("Not talking"))
        good = call is None or call.state != Talking.REFUSED
        self.state.set_tone("accent" if down and good else "text" if head else "text2")
        named = "" if call is None else words.call_named(call)
        self.detail.setText("  ".join(filter(None, (named, detail))))
        self.end_button.setVisible(call is not None and not call.over)
        text = tr("Let go to end") if down else tr("Hold to talk")
        state = call.state if call is not None and down else None
        to_all = to_all or (call is not None and not call.over and call.kind is CallKind.ALL)
        self.button.show_state(text, state, to_all)
