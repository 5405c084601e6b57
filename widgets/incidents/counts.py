"""A box for one number of people: the word on top, the figure below, empty = not known."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.base.said import number_said
from widgets.duty.refused import words_for
from widgets.kit.fields import Field, LineEdit
from widgets.kit.labels import Label
from widgets.kit.theme import Theme


class CountBox(Field):
    """Takes 2, 约60, 六十余; `value` is the words as typed, understood when the form is read."""

    def __init__(self, theme: Theme, name: str, label: str) -> None:
        self.edit = LineEdit()
        super().__init__(theme, "", _Box(theme, label, self.edit))
        self._name = name
        self.edit.setPlaceholderText(self.tr("unknown"))
        self.edit.setAccessibleName(label)
        self.edit.setMinimumWidth(theme.px("control.min_target"))
        self.edit.textEdited.connect(lambda _: self._edited())
        self.edit.editingFinished.connect(self._check)
        self.edit.too_long.connect(self.refuse_length)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))

    def _check(self) -> None:
        try:
            number_said(self._name, self.value())
        except Refused as refused:
            self.show_error(words_for(refused))


class _Box(QWidget):
    """Border in the accent while the cursor is inside, magenta while the figure is not understood."""

    def __init__(self, theme: Theme, label: str, edit: LineEdit) -> None:
        super().__init__()
        self._theme = theme
        self._edit = edit
        self.setFixedHeight(theme.px("control.field_h") + theme.px("space.xl") - 4)
        edit.setProperty("role", "quiet")
        edit.setFont(theme.font("lead", strong=True))
        edit.installEventFilter(self)
        inner = QVBoxLayout(self)
        side = theme.px("space.s") + 2
        inner.setContentsMargins(side, theme.px("space.xs"), side, theme.px("space.xs"))
        inner.setSpacing(0)
        inner.addWidget(Label(theme, label, "small", tone="text2"))
        inner.addWidget(edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, _event: Any) -> None:
        self._edit.setFocus()

    def paintEvent(self, _event: Any) -> None:
        theme, inside = self._theme, self._edit.hasFocus()
        wrong = bool(self.property("wrong"))
        edge = "now" if wrong else "accent" if inside else "line_strong"
        wide = theme.px("control.focus_ring") if inside or wrong else 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(edge), wide))
        painter.setBrush(theme.colour("raised"))
        half, radius = wide / 2, theme.px("radius.field")
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(half, half, -half, -half), radius, radius
        )
