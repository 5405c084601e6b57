"""A page asks the store again: never twice at once, never too seldom, and the newest is shown last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget

from app.base.errors import Unreachable
from tests.deskroom import HeldJobs
from widgets.kit.reread import Reread


class View(QWidget):
    """Shows the number that stands in a store; `asked` counts how often the store was asked."""

    def __init__(self, jobs: HeldJobs) -> None:
        super().__init__()
        self.stands = 0
        self.asked = 0
        self.shown: list[int] = []
        self.told: list[Exception] = []
        self.when_shown: Callable[[], None] = lambda: None
        self.again: Reread[int] = Reread(self, jobs, self._show, self.told.append)

    def read(self) -> None:
        self.again.ask(self._look)

    def _look(self) -> int:
        self.asked += 1
        if self.stands < 0:
            raise Unreachable("store", "busy")
        return self.stands

    def _show(self, number: int) -> None:
        self.shown.append(number)
        self.when_shown()


@pytest.fixture
def jobs() -> HeldJobs:
    made = HeldJobs()
    made.hold = True
    return made


@pytest.fixture
def view(qtbot: Any, jobs: HeldJobs) -> View:
    made = View(jobs)
    qtbot.addWidget(made)
    return made


def answer(jobs: HeldJobs) -> None:
    """One, while the store goes on to be slow."""
    jobs.waiting.pop(0)()


def test_a_burst_of_facts_is_two_questions(view: View, jobs: HeldJobs) -> None:
    for _ in range(100):
        view.read()
    assert len(jobs.waiting) == 1
    jobs.finish()
    assert view.asked == 2


def test_what_came_before_the_answer_is_not_missed(view: View, jobs: HeldJobs) -> None:
    """The store had been looked at when the fact came: the answer is old."""
    view.read()
    view.read()
    answer(jobs)
    view.stands = 7
    answer(jobs)
    assert view.shown == [0, 7]
    assert jobs.waiting == []


def test_an_answer_is_shown_before_the_next_is_asked(view: View, jobs: HeldJobs) -> None:
    """With a store that answers at once, asking first would show the newer before the older."""
    view.read()
    view.read()
    view.stands = 1
    first = jobs.waiting.pop(0)
    jobs.hold = False
    view.when_shown = lambda: setattr(view, "stands", 2)
    first()
    assert view.shown == [1, 2]


def test_who_asks_while_the_answer_is_shown_gets_another(view: View, jobs: HeldJobs) -> None:
    def once_more() -> None:
        view.when_shown = lambda: None
        view.read()

    view.when_shown = once_more
    view.read()
    jobs.finish()
    assert view.asked == 2


def test_the_last_question_wins(view: View, jobs: HeldJobs) -> None:
    for number in (1, 2, 3):
        view.again.ask(lambda asked: asked, number)
    jobs.finish()
    assert view.shown == [1, 3]


def test_a_failure_is_told_and_the_next_is_asked(view: View, jobs: HeldJobs) -> None:
    view.stands = -1
    view.read()
    view.read()
    answer(jobs)
    view.stands = 4
    jobs.finish()
    assert len(view.told) == 1
    assert view.shown == [4]


def test_a_bug_in_showing_does_not_end_the_asking(view: View, jobs: HeldJobs) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    view.when_shown = broken
    view.read()
    with pytest.raises(ZeroDivisionError):
        answer(jobs)
    view.when_shown = lambda: None
    view.read()
    jobs.finish()
    assert view.shown == [0, 0]


def test_a_view_that_is_gone_is_neither_told_nor_asks_again(qtbot: Any, jobs: HeldJobs) -> None:
    view = View(jobs)
    view.read()
    view.read()
    shiboken6.delete(view)
    jobs.finish()
    assert view.shown == []
    assert view.asked == 1
