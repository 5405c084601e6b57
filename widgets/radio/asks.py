"""What is asked of a radio or told to it by a number: position, checks, listening in, a status code."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.buttons import PlainButton
from widgets.kit.fields import ComboField
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.theme import Theme
from widgets.radio.words import tr

MINUTES = (1, 2, 5, 10, 30, 60)
USUAL = 5


class Asks(QWidget):
    """Buttons only; the page knows whom they are about. `status(code)` of the table; `every(0)` ends it."""

    every = Signal(int)
    status = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.locate_button = PlainButton(theme, self.tr("Ask position"), "Alt+W", icon="map-pin")
        self.check_button = PlainButton(theme, self.tr("Ask if on the air"), "Alt+K")
        self.air_button = PlainButton(theme, self.tr("Check by air"), "Alt+R")
        self.monitor_button = PlainButton(theme, self.tr("Listen in"), "Alt+O")
        told = tr("every {n} min")
        self.minutes = ComboField(theme, "", [(str(n), told.format(n=n)) for n in MINUTES])
        self.minutes.combo.setAccessibleName(self.tr("How often it reports its position"))
        self.minutes.set_value(str(USUAL))
        self.begin_button = PlainButton(theme, self.tr("Begin reporting"), "Alt+N")
        self.stop_button = PlainButton(theme, self.tr("End reporting"), "Alt+E")
        self.code = ComboField(theme, "", [])
        self.code.combo.setAccessibleName(self.tr("Status code"))
        self.status_button = PlainButton(theme, self.tr("Send status"), "Alt+S")
        self.answer = ElidedLabel(theme, "", "small", tone="text2")
        self.begin_button.clicked.connect(
            lambda: self.every.emit(60 * int(self.minutes.value() or USUAL))
        )
        self.stop_button.clicked.connect(lambda: self.every.emit(0))
        self.status_button.clicked.connect(self._status)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.locate_button, self.check_button),
            (self.air_button, self.monitor_button),
            (Label(theme, tr("Position"), "small", tone="text2"), self.minutes),
            (self.begin_button, self.stop_button),
            (self.code, self.status_button),
        )
        for parts in rows:
            row = QHBoxLayout()
            row.setSpacing(theme.px("space.s"))
            for part in parts:
                row.addWidget(part, 0 if isinstance(part, Label) else 1)
            box.addLayout(row)
        box.addWidget(self.answer)

    def show_statuses(self, words: Mapping[int, str]) -> None:
        """The table as it is now; what was chosen stays chosen."""
        combo, held = self.code.combo, self.code.value()
        rows = [
            ("", tr("Choose a status")),
            *((str(n), f"{n} {said}") for n, said in words.items()),
        ]
        if rows == [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())]:
            return
        combo.clear()
        for value, said in rows:
            combo.addItem(said, value)
        self.code.set_value(held)

    def _status(self) -> None:
        chosen = self.code.value()
        if chosen:
            self.code.show_error("")
            self.status.emit(int(chosen))
        else:
            self.code.show_error(tr("Choose a status"))
