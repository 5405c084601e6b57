"""What an officer can mend, and what he can only wait for."""

from __future__ import annotations

from app.base.errors import Conflict, Refused, Unreachable


def test_a_refusal_carries_field_code_and_figures() -> None:
    refused = Refused("phone", "too_short", want=11, got=8)
    assert (refused.field, refused.code, refused.figures) == (
        "phone",
        "too_short",
        {"want": 11, "got": 8},
    )
    assert str(refused) == "phone: too_short {'want': 11, 'got': 8}"
    assert str(Refused("phone", "missing")) == "phone: missing"


def test_a_conflict_is_a_refusal_that_shows_both_values() -> None:
    conflict = Conflict("place", "丁山镇", "丙水镇")
    assert isinstance(conflict, Refused)
    assert (conflict.field, conflict.code) == ("place", "conflict")
    assert conflict.figures == {"theirs": "丁山镇", "ours": "丙水镇"}


def test_unreachable_says_what_and_why() -> None:
    away = Unreachable("store", "disk_full")
    assert (away.what, away.why) == ("store", "disk_full")
    assert not isinstance(away, Refused)
