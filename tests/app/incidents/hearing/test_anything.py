"""Whatever is typed or pasted: no crash, nothing invented, soon enough for the desk."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.errors import Refused
from app.incidents.hearing import Call, Heard, Turn, hear, load_hearing
from tests.calls import RESOURCES, call_of, county, rules

AT = datetime.fromisoformat("2026-08-12T15:05:00+08:00")
CALLS = json.loads((Path(__file__).parents[3] / "data" / "calls.json").read_text(encoding="utf-8"))[
    "calls"
]
PIECES = [
    *(turn["say"] for call in CALLS for turn in call["turns"]),
    *(
        "没有",
        "不对,",
        "死",
        "三个人",
        "\ud800",
        "👩‍🚒",
        "<script>alert(1)</script>",
        "昨晚二十五点",
        "一百万亿户",
    ),
    *("老榆塘", "听说", "…", "——", "(笑)", "\x00", "九九九九九个", "：", "零点零亩"),
]
_words = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=6).map("".join)
_turns = st.lists(st.tuples(st.booleans(), _words), max_size=6)


def heard(*turns: tuple[bool, str]) -> Heard:
    said = tuple(Turn(by_caller, words) for by_caller, words in turns)
    return hear(Call("now", AT, "", said), county(), rules())


@settings(max_examples=30, deadline=None)
@given(_turns)
def test_nothing_that_is_said_brings_it_down(turns: list[tuple[bool, str]]) -> None:
    found = heard(*turns)
    spoken = "".join(words for by_caller, words in turns if by_caller)
    assert all(one.number >= 0 and one.basis for one in found.counts.values())
    assert found.when.at is None or found.when.basis
    assert found.where.village or not found.where.towns_possible
    if not spoken.strip():
        assert (found.counts, found.when.at, found.where.text, found.tell) == ({}, None, "", ())


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(CALLS), st.integers(0, 12))
def test_a_call_may_break_off_anywhere(row: dict[str, object], turns: int) -> None:
    assert hear(call_of(row, turns), county(), rules()).missing is not None


PASTES = {
    "words": "三个人受伤,没有死亡。" * 90_000,
    "no breath": "死的伤的、" * 200_000,
    "denials": "没有" * 500_000,
    "figures": "一二三四五六七八九十" * 100_000,
    "html": "<b>&nbsp;</b>" * 80_000,
    "names": "老榆塘村" * 250_000,
}


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES)
def test_a_megabyte_takes_less_than_a_second(paste: str) -> None:
    before = process_time()
    heard((False, "多少人受伤?"), (True, paste))
    assert process_time() - before < 1.0


def test_a_long_call_takes_less_than_twenty_milliseconds() -> None:
    words = [
        "".join(turn["say"] for turn in call["turns"] if turn["who"] == "来电") for call in CALLS
    ]
    call = Call("long", AT, "", (Turn(True, "".join(words)[:500]),))
    opened = [heard((True, said)).opened(call) for said in words]
    took = []
    for _ in range(5):
        before = process_time()
        hear(call, county(), rules(), opened)
        took.append(process_time() - before)
    assert min(took) < 0.020


def test_rules_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unreadable"):
        load_hearing(tmp_path)
    for file in (RESOURCES / "rules" / "hearing").glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    broken = (tmp_path / "kinds.toml").read_text(encoding="utf-8").replace("names =", "called =", 1)
    (tmp_path / "kinds.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(Refused, match="incomplete"):
        load_hearing(tmp_path)


def test_every_file_of_rules_names_its_source() -> None:
    for name, held in rules().lists.items():
        assert held.get("source"), name
    scales = rules().lists["grading"]["scale"]
    assert all(kind.scale in scales and kind.tell for kind in rules().kinds)
