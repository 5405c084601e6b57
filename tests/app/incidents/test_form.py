"""What an intake form says: understood where it can be, refused where it must be mended."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.base.clock import SHANGHAI, hhmm
from app.incidents.form import caption, is_blank, load_asked, read, township_in
from app.incidents.kinds import counts_of, named, source_of
from app.incidents.records import Count, EventClass, Source, Trend
from app.incidents.spoken import quick_report
from tests.rooms import RULES

NOW = datetime(2026, 6, 18, 15, 13, tzinfo=SHANGHAI).astimezone(UTC)
FIRE = {
    "reporter_phone": "0000-6000107",
    "reporter_unit": "己塘镇人民政府值班室",
    "reporter_name": "周试用",
    "kind": "事故灾难 / 火灾",
    "happened": "约14:50",
    "place": "己塘镇工业路 12 号",
    "dead": "0",
    "missing": "2",
    "hurt": "1",
    "left": "约60",
    "trend": "持续",
    "dangers": ["危化品"],
    "received_at": "2026-06-18T07:05:11+00:00",
}


def test_a_form_is_understood() -> None:
    heard = read(FIRE, NOW)
    said = heard.said
    assert heard.wrong == {}
    assert (said.event_class, said.kind) == (EventClass.ACCIDENT, "火灾")
    assert said.happened_at is not None
    assert (hhmm(said.happened_at), said.happened_about) == ("14:50", True)
    assert (said.township, said.source, said.trend) == ("己塘镇", Source.TOWNSHIP, Trend.STEADY)


def test_blank_people_are_unknown_and_zero_is_zero() -> None:
    counts = read(FIRE, NOW).said.counts
    assert counts is not None
    assert counts[Count.DEAD] == (0, False)
    assert counts[Count.LEFT] == (60, True)
    assert Count.BADLY_HURT not in counts
    assert Count.TRAPPED not in counts


def test_a_wrong_word_is_named_by_its_field_and_the_rest_is_kept() -> None:
    heard = read({**FIRE, "missing": "几个", "happened": "25:00"}, NOW)
    assert {name: error.code for name, error in heard.wrong.items()} == {
        "missing": "not_a_number",
        "happened": "not_a_time",
    }
    assert heard.said.place == "己塘镇工业路 12 号"


def test_hints_stand_in_nobodys_way() -> None:
    heard = read({**FIRE, "commander_phone": "000-0000-01", "happened": "刚才"}, NOW)
    assert heard.wrong == {}
    assert heard.hints["commander_phone"].figures == {"digits": 2}
    assert heard.hints["happened"].code == "vague_time"
    assert heard.said.happened_at is None


@pytest.mark.parametrize(
    ("words", "township"),
    [
        ("示范县己塘镇工业路", "己塘镇"),
        ("石垭口镇镇政府旁", "石垭口镇"),
        ("竹瓦溪乡长竹坨村", "竹瓦溪乡"),
        ("县城人民路", ""),
        ("己塘镇镇长", "己塘镇"),
        ("乡里", ""),
    ],
)
def test_a_township_is_found_only_where_one_is_named(words: str, township: str) -> None:
    assert township_in(words) == township


def test_a_bare_kind_finds_its_class_and_an_unknown_one_keeps_its_words() -> None:
    assert named("火灾") == (EventClass.ACCIDENT, "火灾")
    assert named("社会安全事件 / 欠薪聚集") == (EventClass.SECURITY, "欠薪聚集")
    assert named("冒烟") == (EventClass.UNKNOWN, "冒烟")


@pytest.mark.parametrize(
    ("unit", "source"),
    [
        ("己塘镇值班室", Source.TOWNSHIP),
        ("后樟垭村", Source.VILLAGE),
        ("县消防救援大队", Source.FIRE),
        ("市应急管理局", Source.SUPERIOR),
        ("示范花炮厂", Source.ENTERPRISE),
        ("", Source.OTHER),
    ],
)
def test_the_source_is_guessed_from_the_unit(unit: str, source: Source) -> None:
    assert source_of(unit) is source


def test_moved_people_are_asked_apart_in_a_natural_disaster() -> None:
    assert {Count.EVACUATED, Count.RESETTLED, Count.RESCUED} <= set(counts_of(EventClass.NATURAL))
    assert Count.EVACUATED not in counts_of(EventClass.ACCIDENT)


def test_the_quick_report_never_turns_unknown_into_none() -> None:
    said = read({**FIRE, "dead": "", "missing": ""}, NOW).said
    text = quick_report(said, NOW)
    assert "死亡、失联情况正在核实" in text
    assert "无死亡" not in text
    assert "1 人轻伤" in text


def test_the_quick_report_says_what_was_said() -> None:
    text = quick_report(read(FIRE, NOW).said, NOW)
    assert text.startswith("15 时 13 分接己塘镇人民政府值班室报")
    assert "14 时 50 分许" in text
    assert "2 人失联" in text
    assert "无死亡报告" in text
    assert "约 60 人疏散" in text


def test_a_draft_is_called_by_place_and_kind() -> None:
    assert caption(FIRE) == "己塘镇 · 火灾"
    assert caption({"reporter_phone": "000-0000-0107"}) == "000-0000-0107"
    assert caption({}) == ""


def test_an_opened_form_without_a_word_is_blank() -> None:
    assert is_blank({"received_at": "2026-06-18T07:05:11+00:00", "place": ""})
    assert not is_blank({"place": "己塘镇"})


def test_coordinates_typed_for_the_place_are_its_position() -> None:
    heard = read({"place": "水库大坝 28.742778, 109.564167"}, NOW)
    assert (heard.said.lat, heard.said.lon) == (28.742778, 109.564167)
    assert heard.hints["place"].code == "position_unsaid"
    clicked = read({"place": "高德 28.742778, 109.564167", "lat": 28.6, "lon": 109.6}, NOW)
    assert (clicked.said.lat, clicked.hints["place"].code) == (28.6, "position_gcj")
    shifted = read({"place": "高德 28.742778, 109.564167"}, NOW).said
    assert shifted.lat != 28.742778
    baidu = read({"place": "百度 28.742778, 109.564167"}, NOW)
    assert (baidu.said.lat, baidu.hints["place"].code) == (None, "position_baidu")


def test_what_is_always_asked_for_is_data_and_a_slip_in_it_is_told(tmp_path: Path) -> None:
    assert "place" in load_asked(RULES.parent / "intake.toml")
    own = tmp_path / "intake.toml"
    own.write_text('asked = ["alarm_no", "happened"]', encoding="utf-8")
    assert load_asked(own) == {"alarm_no", "happened"}
    own.write_text('asked = ["plce"]', encoding="utf-8")
    with pytest.raises(ValueError, match="plce"):
        load_asked(own)
