"""Clocks come from rules that are data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.intake import Said
from app.reports.deadlines import Deadlines, Rule, load_rules
from tests.rooms import RULES, Room


def test_every_rule_that_ships_names_its_source() -> None:
    assert {rule.key for rule in load_rules(RULES)} == {"phone", "picture", "written"}
    assert all(rule.source for rule in load_rules(RULES))


def test_a_clock_from_occurrence_counts_from_receipt_while_that_is_unknown(room: Room) -> None:
    rule = Rule("fast", "电话", "happened", 20, "县规")
    made = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="起火"))
    assert Deadlines((rule,)).of(made)[0].starts_at == made.received_at
    happened = made.received_at - timedelta(minutes=12)
    (clock,) = Deadlines((rule,)).of(replace(made, happened_at=happened))
    assert clock.due_at - made.received_at == timedelta(minutes=8)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[rule]\n", "unreadable"),
        ('[[rule]]\nkey = "a"\nname = "b"\nstart = "received"\nminutes = 5\n', "incomplete"),
        (
            '[[rule]]\nkey="a"\nname="b"\nstart="sometime"\nminutes=5\nsource="c"\n',
            "impossible",
        ),
    ],
)
def test_a_broken_rule_file_is_told_by_name(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_rules(file)
    assert refused.value.code == code
    assert refused.value.figures["file"] == "rules.toml"
