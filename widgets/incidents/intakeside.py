"""The right side of intake: the clocks, what may be the same event, the words to be read out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.base.clock import Clock
from app.incidents.records import Deadline
from widgets.incidents.duplicates import DuplicatesPanel
from widgets.incidents.radioplace import RadioPlacePanel
from widgets.incidents.rings import ClockRings
from widgets.incidents.suggestions import SuggestionsPanel
from widgets.kit.buttons import PlainButton
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import scrolling
from widgets.kit.theme import Theme


class IntakeSide(QScrollArea):
    """`copied` after Alt+C put the quick report on the clipboard."""

    copied = Signal()

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        holder = QWidget()
        side = QVBoxLayout(holder)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px("space.m"))
        self._timing = Panel(theme, self.tr("Clocks"))
        self.rings = ClockRings(theme, clock, self.tr("The clocks start with the first key."))
        self._rules = ElidedLabel(theme, "", "small", tone="text2")
        self._timing.add(self.rings)
        self._timing.add(self._rules)
        self.duplicates = DuplicatesPanel(theme)
        side.addWidget(self._timing)
        self.place = RadioPlacePanel(theme)
        side.addWidget(self.place)
        self.suggestions = SuggestionsPanel(theme)
        side.addWidget(self.suggestions)
        side.addWidget(self.duplicates)
        side.addWidget(self._build_report(theme), 1)
        scrolling(self, holder)

    def show_clocks(self, clocks: Sequence[Deadline]) -> None:
        self.rings.show_clocks(clocks)
        sources = dict.fromkeys(one.source for one in clocks)
        self._rules.setText(self.tr("Source: {rules}").format(rules="; ".join(sources)))
        self._rules.setVisible(bool(clocks))

    def show_words(self, received: str, spoken: str) -> None:
        """`received` 15:05:11; both empty before the first key."""
        start = self.tr("from receipt {time}").format(time=received)
        self._timing.set_note(start if received else "")
        self._spoken.setText(spoken or self.tr("The words to be read out come with the first key."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._spoken.text())
        self.copied.emit()

    def _build_report(self, theme: Theme) -> Panel:
        report = Panel(theme, self.tr("Quick report to read out"))
        copy = PlainButton(theme, self.tr("Copy"), "Alt+C")
        copy.clicked.connect(self._copy)
        report.tools.addWidget(copy)
        self._spoken = Label(theme, "")
        self._spoken.setWordWrap(True)
        self._spoken.setAlignment(Qt.AlignmentFlag.AlignTop)
        report.add(self._spoken, 1)
        level = self.tr("Not graded yet; the shift chief confirms the level.")
        report.add(Label(theme, level, "small", tone="text2"))
        return report
