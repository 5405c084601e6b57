"""A table over frozen records: fixed rows, nothing moves under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from widgets.kit.cells import CellPainter, RecordModel
from widgets.kit.columns import Column
from widgets.kit.labels import Label
from widgets.kit.memory import ScreenMemory
from widgets.kit.theme import Theme


class RecordTable(QWidget):
    """Signals: `chosen(record)` when the current row changes, `opened(record)` on Enter or double
    click, `ticked(record)` on Space. `show_records` holds new rows back, announced at the top,
    while the officer is in the table (pointer over it, or focus and not at the top).

    A list too long to be shown whole is fed by `show_head` and `extend`, the latter whenever
    `near_end` tells that its last rows come into sight.
    """

    near_end = Signal()
    chosen = Signal(object)
    opened = Signal(object)
    ticked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        *,
        key: Callable[[Any], Hashable] = lambda record: record.id,
        row: str = "table",
        empty: str = "",
        name: str = "",
        memory: ScreenMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`row` is a height of [row]; `empty` stands in the empty table; with `name` and `memory`
        the column widths are remembered."""
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._memory = memory or ScreenMemory()
        self._held: tuple[Any, ...] | None = None
        self.model = RecordModel(columns, key)
        self.view = _View(self)
        self._notice = QPushButton(self)
        self._notice.setFont(theme.font("small", strong=True))
        self._notice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._notice.setFixedHeight(theme.px("control.min_target"))
        self._notice.hide()
        self._notice.clicked.connect(self.show_held)
        self._empty = Label(theme, empty, tone="text3", parent=self.view.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._notice)
        box.addWidget(self.view, 1)
        self._set_up_view(row)
        self.setFocusProxy(self.view)

    @property
    def records(self) -> tuple[Any, ...]:
        return tuple(self.model.records)

    def current(self) -> Any | None:
        index = self.view.currentIndex()
        return self.model.records[index.row()] if index.isValid() else None

    def select(self, key: Hashable) -> bool:
        """Make the record with this key current; False when it is not shown."""
        for row, record in enumerate(self.model.records):
            if self.model.key(record) == key:
                index = self.model.index(row, 0)
                self.view.selectionModel().setCurrentIndex(
                    index,
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows,
                )
                return True
        return False

    def show_records(self, records: Sequence[Any], *, now: bool = False) -> None:
        """`now` shows new rows at once, as after the officer's own act or another filter."""
        records = tuple(records)
        shown = self.model.records
        if now or not shown or not self._busy() or not self._would_move(records):
            self._take(records)
            return
        fresh = {self.model.key(r): r for r in records}
        new = fresh.keys() - set(self._keys(shown))
        self.model.show_records(tuple(fresh.get(self.model.key(r), r) for r in shown))
        self._hold(records, len(new))

    def show_head(self, records: Sequence[Any], *, now: bool = False) -> None:
        """The newest rows of a list that goes on below; costs what is given, not what is shown.

        The same rows stay where they are, and so does what follows them. Other rows are held back
        while the officer is in the table; else they take the place of the whole list.
        """
        records = tuple(records)
        shown = self.model.records[: len(records)]
        if not now and records and self._keys(shown) == self._keys(records):
            self._held = None
            self._notice.hide()
            self.model.renew(records)
        elif now or not shown or not self._busy():
            self._take(records)
        else:
            new = set(self._keys(records)) - set(self._keys(shown))
            self._hold(records, len(new))

    def extend(self, records: Sequence[Any]) -> None:
        """Older rows below those that are shown."""
        self.model.extend(records)
        self._empty.setVisible(not self.model.records)

    def replace(self, record: Any) -> None:
        """The row of this record as it is now, wherever it stands; nothing when it is not shown."""
        key = self.model.key(record)
        for row, shown in enumerate(self.model.records):
            if self.model.key(shown) == key:
                self.model.put(row, record)
                return

    def _keys(self, records: Sequence[Any]) -> list[Hashable]:
        return [self.model.key(record) for record in records]

    def _hold(self, records: tuple[Any, ...], new: int) -> None:
        self._held = records
        self._notice.setText(self.tr("{n} new").format(n=new) if new else self.tr("New order"))
        self._notice.show()

    def repaint_column(self, n: int) -> None:
        """What moves on by the second stands in one column; the others stay as they are painted."""
        head, port = self.view.horizontalHeader(), self.view.viewport()
        port.update(head.sectionViewportPosition(n), 0, head.sectionSize(n), port.height())

    def set_empty(self, text: str) -> None:
        """What stands in the table while it is empty."""
        self._empty.setText(text)

    def show_held(self) -> None:
        """Take in the rows that were held back."""
        if self._held is not None:
            self._take(self._held)
            self.view.scrollToTop()

    def _take(self, records: tuple[Any, ...]) -> None:
        self._held = None
        self._notice.hide()
        current = self.current()
        top = self.view.verticalScrollBar().value()
        self.model.show_records(records)
        if current is not None:
            self.view.selectionModel().blockSignals(True)
            found = self.select(self.model.key(current))
            self.view.selectionModel().blockSignals(False)
            if not found:
                self.chosen.emit(None)
        self.view.verticalScrollBar().setValue(top)
        self._empty.setVisible(not records)

    def wants_more(self) -> bool:
        """Whether the last row is in sight, or soon will be."""
        shown = self.view.viewport().height() // max(
            1, self.view.verticalHeader().defaultSectionSize()
        )
        first = max(0, self.view.rowAt(0))
        return len(self.model.records) - first < (1 + AHEAD) * max(shown, 1)

    def _scrolled(self, _at: int) -> None:
        if self.wants_more():
            self.near_end.emit()

    def _busy(self) -> bool:
        view = self.view
        scrolled = view.verticalScrollBar().value() > 0
        return view.underMouse() or scrolled or (view.hasFocus() and view.currentIndex().row() > 0)

    def _would_move(self, records: tuple[Any, ...]) -> bool:
        keys = self._keys(self.model.records)
        return self._keys(records[: len(keys)]) != keys

    def _set_up_view(self, row: str) -> None:
        theme, view = self._theme, self.view
        view.setModel(self.model)
        self.model.modelReset.connect(view.doItemsLayout)  # else it is painted again a turn later
        view.setItemDelegate(CellPainter(theme, self.model, view))
        rows = view.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(f"row.{row}"))
        head = view.horizontalHeader()
        head.setFixedHeight(theme.px("row.header"))
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setMinimumSectionSize(theme.px("control.min_target"))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        kept = self._memory.get(f"columns/{self._name}", {}) if self._name else {}
        self._widths = [int(kept.get(column.title, column.width)) for column in self.model.columns]
        self.fit_columns()
        head.sectionResized.connect(self._resized)
        view.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current()))
        view.doubleClicked.connect(lambda _: self.opened.emit(self.current()))
        view.verticalScrollBar().valueChanged.connect(self._scrolled)

    def fit_columns(self) -> None:
        """The stretching column takes what is left; when that is too little the others give way."""
        head, shown = self.view.horizontalHeader(), dict(enumerate(self.model.columns))
        stretching = [n for n, c in shown.items() if c.stretch]
        room = self.view.viewport().width()
        wanted = room - LEAST_STRETCH * len(stretching)
        for n in [n for n, c in shown.items() if c.fold]:
            if self._fixed(shown) > wanted:
                del shown[n]
        plain = sum(self._widths[n] for n, c in shown.items() if not c.stretch and not c.paint)
        over = max(0, self._fixed(shown) - wanted)
        share = max(LEAST_SHARE, 1 - over / plain) if plain else 1.0
        head.blockSignals(True)
        for n, column in enumerate(self.model.columns):
            head.setSectionHidden(n, n not in shown)
            if n in shown and not column.stretch:
                wide = self._widths[n] if column.paint else round(self._widths[n] * share)
                head.resizeSection(n, wide)
                room -= wide
        for n in stretching:
            least = self._theme.px("control.min_target")
            head.resizeSection(n, max(room // len(stretching), least))
        head.blockSignals(False)
        if (
            self.view.horizontalScrollBar().isVisible()
            and head.length() <= self.view.viewport().width()
        ):
            self.view.updateGeometries()  # it was made for the columns as they were
        self.view.viewport().update()

    def _fixed(self, shown: dict[int, Column]) -> int:
        return sum(self._widths[n] for n, column in shown.items() if not column.stretch)

    def _resized(self, n: int, _old: int, new: int) -> None:
        """The officer drew a column wider or narrower."""
        self._widths[n] = new
        if self._name:
            kept = {c.title: w for c, w in zip(self.model.columns, self._widths, strict=True)}
            self._memory.put(f"columns/{self._name}", kept)
        if not self.model.columns[n].stretch:
            self.fit_columns()


AHEAD = 4
"""Screenfuls below the last row seen at which more rows are asked for."""
LEAST_STRETCH = 150
"""px a stretching column wants before the others are narrowed."""
LEAST_SHARE = 0.72
"""Narrower than this share of its width no column becomes."""


class _View(QTableView):
    """Enter opens, Space ticks; bare letters stay free for typing to find."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event) -> None:
        record = self._table.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if record is not None:
                self._table.opened.emit(record)
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and record is not None:
            self._table.ticked.emit(record)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._table._empty.setGeometry(self.viewport().rect())
        self._table.fit_columns()
