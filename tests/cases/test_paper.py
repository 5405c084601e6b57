"""The worked examples of official paper pass, and what has no rule is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cases import judge
from tests.conftest import ROOT

CASES = json.loads((ROOT / "tests/data/cases.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", [c for c in CASES if c["area"] == "paper"], ids=lambda c: c["id"])
def test_an_example_of_paper(case: dict[str, Any]) -> None:
    good, said = judge(case)
    assert good, said


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ({"body": "3号仿宋"}, {"lines": 22, "chars": 28, "size_pt": 16}),
        ({"page": "A4"}, {"advance_pt": 15.79, "pitch_pt": 28.99, "natural_width_mm": 158.0}),
        ({"org": "示应急", "year": 2025, "n": 112}, {"text": "示应急〔2025〕112号"}),
        ({"text": "示应急[2026]第007号"}, {"ok": False}),
        ({"text": "示应急〔2026〕7号"}, {"ok": True}),
        ({"pages": [3, 4]}, {"3": "right, 空一字", "4": "left, 空一字"}),
        ({"date": "2026-06-05"}, {"text": "2026年6月5日"}),
        ({"existing": [1, 2, 7], "n": 7}, {"duplicate": True, "next": 8}),
        ({"levels": 4}, {"1": "一、 黑体", "2": "（一） 楷体", "3": "1. 仿宋", "4": "（1） 仿宋"}),
        ({"份号": 12}, {"份号": "000012"}),
        ({"密级": "机密"}, {"ok": False}),
    ],
)
def test_others_of_the_same_form(given: dict[str, Any], expect: dict[str, Any]) -> None:
    good, said = judge({"area": "paper", "given": given, "expect": expect})
    assert good, said


def test_what_has_no_rule_is_said() -> None:
    good, said = judge({"area": "paper", "given": {}, "expect": {"smell": "ink"}})
    assert not good
    assert "no rule of paper" in said
