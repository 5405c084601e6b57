"""The worked examples of roster and shift, and others of their form that the file does not hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import judge
from tests.cases.roster import answer

CASES = json.loads((Path(__file__).parents[1] / "data" / "cases.json").read_text("utf-8"))["cases"]
OURS = [case for case in CASES if case["area"] in ("roster", "shift")]


@pytest.mark.parametrize("case", OURS, ids=lambda case: case["id"])
def test_the_product_says_what_the_example_expects(case: dict[str, Any]) -> None:
    good, said = judge(case)
    assert good, said


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        (
            {"posts": ["带班领导", "值班长(在编)", "专业值班员"]},
            {"ok": False, "missing": ["驾驶员"]},
        ),
        ({"值班长": "甲", "驾驶员": "甲", "带班领导": "丙", "专业值班员": "丁"}, {"ok": False}),
        ({"甲": ["值班长", "驾驶员"]}, {"ok": False}),
        ({"值班长": {"编制": "在编"}}, {"ok": True, "error": None}),
        ({"值班长": None}, {"ok": False, "missing": ["值班长"]}),
        ({"person": "甲", "shifts": ["2026-11-21", "2026-11-23"]}, {"ok": True, "warning": None}),
        (
            {"person": "甲", "leave": ["2026-11-19", "2026-11-20"], "shift": "2026-11-21"},
            {"ok": True, "warning": None},
        ),
        ({"A": "请假", "B": "请假"}, {"ok": False}),
        ({"A": "请假", "B": "在岗"}, {"ok": True, "acting": "B"}),
        ({"A_leave": True, "B_leave": True}, {"ok": False}),
        ({"A_leave": True, "B_leave": False}, {"ok": True, "acting": "B"}),
        ({"带班领导": {"A": "甲", "B": "乙"}, "absent": ["甲"]}, {"acting": "乙", "ok": True}),
        ({"带班领导": {"A": "甲", "B": "乙"}, "请假": ["甲", "乙"]}, {"acting": None, "ok": False}),
        (
            {"甲": "2026-12-01", "乙": "2026-12-08"},
            {"result": {"2026-12-01": "乙", "2026-12-08": "甲"}, "mark": "调"},
        ),
        (
            {"甲": "2026-12-01", "乙": "2026-12-08", "swap": True, "then": "undo"},
            {"result": {"2026-12-01": "甲", "2026-12-08": "乙"}, "restored": True},
        ),
        ({"date": "2026-10-10"}, {"workday": True}),
        ({"date": "2026-11-22"}, {"workday": False}),
        (
            {"swap": {"甲": "2026-12-01", "乙": "2026-12-05"}},
            {"result": {"2026-12-01": "乙", "2026-12-05": "甲"}, "mark": "调"},
        ),
        (
            {"swap": ["甲 2026-12-01", "乙 2026-12-05"], "undo": True},
            {"result": {"2026-12-01": "甲", "2026-12-05": "乙"}, "mark": ""},
        ),
        (
            {"who": "甲 2026-12-01 串 乙 2026-12-05"},
            {"result": {"2026-12-01": "乙", "2026-12-05": "甲"}},
        ),
        ({"hours_before": 20}, {"ok": True, "warning": "带班领导变更距上班不足24小时"}),
        ({"hours_before": 24}, {"ok": True, "warning": None}),
        (
            {"leader_changed_at": "2026-11-20T08:31", "shift_start": "2026-11-21T08:30"},
            {"ok": True, "warning": "带班领导变更距上班不足24小时"},
        ),
        ({"值班长": "甲", "驾驶员": "甲"}, {"ok": False, "error": "一人两岗"}),
        ({"person": "甲", "posts": ["值班长", "驾驶员"]}, {"ok": False, "error": "一人两岗"}),
        (
            {"person": "甲", "shifts": ["2026-11-16", "2026-11-18", "2026-11-20"], "N": 3},
            {"ok": True, "warning": None},
        ),
        ({"A_absent": True, "B_absent": True}, {"ok": False, "error": "AB角均不在岗"}),
        (
            {"post": "带班领导", "A": "甲", "B": "乙", "A_leave": ["2026-11-20", "2026-11-22"]},
            {"ok": True, "acting": "乙", "log": "B角代行"},
        ),
        (
            {"A": "甲", "B": "乙", "leave": {"甲": ["2026-11-21", "2026-11-21"]}},
            {"acting": "乙"},
        ),
        (
            {"swap": [["甲", "2026-12-01"], ["乙", "2026-12-05"]]},
            {"result": {"2026-12-01": "乙", "2026-12-05": "甲"}, "mark": "调"},
        ),
        (
            {
                "before": {"2026-12-01": "甲", "2026-12-05": "乙"},
                "swap": ["2026-12-01", "2026-12-05"],
            },
            {"result": {"2026-12-01": "乙", "2026-12-05": "甲"}},
        ),
    ],
)
def test_examples_of_that_form(given: dict[str, Any], expect: dict[str, Any]) -> None:
    got = answer(given, frozenset(expect))
    assert {name: got[name] for name in expect} == expect


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ({"t": "2026-11-22T08:29:59+08:00", "change": "08:30"}, {"shift_date": "2026-11-21"}),
        (
            {"t": "2026-11-22T03:00:00+08:00", "periods": [["08:00", "18:00"], ["18:00", "08:00"]]},
            {"shift_date": "2026-11-21", "name": "夜班"},
        ),
        ({"t": "2026-11-22T00:30:00Z", "change": "08:30"}, {"shift_date": "2026-11-22"}),
        ({"t": "2026-11-22T08:45:00+08:00", "signed": False}, {"responsible": "outgoing"}),
        ({"t": "2026-11-22T08:45:00+08:00", "signed": True}, {"responsible": "incoming"}),
        ({"change": "08:00"}, {"incoming_present_by": "07:50"}),
        ({"t": "2026-11-22T08:45:00+08:00", "handover_signed": False}, {"responsible": "outgoing"}),
        ({"t": "2026-11-22T08:45:00+08:00", "signed_by": ["交班"]}, {"responsible": "outgoing"}),
        (
            {"t": "2026-11-22T08:45:00+08:00", "signed_by": ["交班", "接班"]},
            {"responsible": "incoming"},
        ),
    ],
)
def test_shifts_of_that_form(given: dict[str, Any], expect: dict[str, Any]) -> None:
    case = {"area": "shift", "given": given, "expect": expect}
    good, said = judge(case)
    assert good, said
