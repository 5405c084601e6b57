"""A page of several sheets, turned by Alt+5 and the keys after it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from widgets.kit.fields import SegmentField
from widgets.kit.theme import Theme
from widgets.shell.page import Page

FIRST_KEY = 5


class SheetsPage(Page):
    """`lay_sheets` once the sheets are made; `turn` goes to one of them."""

    def lay_sheets(
        self, theme: Theme, sheets: dict[str, Any], words: dict[str, str], wide: int
    ) -> None:
        """`words` by the name of the sheet, `wide` of the row of words in letters. A sheet is a `CheckView`,
        or a widget that knows its `first_focus` as one does."""
        self.sheets = sheets
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        self._turned = SegmentField(theme, "", list(words.items()))
        self._turned.set_value(next(iter(words)))
        self._turned.changed.connect(self._turn)
        self._turned.setFixedWidth(theme.px("size.body") * wide)
        box.addWidget(self._turned)
        self._stack = QStackedWidget()
        for number, (name, sheet) in enumerate(sheets.items(), FIRST_KEY):
            self._stack.addWidget(sheet)
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda name=name: self.turn(name))
        box.addWidget(self._stack, 1)

    @property
    def turned(self) -> str:
        """The name of the sheet that is seen."""
        return self._turned.value()

    def turn(self, sheet: str) -> None:
        self._turned.set_value(sheet)
        self._turn()

    def first_focus(self) -> QWidget:
        return self.sheets[self.turned].first_focus()

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self.sheets[self.turned])
        self.first_focus().setFocus()
