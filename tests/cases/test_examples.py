"""The worked examples of the areas that are built, and the tool that evaluates any such file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import fits, judge
from tests.cases.__main__ import main

FILE = Path(__file__).parents[1] / "data" / "cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
AREAS = ("content", "deadline", "handover", "level", "misreport", "zero")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["area"] in AREAS], ids=lambda case: case["id"]
)
def test_the_product_says_what_the_example_expects(case: dict[str, Any]) -> None:
    good, said = judge(case)
    assert good, said


def test_words_that_must_stand_somewhere_in_a_text_are_looked_for_there() -> None:
    assert fits("text_contains", "截至目前，未接到（报告）", "未接到(报告)")
    assert not fits("text_contains", "A镇尚未报告", "未接到")
    assert not fits("text", "截至目前未接到报告", "未接到")


def test_a_wrong_expectation_and_an_unknown_area_count_as_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = next(case for case in CASES if case["id"] == "LV03")
    wrong = {**good, "id": "X1", "expect": {"level": "重大"}}
    unknown = {**good, "id": "X2", "area": "weather"}
    silent = {**good, "id": "X3", "expect": {"colour": "红"}}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [good, wrong, unknown, silent]}), encoding="utf-8")
    assert main([str(file)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in told[:3]] == ["X1", "X2", "X3"]
    assert told[-1] == "1 passed, 3 failed"
    assert main([str(file), "--areas", "weather"]) == 1
    file.write_text(json.dumps({"cases": [good]}), encoding="utf-8")
    assert main([str(file), "--areas", "level"]) == 0
