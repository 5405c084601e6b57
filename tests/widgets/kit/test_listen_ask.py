"""Widgets that are gone hear nothing and are told nothing."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtWidgets import QWidget

from app.base.bus import Changed
from app.base.jobs import Ticket
from widgets.kit.ask import ask
from widgets.kit.listen import listen


class Hearing(QWidget):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.heard: list[object] = []

    def hear(self, fact: object) -> None:
        self.heard.append(fact)


class LateJobs:
    """Keeps the answer until the test gives it."""

    def run(self, work, *args, then=None, fail=None):
        self.answer = lambda: then(work(*args))
        return Ticket()


def test_a_widget_hears_until_it_is_destroyed(qtbot, bus):
    widget = Hearing()
    listen(widget, bus, Changed, widget.hear)
    bus.publish(Changed("log_entry", "1"))
    assert widget.heard == [Changed("log_entry", "1")]
    shiboken6.delete(widget)
    assert bus.listeners(Changed) == 0


def test_a_child_that_dies_with_its_window_is_unsubscribed(qtbot, bus):
    window = QWidget()
    child = Hearing(window)
    listen(child, bus, Changed, child.hear)
    shiboken6.delete(window)
    bus.publish(Changed("log_entry", "1"))
    assert child.heard == []
    assert bus.listeners(Changed) == 0


def test_the_bus_does_not_keep_a_forgotten_widget_alive(qtbot, bus):
    widget = Hearing()
    listen(widget, bus, Changed, widget.hear)
    del widget
    gc.collect()
    bus.publish(Changed("log_entry", "1"))
    assert bus.listeners(Changed) == 0


def test_an_answer_for_a_destroyed_widget_is_dropped(qtbot):
    jobs, widget = LateJobs(), Hearing()
    ask(widget, jobs, lambda: 7, then=widget.hear)
    jobs.answer()
    assert widget.heard == [7]
    ask(widget, jobs, lambda: 8, then=widget.hear)
    shiboken6.delete(widget)
    jobs.answer()
    assert widget.heard == [7]
