"""Ctrl-C and the system's wish to end: the program closes as when its window is closed."""

from __future__ import annotations

import signal

from PySide6.QtCore import QCoreApplication, QTimer

LOOK_MS = 250


def quit_on_signals(app: QCoreApplication) -> QTimer:
    """Qt's loop never returns to Python by itself, where signals are taken: the timer, which the
    caller stops at the end, takes it there."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(LOOK_MS)
    return timer
