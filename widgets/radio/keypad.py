"""The keypad: a text to a radio or group, its length, and how far the last one has come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmmss
from app.base.errors import Refused
from app.radio.events import TextStep
from app.radio.hytera.tmp import TEXT_LIMIT, units
from app.radio.records import RadioText
from app.radio.roster import RadioSeen
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.explain import explain
from widgets.kit.fields import AreaField, SegmentField, TextField
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.shapes import tick_ring
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.lamp import cross, empty_ring
from widgets.radio.who import seen_who

RADIO, GROUP = "radio", "group"
_LABEL_W = 48


class Keypad(QWidget):
    """`send(target, to_group, words)` and `locate(target)`; clears itself only by `sent`."""

    send = Signal(object, bool, str)
    locate = Signal(object)
    check = Signal(object)
    target_changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        kinds = ((RADIO, self.tr("One radio")), (GROUP, self.tr("Talk-group")))
        self.kind = SegmentField(theme, self.tr("Send to"), kinds, label_w=_LABEL_W)
        self.kind.set_value(RADIO)
        self.target = TextField(
            theme, self.tr("Number"), placeholder=self.tr("370101"), label_w=_LABEL_W
        )
        self.target.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._who = ElidedLabel(theme, "", "small", tone="text2")
        self._who.setContentsMargins(_LABEL_W + theme.px("space.s"), 0, 0, 0)
        self.words = AreaField(theme, "", lines=5, placeholder=self.tr("Text to send"))
        self.words.editor.setAccessibleName(self.tr("Text to send"))
        self._meter = Label(theme, "", "small", tone="text2")
        self.send_button = MainButton(theme, self.tr("Send text"), "Ctrl+Enter", icon="send")
        self.locate_button = PlainButton(theme, self.tr("Ask position"), "Alt+W", icon="map-pin")
        self.check_button = PlainButton(theme, self.tr("Ask if on the air"), "Alt+K")
        self.track = StepTrack(theme)
        self.send_button.clicked.connect(self._send)
        self.locate_button.clicked.connect(lambda: self._with_radio(self.locate))
        self.check_button.clicked.connect(lambda: self._with_radio(self.check))
        self.words.changed.connect(self._count)
        self.target.changed.connect(self._retarget)
        self.kind.changed.connect(self._retarget)
        self._lay_out(theme)
        self._count()

    @property
    def number(self) -> int:
        """0 while no number is entered."""
        text = self.target.value()
        return int(text) if text.isdecimal() else 0

    @property
    def to_group(self) -> bool:
        return self.kind.value() == GROUP

    def aim(self, number: int, *, forced: bool) -> None:
        """Take a radio as the target. Words already typed stay with their target unless `forced`."""
        if self.words.value() and not forced:
            return
        self.kind.set_value(RADIO)
        self.target.set_value(number)
        self._retarget()

    def show_target(self, seen: RadioSeen | None) -> None:
        """Who that number is; None for a group or no number."""
        if seen is None:
            self._who.setText("")
            return
        self._who.setText(f"{seen_who(seen)} · {words.presence(seen.presence)}")

    def sent(self) -> None:
        """The text is on its way: make room for the next."""
        self.words.clear()
        self._count()

    def refused(self, error: Refused) -> None:
        field = self.target if error.field in ("target", "gateway") else self.words
        field.show_error(explain(error, words.refusals()))

    def _send(self) -> None:
        self.words.show_error("")
        self.target.show_error("")
        self.send.emit(self.number, self.to_group, self.words.value())

    def _with_radio(self, ask) -> None:
        self.target.show_error("")
        if self.to_group or not self.number:
            self.refused(Refused("target", "bad_target"))
            return
        ask.emit(self.number)

    def _retarget(self) -> None:
        for button in (self.locate_button, self.check_button):
            button.setEnabled(not self.to_group)
        self.target_changed.emit(0 if self.to_group else self.number)

    def _count(self) -> None:
        length = units(self.words.value())
        self._meter.setText(self.tr("{n} of {limit} characters").format(n=length, limit=TEXT_LIMIT))
        self._meter.set_tone("now" if length > TEXT_LIMIT else "text2")

    def _lay_out(self, theme: Theme) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        box.addWidget(self.kind)
        box.addWidget(self.target)
        box.addWidget(self._who)
        box.addWidget(self.words)
        below = QHBoxLayout()
        below.addWidget(self._meter, 1)
        below.addWidget(self.send_button)
        box.addLayout(below)
        asks = QHBoxLayout()
        asks.setSpacing(theme.px("space.s"))
        asks.addWidget(self.locate_button, 1)
        asks.addWidget(self.check_button, 1)
        box.addLayout(asks)
        box.addSpacing(theme.px("space.s"))
        box.addWidget(self.track)
        box.addStretch(1)


_WAY = (TextStep.QUEUED, TextStep.ACCEPTED, TextStep.SENT, TextStep.DELIVERED)


class StepTrack(QWidget):
    """The last text on its way: four stations, the reached ones ticked, a cross where it failed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text: RadioText | None = None
        self._reached = TextStep.QUEUED
        self.setFixedHeight(theme.px("row.list_two_line") + theme.px("row.table_compact"))

    def show_text(self, text: RadioText | None) -> None:
        """Where a failed one had come to is remembered from the states shown before."""
        if text is not None:
            self._reached = self._station_of(text)
        self._text = text
        self.setAccessibleName("" if text is None else self._told())
        self.update()

    def _station_of(self, text: RadioText) -> TextStep:
        if text.step != TextStep.FAILED:
            return text.step
        seen = self._text is not None and self._text.id == text.id
        if seen and self._reached != TextStep.QUEUED:
            return self._reached
        by_air = text.code.startswith(("tmp_", "dds_")) or text.code == "no_answer"
        return TextStep.ACCEPTED if by_air else TextStep.QUEUED

    def _told(self) -> str:
        assert self._text is not None
        text = self._text
        told = f"{text.target} {words.step(text.step)} {hhmmss(text.step_at)}"
        return f"{told} {words.failure(text.code)}" if text.step == TextStep.FAILED else told

    def paintEvent(self, _event) -> None:
        if self._text is None:
            return
        theme, failed = self._theme, self._text.step == TextStep.FAILED
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small", strong=True))
        painter.setPen(theme.colour("ink" if failed else "text"))
        head = QRectF(0, 0, self.width(), theme.px("space.xl"))
        short = painter.fontMetrics().elidedText(
            self._told(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, short)
        reached = _WAY.index(self._reached)
        share = self.width() / len(_WAY)
        side = theme.px("icon.small")
        y = head.bottom() + theme.px("space.s")
        for n, step in enumerate(_WAY):
            sign = QRectF(share * n + (share - side) / 2, y, side, side)
            done = n <= reached
            self._station(painter, sign, done, failed and n == reached + 1)
            if n:
                painter.setPen(QPen(theme.colour("text2" if done else "line_strong"), 1.5))
                left = share * (n - 0.5) + side / 2 + 4
                painter.drawLine(
                    round(left), round(y + side / 2), round(sign.left() - 4), round(y + side / 2)
                )
            painter.setFont(theme.font("caption", strong=done))
            painter.setPen(theme.colour("text" if done else "text3"))
            label = QRectF(share * n, sign.bottom() + 2, share, theme.px("space.xl"))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words.step(step))

    def _station(self, painter: QPainter, box: QRectF, done: bool, failed: bool) -> None:
        if failed:
            cross(painter, box.adjusted(3, 3, -3, -3), self._theme.colour("ink"))
        elif done:
            tick_ring(painter, box.adjusted(1, 1, -1, -1), self._theme.colour("text2"))
        else:
            empty_ring(painter, box.adjusted(1, 1, -1, -1), self._theme.colour("line_strong"))
