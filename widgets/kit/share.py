"""A view that is shown anew whenever something happens, and never takes more than its share of Qt's time."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakMethod

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

SHARE = 0.3
"""Of the time of the Qt thread."""
SAVED_MS = 60.0
"""A view that has rested may take so much at once."""


class Share(QTimer):
    """`ask` shows at the next turn of the Qt thread, `ask_now` at once, as often as it is asked: unless the
    view has used up its share. Then it waits until it has some again, however often it is asked, and the
    newest state is shown last.

    What showing costs is told by the next turn, so that painting is counted too. `show` is a method of
    `widget`, which owns this. With `gather_ms`, `ask` waits so long for more of the same: for what stands
    behind what the officer waits for.
    """

    def __init__(
        self,
        widget: QObject,
        show: Callable[[], None],
        *,
        share: float = SHARE,
        gather_ms: int = 0,
    ) -> None:
        super().__init__(widget)
        self._what = WeakMethod(show)
        self._share = share
        self._gather_ms = gather_ms
        self._left_ms = SAVED_MS
        self._since = QElapsedTimer()
        self._since.start()
        self.setSingleShot(True)
        self.timeout.connect(self.now)
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self._pay)

    def ask(self) -> None:
        if not self.isActive():
            self.start(max(self._gather_ms, self._wait_ms()))

    def ask_now(self) -> None:
        if self.isActive():
            return
        wait_ms = self._wait_ms()
        if wait_ms:
            self.start(wait_ms)
        else:
            self.now()

    def now(self) -> None:
        """Whatever it has used; an officer who pressed something does not wait."""
        self.stop()
        if not self._painted.isActive():
            self._earn()
            self._painted.start(0)
        show = self._what()
        if show is not None:
            show()

    def _pay(self) -> None:
        self._left_ms -= self._since.nsecsElapsed() / 1e6
        self._since.restart()

    def _wait_ms(self) -> int:
        if self._painted.isActive():
            spent_ms = self._since.nsecsElapsed() / 1e6
            left_ms = self._left_ms - spent_ms
        else:
            self._earn()
            left_ms = self._left_ms
        return 0 if left_ms > 0 else int(-left_ms / self._share) + 1

    def _earn(self) -> None:
        earned = self._since.nsecsElapsed() / 1e6 * self._share
        self._since.restart()
        self._left_ms = min(SAVED_MS, self._left_ms + earned)
