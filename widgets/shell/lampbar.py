"""The bar at the foot of every window: lamps, last saving, toast."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpacerItem, QWidget

from app.base.clock import hhmmss
from widgets.kit.labels import Label
from widgets.kit.lamps import Lamp
from widgets.kit.theme import Theme
from widgets.shell.status import Status
from widgets.shell.toast import ToastSlot


class LampBar(QFrame):
    """Grey as long as all is well."""

    def __init__(self, theme: Theme, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = status
        self.setProperty("role", "lampbar")
        self.setFixedHeight(theme.px("control.lamp_bar_h"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.l"), 0, theme.px("space.l"), 0)
        row.setSpacing(0)
        self._holder = QWidget()
        self._lamps = QHBoxLayout(self._holder)
        self._lamps.setContentsMargins(0, 0, 0, 0)
        self._lamps.setSpacing(theme.px("space.l"))
        row.addWidget(self._holder)
        row.addStretch(1)
        self._saved = Label(theme, "", "small", tone="text2")
        row.addWidget(self._saved)
        self.toast = ToastSlot(theme, status)
        row.addWidget(self.toast)
        status.unsaid.connect(self._saved.show)
        status.lamps_changed.connect(self._show_lamps)
        status.said.connect(lambda _: self._saved.hide())
        status.saved.connect(self._show_saved)
        self._show_lamps()

    def add(self, slot: QWidget) -> None:
        """At the right end, where it stays whatever the lamps and the toast say."""
        row = self.layout()
        assert row is not None
        row.addItem(QSpacerItem(self._theme.px("space.s"), 0))
        row.addWidget(slot)

    def _show_lamps(self) -> None:
        shown = [self._lamps.itemAt(n).widget() for n in range(self._lamps.count())]
        for n, lamp in enumerate(self._status.lamps):
            if n < len(shown):
                shown[n].show_lamp(lamp)
            else:
                made = Lamp(self._theme, lamp)
                made.asked.connect(self._status.lamp_asked)
                self._lamps.addWidget(made)

    def _show_saved(self, at: datetime) -> None:
        self._saved.setText(self.tr("Saved {time}").format(time=hhmmss(at)))
