"""应急响应: started, changed and ended by who may, each time by a document and with a line of the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.duty.responses import Basis, Turn
from app.people.records import Officer, Role
from tests.rooms import Room

BASIS = Basis("彭例安", "示防指〔2026〕9号", "暴雨橙色预警")


@pytest.fixture
def leader(room: Room) -> Officer:
    return replace(room.chief, role=Role.LEADER)


def test_a_response_runs_from_start_to_end_with_its_history(room: Room, leader: Officer) -> None:
    responses, shift = room.study.responses, room.shift.id
    assert responses.in_force() is None
    flood = responses.start(leader, shift, "防汛抗旱", "Ⅲ级", BASIS)
    slide = responses.start(leader, shift, "地质灾害", "Ⅱ级", replace(BASIS, document=""))
    assert responses.in_force() == [slide, flood]
    room.clock.forward(timedelta(hours=2))
    raised = responses.change(leader, shift, flood, "Ⅰ级", replace(BASIS, reason="险情扩大"))
    assert [one.level for one in responses.in_force() or ()] == ["Ⅰ级", "Ⅱ级"]
    responses.end(leader, shift, raised, replace(BASIS, reason="雨停"))
    responses.end(leader, shift, slide, BASIS)
    assert responses.in_force() == []
    history = {one.plan: turns for one, turns in responses.look()}
    assert [turn.turn for turn in history["防汛抗旱"]] == [Turn.START, Turn.CHANGE, Turn.END]
    assert [turn.reason for turn in history["防汛抗旱"]] == ["暴雨橙色预警", "险情扩大", "雨停"]
    lines = [entry.text for entry in room.log.latest(10)]
    assert any("启动应急响应：地质灾害Ⅱ级" in text and "文号不详" in text for text in lines)
    assert any("调整应急响应：防汛抗旱Ⅲ级调整为Ⅰ级" in text for text in lines)
    assert len(lines) == 5


def test_who_may_not_starts_none(room: Room) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        room.study.responses.start(room.watch, room.shift.id, "防汛抗旱", "Ⅲ级", BASIS)
    assert room.log.count(room.shift.id) == 0


def test_what_cannot_be_is_refused_and_nothing_is_written(room: Room, leader: Officer) -> None:
    responses, shift = room.study.responses, room.shift.id
    flood = responses.start(leader, shift, "防汛抗旱", "Ⅲ级", BASIS)
    later = room.clock.now() + timedelta(hours=1)
    earlier = room.clock.now() - timedelta(hours=1)
    tries = [
        ("in_force", lambda: responses.start(leader, shift, "防汛抗旱", "Ⅱ级", BASIS)),
        ("missing", lambda: responses.start(leader, shift, "火灾", "", BASIS)),
        ("unknown_word", lambda: responses.start(leader, shift, "火灾", "Ⅴ级", BASIS)),
        ("missing", lambda: responses.start(leader, shift, "火灾", "Ⅳ级", Basis("", "", "雨"))),
        ("missing", lambda: responses.start(leader, shift, "火灾", "Ⅳ级", Basis("彭", "", ""))),
        ("in_future", lambda: responses.start(leader, shift, "火灾", "Ⅳ级", replace(BASIS, at=later))),
        ("same", lambda: responses.change(leader, shift, flood, "Ⅲ级", BASIS)),
        ("before_start", lambda: responses.end(leader, shift, flood, replace(BASIS, at=earlier))),
    ]  # fmt: skip
    for code, attempt in tries:
        with pytest.raises(Refused, match=code):
            attempt()
    ended = responses.end(leader, shift, flood, BASIS)
    with pytest.raises(Refused, match="ended"):
        responses.end(leader, shift, ended, BASIS)
    assert room.log.count(shift) == 2
