"""Text on the screen: a size, a weight, a tone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from widgets.kit.text import tip
from widgets.kit.theme import Theme


class Label(QLabel):
    """`size` and `tone` are token names: tones text, text2, text3, now, accent, ink."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        size: str = "body",
        *,
        strong: bool = False,
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, strong=strong))
        self.setProperty("tone", tone)

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class ElidedLabel(Label):
    """One line that shortens itself with an ellipsis and shows the whole as tooltip. With `ends` it loses its
    middle: of a path both ends tell."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        size: str = "body",
        *,
        ends: bool = False,
        **look: object,
    ) -> None:
        super().__init__(theme, "", size, **look)  # type: ignore[arg-type]
        mode = Qt.TextElideMode
        self._whole, self._mode = "", mode.ElideMiddle if ends else mode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self._fit()

    def text(self) -> str:
        return self._whole

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        short = self.fontMetrics().elidedText(self._whole, self._mode, max(self.width(), 1))
        super().setText(short)
        self.setToolTip(tip(self._whole) if short != self._whole else "")


def restyle(widget: QWidget) -> None:
    """Make the style sheet see a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def hairline(parent: QWidget | None = None) -> QFrame:
    line = QFrame(parent)
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def upright(height: int, parent: QWidget | None = None) -> QFrame:
    line = QFrame(parent)
    line.setProperty("role", "upright")
    line.setFixedSize(1, height)
    return line


def key_hint(theme: Theme, key: str, parent: QWidget | None = None) -> Label:
    """The chip that shows a key, as in Ctrl+L."""
    chip = Label(theme, key, "caption", parent=parent)
    chip.setProperty("role", "key")
    chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return chip
