"""The rail of pages: icon and word, groups, how many things wait."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.icons import paint_icon
from widgets.kit.labels import hairline
from widgets.kit.text import LEFT, MIDDLE, one_line, tip
from widgets.kit.theme import Theme
from widgets.shell.page import PLACES, Page

LEAST_H, LOW_H, MOST_H = 32, 46, 52
"""Of a button: in the smallest window all pages must find room, and each target at least 32 px.
Below `LOW_H` a small icon stands before its word instead of above it."""

GAP, COUNT_H, AWAY = 3, 17, 14
"""Between a count or an icon and the word beside it; height of the count; width of the sign of a page that
stands in a window of its own."""


class Rail(QFrame):
    """`asked(key)` when a page is clicked; `torn(key)` on a double click: to a window of its own."""

    asked = Signal(str)
    torn = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.buttons: dict[str, RailButton] = {}
        self.setProperty("role", "rail")
        self.setFixedWidth(theme.px("control.rail_w"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, theme.px("space.s"), 1, theme.px("space.s"))
        self._box.setSpacing(0)

    def show_pages(self, pages: dict[str, Page]) -> None:
        """Only pages that exist, in the order of the rail, a line between the groups."""
        while self._box.count():
            item = self._box.takeAt(0)
            if item.widget() is not None:
                item.widget().deleteLater()
        self.buttons = {}
        group = None
        for key, place in PLACES.items():
            if key not in pages:
                continue
            if group not in (None, place.group):
                self._box.addSpacing(self._theme.px("space.xs"))
                line = hairline()
                line.setFixedWidth(56)
                self._box.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
                self._box.addSpacing(self._theme.px("space.xs"))
            group = place.group
            button = RailButton(self._theme, pages[key], place.shortcut)
            button.clicked.connect(lambda _=False, key=key: self.asked.emit(key))
            button.torn.connect(lambda key=key: self.torn.emit(key))
            self.buttons[key] = button
            self._box.addWidget(button)
        self._box.addStretch(1)

    def mark(self, key: str, elsewhere: set[str]) -> None:
        """`key` is shown here; `elsewhere` are pages that stand in windows of their own."""
        for name, button in self.buttons.items():
            button.set_state(name == key, name in elsewhere)

    def bar(self, key: str, why: str) -> None:
        """Not for whoever sits here: the place stays, the tooltip says why; "" opens it again."""
        if key in self.buttons:
            self.buttons[key].bar(why)

    def set_badge(self, key: str, count: int) -> None:
        if key in self.buttons:
            self.buttons[key].set_count(count)


class RailButton(QAbstractButton):
    """Painted; the key stands in the tooltip."""

    torn = Signal()

    def __init__(self, theme: Theme, page: Page, shortcut: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = page.icon
        self._here = False
        self._elsewhere = False
        self.count = 0
        self.setText(page.title())
        hint = self.tr("F11 or double click: a window of its own, and back")
        self._tip = f"{page.title()}  {shortcut}".strip() + f"\n{hint}"
        self.setToolTip(tip(self._tip))
        self.setAccessibleName(page.title())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(LEAST_H)
        self.setMaximumHeight(MOST_H)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_state(self, here: bool, elsewhere: bool) -> None:
        self._here, self._elsewhere = here, elsewhere
        self.update()

    def bar(self, why: str) -> None:
        self.setEnabled(not why)
        self.setToolTip(tip(f"{self.text()}\n{why}" if why else self._tip))
        self.update()

    def set_count(self, count: int) -> None:
        self.count = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("control.rail_w"), MOST_H)

    def mouseDoubleClickEvent(self, event) -> None:
        super().mouseDoubleClickEvent(event)
        self.torn.emit()

    def enterEvent(self, event) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        side = 6 if self.height() >= LOW_H else GAP
        box = QRectF(self.rect()).adjusted(side, 2, -side, -2)
        tone = "text2"
        if self._here:
            tone = "accent"
            painter.setBrush(theme.colour("select"))
            painter.drawRoundedRect(box, 5, 5)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(0, 8, 3, self.height() - 16), 1.5, 1.5)
        elif not self.isEnabled():
            tone = "text3"
        elif self.underMouse():
            painter.setBrush(theme.colour("raised"))
            painter.drawRoundedRect(box, 5, 5)
        painter.setFont(theme.font("small", strong=self._here))
        if self.height() < LOW_H:
            self._beside(painter, tone)
        else:
            self._below(painter, tone)
        if self._elsewhere:
            low = self.height() < LOW_H
            right, size = (AWAY - 1, 10) if low else (24, 12)
            left = self.width() - right
            paint_icon(painter, "external-link", theme.colour("text3"), left, 4 if low else 6, size)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)

    def _below(self, painter: QPainter, tone: str) -> None:
        theme, size = self._theme, self._theme.px("icon.nav")
        top = max(0, (self.height() - 40) // 2)
        paint_icon(painter, self._icon, theme.colour(tone), (self.width() - size) / 2, top, size)
        painter.setPen(theme.colour("text" if tone == "text2" else tone))
        painter.drawText(QRect(0, top + 21, self.width(), 20), MIDDLE, self.text())
        if self.count and self.isEnabled():  # beside the icon, clear of it and of the words
            left = (self.width() + size) / 2 + 1
            self._badge(painter, QRectF(left, 2, self._count_wide(), COUNT_H))

    def _beside(self, painter: QPainter, tone: str) -> None:
        """The count, if there is one, takes the place of the icon; the words keep clear of it."""
        theme, size = self._theme, self._theme.px("icon.small")
        painter.setPen(theme.colour("text" if tone == "text2" else tone))
        wide = painter.fontMetrics().horizontalAdvance(self.text())
        begins = max(6, (self.width() - size - GAP - wide) // 2) + size + GAP
        if self._elsewhere:  # its sign stands in the corner behind them
            begins = max(6 + size, min(begins, self.width() - AWAY - wide))
        if self.count and self.isEnabled():
            begins = max(GAP + self._count_wide() + GAP, min(begins, self.width() - wide))
        words = QRect(begins, 0, self.width() - begins, self.height())
        one_line(painter, words, LEFT, self.text())
        if not (self.count and self.isEnabled()):
            middle = (self.height() - size) / 2
            paint_icon(painter, self._icon, theme.colour(tone), begins - size - GAP, middle, size)
        else:
            count = self._count_wide()
            top = (self.height() - COUNT_H) / 2
            self._badge(painter, QRectF(begins - GAP - count, top, count, COUNT_H))

    def _count_wide(self) -> int:
        metrics = QFontMetrics(self._theme.font("caption", strong=True))
        return max(COUNT_H, metrics.horizontalAdvance(self._counted()) + 9)

    def _counted(self) -> str:
        return str(self.count) if self.count < 100 else "99+"

    def _badge(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        painter.setFont(theme.font("caption", strong=True))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("now"))
        painter.drawRoundedRect(box, COUNT_H / 2, COUNT_H / 2)
        painter.setPen(theme.colour("on_now"))
        painter.drawText(box, MIDDLE, self._counted())
