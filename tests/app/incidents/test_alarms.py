"""Alarms of another centre: which become calls, which are known, which are refused and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.alarms import Alarms, Verdict, load_alarm_rules, rows_of_text
from app.incidents.form import read
from app.incidents.records import Count, EventClass, Source
from tests.rooms import RULES, Room

HEADS = ["接警单号", "接警时间", "警情类型", "警情地址", "报警电话", "被困人数", "警情描述"]
FIRE = ["119-07", "09:55", "火灾", "石垭口镇街上12号", "000-0002-0004", "2", "二楼冒烟"]
CAVE = ["119-08", "09:58", "溺水", "己塘镇河边", "", "", "有人落水"]


@pytest.fixture
def alarms(room: Room) -> Alarms:
    return Alarms(room.intake, load_alarm_rules(RULES.parent / "alarms.toml"), room.clock)


def test_a_row_becomes_the_words_of_a_call_with_both_times_apart(
    alarms: Alarms, room: Room
) -> None:
    (one,) = alarms.look([["7月警情", *[""] * 6], HEADS, FIRE], Source.FIRE)
    assert (one.row, one.no, one.verdict) == (3, "119-07", Verdict.NEW)
    heard = read(one.fields, room.clock.now())
    assert not heard.wrong
    said = heard.said
    assert (said.event_class, said.kind) == (EventClass.ACCIDENT, "火灾")
    assert (said.source, said.reporter_unit) == (Source.FIRE, "119 指挥中心")
    assert said.alarm_no == "119-07"
    assert said.received_at == room.clock.now()
    assert said.happened_at is None
    assert "09:55 接警" in said.course
    assert said.counts == {Count.TRAPPED: (2, False)}


def test_what_stands_in_columns_of_their_own_is_kept_behind_the_course(alarms: Alarms) -> None:
    heads, row = [*HEADS, "出动车辆", "备注"], [*FIRE, "3车15人", ""]
    (one,) = alarms.look([heads, row], Source.FIRE)
    assert one.fields["course"].endswith("接警。二楼冒烟；出动车辆：3车15人")
    (bare,) = alarms.look([heads, [*CAVE[:6], "", "", "转来"]], Source.FIRE)
    assert bare.fields["course"].endswith("接警。备注：转来")


def test_known_and_waiting_alarms_are_not_taken_in_twice(alarms: Alarms, room: Room) -> None:
    (first,) = alarms.look([HEADS, FIRE], Source.FIRE)
    made = room.intake.register(
        room.watch, room.shift.id, new_id(), read(first.fields, room.clock.now()).said
    )
    later = [HEADS, FIRE, CAVE, CAVE, [*FIRE[:3], FIRE[3], "", "", "同一地点又报"]]
    later[4][0] = "119-09"
    found = alarms.look(later, Source.FIRE, {"119-08"})
    assert [one.verdict for one in found] == [
        Verdict.KNOWN,
        Verdict.WRITING,
        Verdict.WRITING,
        Verdict.ALIKE,
    ]
    assert found[0].known == found[3].known == made
    room.clock.forward(timedelta(hours=5))
    again = alarms.look(later, Source.FIRE)
    assert [again[0].verdict, again[3].verdict] == [Verdict.KNOWN, Verdict.NEW]
    assert [one.verdict for one in alarms.look([HEADS, CAVE, CAVE], Source.FIRE)] == [
        Verdict.NEW,
        Verdict.WRITING,
    ]


def test_a_row_that_cannot_be_is_refused_and_the_rest_goes_on(alarms: Alarms) -> None:
    rows = [
        HEADS,
        [*FIRE[:5], "几个", ""],
        ["119-10", "25:99", *FIRE[2:]],
        ["119-11", *[""] * 6],
        [""] * 7,
        CAVE,
    ]
    found = alarms.look(rows, Source.FIRE)
    assert [(one.row, one.why and (one.why.field, one.why.code)) for one in found] == [
        (2, ("trapped", "not_a_number")),
        (3, ("taken_at", "not_a_time")),
        (4, ("place", "place_or_course")),
        (6, None),
    ]


def test_a_table_without_heads_or_rows_is_refused_whole(alarms: Alarms) -> None:
    for rows, code in (([], "no_rows"), ([["", ""]], "no_rows"), ([FIRE, CAVE], "no_heads")):
        with pytest.raises(Refused) as refused:
            alarms.look(rows, Source.FIRE)
        assert refused.value.code == code


def test_copied_text_with_tabs_or_as_pairs_is_the_same_rows(alarms: Alarms) -> None:
    tabs = rows_of_text("\t".join(HEADS) + "\r\n" + "\t".join(FIRE) + "\n\t\n")
    pairs = rows_of_text(
        "警情编号：119-07\n接警时间: 09:55\n警情类型：火灾\n警情地址：石垭口镇街上12号\n"
        "报警电话：000-0002-0004\n被困人数：2\n警情描述：二楼\n冒烟\n\n警情编号：119-08\n警情地址：己塘镇河边\n"
    )
    one, two = alarms.look(tabs, Source.FIRE), alarms.look(pairs, Source.FIRE)
    assert one[0].fields == two[0].fields
    assert [alarm.no for alarm in two] == ["119-07", "119-08"]
    assert rows_of_text("今天没有警情") == []
    assert rows_of_text("") == []


def test_an_alarm_refused_in_one_row_is_taken_from_the_row_that_is_right(alarms: Alarms) -> None:
    rows = [HEADS, [*FIRE[:5], "几个", ""], FIRE, FIRE]
    assert [one.verdict for one in alarms.look(rows, Source.FIRE)] == [
        Verdict.REFUSED,
        Verdict.NEW,
        Verdict.WRITING,
    ]


def test_a_time_of_day_at_the_head_of_a_line_is_no_name_of_a_field(alarms: Alarms) -> None:
    rows = rows_of_text("警情编号：119-07\n警情描述：二楼冒烟\n10:05 来电人称火势变大")
    (one,) = alarms.look(rows, Source.FIRE)
    assert "10:05 来电人称火势变大" in one.fields["course"]
