"""The strip of calls: the one being written and those put aside, each with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.base.clock import hhmm
from app.incidents.form import caption
from widgets.incidents.calls import Sheet
from widgets.kit.icons import paint_icon
from widgets.kit.text import LEFT, RIGHT, one_line, tip
from widgets.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Tab:
    """`note` is the small word at the right: 14:52 存."""

    key: str
    title: str
    note: str


class CallTabs(QWidget):
    """`picked(key)` when another call is wanted."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._buttons: dict[str, TabButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px("space.xs"))
        self._row.addStretch(1)
        self.setFixedHeight(theme.px("row.table"))

    def show_sheets(self, sheets: Sequence[Sheet], current: Sheet) -> None:
        self._show_tabs([self._tab(sheet, current) for sheet in sheets], str(current.key))

    def _tab(self, sheet: Sheet, current: Sheet) -> Tab:
        title = caption(sheet.fields) or self.tr("New call")
        note = self.tr("kept {time}").format(time=hhmm(sheet.saved_at)) if sheet.saved_at else ""
        if sheet is not current:
            title = self.tr("Draft {title}").format(title=title)
            note = f"{sheet.by_name} {note}" if sheet.by_name else note
        return Tab(str(sheet.key), title, note)

    def _show_tabs(self, tabs: Sequence[Tab], current: str) -> None:
        wanted = {tab.key for tab in tabs}
        for key in [key for key in self._buttons if key not in wanted]:
            gone = self._buttons.pop(key)
            self._row.removeWidget(gone)
            gone.deleteLater()
        for n, tab in enumerate(tabs):
            button = self._buttons.get(tab.key)
            if button is None:
                button = self._buttons[tab.key] = TabButton(self._theme)
                button.clicked.connect(lambda _=False, key=tab.key: self.picked.emit(key))
                self._row.insertWidget(n, button)
            button.show_tab(tab, tab.key == current)

    @property
    def titles(self) -> list[str]:
        return [button.tab.title for button in self._buttons.values()]


class TabButton(QAbstractButton):
    """Upper edge in the accent for the current one; the others are drafts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tab = Tab("", "", "")
        self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMaximumWidth(260)
        self.setMinimumWidth(120)
        self.setFixedHeight(theme.px("row.table"))

    def show_tab(self, tab: Tab, current: bool) -> None:
        self.tab = tab
        self._current = current
        self.setAccessibleName(f"{tab.title} {tab.note}")
        self.setToolTip(tip(f"{tab.title} {tab.note}"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(236, self.height())

    def paintEvent(self, _event: Any) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.px("radius.panel")
        focus = self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if focus else "line"), 2 if focus else 1))
        painter.setBrush(theme.colour("panel" if self._current else "base"))
        painter.drawRoundedRect(box, radius, radius)
        if self._current:
            painter.fillRect(QRect(2, 0, self.width() - 4, 3), theme.colour("accent"))
        size, side = theme.px("icon.normal"), theme.px("space.m")
        tone = "accent" if self._current else "text2"
        name = "phone-call" if self._current else "file-pen-line"
        paint_icon(painter, name, theme.colour(tone), side, (self.height() - size) / 2, size)
        painter.setFont(theme.font("small"))
        note = painter.fontMetrics().horizontalAdvance(self.tab.note)
        inner = self.rect().adjusted(side + size + theme.px("space.s"), 0, -side, 0)
        painter.setPen(theme.colour("text2"))
        painter.drawText(inner, RIGHT, self.tab.note)
        painter.setFont(theme.font(strong=self._current))
        painter.setPen(theme.colour("text" if self._current else "text2"))
        one_line(painter, inner.adjusted(0, 0, -note - 8, 0), LEFT, self.tab.title)
