"""What the test of a port has found so far, one step under the other, and in one sentence what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.findings import SIGNS, Mark
from app.radio.porttest import Finding, Step
from widgets.kit.labels import Label
from widgets.kit.scroll import scrolling
from widgets.kit.theme import Theme
from widgets.radio.porttest_words import means, step_words, what_next

LEAST_H = 300


class PortSteps(QWidget):
    """`say` the sentence; `show_findings` adds what is new."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.findings: list[Finding] = []
        self.verdict = Label(theme, "", "lead", strong=True)
        self.verdict.setWordWrap(True)
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.verdict.setMinimumHeight(theme.px("row.list_two_line"))
        self.scroll = scrolling(QScrollArea(), QWidget())
        self.scroll.setMinimumHeight(theme.px("size.body") * LEAST_H // 15)
        bar = self.scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, last: bar.setValue(last))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.verdict)
        box.addWidget(self.scroll, 1)
        self.clear()

    def clear(self) -> None:
        theme, holder = self._theme, QWidget()
        holder.setProperty("role", "scrolled")
        self.findings = []
        self._shown: list[Label] = []
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, theme.px("space.s"), 0)
        self._rows.setHorizontalSpacing(theme.px("space.s"))
        self._rows.setVerticalSpacing(theme.px("space.xs"))
        self._rows.setColumnStretch(2, 1)
        self._tall = QVBoxLayout(holder)
        self._tall.setContentsMargins(0, 0, 0, 0)
        self._tall.addLayout(self._rows)
        self._tall.addStretch(1)
        self.scroll.setWidget(holder)

    def say(self, words: str) -> None:
        self.verdict.setText(words)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """All of the test under way; those that stand here already stay."""
        for one in findings[len(self.findings) :]:
            self._add(one)
        if len(findings) > len(self.findings):
            self._fit()
        self.findings = list(findings)

    def worst(self) -> Finding | None:
        """An emergency before what bars the way; None when all is well."""
        wrong = [one for one in self.findings if one.mark is not Mark.GOOD]
        return min(wrong, key=_haste, default=None)

    def told(self) -> str:
        """What the rows say, for who cannot see them."""
        return "\n".join(label.text() for label in self._shown)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words wrap at this width, and what lies below has to come lower."""
        wide = self.scroll.viewport().width()
        self.scroll.widget().setMinimumHeight(max(0, self._tall.totalHeightForWidth(wide)))

    def _add(self, one: Finding) -> None:
        theme, row = self._theme, self._rows.rowCount()
        bad, good = one.mark is Mark.BAD, one.mark is Mark.GOOD
        tone = "now" if bad else "text" if good else "ink"
        mark = Label(theme, SIGNS[one.mark], "body", strong=True, tone="accent" if good else tone)
        step = Label(theme, step_words(one.step), "small", tone="text2")
        said = Label(theme, means(one), "small", strong=not good, tone=tone)
        labels, wide = [mark, step, said], [said]
        if next_ := what_next(one):
            wide.append(Label(theme, next_, "small", tone="text2"))
        for column, label in enumerate(labels):
            self._rows.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        if len(wide) > 1:
            self._rows.addWidget(wide[1], row + 1, 2)
        for label in wide:
            label.setWordWrap(True)
        for label in (mark, step, *wide):
            label.show()  # what is not shown yet has no height
        self._shown += [mark, step, *wide]


def _haste(one: Finding) -> tuple[bool, bool]:
    return one.step is not Step.EMERGENCY, one.mark is not Mark.BAD
