"""A form: labels right-aligned, Enter goes to the next field, errors under the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.fields import Field
from widgets.kit.labels import Label, hairline
from widgets.kit.theme import Theme


class Form(QWidget):
    """Rows of fields by name. `changed` after each edit by the officer; values are plain JSON where
    the fields are, so that a draft can keep them."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.fields: dict[str, Field] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px("space.s"))

    def section(self, title: str, note: str = "", number: str = "") -> Label:
        """A heading with a hairline; gives the note at its right end to be changed later."""
        if self._box.count():
            self._box.addSpacing(self._theme.px("space.xs"))
        head = QHBoxLayout()
        head.setSpacing(self._theme.px("space.m"))
        if number:
            head.addWidget(Label(self._theme, number, "lead", strong=True, tone="text2"))
        head.addWidget(Label(self._theme, title, "lead", strong=True))
        head.addStretch(1)
        right = Label(self._theme, note, "small", tone="text2")
        head.addWidget(right)
        self._box.addLayout(head)
        self._box.addWidget(hairline())
        return right

    def row(self, **fields: Field) -> None:
        """Fields side by side, each with an equal share of the width."""
        line = QHBoxLayout()
        line.setSpacing(self._theme.px("space.l"))
        for name, field in fields.items():
            self.fields[name] = field
            field.changed.connect(self.changed)
            line.addWidget(field, field.share, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(line)

    def add(self, widget: QWidget) -> None:
        self._box.addWidget(widget)

    def stretch(self) -> None:
        self._box.addStretch(1)

    def values(self) -> dict[str, Any]:
        return {name: field.value() for name, field in self.fields.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Sets the fields named; unknown names are passed over (an older draft)."""
        for name, value in values.items():
            if name in self.fields:
                self.fields[name].set_value(value)

    def clear(self) -> None:
        for field in self.fields.values():
            field.clear()

    def show_error(self, name: str, text: str) -> bool:
        """Error under the field called `name`; False when the form has none such. Takes no focus."""
        if name not in self.fields:
            return False
        self.fields[name].show_error(text)
        return True

    def clear_errors(self) -> None:
        for field in self.fields.values():
            field.show_error("")

    def missing(self) -> list[str]:
        """Names of required fields that are empty."""
        return [n for n, f in self.fields.items() if f.required and f.is_empty()]
