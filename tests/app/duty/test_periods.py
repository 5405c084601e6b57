"""Every moment belongs to exactly one shift, whatever its periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.duty.periods import Periods, changing_at

TWELVE = Periods(((time(8), time(18)), (time(18), time(8))))
DAY_NIGHT = Periods(((time(8), time(20)), (time(20), time(8))))


@given(
    st.integers(946_684_800, 2_840_140_800).map(lambda s: datetime.fromtimestamp(s, UTC)),
    st.sampled_from([changing_at(time(8, 30)), changing_at(time(0)), TWELVE, DAY_NIGHT]),
)
def test_half_open_without_a_gap(instant: datetime, periods: Periods) -> None:
    span = periods.holding(instant)
    assert span.starts_at <= instant < span.ends_at
    following = periods.holding(span.ends_at)
    assert following.starts_at == span.ends_at
    assert periods.holding(span.ends_at - timedelta(microseconds=1)) == span


def test_the_night_belongs_to_the_day_it_began_on() -> None:
    at = datetime(2026, 12, 31, 16, 15, tzinfo=UTC)  # 00:15 on new year's day in Shanghai
    assert changing_at(time(8, 30)).holding(at).day.isoformat() == "2026-12-31"
    assert [span.hours for span in TWELVE.of_day(at.date())] == [10, 14]


def test_the_incoming_crew_is_there_ten_minutes_before() -> None:
    span = changing_at(time(8, 30)).of_day(date(2026, 6, 24))[0]
    assert changing_at(time(8, 30)).present_by(span.starts_at).minute == 20


@pytest.mark.parametrize(
    "hours",
    [
        (),
        ((time(8), time(18)),),
        ((time(8), time(18)), (time(19), time(8))),
        ((time(8), time(20)), (time(18), time(8))),
        ((time(8), time(8)), (time(8), time(8))),
    ],
)
def test_a_gap_or_an_overlap_is_refused(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match=r"gap|hours|periods"):
        Periods(hours).checked()
    assert TWELVE.checked() == TWELVE
