"""Keys that belong to a card while the cursor is in it, whatever the page below does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class OwnKeys(QObject):
    """Made after the card's parts. A shortcut would be ambiguous with one of the window: Qt then calls
    neither, or the wrong one."""

    def __init__(self, card: QWidget, acts: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(card)
        self._acts = {QKeySequence(key)[0]: act for key, act in acts.items()}
        for part in (card, *card.findChildren(QWidget)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        act = self._acts.get(event.keyCombination())
        if act is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True
