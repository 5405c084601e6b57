"""A tab of several parts, one seen at a time: 指示 指令 请求支援, 力量 指挥部 会商."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.fields import SegmentField
from widgets.kit.form import Form
from widgets.kit.labels import key_hint
from widgets.kit.theme import Theme


class Sections(QWidget):
    """Alt+W turns to the next part. To the page it is a tab like the others."""

    done = Signal()

    def __init__(self, theme: Theme, parts: Mapping[str, tuple[str, Tab]]) -> None:
        """`parts`: key -> (word, tab)."""
        super().__init__()
        self.parts = {key: tab for key, (_, tab) in parts.items()}
        self.forms: dict[str, Form] = {}
        self._words = {key: word for key, (word, _) in parts.items()}
        self._turned = SegmentField(theme, "", list(self._words.items()))
        self._turned.set_value(next(iter(parts)))
        self._turned.changed.connect(self._turn)
        self._stack = QStackedWidget()
        for tab in self.parts.values():
            self.forms.update(tab.forms)
            self._stack.addWidget(tab)
            tab.done.connect(self.done)
        row = QHBoxLayout()
        row.addWidget(self._turned, 1)
        row.addWidget(key_hint(theme, "Alt+W"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        box.addLayout(row)
        box.addWidget(self._stack, 1)
        shortcut = QShortcut(QKeySequence("Alt+W"), self)
        shortcut.activated.connect(self.go_on)

    def first_focus(self) -> QWidget:
        return self.parts[self._turned.value()].first_focus()

    def take(self, seen: Seen | None) -> None:
        for tab in self.parts.values():
            tab.take(seen)

    def choose(self, key: UUID) -> bool:
        for name, tab in self.parts.items():
            if tab.choose(key):
                self.turn(name)
                return True
        return False

    def go_on(self) -> None:
        keys = list(self.parts)
        self.turn(keys[(keys.index(self._turned.value()) + 1) % len(keys)])
        self.first_focus().setFocus()

    def turn(self, key: str) -> None:
        self._turned.set_value(key)
        self._turn()

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self.parts[self._turned.value()])
