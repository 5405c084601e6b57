"""The written calls of the reference, and the tool that judges any such file."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.calls.__main__ import judged, main

FILE = Path(__file__).parents[3] / "data" / "calls.json"
CALLS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["calls"]


def test_the_reference_calls_are_heard_and_nothing_is_invented() -> None:
    figures = judged(CALLS)
    assert figures["calls"] == 20
    assert figures["fields_right"] >= 0.99 * figures["fields"], figures["wrong"]
    assert [one for one in figures["wrong"] if one["counts"] > 1] == []


def test_the_tool_ends_with_one_line_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "few.json"
    file.write_text(json.dumps({"calls": CALLS[:2]}), encoding="utf-8")
    assert main([str(file)]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(last) == {"calls", "fields", "fields_right", "wrong"}


def test_a_number_the_caller_did_not_say_counts_as_three_wrong_fields() -> None:
    call = deepcopy(CALLS[0])
    before = judged([call])
    call["expect"]["casualties"]["受伤"] = None
    after = judged([call])
    assert after["fields"] == before["fields"] + 2
    assert after["fields_right"] == before["fields_right"] - 1
    assert {
        "call": "CS01",
        "field": "casualties.受伤",
        "expected": None,
        "got": 2,
        "counts": 3,
    } in after["wrong"]


def test_a_place_and_a_time_that_nobody_said_count_as_three(tmp_path: Path) -> None:
    call = deepcopy(CALLS[4])
    call["expect"]["place"] |= {"text": None, "village": None}
    call["expect"]["event_time"] |= {"value": None, "tolerance_min": None}
    wrong = {one["field"]: one["counts"] for one in judged([call])["wrong"]}
    assert wrong["place.text"] == wrong["place.village"] == wrong["event_time.value"] == 3
    file = tmp_path / "calls.json"
    call["turns"] = call["turns"][:1]
    file.write_text(json.dumps({"calls": [call]}), encoding="utf-8")
    assert main([str(file), "--brief"]) == 1
