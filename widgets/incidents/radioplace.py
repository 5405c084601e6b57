"""电台定位: where the radio of an emergency is and how old that is; offered where another place stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from widgets.kit.buttons import PlainButton
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme


class RadioPlacePanel(Panel):
    """`take_wanted` by Alt+W. Hidden while no radio has told a place."""

    take_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        title = QCoreApplication.translate("RadioPlacePanel", "Position by radio")
        super().__init__(theme, title)
        self.take = PlainButton(theme, self.tr("Take this place"), "Alt+W", icon="map-pin")
        self.take.clicked.connect(self.take_wanted)
        self.tools.addWidget(self.take)
        self.told = Label(theme, "")
        self.told.setWordWrap(True)
        self.used = Label(theme, "", "small", tone="text2")
        self.used.setWordWrap(True)
        self.add(self.told)
        self.add(self.used)
        self.hide()

    def show_place(self, told: str, *, offer: bool) -> None:
        """`offer`: another place stands in the form, or none."""
        self.setVisible(bool(told))
        self.told.setText(told)
        here = self.tr("Stands in the form as the place on the map")
        other = self.tr("Not in the form yet; what was typed stays")
        self.used.setText(other if offer else here)
        self.take.setVisible(offer)
