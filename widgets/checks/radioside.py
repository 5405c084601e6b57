"""Beside the matrix: who is called now, large; by what; one key for each answer; what is read out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from app.people.rights import Act
from app.radio.rollcall_records import SECOND_MEANS, Means, RollResult
from widgets.checks.radiorows import Row, tr
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel

LABEL_W = 48
KEYS = (
    (RollResult.OK, "Alt+1"),
    (RollResult.SILENT, "Alt+2"),
    (RollResult.STAND_IN, "Alt+3"),
    (RollResult.WEAK, "Alt+4"),
    (RollResult.FAULTY, "Alt+F"),
    (RollResult.LEAVE, "Alt+Q"),
)
MEANS = (Means.RADIO, *SECOND_MEANS)


class RadioSide(Panel):
    """`said(result)` when a key was pressed, `again` to call once more; `means` is by what."""

    said = Signal(object)
    again = Signal()

    def __init__(self, desk: Desk, source: str) -> None:
        super().__init__(desk.theme, tr("Now calling"), tr("Hold F12 to talk"))
        self._desk = desk
        theme = desk.theme
        self.name = Label(theme, "—", "figure", strong=True)
        self.name.setWordWrap(True)
        self.number = Label(theme, "", "body")
        self.number.setWordWrap(True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.elapsed = ElidedLabel(theme, "", "lead", tone="text2")
        self.following = ElidedLabel(theme, "", "body", ends=True, tone="text2")
        for label in (self.name, self.number, self.elapsed, self.following):
            self.add(label)
        self.form = Form(theme)
        words = [(one.value, one.value) for one in MEANS]
        self.means = ComboField(theme, tr("By"), words, label_w=LABEL_W)
        self.means.set_value(Means.RADIO.value)
        self.remark = TextField(theme, tr("Remark"), label_w=LABEL_W)
        self.form.row(means=self.means)
        self.form.row(remark=self.remark)
        self.add(self.form)
        self.body.addLayout(self._keys())
        self.trouble_at = self.body.count()
        self.script = Label(theme, "", "small", tone="text2")
        told = Label(theme, source, "caption", tone="text3")
        for label in (self.script, told):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.add(label)
        self.body.addStretch(1)

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._desk.theme.px("space.s"))
        self.results: list[PlainButton] = []
        for n, (result, key) in enumerate(KEYS):
            button = self._button(result.value, key, lambda result=result: self.said.emit(result))
            self.results.append(button)
            grid.addWidget(button, n // 2, n % 2)
        self.once_more = self._button(tr("Call once more"), "Alt+C", self.again.emit)
        grid.addWidget(self.once_more, 3, 0)
        other = self._button(tr("Other means"), "Alt+M", self.turn_means)
        grid.addWidget(other, 3, 1)
        self.other = other
        return grid

    def _button(self, words: str, key: str, push: Callable[[], object]) -> PlainButton:
        button = PlainButton(self._desk.theme, words, key)
        button.clicked.connect(lambda _=False: push())
        gates(self._desk, Act.RADIO, button)
        return button

    def turn_means(self) -> None:
        """Alt+M: the next of the means, round and round."""
        at = MEANS.index(self.by)
        self.means.set_value(MEANS[(at + 1) % len(MEANS)].value)
        self.means.changed.emit()

    @property
    def by(self) -> Means:
        return Means(self.means.value() or Means.RADIO)

    def show_row(self, row: Row | None, script: str) -> None:
        """Numbers are covered for those who only look on."""
        self.name.setText(row.name if row else "—")
        said = (row.unit, self._number(row)) if row else ()
        self.number.setText(" · ".join(part for part in said if part))
        self.script.setText(script if row else "")

    def _number(self, row: Row) -> str:
        if self.by is not Means.RADIO:
            number = row.known.number(self.by) if row.known else ""
            told = self._desk.session.covered(number) or tr("no number known")
            return f"{self.by} {told}"
        group = row.known.talkgroup if row.known else None
        own = tr("radio {number}").format(number=row.radio) if row.radio else tr("no radio number")
        return own + (tr(", group {number}").format(number=group) if group else "")

    def open_keys(self, running: bool) -> None:
        for button in (*self.results, self.once_more, self.other):
            button.setEnabled(running)
