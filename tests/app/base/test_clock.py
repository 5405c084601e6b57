"""Where time comes from, and how it is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.base.clock import (
    SHANGHAI,
    SteeredClock,
    SystemClock,
    date_line,
    day_hhmm,
    full,
    hhmm,
    hhmmss,
    local_day,
    span,
)

NIGHT = datetime(2026, 6, 24, 17, 22, 3, tzinfo=UTC)  # 01:22:03 of the next day in Shanghai


def test_the_system_clock_is_aware_and_its_seconds_only_grow() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic_s() <= clock.monotonic_s()


def test_times_are_written_as_on_a_clock_in_shanghai() -> None:
    assert hhmm(NIGHT) == "01:22"
    assert hhmmss(NIGHT) == "01:22:03"
    assert day_hhmm(NIGHT) == "06-25 01:22"
    assert full(NIGHT) == "2026-06-25 01:22:03"
    assert date_line(NIGHT) == "2026-06-25 星期四"
    assert local_day(NIGHT) == date(2026, 6, 25)


def test_the_zone_of_the_workstation_does_not_matter() -> None:
    elsewhere = NIGHT.astimezone(timezone(timedelta(hours=-9)))
    assert full(elsewhere) == full(NIGHT)


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (0, "00′00″"),
        (740, "12′20″"),
        (3599.9, "59′59″"),
        (3600, "1 时 00′"),
        (timedelta(hours=9, minutes=59), "9 时 59′"),
        (timedelta(hours=26, minutes=5), "26 时"),
        (timedelta(seconds=-740), "12′20″"),
    ],
)
def test_a_span_never_looks_like_a_time_of_day(length: timedelta | float, written: str) -> None:
    assert span(length) == written
    assert ":" not in written


def test_a_steered_clock_stands_until_it_is_put_forward() -> None:
    clock = SteeredClock(datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI))
    begun, begun_s = clock.now(), clock.monotonic_s()
    assert clock.now() == begun == datetime(2026, 6, 24, 12, 0, tzinfo=UTC)
    clock.forward(timedelta(minutes=5))
    assert clock.now() - begun == timedelta(minutes=5)
    assert clock.monotonic_s() - begun_s == pytest.approx(300)
    clock.forward_to(begun)
    assert clock.now() - begun == timedelta(minutes=5)
    clock.forward_to(begun + timedelta(hours=1))
    assert clock.now() - begun == timedelta(hours=1)


def test_a_running_clock_goes_on_from_its_start() -> None:
    start = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI)
    clock = SteeredClock(start, running=True)
    first = clock.now()
    assert start <= first <= clock.now() < start + timedelta(minutes=1)
    clock.forward(timedelta(hours=2))
    assert clock.now() >= first + timedelta(hours=2)


def test_a_steered_clock_is_aware_and_never_goes_back() -> None:
    with pytest.raises(ValueError, match="aware"):
        SteeredClock(datetime(2026, 6, 24, 20, 0))  # noqa: DTZ001  what is refused
    with pytest.raises(ValueError, match="forward only"):
        SteeredClock(NIGHT).forward(timedelta(seconds=-1))
