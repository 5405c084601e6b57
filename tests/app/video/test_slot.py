"""The one place for the newest picture."""

from __future__ import annotations

from datetime import timedelta

from app.base.clock import SteeredClock
from app.video.slot import Picture, Slot
from app.video.watchdog import Watchdog, quiet_after_s


def picture(clock: SteeredClock, width: int, at_s: float) -> Picture:
    return Picture(width, 1, 4, b"\0\0\0\0", clock.now(), at_s)


def test_an_empty_slot_gives_nothing() -> None:
    assert Slot().take() is None


def test_the_latest_wins_and_is_given_once(clock: SteeredClock) -> None:
    slot = Slot()
    for width in (1, 2, 3):
        slot.put(picture(clock, width, float(width)))
    taken = slot.take()
    assert taken is not None
    assert taken.width == 3
    assert slot.take() is None
    assert (slot.number, slot.shown, slot.dropped) == (3, 1, 2)


def test_a_late_picture_of_an_abandoned_stream_is_not_taken_in(clock: SteeredClock) -> None:
    slot = Slot()
    slot.put(picture(clock, 2, 2.0))
    slot.put(picture(clock, 1, 1.0))
    taken = slot.take()
    assert taken is not None
    assert taken.width == 2


def test_a_stream_is_quiet_one_second_after_its_last_packet(clock: SteeredClock) -> None:
    dog = Watchdog(clock)
    assert not dog.is_quiet(), "nothing has come yet: that is connecting, not quiet"
    dog.beat(clock.monotonic_s())
    clock.forward(timedelta(seconds=0.9))
    assert not dog.is_quiet()
    clock.forward(timedelta(seconds=0.1))
    assert dog.is_quiet()


def test_one_packet_after_a_silence_is_not_yet_life(clock: SteeredClock) -> None:
    dog = Watchdog(clock)
    assert dog.beat(clock.monotonic_s())
    clock.forward(timedelta(seconds=3))
    assert not dog.beat(clock.monotonic_s()), "FFmpeg hands out the packet that it had held back"
    clock.forward(timedelta(milliseconds=40))
    assert dog.beat(clock.monotonic_s())


def test_a_slow_camera_may_be_silent_for_two_and_a_half_of_its_pictures() -> None:
    assert [quiet_after_s(every) for every in (None, 0.0, 0.04, 0.5, 1.0, 4.0)] == [
        1.0, 1.0, 1.0, 1.0, 2.5, 10.0
    ]  # fmt: skip
