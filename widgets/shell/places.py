"""Where windows stand: remembered per set of screens, pulled back when a screen is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from widgets.kit.memory import ScreenMemory

LEAST_W, LEAST_H = 1280, 720


def screens_key(rects: Sequence[QRect]) -> str:
    """A name for this set of screens, whatever order they are told in."""
    return "+".join(sorted(f"{r.width()}x{r.height()}@{r.x()},{r.y()}" for r in rects))


def pulled_back(wanted: QRect, rects: Sequence[QRect]) -> QRect:
    """`wanted` where it is when its middle is on a screen, else moved onto the first screen; never
    larger than the screen it stands on."""
    home = next((r for r in rects if r.contains(wanted.center())), None)
    if home is None:
        home = rects[0]
        wanted = QRect(home.topLeft(), wanted.size())
    wide, high = min(wanted.width(), home.width()), min(wanted.height(), home.height())
    x = min(max(wanted.x(), home.x()), home.right() + 1 - wide)
    y = min(max(wanted.y(), home.y()), home.bottom() + 1 - high)
    return QRect(x, y, wide, high)


def put_first(window: QWidget, n: int) -> None:
    """The `n`th window (from 0) of a desk that remembers nothing: on the nth screen, while there are."""
    rects = _rects()
    home = rects[min(n, len(rects) - 1)]
    wide, high = max(min(1600, home.width()), LEAST_W), max(min(900, home.height()), LEAST_H)
    window.setGeometry(pulled_back(QRect(home.x(), home.y(), wide, high), [home]))


def remember(memory: ScreenMemory, name: str, window: QWidget) -> None:
    """Keep where `window` stands, under the present set of screens."""
    box = window.normalGeometry()
    if box.isEmpty():
        box = window.geometry()
    held: dict[str, Any] = dict(memory.get(_key(), {}))
    held[name] = [box.x(), box.y(), box.width(), box.height(), window.isMaximized()]
    memory.put(_key(), held)


def recall(memory: ScreenMemory, name: str, window: QWidget) -> bool:
    """Put `window` where it stood with these screens; False when it never did (or that is nonsense)."""
    held = memory.get(_key(), {})
    try:
        x, y, w, h, maximized = held[name]
        wanted = QRect(int(x), int(y), int(w), int(h))
    except (KeyError, TypeError, ValueError):
        return False
    window.setGeometry(pulled_back(wanted, _rects()))
    if maximized:
        window.showMaximized()
    return True


def pull_back(window: QWidget) -> None:
    """After a screen went away: onto one that is left."""
    box = pulled_back(window.geometry(), _rects())
    if box != window.geometry() and not window.isFullScreen():
        window.setGeometry(box)


def _rects() -> list[QRect]:
    first = QGuiApplication.primaryScreen()
    rest = [s for s in QGuiApplication.screens() if s is not first]
    return [s.availableGeometry() for s in (first, *rest)]


def _key() -> str:
    return f"windows/{screens_key(_rects())}"
