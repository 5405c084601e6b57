"""The runner of the sixteen tests of radio.md 10: its last line, its code, and which plants bite."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.faults import radio


def last_line(told: str) -> dict[str, Any]:
    return json.loads(told.splitlines()[-1])  # type: ignore[no-any-return]


@pytest.mark.parametrize("passes", [True, False])
def test_the_last_line_has_each_figure_and_the_code_is_1_on_failure(
    passes: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = {"passed": passes, "why": "" if passes else "late", "banner_s": 0.1}
    monkeypatch.setattr(radio, "in_its_own", lambda number: answer)
    assert radio.main(["--only", "13,16"]) == (0 if passes else 1)
    told = last_line(capsys.readouterr().out)
    assert (told["passed"], told["failed"]) == ((2, 0) if passes else (0, 2))
    assert {number: one["banner_s"] for number, one in told["tests"].items()} == {
        "13": 0.1,
        "16": 0.1,
    }


@pytest.mark.parametrize(
    ("answer", "bites"),
    [
        ({"passed": False, "why": "the banner comes too late"}, True),
        ({"passed": True, "why": ""}, False),
        ({"passed": False, "why": "AttributeError: no such guard", "fell": True}, False),
    ],
)
def test_a_plant_bites_when_the_test_misses_its_figure_by_it(
    answer: dict[str, Any],
    bites: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(radio, "in_its_own", lambda number, plant: answer)
    assert radio.main(["--plants", "--only", "16"]) == (0 if bites else 1)
    told = last_line(capsys.readouterr().out)
    assert told["missed"] == ([] if bites else ["16 lost signals"])


def test_every_one_of_the_sixteen_is_there_and_has_a_plant() -> None:
    there = radio.tests()
    assert there.keys() == radio.WANTED.keys()
    assert all(test.plants for test in there.values())
