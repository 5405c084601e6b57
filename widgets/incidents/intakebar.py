"""The bar under the form: is the draft kept, was it repeated, and what becomes of the call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.base.clock import hhmmss
from widgets.incidents.checks import Check
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.theme import Theme


class IntakeBar(QFrame):
    """`ticked` when a check was changed by the officer; the others are the three ends of a call."""

    ticked = Signal()
    register_wanted = Signal()
    aside_wanted = Signal()
    log_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.mark = Label(theme, "", "small", tone="text2")
        self.repeated = Check(theme, self.tr("Repeated back"), "Alt+R")
        self.called_back = Check(theme, self.tr("Called back"), "Alt+B")
        for box in (self.repeated, self.called_back):
            box.clicked.connect(lambda _=False: self.ticked.emit())
        self.reason = ElidedLabel(theme, "", "small", tone="now")
        self.main = MainButton(theme, self.tr("Register, start the clocks"), "Ctrl+Enter")
        self.main.clicked.connect(self.register_wanted)
        self.log = PlainButton(theme, self.tr("Log only"), "Alt+J")
        self.log.clicked.connect(self.log_wanted)
        aside = PlainButton(theme, self.tr("Put aside"), "Esc", bind=False)
        aside.clicked.connect(self.aside_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.l"), theme.px("space.xs"), theme.px("space.m"), 4)
        row.setSpacing(theme.px("space.l"))
        for widget in (self.mark, self.repeated, self.called_back):
            row.addWidget(widget)
        row.addWidget(self.reason, 1)
        for button in (self.log, aside, self.main):
            row.addWidget(button)

    def show_kept(self, at: datetime | None) -> None:
        """Only what reached the disk is called kept."""
        self.mark.set_tone("text2")
        kept = self.tr("✓ Draft kept {time}")
        self.mark.setText(kept.format(time=hhmmss(at)) if at else "")

    def show_not_kept(self, why: str) -> None:
        self.mark.set_tone("now")
        self.mark.setText(self.tr("Draft not kept: {why}").format(why=why))

    def explain(self, words: str) -> None:
        self.reason.setText(words)

    def values(self) -> dict[str, bool]:
        """Only what is ticked."""
        return {name: True for name, box in self._boxes() if box.isChecked()}

    def fill(self, fields: Mapping[str, Any]) -> None:
        for name, box in self._boxes():
            box.setChecked(bool(fields.get(name)))

    def _boxes(self) -> tuple[tuple[str, Check], ...]:
        return ("repeated", self.repeated), ("called_back", self.called_back)

    def set_busy(self, busy: bool) -> None:
        """While a call is on its way no second one can be sent."""
        for button in (self.main, self.log):
            button.setEnabled(not busy)
