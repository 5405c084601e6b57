"""The band and the matrix of a roll call by radio: how far it is, what to press, every post in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from app.people.rights import Act
from app.radio.rollcall_records import RollMode
from widgets.checks.radiorows import (
    Row,
    alarm,
    remark,
    second_words,
    seconds,
    strength,
    when,
)
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.chips import Chip, Pill, mark_cell
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable

MODES = [(one.value, one.value) for one in RollMode]


class RadioProgress(Panel):
    """Figures on the left, the list and its keys on the right."""

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        super().__init__(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        self.done, self.rate, self.elapsed, self.gateways = (
            Label(theme, "—", "title", strong=True) for _ in range(4)
        )
        for words, value in (
            (self.tr("Called"), self.done),
            (self.tr("Answered rate"), self.rate),
            (self.tr("Elapsed"), self.elapsed),
            (self.tr("Gateways"), self.gateways),
        ):
            row.addWidget(Label(theme, words, "small", tone="text2"))
            row.addWidget(value)
        row.addStretch(1)
        self.chosen = ComboField(theme, "", [])
        self.chosen.setFixedWidth(theme.px("size.body") * 9)
        self.chosen.combo.setAccessibleName(self.tr("List of posts"))
        self.mode = ComboField(theme, "", MODES)
        self.mode.setFixedWidth(theme.px("size.body") * 6)
        self.mode.combo.setAccessibleName(self.tr("Way of calling"))
        self.pause = PlainButton(theme, self.tr("Pause calling"), "Alt+P")
        self.end = PlainButton(theme, self.tr("End and sign"), "Alt+E")
        self.main = MainButton(theme, self.tr("Start calling"), "Ctrl+Enter")
        gates(desk, Act.RADIO, self.pause, self.end, self.main)
        for widget in (self.chosen, self.mode, self.pause, self.end, self.main):
            row.addWidget(widget)
        self.body.addLayout(row)


class RadioMatrix(Panel):
    """A row a post; above it why calling stands still, and what the last calling was."""

    def __init__(self, desk: Desk, result: Callable[[Row], str]) -> None:
        theme = desk.theme
        super().__init__(theme, QCoreApplication.translate("RadioRoll", "Posts called"), flush=True)
        self.paused = Chip(theme)
        self.tools.addWidget(self.paused)
        self.lists = PlainButton(theme, self.tr("Lists"), "Alt+N")
        self.paper = PlainButton(theme, self.tr("Sheet"), "Ctrl+P", bind=False)
        gates(desk, Act.UNCOVERED, self.paper)
        self.tools.addWidget(self.lists)
        self.tools.addWidget(self.paper)
        self.told = ElidedLabel(theme, "", "small", tone="text2")
        self.told.setContentsMargins(theme.px("space.l"), 0, theme.px("space.l"), 0)
        self.add(self.told)
        self.table = RecordTable(
            theme,
            self._columns(desk, result),
            key=lambda row: row.post,
            row="table_compact",
            name="radio-roll",
            memory=desk.memory,
        )
        self.add(self.table, 1)

    def _columns(self, desk: Desk, result: Callable[[Row], str]) -> Sequence[Column]:
        covered = desk.session.covered
        answer = mark_cell(lambda r: Pill(result(r), alarm(r), "small"))
        return (
            Column(
                self.tr("Place in the list"), lambda r: str(r.place), 54, right=True, tone="text2"
            ),
            Column(self.tr("Called post"), lambda r: r.name, 180, strong=True, ends=True),
            Column(self.tr("Unit"), lambda r: r.unit, 104, fold=True),
            Column(self.tr("Radio number"), lambda r: r.radio_words, 88),
            Column(self.tr("Answer"), result, 120, paint=answer),
            Column(self.tr("Time"), when, 96, tone="text2"),
            Column(self.tr("Seconds taken"), seconds, 80, right=True, fold=True),
            Column(self.tr("Signal strength"), strength, 104, right=True, fold=True),
            Column(self.tr("Second round"), second_words, 116),
            Column(self.tr("Remark"), lambda r: covered(remark(r)), stretch=True),
        )
