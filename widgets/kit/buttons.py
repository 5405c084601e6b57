"""Buttons with the key printed beside the word: main (solid), plain (outlined), now (magenta)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme


class PlainButton(QAbstractButton):
    """Outlined. `key` is both printed and bound for the window ("Ctrl+Enter"), unless `bind` is False."""

    _fill, _ink, _edge, _strong, _height = "raised", "text", "line_strong", False, "button_h"

    def __init__(
        self,
        theme: Theme,
        text: str,
        key: str = "",
        icon: str = "",
        *,
        bind: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self._icon = icon
        self._possible, self._barred = True, ""
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(f"control.{self._height}"))
        self.setAccessibleName(text)
        if key and bind:
            for name in _both_enters(key):
                shortcut = QShortcut(QKeySequence(name), self)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.setAutoRepeat(False)  # a key that is held does the act once
                shortcut.activated.connect(self.click)

    @property
    def keys(self) -> str:
        """The key printed beside the word; "" for none."""
        return self._key

    @property
    def barred(self) -> str:
        """Why who sits here may not press it; "" when they may."""
        return self._barred

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def setEnabled(self, possible: bool) -> None:
        """Whether the act is possible at all just now; who may not do it is told by `bar`."""
        self._possible = possible
        super().setEnabled(possible and not self._barred)

    def bar(self, why: str) -> None:
        """Disabled whatever the page says, until `why` is "" again."""
        self._barred = why
        super().setEnabled(self._possible and not why)

    def sizeHint(self) -> QSize:
        return QSize(self._needed() + 2 * self._theme.px("space.l"), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed() + 2 * self._theme.px("space.s"), self.height())

    def _fonts(self) -> tuple[QFont, QFont]:
        return self._theme.font(strong=self._strong), self._theme.font("caption")

    def _needed(self) -> int:
        word, hint = (QFontMetrics(font) for font in self._fonts())
        gap = self._theme.px("space.s")
        width = word.horizontalAdvance(self.text())
        if self._icon:
            width += self._theme.px("icon.normal") + gap
        if self._key:
            width += hint.horizontalAdvance(self._key) + gap
        return width

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, edge = self._colours()
        radius = theme.px("radius.button")
        box = self.rect().adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), theme.px("control.focus_ring")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, radius + 1, radius + 1)
            box = box.adjusted(3, 3, -3, -3)
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.setBrush(theme.colour(fill))
        painter.translate(0.5, 0.5)
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), radius, radius)
        painter.translate(-0.5, -0.5)
        self._paint_words(painter, ink)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        theme = self._theme
        strong, small = self._fonts()
        gap = theme.px("space.s")
        x = (self.width() - self._needed()) // 2
        painter.setPen(theme.colour(ink))
        if self._icon:
            size = theme.px("icon.normal")
            paint_icon(painter, self._icon, theme.colour(ink), x, (self.height() - size) / 2, size)
            x += size + gap
        painter.setFont(strong)
        word = painter.fontMetrics().horizontalAdvance(self.text())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(x, 0, word + 2, self.height()), middle, self.text())
        if self._key:
            painter.setFont(small)
            if ink == "text":
                painter.setPen(theme.colour("text2"))
            painter.drawText(
                QRect(x + word + gap, 0, self.width(), self.height()), middle, self._key
            )

    def _colours(self) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "panel", "text3", "line"
        if self.isDown():
            return ("sunken" if self._fill == "raised" else self._fill), self._ink, self._edge
        if self.underMouse() and self._fill == "raised":
            return "select", self._ink, "accent"
        return self._fill, self._ink, self._edge

    def enterEvent(self, event) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self.update()


class MainButton(PlainButton):
    """The one main action of a page, solid in the accent."""

    _fill, _ink, _edge, _strong = "accent", "on_accent", "accent", True


class NowButton(PlainButton):
    """The next step of something overdue, solid in the alarm hue."""

    _fill, _ink, _edge, _strong = "now", "on_now", "now", True


def _both_enters(key: str) -> tuple[str, ...]:
    """The Enter of the letters and that of the figures are two keys to Qt and one to an officer."""
    if key.endswith("Enter"):
        return key, key[: -len("Enter")] + "Return"
    return (key,)
