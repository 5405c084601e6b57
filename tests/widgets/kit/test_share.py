"""A view asked to show itself without end shows the newest last and leaves Qt its time."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from widgets.kit.share import SAVED_MS, SHARE, Share


class View(QWidget):
    """Showing it takes 5 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted = self.shown = self.times = 0
        self.share = Share(self, self.show_it)

    def show_it(self) -> None:
        took = QElapsedTimer()
        took.start()
        while took.elapsed() < 5:
            pass
        self.shown = self.wanted
        self.times += 1


def test_a_view_that_has_rested_is_shown_at_once_and_one_that_is_asked_without_end_keeps_its_share(
    qtbot,
):
    view = View()
    qtbot.addWidget(view)
    view.wanted = 1
    view.share.ask_now()
    assert view.shown == 1
    view.share.ask()
    assert view.times == 1
    qtbot.waitUntil(lambda: view.times == 2)

    def more() -> None:
        view.wanted += 1
        view.share.ask()
        view.share.ask_now()

    storm, took = QTimer(), QElapsedTimer()
    storm.timeout.connect(more)
    storm.start(1)
    took.start()
    before = view.times
    qtbot.waitUntil(lambda: took.elapsed() >= 400)
    storm.stop()
    most = (SAVED_MS + 400 * SHARE) / 5
    assert 3 <= view.times - before <= most + 2
    qtbot.waitUntil(lambda: view.shown == view.wanted)


def test_a_view_that_is_gone_is_shown_no_more(qtbot):
    view = View()
    share = view.share
    share.ask()
    view.deleteLater()
    qtbot.waitUntil(lambda: not isValid(share))
