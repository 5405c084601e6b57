"""The keys of a wall's window: one table, from which they are heard and shown (F1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRect, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.video.look import TileLook


@dataclass(frozen=True, slots=True)
class WallKey:
    """`shown` is printed; `keys` are what Qt calls them, `act` names the method of `WallActs`."""

    shown: str
    words: str
    keys: tuple[str, ...]
    act: str


_TABLE = (
    WallKey("1–25", QT_TRANSLATE_NOOP("WallKeys", "Choose a tile"), (), ""),
    WallKey("← → ↑ ↓", QT_TRANSLATE_NOOP("WallKeys", "Tile beside it; part of a zoomed picture"),
            (), ""),
    WallKey("Ctrl + ← →", QT_TRANSLATE_NOOP("WallKeys", "Move the tile"), (), ""),
    WallKey("Enter", QT_TRANSLATE_NOOP("WallKeys", "Enlarge, or back"), ("Return", "Enter"),
            "enlarge"),
    WallKey("Esc", QT_TRANSLATE_NOOP("WallKeys", "One step back"), ("Esc",), "back"),
    WallKey("Z", QT_TRANSLATE_NOOP("WallKeys", "Zoom, or the whole picture"), ("Z",), "zoom"),
    WallKey("+ − 0", QT_TRANSLATE_NOOP("WallKeys", "Nearer, farther, whole"), (), ""),
    WallKey("A", QT_TRANSLATE_NOOP("WallKeys", "Turn the camera by drawing, or end it"),
            ("A",), "turn"),
    WallKey("D", QT_TRANSLATE_NOOP("WallKeys", "Size and rate on all tiles"), ("D",), "details"),
    WallKey("L", QT_TRANSLATE_NOOP("WallKeys", "Layout"), ("L",), "layout"),
    WallKey("C", QT_TRANSLATE_NOOP("WallKeys", "Camera for this tile"), ("C",), "camera"),
    WallKey("Del", QT_TRANSLATE_NOOP("WallKeys", "Take off the wall"), ("Del",), "take_down"),
    WallKey("U", QT_TRANSLATE_NOOP("WallKeys", "Undo the last change of the wall"), ("U", "Ctrl+Z"), "undo"),
    WallKey("O", QT_TRANSLATE_NOOP("WallKeys", "Scenes"), ("O", "Alt+O"), "scenes"),
    WallKey("T", QT_TRANSLATE_NOOP("WallKeys", "Tour: seconds per page"), ("T",), "dwell"),
    WallKey("Space", QT_TRANSLATE_NOOP("WallKeys", "Start the tour, or pause"), ("Space",), "tour"),
    WallKey("N  P", QT_TRANSLATE_NOOP("WallKeys", "Next page, page before"), ("N", "PgDown"),
            "next_page"),
    WallKey("", "", ("P", "PgUp"), "page_before"),
    WallKey("S", QT_TRANSLATE_NOOP("WallKeys", "Snapshot into the log"), ("S", "Alt+S"), "shoot"),
    WallKey("R", QT_TRANSLATE_NOOP("WallKeys", "Record, or stop"), ("R", "Alt+R"), "record"),
    WallKey("V", QT_TRANSLATE_NOOP("WallKeys", "Replay 30 s"), ("V", "Alt+V"), "replay"),
    WallKey("I", QT_TRANSLATE_NOOP("WallKeys", "Tie live picture to the incident"),
            ("I", "Alt+G"), "tie"),
    WallKey("M", QT_TRANSLATE_NOOP("WallKeys", "Which screen"), ("M",), "screen"),
    WallKey("G", QT_TRANSLATE_NOOP("WallKeys", "How large words must be"), ("G",), "sight"),
    WallKey("F11", QT_TRANSLATE_NOOP("WallKeys", "Full screen, or back"), ("F11",), "full_screen"),
    WallKey("F1  ?", QT_TRANSLATE_NOOP("WallKeys", "These keys"), ("F1", "?"), "keys"),
)  # fmt: skip


def acts() -> Iterator[tuple[str, str]]:
    """(key as Qt calls it, name of the act)."""
    for line in _TABLE:
        for key in line.keys:
            yield key, line.act


def told() -> list[tuple[str, str]]:
    """(key as printed, what it does), in the order of the card."""
    translate = QCoreApplication.translate
    return [(line.shown, translate("WallKeys", line.words)) for line in _TABLE if line.shown]


def listener(owner: object) -> Callable[[int, Qt.KeyboardModifier], bool]:
    """Hears a key and does what the table says with the methods of `owner`; False for none of ours."""
    known = {QKeySequence(key)[0].toCombined(): act for key, act in acts()}

    def hear(key: int, modifiers: Qt.KeyboardModifier) -> bool:
        plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Question:
            plain = Qt.KeyboardModifier.NoModifier
        act = known.get(key | plain.value)
        if act is None:
            return False
        getattr(owner, act)()
        return True

    return hear


class KeysOverlay(QWidget):
    """Lies over the wall until any key or click."""

    def __init__(self, look: TileLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.hide()

    def toggle(self) -> None:
        self.setVisible(not self.isVisible())
        if self.isVisible():
            self._place()
            self.raise_()

    def mousePressEvent(self, _event) -> None:
        self.hide()

    def _place(self) -> None:
        room = self.parentWidget().rect()
        lines = -(-len(told()) // 2)
        high = (lines + 1) * self._row()
        wide = min(room.width() - 40, round(1240 * self._look.scale))
        self.setGeometry((room.width() - wide) // 2, (room.height() - high) // 2, wide, high)

    def _row(self) -> int:
        return max(24, round(self._look.px("wall.caption") * 1.6))

    def paintEvent(self, _event) -> None:
        theme, row = self._look.theme, self._row()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        lines = told()
        half = -(-len(lines) // 2)
        for n, (key, words) in enumerate(lines):
            left = (n // half) * self.width() // 2 + row // 2
            box = QRect(left, row // 2 + n % half * row, self.width() // 2 - row, row)
            middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.setFont(self._look.font("caption", strong=True))
            painter.setPen(theme.colour("accent"))
            painter.drawText(box, middle, key)
            painter.setFont(self._look.font("caption"))
            painter.setPen(theme.colour("text"))
            painter.drawText(box.adjusted(round(box.width() * 0.3), 0, 0, 0), middle, words)
