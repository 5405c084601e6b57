"""An archive under way: how far it is, of which file, and the key that stops it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.base.jobs import Jobs
from app.dossier.archive import Cancelled, Made, Wish
from app.dossier.service import Look
from widgets.dossier.cabinet import Archive
from widgets.duty.files import size_words
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.labels import ElidedLabel

LOOK_MS = 100
PARTS = 1000


class Progress:
    """Written by the thread that works, read by the one that shows."""

    def __init__(self, total: int) -> None:
        self.total = max(total, 1)
        self.done = 0
        self.name = ""
        self.stop = False

    def tell(self, done: int, name: str) -> None:
        self.done, self.name = done, name

    def stopped(self) -> bool:
        return self.stop


class ExportBar(QWidget):
    """`made(Made)`, `cancelled`, `failed(error)`. One archive at a time; hidden while none is made."""

    made = Signal(object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, archive: Archive, jobs: Jobs) -> None:
        super().__init__()
        self._archive = archive
        self._jobs = jobs
        self.progress: Progress | None = None
        self._build(desk)
        self._tick = QTimer(self)
        self._tick.setInterval(LOOK_MS)
        self._tick.timeout.connect(self._show)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)
        self.hide()

    @property
    def busy(self) -> bool:
        return self.progress is not None

    def begin(self, look: Look, wish: Wish) -> None:
        """Nothing while another is under way."""
        if self.busy:
            return
        progress = self.progress = Progress(self._archive.size(look, wish.masked))
        self._cancel.setEnabled(True)
        self._show()
        self.show()
        self._tick.start()
        work = _work(self._archive, look, wish, progress)
        ask(self, self._jobs, work, then=self._done, fail=self._broke)

    def stop(self) -> None:
        """What was written of it is taken away."""
        if self.progress is not None:
            self.progress.stop = True
            self._cancel.setEnabled(False)
            self._name.setText(self.tr("Being cancelled …"))

    def _done(self, made: Made | None) -> None:
        self._end()
        if made is None:
            self.cancelled.emit()
        else:
            self.made.emit(made)

    def _broke(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self.progress = None
        self._tick.stop()
        self.hide()

    def _show(self) -> None:
        now = self.progress
        if now is None or now.stop:
            return
        done = min(now.done, now.total)
        self.bar.setValue(done * PARTS // now.total)
        self._count.setText(f"{size_words(done)} / {size_words(now.total)}")
        self._name.setText(now.name)

    def _build(self, desk: Desk) -> None:
        theme = desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        left = QVBoxLayout()
        left.setSpacing(2)
        self.bar = QProgressBar()
        self.bar.setRange(0, PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px("space.s"))
        self.bar.setAccessibleName(self.tr("Archive under way"))
        words = QHBoxLayout()
        self._name = ElidedLabel(theme, "", "small", tone="text2")
        self._count = ElidedLabel(theme, "", "small")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        words.addWidget(self._name, 1)
        words.addWidget(self._count, 1)
        left.addWidget(self.bar)
        left.addLayout(words)
        row.addLayout(left, 1)
        self._cancel = PlainButton(theme, self.tr("Cancel"), "Esc", bind=False)
        self._cancel.clicked.connect(self.stop)
        row.addWidget(self._cancel)
        key = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        key.activated.connect(self.stop)
        key.activatedAmbiguously.connect(self.stop)  # the window has an Esc of its own


def _work(
    archive: Archive, look: Look, wish: Wish, progress: Progress
) -> Callable[[], Made | None]:
    """None when it was cancelled: that is no fault."""

    def work() -> Made | None:
        try:
            return archive.make(look, wish, progress.tell, progress.stopped)
        except Cancelled:
            return None

    return work
