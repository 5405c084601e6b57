"""The items of one section: the current one unfolded, Space says 我已知晓."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView

from app.handover.records import HandoverItem
from widgets.handover.itemrow import ItemPainter
from widgets.kit.theme import Theme


class _Model(QAbstractListModel):
    def __init__(self, parent) -> None:
        super().__init__(parent)
        self.items: tuple[HandoverItem, ...] = ()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("acknowledged") if item.acknowledged_at else self.tr("not yet known")
            return f"{item.text} {item.detail} {state}"
        return None


class ItemList(QListView):
    """`ticked(item)` on Space or the button, `opened(item)` on Enter."""

    ticked = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, parent=None) -> None:
        super().__init__(parent)
        self.ticking = False
        self.said: Mapping[UUID, Sequence[str]] = {}
        self.cover: Callable[[str], str] = str
        """Words as whoever sits here may read them."""
        self._model = _Model(self)
        self.setModel(self._model)
        self._painter = ItemPainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Items"))
        self.selectionModel().currentRowChanged.connect(lambda *_: self.doItemsLayout())

    @property
    def items(self) -> tuple[HandoverItem, ...]:
        return self._model.items

    def current(self) -> HandoverItem | None:
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def show_items(
        self,
        items: Sequence[HandoverItem],
        ticking: bool,
        said: Mapping[UUID, Sequence[str]] | None = None,
    ) -> None:
        """The current item stays current while it is there; else the first one not acknowledged.

        `said` are the words about an item that stand under it.
        """
        held = self.current()
        top = self.verticalScrollBar().value()
        same = [item.id for item in items] == [item.id for item in self.items]
        cover = self.cover
        self.ticking = ticking
        self.said = {key: [cover(one) for one in words] for key, words in (said or {}).items()}
        items = [replace(one, text=cover(one.text), detail=cover(one.detail)) for one in items]
        self._model.beginResetModel()
        self._model.items = tuple(items)
        self._model.endResetModel()
        if held is None or not self.go_to(held.id):
            self.go_to_open()
        self.doItemsLayout()
        if same:
            self.verticalScrollBar().setValue(top)

    def go_to(self, key: UUID) -> bool:
        for row, item in enumerate(self.items):
            if item.id == key:
                self.setCurrentIndex(self._model.index(row))
                return True
        return False

    def go_to_open(self) -> None:
        """To the first item nobody has acknowledged, else to the first."""
        row = next((n for n, item in enumerate(self.items) if not item.acknowledged_at), 0)
        if self.items:
            self.setCurrentIndex(self._model.index(row))

    def keyPressEvent(self, event) -> None:
        item = self.current()
        if item is not None and not event.modifiers():
            if event.key() == Qt.Key.Key_Space:
                self.ticked.emit(item)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit(item)
                return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        item = index.data(Qt.ItemDataRole.UserRole)
        hit = self._painter.hit(self.visualRect(index), item, event.position().toPoint())
        if hit == "tick":
            self.ticked.emit(item)
        elif hit == "open":
            self.opened.emit(item)

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.doItemsLayout()
