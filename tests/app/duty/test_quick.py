"""The quick line: what one typed line says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.base.clock import SHANGHAI, full
from app.duty.quick import PLAIN, due_said, opened, understood
from app.duty.records import Category, Channel, Handling, Way

NOW = datetime(2026, 6, 18, 15, 13, tzinfo=SHANGHAI).astimezone(UTC)


def test_a_telephone_line_names_unit_person_and_state() -> None:
    line = understood("/电 己塘镇值班室 周试用:明火已控制,失联 1 人 在办", NOW)
    assert (line.template.way, line.template.channel) == (Way.IN, Channel.PHONE)
    assert (line.unit, line.person) == ("己塘镇值班室", "周试用")
    assert line.text == "明火已控制,失联 1 人"
    assert line.status is Handling.DOING


def test_full_width_punctuation_is_read_the_same() -> None:
    line = understood("/电 己塘镇值班室 周试用\uff1a明火已控制\uff0c在办", NOW)
    assert (line.unit, line.person, line.text) == ("己塘镇值班室", "周试用", "明火已控制")
    assert line.status is Handling.DOING


def test_passing_on_goes_out() -> None:
    line = understood("/传 县消防救援大队:请核实", NOW)
    assert line.template.way is Way.OUT
    assert (line.unit, line.person, line.text) == ("县消防救援大队", "", "请核实")


def test_an_instruction_is_verbatim_open_and_has_its_limit() -> None:
    line = understood("/示 赵示范:局工作组即刻出发,15:20前反馈", NOW)
    assert line.is_instruction
    assert line.template.category is Category.INSTRUCTION
    assert line.text == "局工作组即刻出发,15:20前反馈"
    assert line.status is Handling.TODO
    assert line.due is not None
    assert full(line.due) == "2026-06-18 15:20:00"


def test_a_plain_line_keeps_its_colon() -> None:
    line = understood("明火:已控制", NOW)
    assert line.template is PLAIN
    assert (line.unit, line.text) == ("", "明火:已控制")


def test_a_line_without_colon_is_all_text() -> None:
    assert understood("/电 没有说是谁", NOW).text == "没有说是谁"


def test_a_slash_word_inside_a_line_is_text() -> None:
    assert opened("来文 /电 字号")[0] is PLAIN


def test_a_telephone_line_never_sets_a_limit() -> None:
    assert understood("/电 己塘镇:15:20前已撤完", NOW).due is None


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("六点前逐村报数", "2026-06-19 06:00:00"),
        ("下午6点前报", "2026-06-18 18:00:00"),
        ("半小时内报", "2026-06-18 15:43:00"),
        ("15分钟内回话", "2026-06-18 15:28:00"),
        ("一百二十分钟内报", "2026-06-18 17:13:00"),
        ("后天9点前报", "2026-06-20 09:00:00"),
        ("6月20日18时前报", "2026-06-20 18:00:00"),
    ],
)
def test_a_limit_is_heard(words: str, due: str) -> None:
    heard = due_said(words, NOW)
    assert heard is not None
    assert full(heard) == due


def test_no_limit_is_none() -> None:
    assert due_said("尽快核实", NOW) is None
    assert due_said("29点前", NOW) is None
    assert due_said("1.5小时内报", NOW) is None  # not five hours
    assert due_said("6月1日9点前应报而未报", NOW) is None
