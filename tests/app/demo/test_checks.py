"""The shift of the night has asked its towns and checked its things before the night begins."""

from __future__ import annotations

from app.duty.attendance import attendance
from app.duty.checks import PaperState, ZeroState
from tests.counties import EVENING, county


def test_the_last_slot_before_the_night_is_whole() -> None:
    reports = county().tables["zero_report"]
    slot = EVENING.replace(hour=17)
    assert sum(one.slot_at == slot for one in reports) == 12
    assert {one.state for one in reports} == {ZeroState.NOTHING}
    assert all(one.at < EVENING for one in reports)


def test_zero_reports_of_before_stand_on_lines_of_the_log() -> None:
    lines = {line.id: line for line in county().tables["log_entry"]}
    with_line = [one for one in county().tables["zero_report"] if one.log_entry_id is not None]
    assert len(with_line) == 72
    assert all(lines[one.log_entry_id].unit == f"{one.unit}值班室" for one in with_line)


def test_every_round_reached_every_town() -> None:
    checks = county().tables["spot_check"]
    for call in county().tables["roll_call"]:
        found = attendance(one for one in checks if one.roll_call_id == call.id)
        assert (found.called, found.present) == (12, 12)
        assert call.ended_at is not None


def test_one_paper_waits_for_the_leader_of_the_shift() -> None:
    papers = county().tables["paper"]
    (waiting,) = [one for one in papers if one.state is PaperState.WAITING]
    assert waiting.leader
    assert waiting.leader == waiting.holder
