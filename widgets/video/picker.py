"""A list that lies over a window: arrows choose, Enter takes, Esc leaves; letters find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.kit.enter import is_enter
from widgets.kit.picking import Candidate, matching
from widgets.kit.theme import Theme

ROWS = 12
WIDE = 560


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` comes back when it is taken, `words` stand left, `note` right."""

    key: str
    words: str
    note: str = ""


class Picker(QWidget):
    """`open` shows it over its parent. Signals: `taken(key)`, `left`. With `finds` letters and figures
    narrow the list (numbers, initials of pinyin), so there are no keys of letters."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scale = 1.0
        self.title = self.help = ""
        self.finds = False
        self.typed = ""
        self._all: tuple[Choice, ...] = ()
        self.choices: tuple[Choice, ...] = ()
        self.at = 0
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open(self, title: str, choices: Sequence[Choice], at: str = "", help: str = "") -> None:
        """`at` is the key that is marked first; `help` one or two lines below the list."""
        self.title, self.help, self.typed = title, help, ""
        self.setAccessibleName(title)
        self.show_choices(choices, at)
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.setFocus()

    def show_choices(self, choices: Sequence[Choice], at: str = "") -> None:
        self._all = tuple(choices)
        self._narrow()
        self.at = next((n for n, one in enumerate(self.choices) if one.key == at), 0)
        self._place()
        self.update()

    @property
    def marked(self) -> Choice | None:
        return self.choices[self.at] if self.at < len(self.choices) else None

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            (self._before or self.parentWidget()).setFocus()
            self.left.emit()

    def take(self) -> None:
        if self.marked is not None:
            key = self.marked.key
            self.leave()
            self.taken.emit(key)

    def keyPressEvent(self, event) -> None:
        """Every key ends here: what lies below does not hear them."""
        event.accept()
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS,
            Qt.Key.Key_PageUp: -ROWS,
        }.get(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif is_enter(event):
            self.take()
        elif step is not None and plain:
            self.at = max(0, min(self.at + step, len(self.choices) - 1))
            self.update()
        elif self.finds and event.key() == Qt.Key.Key_Backspace:
            self._type(self.typed[:-1])
        elif self.finds and event.text().isprintable() and event.text():
            self._type(self.typed + event.text())

    def mousePressEvent(self, event) -> None:
        for row, n in self._rows():
            if row.contains(event.position().toPoint()):
                self.at = n
                self.take()
                return

    def wheelEvent(self, event) -> None:
        event.accept()
        step = -1 if event.angleDelta().y() > 0 else 1
        self.at = max(0, min(self.at + step, len(self.choices) - 1))
        self.update()

    # -- painting ------------------------------------------------------------------------------

    def font_of(self, size: str, *, strong: bool = False) -> QFont:
        font = self.theme.font(size, strong=strong)
        font.setPixelSize(max(11, round(self.theme.tokens["size"][size] * self.scale)))
        return font

    def px(self, path: str) -> int:
        return round(self.theme.number(path) * self.scale)

    def foot(self) -> int:
        """Height kept free below the list: for each line of the help."""
        return self.px("row.table_compact") + self.help.count("\n") * self.px("space.xl")

    def _type(self, typed: str) -> None:
        self.typed = typed
        self._narrow()
        self.at = 0
        self._place()
        self.update()

    def _narrow(self) -> None:
        known = {one.key: one for one in self._all}
        found = [Candidate(one.key, f"{one.words} {one.note}") for one in self._all]
        self.choices = tuple(known[one.key] for one in matching(found, self.typed))

    def _place(self) -> None:
        room = self.parentWidget().rect()
        row = self.px("row.table_compact")
        shown = max(1, min(ROWS, len(self._all)))
        high = self.px("row.table") + shown * row + self.foot() + self.px("space.l")
        wide = min(round(WIDE * self.scale), room.width() - 2 * self.px("space.l"))
        high = min(high, room.height() - 2 * self.px("space.l"))
        self.setGeometry((room.width() - wide) // 2, (room.height() - high) // 2, wide, high)

    def _rows(self) -> list[tuple[QRect, int]]:
        row, pad = self.px("row.table_compact"), self.px("space.l")
        top = self.px("row.table")
        fits = max(1, (self.height() - top - self.foot()) // row)
        first = max(0, min(self.at - fits // 2, len(self.choices) - fits))
        shown = range(first, min(first + fits, len(self.choices)))
        return [
            (QRect(pad // 2, top + k * row, self.width() - pad, row), n)
            for k, n in enumerate(shown)
        ]

    def paintEvent(self, _event) -> None:
        theme, pad = self.theme, self.px("space.l")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("panel"))
        painter.setPen(QPen(theme.colour("accent"), theme.px("control.focus_ring")))
        radius = theme.px("radius.panel")
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), radius, radius)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        head = QRect(pad, 0, self.width() - 2 * pad, self.px("row.table"))
        painter.setPen(theme.colour("text"))
        painter.setFont(self.font_of("lead", strong=True))
        painter.drawText(head, middle, self.title)
        painter.setFont(self.font_of("body"))
        painter.drawText(head, right, self.typed)
        for row, n in self._rows():
            self._row(painter, row, self.choices[n], n == self.at)
        painter.setFont(self.font_of("caption"))
        painter.setPen(theme.colour("text2"))
        foot = QRect(pad, self.height() - self.foot(), self.width() - 2 * pad, self.foot())
        lines = self.help.split("\n")
        metrics, each = painter.fontMetrics(), foot.height() // len(lines)
        for n, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, foot.width())
            painter.drawText(
                foot.adjusted(0, n * each, 0, (n + 1 - len(lines)) * each), middle, shown
            )

    def _row(self, painter: QPainter, row: QRect, choice: Choice, marked: bool) -> None:
        theme, pad = self.theme, self.px("space.s")
        if marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("select"))
            painter.drawRoundedRect(row, theme.px("radius.field"), theme.px("radius.field"))
        inner = row.adjusted(pad, 0, -pad, 0)
        body = self.font_of("body", strong=marked)
        left = inner.width() - QFontMetrics(body).horizontalAdvance(choice.words) - 2 * pad
        painter.setFont(self.font_of("small"))
        note_w = min(painter.fontMetrics().horizontalAdvance(choice.note) + pad,
                     max(left, inner.width() // 2))  # fmt: skip
        painter.setPen(theme.colour("text2"))
        note = painter.fontMetrics().elidedText(choice.note, Qt.TextElideMode.ElideRight, note_w)
        painter.drawText(
            inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), note
        )
        painter.setFont(body)
        painter.setPen(theme.colour("text"))
        room = inner.adjusted(0, 0, -note_w - pad, 0)
        words = painter.fontMetrics().elidedText(
            choice.words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words
        )
