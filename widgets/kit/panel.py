"""A rounded panel with title, note and key hint."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.labels import ElidedLabel, Label, key_hint
from widgets.kit.theme import Theme


class Panel(QFrame):
    """Put content into `body` (a QVBoxLayout) with `add`; `tools` is the right end of the head."""

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        note: str = "",
        key: str = "",
        *,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`flush` lets the content reach the panel's edges (tables, lists)."""
        super().__init__(parent)
        self.setProperty("role", "panel")
        inner, s = theme.px("space.l"), theme.px("space.s")
        frame = QVBoxLayout(self)
        frame.setContentsMargins(1, 1, 1, 1)
        frame.setSpacing(0)
        self._title = Label(theme, title, "lead", strong=True, parent=self)
        self._note = ElidedLabel(theme, note, "small", tone="text2", parent=self)
        self._title.setVisible(bool(title))
        self._note.setVisible(bool(title))
        self.tools = QHBoxLayout()
        self.tools.setSpacing(s)
        if key:
            self.tools.addWidget(key_hint(theme, key))
        if title:
            head = QHBoxLayout()
            head.setContentsMargins(inner, s, theme.px("space.m"), 0)
            head.setSpacing(s + 2)
            head.addWidget(self._title)
            head.addWidget(self._note, 1)
            head.addLayout(self.tools)
            head.addStrut(theme.px("control.min_target"))
            frame.addLayout(head)
        self.body = QVBoxLayout()
        side = 0 if flush else inner
        top = 0 if title else inner
        self.body.setContentsMargins(side, theme.px("space.xs") if title else top, side, side and s)
        self.body.setSpacing(s)
        frame.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)

    def set_title(self, title: str) -> None:
        """The place for it is made at once: a picture taken now shows it whole."""
        self._title.setText(title)
        self.setAccessibleName(title)
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def set_note(self, note: str) -> None:
        self._note.setText(note)


def inset(theme: Theme, *widgets: QWidget) -> QHBoxLayout:
    """A row of a flush panel, in line with its title; the first takes what room there is."""
    row = QHBoxLayout()
    side = theme.px("space.l")
    row.setContentsMargins(side, 0, side, 0)
    row.setSpacing(theme.px("space.s"))
    for widget in widgets:
        row.addWidget(widget, 1 if widget is widgets[0] else 0)
    return row
