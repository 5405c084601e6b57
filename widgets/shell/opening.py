"""What is seen before the windows stand: getting ready, or why not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.base.errors import Unreachable
from widgets.kit.buttons import PlainButton
from widgets.kit.explain import explain
from widgets.kit.labels import Label
from widgets.kit.theme import Theme

CARD_W, CARD_H = 460, 240


class Opening(QWidget):
    """Shown while the demonstration is written; Esc or the button stops it, the next start goes on."""

    def __init__(self, theme: Theme, unit: str) -> None:
        super().__init__()
        self.cancelled = False
        self.setWindowTitle(self.tr("Dutyroom"))
        self.setFixedSize(CARD_W, CARD_H)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(theme.px("space.xl"),) * 4)
        box.setSpacing(theme.px("space.m"))
        box.addWidget(Label(theme, unit, "title", strong=True))
        self._text = Label(theme, self.tr("Getting ready"), "body", tone="text2")
        self._text.setWordWrap(True)
        box.addWidget(self._text)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.px("space.s"))
        box.addWidget(self._bar)
        box.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._stop = PlainButton(theme, self.tr("Stop"), "Esc")
        self._stop.clicked.connect(self._cancel)
        row.addWidget(self._stop)
        box.addLayout(row)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        theme.dress(self)

    def show_progress(self, done: int, of: int) -> None:
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(done)
        self._text.setText(
            self.tr("Writing the demonstration county: {done} of {of} rows").format(
                done=done, of=of
            )
        )

    def explain(self, error: Exception, log: Path | None) -> None:
        """It did not come up; the button ends the program. `log` is where the reason stands."""
        text = self.tr(
            "Dutyroom cannot be opened. Tell the administrator; the reason is in the log."
        )
        if isinstance(error, Unreachable):
            told = self.tr("Dutyroom cannot be opened. Mend this and start again:")
            text = f"{told}\n{explain(error)}"
        self._end_with(text if log is None else f"{text}\n{log}")

    def tell_second_instance(self) -> None:
        """Another Dutyroom holds this record: its window is to be used."""
        told = self.tr("Dutyroom is already running on this machine.")
        why = self.tr("Use its window, or close it first. Two at once would write one record.")
        self._end_with(f"{told}\n{why}")

    def _end_with(self, words: str) -> None:
        self._text.setText(words)
        self._text.set_tone("now")
        self._bar.hide()
        self._stop.setText(self.tr("Close"))
        self._stop.clicked.connect(QApplication.quit)
        self.show()

    def _cancel(self) -> None:
        self.cancelled = True
