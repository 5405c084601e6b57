"""Facts reach those who listen, and nobody can silence the others."""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.base.bus import Bus, Changed, Urgent


@dataclass(frozen=True, slots=True)
class Rang:
    number: int


@dataclass(frozen=True, slots=True)
class Stopped:
    number: int


def test_a_fact_reaches_the_listeners_of_exactly_its_class_in_order(bus: Bus) -> None:
    heard: list[object] = []
    bus.listen(Rang, lambda fact: heard.append(("first", fact)))
    bus.listen(Rang, lambda fact: heard.append(("second", fact)))
    bus.listen(object, heard.append)
    bus.publish(Rang(1))
    bus.publish(Stopped(2))
    assert heard == [("first", Rang(1)), ("second", Rang(1))]


def test_a_listener_that_fails_is_logged_and_does_not_silence_the_next(
    bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Rang] = []

    def broken(_fact: Rang) -> None:
        raise RuntimeError("the printer is on fire")

    bus.listen(Rang, broken)
    bus.listen(Rang, heard.append)
    with caplog.at_level(logging.ERROR):
        bus.publish(Rang(1))
    assert heard == [Rang(1)]
    assert "the printer is on fire" in caplog.text


def test_who_cancelled_hears_no_more_and_is_forgotten(bus: Bus) -> None:
    heard: list[Rang] = []
    subscription = bus.listen(Rang, heard.append)
    assert bus.listeners(Rang) == 1
    subscription.cancel()
    subscription.cancel()
    bus.publish(Rang(1))
    assert heard == []
    assert bus.listeners(Rang) == 0


def test_who_cancels_while_a_fact_is_told_does_not_hear_it(bus: Bus) -> None:
    heard: list[Rang] = []
    bus.listen(Rang, lambda _fact: second.cancel())
    second = bus.listen(Rang, heard.append)
    bus.publish(Rang(1))
    assert heard == []


def test_a_cancelled_subscription_lets_go_of_its_listener(bus: Bus) -> None:
    class Window:
        def hear(self, _fact: Rang) -> None: ...

    window = Window()
    subscription = bus.listen(Rang, window.hear)
    gone = weakref.ref(window)
    subscription.cancel()
    del window
    gc.collect()
    assert gone() is None


def test_a_listener_may_publish_and_subscribe(bus: Bus) -> None:
    heard: list[Stopped] = []

    def answer(fact: Rang) -> None:
        bus.listen(Stopped, heard.append)
        bus.publish(Stopped(fact.number))

    bus.listen(Rang, answer)
    bus.publish(Rang(7))
    assert heard == [Stopped(7)]


def test_facts_wait_until_the_listening_thread_takes_them_in_the_order_of_their_sender() -> None:
    waiting: list[Callable[[], None]] = []
    bus = Bus(post=waiting.append)
    heard: list[tuple[str, int]] = []
    bus.listen(Rang, lambda fact: heard.append((threading.current_thread().name, fact.number)))

    def send() -> None:
        for number in range(100):
            bus.publish(Rang(number))

    sender = threading.Thread(target=send, name="link")
    sender.start()
    sender.join(5)
    assert heard == []
    for call in waiting:
        call()
    here = threading.current_thread().name
    assert heard == [(here, number) for number in range(100)]


def test_what_is_urgent_overtakes_and_keeps_its_own_order() -> None:
    class Fire(Rang, Urgent):
        pass

    waiting, hurried, heard = deque[Callable[[], None]](), deque[Callable[[], None]](), []
    bus = Bus(waiting.append, hurried.append)
    for kind in (Rang, Fire):
        bus.listen(kind, lambda fact: heard.append((type(fact).__name__, fact.number)))
    for fact in (Rang(1), Fire(2), Rang(3), Fire(4)):
        bus.publish(fact)
    for call in (*hurried, *waiting):
        call()
    assert heard == [("Fire", 2), ("Fire", 4), ("Rang", 1), ("Rang", 3)]


def test_a_change_is_told_by_table_and_key() -> None:
    assert Changed("incident", "1") == Changed("incident", "1")
    assert Changed("incident", "1") != Changed("incident", "2")
