"""When the map's page cannot live: what would stand on it, as a plain list with coordinates."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.atlas.layers import Layer, MapItem, MapModel
from app.base.clock import day_hhmm
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.labels import Label
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme


class PlainList(QWidget):
    """Incidents and radios, alarms on top. `again` asks for the map, `chosen` names (layer, id)."""

    again = Signal()
    chosen = Signal(str, str)

    def __init__(self, theme: Theme, model: MapModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.px("space.l")] * 4)
        head = QHBoxLayout()
        words = Label(theme, self.tr("The map cannot be drawn. Positions as a list:"), strong=True)
        again = PlainButton(theme, self.tr("Try the map again"), icon="refresh-cw")
        again.clicked.connect(self.again)
        head.addWidget(words, 1)
        head.addWidget(again)
        box.addLayout(head)
        self.table = RecordTable(
            theme,
            (
                Column(
                    self.tr("What"),
                    lambda i: i.label,
                    stretch=True,
                    strong=self._alarmed,
                    tone=lambda i: "now" if self._alarmed(i) else "text",
                    second=self._kind,
                ),
                Column("WGS-84", lambda i: f"{i.lat:.5f}, {i.lon:.5f}", 180),
                Column(self.tr("Known at"), lambda i: day_hhmm(i.at) if i.at else "—", 110),
            ),
            row="list_two_line",
            key=lambda i: (i.layer, i.id),
            empty=self.tr("Nothing on the map"),
            parent=self,
        )
        self.table.chosen.connect(self._chosen)
        box.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Reads the model again, if anybody sees the list."""
        if self.isVisible():
            self._show()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        items = [*self._model.items(Layer.INCIDENT), *self._model.items(Layer.RADIO)]
        items.sort(key=lambda i: (not self._alarmed(i), i.layer, i.label))
        self.table.show_records(items)

    def _alarmed(self, item: MapItem) -> bool:
        return item.id in self._model.pulsing

    def _kind(self, item: MapItem) -> str:
        return item.kind if item.layer is Layer.INCIDENT else self.tr("Radio")

    def _chosen(self, item: MapItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.layer), item.id)
