"""现在要办: what must be done now, by clock, painted as a list of cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListView, QWidget

from app.base.clock import Clock
from widgets.kit.card import Card
from widgets.kit.cardpaint import CARD, CardPainter, button_box
from widgets.kit.labels import Label
from widgets.kit.text import tip
from widgets.kit.theme import Theme


class CardList(QListView):
    """`acted(card)` on the card's button, Enter, or Alt+1 … Alt+9. Clocks tick by themselves."""

    acted = Signal(object)

    def __init__(
        self, theme: Theme, clock: Clock, *, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._model = _Cards()
        self.setModel(self._model)
        self.setItemDelegate(CardPainter(theme, clock, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = Label(theme, empty, tone="text3", parent=self.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tick = QTimer(self)
        self._tick.setInterval(int(theme.number("duration_ms.tick")))
        self._tick.timeout.connect(self.viewport().update)
        self._tick.start()
        for n in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{n}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda n=n: self._act(n - 1))

    @property
    def cards(self) -> tuple[Card, ...]:
        return self._model.cards

    def show_cards(self, cards: Sequence[Card]) -> None:
        """In the order given; the caller sorts by due time."""
        held = self.currentIndex().data(CARD) if self.currentIndex().isValid() else None
        self._model.set(tuple(cards))
        for row, card in enumerate(cards):
            if held is not None and card.key == held.key:
                self.setCurrentIndex(self._model.index(row))
        self._empty.setVisible(not cards)

    def set_empty(self, text: str) -> None:
        self._empty.setText(text)

    def counts(self) -> tuple[int, int]:
        """(overdue, soon) at this moment, for the panel's note and the rail."""
        states = [card.state(self._clock.now()) for card in self.cards]
        return states.count("now"), states.count("soon")

    def _act(self, row: int) -> None:
        if row < len(self.cards):
            self.acted.emit(self.cards[row])

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(self.currentIndex().row() if self.currentIndex().isValid() else 0)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            button = button_box(self._theme, self.visualRect(index))
            if button.contains(event.position().toPoint()):
                self._act(index.row())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())


class _Cards(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()

    def set(self, cards: tuple[Card, ...]) -> None:
        if cards != self.cards:
            self.beginResetModel()
            self.cards = cards
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{card.kind} {card.title} {card.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{card.title}\n{card.text}")
        return None
