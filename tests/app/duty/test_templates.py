"""Templates of the log: what is shipped can be read, and slots are found one after the other."""

from __future__ import annotations

import pytest

from app.base.errors import Refused
from app.duty.templates import demand_filled, load_templates, slot_after, slots
from tests.conftest import ROOT


def test_the_templates_that_are_shipped_are_read() -> None:
    found = load_templates(ROOT / "resources" / "wording" / "log_templates.toml")
    assert len({one.name for one in found}) == len(found) >= 8
    assert all(slots(one.text) for one in found)


def test_slots_follow_one_another_and_begin_anew() -> None:
    text = "［谁］在［哪里］报告"
    assert slots(text) == [(0, 3), (4, 8)]
    assert slot_after(text, 0) == (0, 3)
    assert slot_after(text, 3) == (4, 8)
    assert slot_after(text, 8) == (0, 3)
    assert slot_after("没有空格", 0) is None


def test_a_slot_left_open_is_named() -> None:
    demand_filled("示应急〔2026〕7号已收")
    with pytest.raises(Refused, match="slot_open") as told:
        demand_filled("周试用在［哪里］报告")
    assert told.value.figures == {"slot": "［哪里］"}
