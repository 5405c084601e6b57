"""Numbers, times and days that cannot be: always refused by name, never a crash, never a wait."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from time import tzset

import pytest

from app.base.clock import SHANGHAI, SystemClock
from app.base.errors import Refused
from app.base.said import Said, moment_said, moment_to_come, number_said
from app.duty import quick
from app.people.days import day
from tests import hostile

NOW = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI).astimezone(UTC)
LEAP = datetime(2028, 8, 24, 20, 0, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize("now", [NOW, LEAP])
def test_a_time_that_cannot_be_is_refused(now: datetime) -> None:
    for said, ask in product(hostile.TIMES, (moment_said, moment_to_come)):
        with pytest.raises(Refused) as no:
            ask("at", said, now)
        assert (no.value.field, no.value.code) == ("at", "not_a_time"), said
    for said in hostile.TO_COME:
        with pytest.raises(Refused):
            moment_said("at", said, now)


def test_the_29th_of_february_is_no_limit_in_a_year_without_one() -> None:
    with pytest.raises(Refused, match="not_a_time"):
        moment_to_come("due", "2-29 10:00", LEAP)
    assert moment_to_come("due", "2-28 10:00", LEAP).year == 2029


def test_a_number_that_cannot_be_is_refused() -> None:
    for said in hostile.NUMBERS:
        with pytest.raises(Refused) as no:
            number_said("dead", said)
        assert no.value.field == "dead"
    assert number_said("dead", "\uff11\uff12") == Said(12, False)
    assert number_said("dead", "三十") == Said(30, False)


def test_a_day_that_cannot_be_is_refused() -> None:
    for said in hostile.DAYS:
        with pytest.raises(Refused, match="not_a_day"):
            day("since", said, NOW)
    assert day("since", "2028-2-29", NOW) == date(2028, 2, 29)


def test_a_limit_in_a_line_of_the_log_is_one_or_is_passed_over() -> None:
    for count in ("9" * 5000, "99999999999", "万亿"):
        for unit in ("分钟内", "小时内", "点前"):
            assert quick.due_said(f"{count}{unit}报来", NOW) is None, count[:9]
    assert quick.due_said("30分钟内报来", NOW) is not None


def test_twenty_thousand_letters_are_read_at_once() -> None:
    begun = SystemClock().monotonic_s()
    for core in ("一", "1", "洪", "/", "约", "1点", "-", "1人", "半", "<b>"):
        words = core * (20_000 // len(core))
        for ask in (moment_said, moment_to_come, number_said):
            with pytest.raises(Refused):
                ask("at", words, *([] if ask is number_said else [NOW]))  # type: ignore[operator]
        quick.understood(f"/令 {words}", NOW)
    assert SystemClock().monotonic_s() - begun < 2


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Nowhere/None"]
)
def test_the_zone_of_the_machine_changes_no_time(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Half hours of summer time, a day that never was, or a zone nobody knows."""
    monkeypatch.setenv("TZ", zone)
    tzset()
    try:
        for said, at in (("06-24 14:50", "06:50"), ("昨晚11点半", "15:30"), ("20分钟前", "11:40")):
            assert f"{moment_said('at', said, NOW).at:%H:%M}" == at
        assert day("since", "6-24", NOW) == date(2026, 6, 24)
        for gone in (
            "1988-04-10 02:30",
            "1991-09-15 01:30",
        ):  # when Shanghai had a summer time itself
            assert moment_said("at", gone, NOW).at is not None
    finally:
        monkeypatch.undo()
        tzset()
