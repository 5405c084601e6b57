"""The sections of the sheet, each with its tick and what is left in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate

from app.handover.records import Section
from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Entry:
    """`ticking` is False in a draft, when nothing can be acknowledged yet."""

    section: StrEnum
    count: int
    left: int
    ticking: bool


class _Model(QAbstractListModel):
    def __init__(self, parent) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.section.value
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            left = self.tr("{n} left").format(n=entry.left) if entry.left else ""
            return f"{entry.section.value} {entry.count} {left}".strip()
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option, index) -> QSize:
        return QSize(120, self._theme.px("row.table_compact"))

    def paint(self, painter: QPainter, option, index: QModelIndex) -> None:
        theme, entry = self._theme, index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("select"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 5, 5)
            painter.fillRect(
                QRect(box.x(), box.y() + 1, 3, box.height() - 2), theme.colour("accent")
            )
        inner = theme.px("space.m")
        open_now = bool(entry.left and entry.ticking)
        size = theme.px("icon.small")
        x, y = box.x() + inner, box.center().y() + 1 - size / 2
        if entry.ticking and not entry.left:
            paint_icon(painter, "check", theme.colour("text2"), x, y, size)
        elif open_now:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawEllipse(QRect(round(x) + 2, round(y) + 2, size - 5, size - 5))
        words = box.adjusted(inner + size + theme.px("space.m"), 0, -inner, 0)
        painter.setFont(theme.font(strong=open_now or chosen))
        painter.setPen(theme.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, entry.section.value)
        count = self.tr("{n} left").format(n=entry.left) if open_now else str(entry.count)
        painter.setPen(theme.colour("text" if open_now else "text2"))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, count)
        painter.restore()


class Outline(QListView):
    """`picked(section)` when the officer goes to another section."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent=None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Contents of the handover"))
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._model.entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        chosen = self.section()
        self._model.beginResetModel()
        self._model.entries = tuple(entries)
        self._model.endResetModel()
        self.selectionModel().blockSignals(True)
        self.go_to(chosen or Section.IMPORTANT)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def section(self) -> StrEnum | None:
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole).section if index.isValid() else None

    def go_to(self, section: StrEnum) -> None:
        for row, entry in enumerate(self._model.entries):
            if entry.section is section:
                self.setCurrentIndex(self._model.index(row))

    def step(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < len(self._model.entries):
            self.setCurrentIndex(self._model.index(row))

    def _moved(self, *_indexes) -> None:
        self.picked.emit(self.section())
