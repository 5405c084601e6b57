"""A small form over a page: it stays until it is accepted or left, so that a refusal can be mended."""

from __future__ import annotations

from collections.abc import Mapping

import shiboken6
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.explain import explain
from widgets.kit.fields import Field, LineEdit, NumberField
from widgets.kit.labels import Label
from widgets.kit.theme import Theme

DIM = 150


class OverCard(QWidget):
    """Lies over `page`, inside the window. `given` on Enter in the last field, `left` on Esc.

    `fields` by the names that refusals use. What the officer typed is read from the fields.
    """

    given = Signal()
    left = Signal()
    card_w = 440

    def __init__(self, theme: Theme, page: QWidget, fields: Mapping[str, Field]) -> None:
        super().__init__(page)
        self._theme = theme
        self.fields = dict(fields)
        self._below: QWidget | None = None
        self._before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setProperty("role", "panel")
        self.card.setFixedWidth(theme.px("size.body") * self.card_w // 15)
        self._title = Label(theme, "", "title", strong=True)
        self._note = Label(theme, "", "small", tone="text2")
        self._note.setWordWrap(True)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self.go = MainButton(theme, "", "Enter", bind=False)
        self.go.clicked.connect(self.submit)
        self.extra = PlainButton(theme, "")
        self._lay_out()
        last = list(self.fields.values())[-1].editor
        if isinstance(last, LineEdit):
            last.stays = True
            last.returnPressed.connect(self.submit)
        page.installEventFilter(self)
        self.hide()

    def ask_for(self, title: str, note: str, act: str, below: QWidget, extra: str = "") -> None:
        """Open over `below`. `extra` names a second button that does something else; "" for none."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.go.setText(act)
        self.extra.setText(extra)
        self.extra.setVisible(bool(extra))
        self.settle()
        self._below = below
        self._before = self.window().focusWidget()
        below.setEnabled(False)
        self._cover()
        self.show()
        self.raise_()
        next(iter(self.fields.values())).setFocus()

    def submit(self) -> None:
        numbers = [one for one in self.fields.values() if isinstance(one, NumberField)]
        if [one for one in numbers if not one.demand_valid()]:
            return
        if self.go.isEnabled() and self.isVisible():
            self.go.setEnabled(False)
            self.given.emit()

    def refuse(self, error: Exception, own: Mapping[str, str] | None = None) -> None:
        """Not accepted: the words stand under the field they are about, else above the buttons."""
        self.settle()
        field = self.fields.get(error.field) if isinstance(error, Refused) else None
        if field is not None and field.isVisibleTo(self):
            field.show_error(explain(error, own))
            field.setFocus()
        else:
            self._trouble.setText(explain(error, own))
            self._trouble.show()
        self._place()

    def settle(self) -> None:
        """Nothing is under way and nothing is refused."""
        self.go.setEnabled(True)
        self._trouble.hide()
        for field in self.fields.values():
            field.show_error("")

    def close_card(self) -> None:
        self.settle()
        self.hide()
        if self._below is not None:
            self._below.setEnabled(True)
            self._below = None
            self._give_back()

    def _give_back(self) -> None:
        """The cursor goes to where it was, not to the first thing of the window."""
        before = self._before
        if (
            before is not None
            and shiboken6.isValid(before)
            and before.isVisible()
            and before.isEnabled()
        ):
            before.setFocus()

    def leave(self) -> None:
        self.close_card()
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
        layout, wide = self.card.layout(), self.card.width()
        layout.activate()
        wraps = layout.hasHeightForWidth()
        high = layout.totalHeightForWidth(wide) if wraps else layout.totalSizeHint().height()
        self.card.resize(wide, high)  # words wrap at this width
        self.card.move(
            (self.width() - self.card.width()) // 2, (self.height() - self.card.height()) // 3
        )

    def _lay_out(self) -> None:
        theme = self._theme
        box = QVBoxLayout(self.card)
        box.setContentsMargins(*(theme.px("space.xl"),) * 4)
        box.setSpacing(theme.px("space.m"))
        for widget in (self._title, self._note, *self.fields.values(), self._trouble):
            box.addWidget(widget)
        buttons = QHBoxLayout()
        back = PlainButton(theme, self.tr("Back"), "Esc", bind=False)
        back.clicked.connect(self.leave)
        buttons.addWidget(back)
        buttons.addWidget(self.extra)
        buttons.addWidget(self.go, 1)
        box.addLayout(buttons)
