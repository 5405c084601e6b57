"""Work goes to one thread in order; answers and refusals come back where `post` takes them."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from app.base.errors import Refused, Unreachable
from app.base.jobs import Worker, Workers


class Desk:
    """The thread of the test, which takes what the worker posts."""

    def __init__(self) -> None:
        self.posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.worker = Worker("store", self.posted.put)

    def take(self) -> None:
        self.posted.get(timeout=5)()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    assert made.worker.close()


def test_the_work_is_done_elsewhere_and_the_answer_comes_back_here(desk: Desk) -> None:
    where: list[str] = []
    desk.worker.run(
        lambda number: (threading.current_thread().name, number * 2),
        21,
        then=lambda answer: where.extend([*map(str, answer), threading.current_thread().name]),
    )
    desk.take()
    assert where == ["store", "42", threading.current_thread().name]


def test_work_is_done_in_the_order_it_was_asked_for(desk: Desk) -> None:
    done: list[int] = []
    for number in range(200):
        desk.worker.run(done.append, number)
    desk.worker.run(int, then=lambda _: None)
    desk.take()
    assert done == list(range(200))


@pytest.mark.parametrize("error", [Refused("phone", "too_short"), Unreachable("store", "busy")])
def test_a_refusal_comes_back_and_is_no_bug(
    error: Exception, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Exception] = []

    def refuse() -> None:
        raise error

    desk.worker.run(refuse, fail=heard.append)
    desk.take()
    assert heard == [error]
    assert not caplog.records


def test_a_bug_is_logged_with_its_trace_and_the_thread_lives_on(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[object] = []
    desk.worker.run(lambda: 1 / 0, fail=heard.append)
    desk.worker.run(lambda: "alive", then=heard.append)
    desk.take()
    desk.take()
    assert isinstance(heard[0], ZeroDivisionError)
    assert heard[1] == "alive"
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_nobody_asked_for_is_at_least_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise Refused("phone", "too_short")

    desk.worker.run(refuse)
    desk.worker.run(int, then=lambda _: None)
    desk.take()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_cancelled_ticket_gives_no_answer_but_the_work_is_done(desk: Desk) -> None:
    heard: list[object] = []
    written: list[str] = []
    hold = threading.Event()
    desk.worker.run(hold.wait, 5)
    ticket = desk.worker.run(written.append, "the log line", then=heard.append)
    ticket.cancel()
    hold.set()
    desk.take()
    assert written == ["the log line"]
    assert heard == []


def test_a_ticket_cancelled_after_the_work_was_done_gives_no_answer_either(desk: Desk) -> None:
    heard: list[object] = []
    ticket = desk.worker.run(int, then=heard.append)
    answer = desk.posted.get(timeout=5)
    ticket.cancel()
    answer()
    assert heard == []


def test_an_answer_nobody_can_take_any_more_does_not_end_the_thread(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    def gone(_call: Callable[[], None]) -> None:
        raise RuntimeError("the window is gone")

    worker = Worker("store", gone)
    worker.run(int, then=lambda _: None)
    worker.run(done.set)
    assert done.wait(5)
    assert worker.close()
    assert "could not be handed back" in caplog.text


def test_closing_finishes_what_was_asked_for() -> None:
    done: list[int] = []
    worker = Worker("store", lambda call: call())
    for number in range(50):
        worker.run(done.append, number)
    assert worker.close()
    assert done == list(range(50))


def test_closing_says_when_the_work_does_not_end_in_time() -> None:
    hold = threading.Event()
    worker = Worker("store", lambda call: call())
    worker.run(hold.wait, 5)
    assert not worker.close(wait_s=0.01)
    hold.set()
    assert worker.close()


def test_what_waits_long_holds_up_none_of_the_others() -> None:
    hold, done = threading.Event(), threading.Event()
    workers = Workers("stills", lambda call: call(), 2)
    workers.run(hold.wait, 5)
    workers.run(done.set)
    assert done.wait(5)
    assert not workers.close(wait_s=0.01)
    hold.set()
    assert workers.close()
