"""The tree of folders beside the list of cameras."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from app.video.folders import ALL, NONE, By, Folder, StateOf, counted
from app.video.records import Camera
from widgets.kit.text import tip
from widgets.kit.theme import Theme

FOLDER = Qt.ItemDataRole.UserRole


class FolderTree(QTreeView):
    """`picked(folder)` when another one is current. Filled anew only when a count has changed."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told: object = None
        self._items: dict[Folder, QStandardItem] = {}
        self._row = QSize(0, theme.px("row.table_compact"))
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.px("space.l"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(self.tr("Groups of cameras"))
        self.selectionModel().currentChanged.connect(lambda *_: self.picked.emit(self.current()))

    def current(self) -> Folder:
        return self.currentIndex().data(FOLDER) or ALL

    def select(self, folder: Folder) -> None:
        if folder in self._items:
            self.setCurrentIndex(self._items[folder].index())

    def show_cameras(self, cameras: Iterable[Camera], state_of: StateOf) -> None:
        """What was open and chosen stays so; a folder that is empty now gives way to all."""
        told = counted(cameras, state_of)
        if told == self._told:
            return
        self._told = told
        opened = {one for one, item in self._items.items() if self.isExpanded(item.index())}
        if not self._items or (told[0] and not self._model.rowCount() > 1):
            opened = {Folder(By.TOWNSHIP)}
        before, top = self.current(), self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self._fill(*told)
        for one in opened & self._items.keys():
            self.expand(self._items[one].index())
        self.select(before if before in self._items else ALL)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(top)
        if self.current() != before:
            self.picked.emit(self.current())

    def _fill(self, most: int, counts: dict[By, list[tuple[str, int]]]) -> None:
        self._model.clear()
        self._items = {}
        root = self._model.invisibleRootItem()
        root.appendRow(self._item(self.tr("All cameras"), most, ALL))
        words = self._branches()
        for by, folders in counts.items():
            if not any(value != NONE for value, _ in folders):
                continue
            branch = self._item(words[by], None, Folder(by))
            branch.setSelectable(False)
            for value, count in folders:
                name = value or self.tr("not told")
                branch.appendRow(self._item(name, count, Folder(by, value)))
            root.appendRow(branch)

    def _item(self, name: str, count: int | None, folder: Folder) -> QStandardItem:
        item = QStandardItem(name if count is None else f"{name}  {count}")
        if folder.by is None or count is not None:
            item.setData(folder, FOLDER)
        item.setSizeHint(self._row)
        item.setToolTip(tip(name))
        self._items[folder] = item
        return item

    def _branches(self) -> dict[By, str]:
        return {
            By.TOWNSHIP: self.tr("By township"),
            By.KIND: self.tr("By kind"),
            By.OWNER: self.tr("By owner"),
            By.TAG: self.tr("By tag"),
            By.STATE: self.tr("By state"),
        }
