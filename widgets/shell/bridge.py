"""The one door from threads to Qt."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

_log = logging.getLogger(__name__)

TURN_MS = 8
"""So long calls run one after the other; then Qt paints and hears the keys before the next."""


class Bridge(QObject):
    """Made on the Qt thread; `post` and `hurry` may be called from any. Calls run later, in order, on the Qt
    thread, those of `hurry` before all that wait; one that raises is logged and does not stop the next.
    However many come, the screen lives."""

    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._lock = Lock()
        self._calls: deque[Callable[[], None]] = deque()
        self._hurried: deque[Callable[[], None]] = deque()
        self._woken = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._run)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        self._put(call, self._calls)

    def hurry(self, call: Callable[[], None]) -> None:
        self._put(call, self._hurried)

    def _put(self, call: Callable[[], None], calls: deque[Callable[[], None]]) -> None:
        with self._lock:
            calls.append(call)
            wake, self._woken = not self._woken, True
        if wake:
            self._posted.emit()

    def close(self) -> None:
        """From now on calls are dropped: the program is being taken down."""
        self._open = False
        self._rest.stop()

    def _run(self) -> None:
        turn = QElapsedTimer()
        turn.start()
        self._rest.start(
            0
        )  # goes on with the rest in its next turn, also inside a call that waits for Qt
        while self._open and (call := self._next()) is not None:
            try:
                call()
            except Exception:  # noqa: BLE001  one bad call must not stop the next
                _log.exception("a posted call failed")
            if turn.elapsed() >= TURN_MS:
                return
        self._rest.stop()

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            calls = self._hurried or self._calls
            call = calls.popleft() if calls else None
            self._woken = call is not None
            return call
