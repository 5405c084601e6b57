"""The demonstration has a calendar, an ended response, trainings and rules that call themselves 演示."""

from __future__ import annotations

from app.base.marks import Mark
from tests.counties import EVENING, county

TABLES = ("special_period", "period_tick", "response", "response_turn", "training",
          "training_guest", "card_answer", "rule_document")  # fmt: skip


def test_everything_bears_the_mark_and_lies_before_the_night() -> None:
    held = county().tables
    for table in TABLES:
        assert held[table]
        assert {one.mark for one in held[table]} == {Mark.DEMO}
    assert all(one.at < EVENING for one in held["period_tick"])
    assert all(one.ended_at < EVENING for one in held["response"])
    assert all(one.day < EVENING.date() for one in held["training"])


def test_no_rule_of_it_can_be_taken_for_a_real_one() -> None:
    for one in county().tables["rule_document"]:
        assert "演示" in one.title
        assert one.text.startswith("演示文本，不是真实规定。")


def test_the_days_of_the_night_have_no_zero_report_of_a_period() -> None:
    """Else the tour would meet a slot that its script does not know."""
    periods = county().tables["special_period"]
    assert not any(one.zero_daily and one.holds(EVENING.date()) for one in periods)
