"""Emits signals and makes calls that return nothing, by the hundred thousand.

`python -m tests.house.soak [N]`. PySide6 6.12.0 on Python 3.11 drops a reference of True or None
each time and aborts after some hundred; short tests stay green all the while. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel


class Source(QObject):
    rang = Signal(int)


def main(times: int) -> None:
    application = QApplication([])
    source = Source()
    label = QLabel()
    heard = 0

    def hear(_number: int) -> None:
        nonlocal heard
        heard += 1

    source.rang.connect(hear)
    references = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(times):
        source.rang.emit(number)
    for number in range(times):
        label.setText("值" if number % 2 else "守")
    lost = references[0] - sys.getrefcount(None), references[1] - sys.getrefcount(True)
    if max(lost) > 100:
        raise SystemExit(f"references lost: {lost[0]} of None, {lost[1]} of True")
    told = {"signals_heard": heard, "calls_returned": times, "references_lost": lost}
    sys.stdout.write(json.dumps(told) + "\n")
    application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
