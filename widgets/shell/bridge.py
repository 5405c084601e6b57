"""The one door from threads to Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

_log = logging.getLogger(__name__)


class Bridge(QObject):
    """Made on the Qt thread; `post` may be called from any. Calls run later, in order, on the Qt
    thread; one that raises is logged and does not stop the next."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        self._posted.emit(call)

    def close(self) -> None:
        """From now on calls are dropped: the program is being taken down."""
        self._open = False

    def _run(self, call: Callable[[], None]) -> None:
        if not self._open:
            return
        try:
            call()
        except Exception:  # noqa: BLE001  one bad call must not stop the next
            _log.exception("a posted call failed")
