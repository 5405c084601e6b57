"""The tree of units, from the county down to the grid."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from app.people.contacts import Org
from widgets.kit.text import tip
from widgets.kit.theme import Theme

UNIT = Qt.ItemDataRole.UserRole


class UnitTree(QTreeView):
    """`chosen(unit)` when the current unit changes. What is open stays open when it is read again."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[UUID, QStandardItem] = {}
        self._units: tuple[Org, ...] = ()
        self._row = QSize(0, theme.px("control.min_target"))
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.px("space.l"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())

    @property
    def units(self) -> tuple[Org, ...]:
        return self._units

    def current(self) -> Org | None:
        return self.currentIndex().data(UNIT)

    def show_units(self, units: Sequence[Org]) -> None:
        if tuple(units) == self._units:
            return
        opened = {key for key, item in self._items.items() if self.isExpanded(item.index())}
        before, top = self.current(), self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self._fill(units)
        roots = [one for one in units if one.parent_id is None]
        for key in opened or {one.id for one in roots}:
            if key in self._items:
                self.expand(self._items[key].index())
        held = before.id if before is not None else next((one.id for one in roots), None)
        if held in self._items:
            self.setCurrentIndex(self._items[held].index())
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(top)
        self._tell()

    def select(self, key: UUID) -> bool:
        item = self._items.get(key)
        if item is None:
            return False
        self.setCurrentIndex(item.index())
        self.scrollTo(item.index())
        return True

    def _fill(self, units: Sequence[Org]) -> None:
        self._units = tuple(units)
        self._model.clear()
        self._items = {}
        for unit in units:
            item = QStandardItem(unit.name)
            item.setData(unit, UNIT)
            item.setSizeHint(self._row)
            item.setToolTip(tip(unit.full_name))
            self._items[unit.id] = item
        for unit in units:
            above = self._items.get(unit.parent_id) if unit.parent_id else None
            (above or self._model.invisibleRootItem()).appendRow(self._items[unit.id])

    def _tell(self) -> None:
        self.chosen.emit(self.current())
