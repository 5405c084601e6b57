"""The script of the flood night as the demonstration plays it."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.base.clock import full
from app.base.marks import Mark
from app.callout.records import Colour, Stage
from app.callout.warnings import in_force
from app.demo.script import Door, load_script, warning_of
from tests.counties import FOLDER

PLAYED = FOLDER / "flood-night.json"
WHOLE = Path(__file__).parents[2] / "data" / "flood-night.json"


def test_what_is_played_is_the_night_without_its_answers() -> None:
    played = json.loads(PLAYED.read_text(encoding="utf-8"))["items"]
    whole = json.loads(WHOLE.read_text(encoding="utf-8"))["items"]
    assert len(played) == 160
    for row, full_row in zip(played, whole, strict=True):
        asked = {name: value for name, value in full_row.items() if name != "truth"}
        assert narrow(row) == narrow(asked)


def narrow(row: dict[str, Any]) -> dict[str, Any]:
    """The script as played has Chinese stops; its source has ASCII ones."""
    return {**row, "text": unicodedata.normalize("NFKC", row["text"])}


def test_items_come_in_order_from_evening_to_morning() -> None:
    items = load_script(PLAYED)
    assert all(before.at <= after.at for before, after in pairwise(items))
    assert full(items[0].at) == "2026-06-24 20:00:00"
    assert full(items[-1].at) == "2026-06-25 08:30:00"
    assert {item.door for item in items} == set(Door)


def test_warnings_of_the_night_replace_each_other() -> None:
    items = [item for item in load_script(PLAYED) if item.door is Door.WARNING]
    warnings = [warning_of(item, Mark.DEMO) for item in items]
    assert len(warnings) == 10

    def standing(minutes: int) -> list[tuple[str, Colour]]:
        now = items[0].at + timedelta(minutes=minutes)
        return [(warning.event, warning.colour) for warning in in_force(warnings, now)]

    assert standing(1) == [("暴雨", Colour.YELLOW)]
    assert standing(240) == [("暴雨", Colour.RED), ("雷电", Colour.YELLOW)]
    assert ("雷电", Colour.YELLOW) not in standing(420)
    assert [e for e, _ in standing(420)] == [
        "暴雨",
        "山洪灾害气象风险",
        "地质灾害气象风险",
        "洪水",
    ]
    assert [w.stage for w in warnings if w.event == "雷电"] == [Stage.FIRST, Stage.LIFTED]


def test_another_day_moves_times_and_identifiers_with_it() -> None:
    then = load_script(PLAYED)
    later = load_script(PLAYED, date(2026, 7, 1))
    assert all(b.at - a.at == timedelta(days=7) for a, b in zip(then, later, strict=True))
    moved = [warning_of(item, Mark.DEMO) for item in later if item.door is Door.WARNING]
    assert moved[0].identifier == "43990141600000_20260701200500_0"
    assert moved[0].expires is not None
    assert full(moved[0].expires) == "2026-07-02 02:05:00"
    assert moved[2].references == (moved[0].identifier,)
    due = [item.fields["due"] for item in later if "due" in item.fields]
    assert due == ["07:20"]
