"""The one modal panel of a handover: a person and a PIN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.handover.records import Side
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.fields import ComboField, TextField
from widgets.kit.labels import Label
from widgets.kit.theme import Theme

CARD_W, LABEL_W, DIM = 420, 48, 150


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign; `side` None = only says who sits down now."""

    side: Side | None
    officer_id: UUID
    words: str


class SignPanel(QWidget):
    """Lies over the page, inside the window. `given(signer, pin)` on Enter, `left` on Esc.

    It stays until `close_panel`, so that a wrong PIN can be mended; the page below is disabled.
    """

    given = Signal(object, str)
    left = Signal()

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self._signers: tuple[Signer, ...] = ()
        self._below: QWidget | None = None
        self.card = QFrame(self)
        self.card.setProperty("role", "panel")
        self.card.setFixedWidth(theme.px("size.body") * CARD_W // 15)
        self._title = Label(theme, "", "title", strong=True)
        self._note = Label(theme, "", "small", tone="text2")
        self._note.setWordWrap(True)
        self.person = ComboField(theme, self.tr("Person"), [], label_w=LABEL_W)
        self.pin = TextField(theme, "PIN", secret=True, label_w=LABEL_W)
        self.pin.edit.returnPressed.connect(self.submit)
        self._go = MainButton(theme, "", "Enter", bind=False)
        self._go.clicked.connect(self.submit)
        back = PlainButton(theme, self.tr("Back"), "Esc", bind=False)
        back.clicked.connect(self.leave)
        self._lay_out(back)
        page.installEventFilter(self)
        self.hide()

    def ask_for(
        self, title: str, note: str, act: str, signers: Sequence[Signer], below: QWidget
    ) -> None:
        """Open over `below`; the first of `signers` is chosen, the cursor waits for the PIN."""
        self._signers = tuple(signers)
        self._title.setText(title)
        self._note.setText(note)
        self._go.setText(act)
        self.person.combo.clear()
        for number, signer in enumerate(self._signers):
            self.person.combo.addItem(signer.words, str(number))
        self.person.set_value("0")
        self.person.show_error("")
        self.pin.clear()
        self._below = below
        below.setEnabled(False)
        self._cover()
        self.show()
        self.raise_()
        self.pin.edit.setFocus()

    def submit(self) -> None:
        if not self._go.isEnabled() or not self._signers:
            return
        if not self.pin.edit.text():
            self.pin.show_error(self.tr("Type your PIN"))
            self.pin.edit.setFocus()
            return
        self._go.setEnabled(False)
        self.given.emit(self._signers[int(self.person.value())], self.pin.edit.text())

    def refuse(self, words: str, field: str) -> None:
        """Not accepted: the words stand under the field, the PIN is typed anew."""
        self._go.setEnabled(True)
        self.pin.clear()
        (self.pin if field == "pin" else self.person).show_error(words)
        self._place()
        self.pin.edit.setFocus()

    def close_panel(self) -> None:
        self._go.setEnabled(True)
        self.pin.clear()
        self.hide()
        if self._below is not None:
            self._below.setEnabled(True)
            self._below = None

    def leave(self) -> None:
        self.close_panel()
        self.left.emit()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event) -> None:
        dim = QColor(self._theme.colour("base"))
        dim.setAlpha(DIM)
        QPainter(self).fillRect(self.rect(), dim)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._place()

    def _cover(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self._place()

    def _place(self) -> None:
        self.card.layout().activate()
        self.card.adjustSize()
        self.card.move(
            (self.width() - self.card.width()) // 2, (self.height() - self.card.height()) // 3
        )

    def _lay_out(self, back: PlainButton) -> None:
        theme = self._theme
        box = QVBoxLayout(self.card)
        box.setContentsMargins(*(theme.px("space.xl"),) * 4)
        box.setSpacing(theme.px("space.m"))
        for widget in (self._title, self._note, self.person, self.pin):
            box.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(back)
        buttons.addWidget(self._go, 1)
        box.addLayout(buttons)
