"""A text to whoever is meant: templates, its length on the gateway that carries it, how far the last came."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.duty.templates import demand_filled, slot_after
from app.radio.batches import Outcome
from app.radio.driver import Length
from app.radio.records import RadioText
from app.radio.templates import TextTemplate
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.fields import AreaField, ComboField
from widgets.kit.labels import Label
from widgets.kit.theme import Theme
from widgets.radio.batchsum import BatchSum
from widgets.radio.steptrack import StepTrack
from widgets.radio.words import tr


class TextPad(QWidget):
    """`send(words)`; clears itself only by `sent`. `edited` when its length is to be told anew; `again(key)`
    when a text to several is to go once more to those who did not get it."""

    send = Signal(str)
    again = Signal(object)
    edited = Signal()

    def __init__(self, theme: Theme, templates: Sequence[TextTemplate]) -> None:
        super().__init__()
        self._templates = {one.name: one.text for one in templates}
        names = [("", self.tr("Text templates")), *((name, name) for name in self._templates)]
        self.template = ComboField(theme, "", names)
        self.template.combo.setAccessibleName(self.tr("Text templates"))
        self.slot_button = PlainButton(theme, self.tr("Next gap"), "Alt+J")
        self.words = AreaField(theme, "", lines=4, placeholder=self.tr("Text to send"))
        self.words.editor.setAccessibleName(self.tr("Text to send"))
        self.meter = Label(theme, "", "small", tone="text2")
        self.meter.setWordWrap(True)
        self.send_button = MainButton(theme, self.tr("Send text"), "Ctrl+Enter", icon="send")
        self.track = StepTrack(theme)
        self.sum = BatchSum(theme)
        self.sum.again.connect(self.again)
        self.send_button.clicked.connect(self._send)
        self.slot_button.clicked.connect(self.next_slot)
        self.template.changed.connect(self._fill)
        self.words.changed.connect(self.edited)
        self.words.changed.connect(self._look)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.s"))
        head.addWidget(self.template, 1)
        head.addWidget(self.slot_button)
        box.addLayout(head)
        box.addWidget(self.words)
        below = QHBoxLayout()
        below.addWidget(self.meter, 1)
        below.addWidget(self.send_button)
        box.addLayout(below)
        box.addWidget(self.track)
        box.addWidget(self.sum)
        self._look()

    def show_length(self, length: Length | None) -> None:
        """None: no gateway is there to say it."""
        if length is None:
            self.meter.setText("")
            return
        left, used = length.left_hanzi, len(self.words.value())
        told = tr("{n} characters, {left} more fit") if left >= 0 else tr("{over} too many of {n}")
        self.meter.setText(told.format(n=used, left=left, over=-left))
        self.meter.set_tone("now" if left < 0 else "text2")

    def show_count(self, recipients: int) -> None:
        """The button says to how many, where it is more than one."""
        several = tr("Send to {n}").format(n=recipients)
        self.send_button.setText(several if recipients > 1 else self.tr("Send text"))

    def show_sent(self, last: RadioText | None, several: Outcome | None) -> None:
        """The way of the last one; of one to several the sum, which stays when a single one follows."""
        self.track.setVisible(last is None or last.batch_id is None)
        self.track.show_text(last)
        self.sum.show_outcome(several)

    def sent(self) -> None:
        """The text is on its way: make room for the next."""
        self.words.clear()
        self.template.set_value("")
        self._look()
        self.edited.emit()

    def next_slot(self) -> None:
        """Chooses what is to be filled in next."""
        edit = self.words.edit
        found = slot_after(edit.toPlainText(), edit.textCursor().selectionEnd())
        if found is not None:
            cursor = edit.textCursor()
            cursor.setPosition(found[0])
            cursor.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
            edit.setTextCursor(cursor)
            edit.setFocus()

    def _fill(self) -> None:
        text = self._templates.get(self.template.value(), "")
        if not text:
            return
        self.words.set_value(text)
        self.words.show_error("")
        self.words.edit.moveCursor(QTextCursor.MoveOperation.Start)
        self._look()
        self.next_slot()
        self.edited.emit()

    def _look(self) -> None:
        self.slot_button.setEnabled(slot_after(self.words.value(), 0) is not None)

    def _send(self) -> None:
        self.words.show_error("")
        try:
            demand_filled(self.words.value())
        except Refused as error:
            slot = error.figures.get("slot", "")
            self.words.show_error(tr("Fill in or delete {slot} first.").format(slot=slot))
            return
        self.send.emit(self.words.value())
