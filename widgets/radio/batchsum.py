"""The last text to several: how many have it, who did not get it, and one press to send it to those again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm
from app.radio.batches import Outcome
from widgets.kit.buttons import PlainButton
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.text import tip
from widgets.kit.theme import Theme
from widgets.radio.words import tr


class BatchSum(QWidget):
    """`again(key)` of the text whose sum is shown."""

    again = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: Outcome | None = None
        self.head = ElidedLabel(theme, "", "small", tone="text2")
        self.told = Label(theme, "", "small", strong=True)
        self.told.setWordWrap(True)
        self.again_button = PlainButton(theme, self.tr("Send again"), "Alt+L", icon="send")
        self.again_button.clicked.connect(self._again)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.xs"))
        box.addWidget(self.head)
        box.addWidget(self.told)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.again_button)
        box.addLayout(row)
        self.show_outcome(None)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """None: there was none."""
        if outcome == self._shown and self._shown is not None:
            return
        self._shown = outcome
        self.setVisible(outcome is not None)
        self.again_button.setVisible(outcome is not None and outcome.again > 0)
        if outcome is None:
            return
        head = tr("{time} {name} to {n}: {text}")
        self.head.setText(
            head.format(
                time=hhmm(outcome.at), name=outcome.by_name, n=outcome.total, text=outcome.text
            )
        )
        self.told.setText(summed(outcome))
        self.told.set_tone("ink" if outcome.again else "text")
        self.again_button.setText(tr("Send again to {n}").format(n=outcome.again))
        doubt = tr("Of {n} nobody can tell; they may get it twice.").format(n=outcome.unknown)
        self.again_button.setToolTip(tip(doubt if outcome.unknown else ""))

    def _again(self) -> None:
        if self._shown is not None:
            self.again.emit(self._shown.batch)


def summed(outcome: Outcome) -> str:
    """What is none is left out, but for those who have it."""
    delivered = tr("{n} of {all} delivered").format(n=outcome.delivered, all=outcome.total)
    more = (
        (outcome.sent, tr("{n} sent out")),
        (outcome.failed, tr("{n} not sent")),
        (outcome.unknown, tr("{n} not known")),
        (outcome.waiting, tr("{n} queued")),
    )
    return "，".join((delivered, *(told.format(n=n) for n, told in more if n)))
