"""Calls from other threads arrive on the Qt thread, in order, and none is lost."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QElapsedTimer

from widgets.shell.bridge import TURN_MS, Bridge


def test_calls_from_threads_run_on_the_qt_thread_in_order(qtbot):
    bridge, seen = Bridge(), []
    here = threading.get_ident()

    def work() -> None:
        for n in range(200):
            bridge.post(lambda n=n: seen.append((n, threading.get_ident())))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 200)
    assert seen == [(n, here) for n in range(200)]


def test_a_hurried_call_runs_before_all_that_wait_also_between_two_turns(qtbot):
    bridge, seen = Bridge(), []

    def slow(n: int) -> None:
        took = QElapsedTimer()
        took.start()
        while took.elapsed() <= TURN_MS:
            pass
        seen.append(n)
        if n == 0:
            thread = threading.Thread(target=lambda: bridge.hurry(lambda: seen.append("later")))
            thread.start()
            thread.join()

    for n in range(20):
        bridge.post(lambda n=n: slow(n))
    bridge.hurry(lambda: seen.append("first"))
    qtbot.waitUntil(lambda: len(seen) == 22)
    assert seen[:3] == ["first", 0, "later"]
    assert [one for one in seen if isinstance(one, int)] == list(range(20))


def test_a_call_that_raises_is_logged_and_the_next_one_runs(qtbot, caplog):
    bridge, seen = Bridge(), []

    def bad() -> None:
        raise RuntimeError("broken listener")

    with caplog.at_level(logging.ERROR):
        bridge.post(bad)
        bridge.post(lambda: seen.append("next"))
        qtbot.waitUntil(lambda: seen == ["next"])
    assert "broken listener" in caplog.text


def test_after_closing_nothing_runs(qtbot):
    bridge, other, seen = Bridge(), Bridge(), []
    bridge.post(lambda: seen.append("late"))
    bridge.close()
    other.post(lambda: seen.append("open"))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["open"]
