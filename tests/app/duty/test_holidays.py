"""Days off and make-up workdays: notices, the office's own rows, and years nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from app.base.errors import Refused
from app.duty.holidays import (
    HEAD,
    Calendar,
    DayKind,
    DayRule,
    Told,
    last_seeded,
    rows_in,
    rows_out,
)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-09-20", DayKind.WORKDAY),
        ("2026-10-10", DayKind.WORKDAY),
        ("2026-02-14", DayKind.WORKDAY),
        ("2026-02-23", DayKind.HOLIDAY),
        ("2026-02-24", DayKind.WORKDAY),
        ("2026-10-03", DayKind.HOLIDAY),
        ("2026-06-27", DayKind.WEEKEND),
        ("2025-10-08", DayKind.HOLIDAY),
        ("2027-01-01", DayKind.UNKNOWN),
        ("2027-03-17", DayKind.UNKNOWN),
    ],
)
def test_kinds_of_days(day: str, kind: DayKind) -> None:
    assert Calendar().kind(date.fromisoformat(day)) is kind


def test_the_office_stands_over_the_notice_and_takes_back() -> None:
    day = date(2026, 6, 24)
    off = Told(day, DayRule.HOLIDAY, "县庆", "县政府通知")
    assert Calendar([off]).kind(day) is DayKind.HOLIDAY
    assert Calendar([off, Told(day, DayRule.PLAIN, "", "撤销")]).kind(day) is DayKind.WORKDAY
    row = Calendar([off]).row(day)
    assert row is not None
    assert row.source == "县政府通知"


def test_one_row_does_not_make_a_year_known() -> None:
    one = Told(date(2027, 1, 1), DayRule.HOLIDAY, "元旦", "手工")
    half = Calendar([one])
    assert half.kind(one.day) is DayKind.HOLIDAY
    assert half.kind(date(2027, 3, 17)) is DayKind.UNKNOWN
    whole = Calendar([one, Told(date(2027, 10, 1), DayRule.HOLIDAY, "国庆节", "通知")])
    assert whole.kind(date(2027, 3, 17)) is DayKind.WORKDAY
    with pytest.raises(Refused) as told:
        half.demand([date(2027, 3, 17)])
    assert told.value.figures == {"year": 2027, "last": 2026}


def test_a_notice_goes_out_and_comes_in() -> None:
    held = Calendar().of_year(last_seeded())
    told, refused = rows_in(rows_out(held))
    assert told == held
    assert refused == []


def test_every_refused_row_is_told_with_its_number_and_column() -> None:
    rows = [
        list(HEAD),
        ["2027-01-01", "放假", "元旦", "国办发明电"],
        ["2027年1月2日", "放假", "元旦", "国办发明电"],
        ["2027-01-03", "休息", "元旦", "国办发明电"],
        ["", "", "", ""],
        ["2027-01-04", "补班", "", ""],
        ["2027-01-01", "放假", "元旦", "国办发明电"],
    ]
    told, refused = rows_in(rows)
    assert [one.day for one in told] == [date(2027, 1, 1)]
    assert [(one.number, one.column, one.code) for one in refused] == [
        (3, "日期", "not_a_day"),
        (4, "类别", "unknown_word"),
        (6, "来源", "missing"),
        (7, "日期", "twice"),
    ]
    with pytest.raises(Refused, match="columns"):
        rows_in([["日期", "名称"]])
