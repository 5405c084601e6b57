"""Clocks come from rule books that are data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.records import EventClass, Incident, Level, ReportWay
from app.incidents.said import Said
from app.reports.deadlines import TIME_UNKNOWN, Deadlines, follow_ups, late_by, supplement_said
from app.reports.misreport import load_terms, perhaps_late
from app.reports.profiles import Profiles, load_profiles
from tests.rooms import RULES, Room

SHIPPED = load_profiles(RULES)
MINUTE = timedelta(minutes=1)


def only(*keys: str) -> Deadlines:
    return Deadlines(replace(SHIPPED, chosen={one.key: one.key in keys for one in SHIPPED.all}))


@pytest.fixture
def accident(room: Room) -> Incident:
    said = Said(course="面包车翻入沟中", event_class=EventClass.ACCIDENT, kind="道路交通事故")
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def test_every_rule_book_that_ships_names_its_source() -> None:
    assert len(SHIPPED.all) >= 8
    assert all(one.source and one.confidence for one in SHIPPED.all)


def test_a_clock_from_occurrence_counts_from_receipt_while_that_is_unknown(
    accident: Incident,
) -> None:
    phone, _ = only("县20-40(2018)").of(accident)
    assert (phone.starts_at, phone.note) == (accident.received_at, TIME_UNKNOWN)
    happened = accident.received_at - 12 * MINUTE
    phone, written = only("县20-40(2018)").of(replace(accident, happened_at=happened))
    assert phone.due_at - accident.received_at == 8 * MINUTE
    assert written.due_at - accident.received_at == 28 * MINUTE
    assert phone.note == ""


def test_a_rule_of_one_class_waits_until_the_class_is_known(accident: Incident) -> None:
    of = only("国家-493").of
    assert [clock.to for clock in of(accident)] == ["市应急管理局"]
    assert of(replace(accident, event_class=EventClass.UNKNOWN)) == []
    assert of(replace(accident, event_class=EventClass.NATURAL)) == []


def test_a_rule_book_binds_from_its_first_day_on(accident: Incident) -> None:
    early = replace(accident, received_at=datetime(2020, 12, 31, 15, 59, tzinfo=UTC))
    late = replace(accident, received_at=datetime(2020, 12, 31, 16, 0, tzinfo=UTC))
    of = only("河南2021")
    assert of.of(replace(early, level=Level.III)) == []
    assert len(of.of(replace(late, level=Level.III))) == 1


def test_a_higher_level_starts_its_clocks_when_the_fact_was_known(accident: Incident) -> None:
    rules = only("国家-493", "国家-21号令")
    minor = replace(accident, level=Level.IV)
    held = rules.of(minor)
    assert [clock.rule for clock in held] == ["city"]
    known = accident.received_at + 110 * MINUTE
    started = rules.after(replace(minor, level=Level.III), known, held)
    assert [(one.rule, one.due_at - known) for one in started] == [
        ("phone_province", 60 * MINUTE),
        ("city", 120 * MINUTE),
    ]
    assert rules.after(minor, known, held) == []
    assert rules.after(replace(minor, level=Level.III), known, [*held, *started]) == []
    lower = rules.after(minor, known + MINUTE, [*held, *started])
    assert lower == [], "a level that goes down starts nothing"


def test_follow_ups_before_fixed_hours_and_so_many_a_day(accident: Incident) -> None:
    (fixed,) = next(one for one in SHIPPED.all if one.key == "河南2021").follow_ups
    at = datetime(2026, 6, 24, 8, 0, tzinfo=SHANGHAI)
    assert [one.hour for one in follow_ups(fixed, at, 3)] == [17, 8, 17], "at eight it is too late"
    assert follow_ups(fixed, at - MINUTE, 1) == [at]
    due = only("国家-21号令").next_follow_up(replace(accident, level=Level.II), at)
    assert due is not None
    assert (due.due_at - at, due.way) == (timedelta(hours=12), ReportWay.FOLLOW_UP)
    assert only("现场画面30").next_follow_up(accident, at) is None


def test_the_day_of_the_accident_is_not_counted() -> None:
    law = next(one for one in SHIPPED.all if one.supplement)
    first = date(2026, 3, 1)
    assert "补报" in supplement_said(law, "道路交通事故", first, date(2026, 3, 8))
    assert "超出7日" in supplement_said(law, "道路交通事故", first, date(2026, 3, 9))
    assert "补报" in supplement_said(law, "矿山事故", first, date(2026, 3, 31))
    assert "超出30日" in supplement_said(law, "矿山事故", first, date(2026, 4, 1))


def test_lateness_is_figures_and_no_verdict(accident: Incident) -> None:
    clock = only("现场画面30").of(accident)[0]
    assert perhaps_late(clock, clock.due_at) == ""
    assert perhaps_late(clock, clock.due_at + timedelta(seconds=190)) == "可能迟报 03′10″"
    met = replace(clock, met_at=clock.due_at - MINUTE)
    assert late_by(met, clock.due_at + 60 * MINUTE) == -MINUTE, "judged by when it was met"


def test_only_lateness_may_be_marked_by_the_program() -> None:
    terms = load_terms(RULES.parent / "misreport.toml")
    assert terms.automatic == {"迟报"}
    told = {
        "因过失遗漏了受伤人数": "漏报",
        "隐瞒事故，超过时限未报，经查证属实": "瞒报",
        "故意不如实报告伤亡": "谎报",
    }
    for facts, name in told.items():
        term = terms.of(facts)
        assert term is not None
        assert term.name == name
    assert terms.of("天气晴") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[limit]\n", "unreadable"),
        ('key = "a"\n', "incomplete"),
        (
            'key="a"\nname="b"\nsource="c"\nconfidence="d"\non=true\n'
            '[[limit]]\nkey="x"\nname="y"\nway="电话"\nto="z"\nstart="sometime"\nminutes=5\n',
            "incomplete",
        ),
        (
            'key="a"\nname="b"\nsource="c"\nconfidence="d"\non=true\n'
            '[[limit]]\nkey="x"\nname="y"\nway="电话"\nto="z"\nstart="received"\nminutes=0\n',
            "incomplete",
        ),
        (
            'key="a"\nname="b"\nsource="c"\nconfidence="d"\non=true\n[[follow_up]]\nlevels=["较大"]\n',
            "incomplete",
        ),
    ],
)
def test_a_broken_rule_book_is_told_by_name(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_profiles(tmp_path)
    assert refused.value.code == code
    assert refused.value.figures["file"] == "rules.toml"


def test_one_key_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(
            'key="a"\nname="b"\nsource="c"\nconfidence="d"\non=true\n', encoding="utf-8"
        )
    with pytest.raises(Refused):
        load_profiles(tmp_path)
    assert Profiles(()).named("河南") is None
