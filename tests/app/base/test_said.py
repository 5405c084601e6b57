"""Numbers, times and telephones as officers type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.base.clock import SHANGHAI, full
from app.base.errors import Refused
from app.base.said import Said, digits_missing, moment_said, number_said, numeral

NOW = datetime(2026, 6, 18, 15, 13, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "number", "about"),
    [
        ("60", 60, False),
        ("0", 0, False),
        ("没有", 0, False),
        ("3人", 3, False),
        ("约60", 60, True),
        ("60余", 60, True),
        ("\uff16\uff10", 60, False),
        ("四十多人", 40, True),
        ("六十人左右", 60, True),
        ("十几", 10, True),
        ("上百", 100, True),
        ("两千零五", 2005, False),
        ("一百二", 120, False),
        ("一万二", 12000, False),
    ],
)
def test_a_number_is_understood(typed: str, number: int, about: bool) -> None:
    assert number_said("hurt", typed) == Said(number, about)


@pytest.mark.parametrize("typed", ["", "  ", "不详", "—", "核实中"])
def test_nothing_said_is_unknown_and_never_zero(typed: str) -> None:
    assert number_said("dead", typed) is None


@pytest.mark.parametrize("typed", ["几个", "七八户", "几十人", "1一", "-3", "3.5"])
def test_what_is_no_number_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        number_said("trapped", typed)
    assert (refused.value.field, refused.value.code) == ("trapped", "not_a_number")


def test_two_digits_in_a_row_are_no_numeral() -> None:
    assert numeral("七八") is None
    assert numeral("几") is None


@pytest.mark.parametrize(
    ("typed", "meant", "about"),
    [
        ("14:50", "2026-06-18 14:50:00", False),
        ("1450", "2026-06-18 14:50:00", False),
        ("06-18 14:50", "2026-06-18 14:50:00", False),
        ("6月18日14时50分", "2026-06-18 14:50:00", False),
        ("2026-06-17 09:05:11", "2026-06-17 09:05:11", False),
        ("16日 8:00", "2026-06-16 08:00:00", False),
        ("昨晚11点半", "2026-06-17 23:30:00", False),
        ("下午3点", "2026-06-18 15:00:00", False),
        ("三点一刻", "2026-06-18 03:15:00", False),
        ("约14时50分许", "2026-06-18 14:50:00", True),
        ("20分钟前", "2026-06-18 14:53:00", True),
        ("一个半小时前", "2026-06-18 13:43:00", True),
        ("23:40", "2026-06-17 23:40:00", False),
        ("15:15", "2026-06-18 15:15:00", False),
    ],
)
def test_a_time_is_understood(typed: str, meant: str, about: bool) -> None:
    moment = moment_said("happened_at", typed, NOW)
    assert moment.at is not None
    assert (full(moment.at), moment.about) == (meant, about)


def test_just_now_is_no_time_and_is_marked_to_be_asked_for() -> None:
    moment = moment_said("happened_at", "刚才", NOW)
    assert moment.at is None
    assert moment.vague


def test_an_empty_time_is_unknown_and_nothing_is_to_be_asked() -> None:
    assert moment_said("happened_at", "", NOW).vague is False


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("25:00", "not_a_time"),
        ("13-40 10:00", "not_a_time"),
        ("14:5", "not_a_time"),
        ("下班那会儿", "not_a_time"),
        ("06-19 10:00", "in_future"),
    ],
)
def test_a_time_that_cannot_be_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        moment_said("happened_at", typed, NOW)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("phone", "missing"),
    [("000-0000-01", 2), ("000-0000-0107", 0), ("0000-6000107", 0), ("110", 0), ("12345", 0)],
)
def test_a_short_telephone_number_is_noticed(phone: str, missing: int) -> None:
    assert digits_missing(phone) == missing
