"""Papers: routed by the chief, followed to the end; nothing secret comes in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Conflict, Refused
from app.duty.checks import Paper, PaperState, PaperWay, Urgency
from app.duty.papers import Entered
from app.duty.records import Category, Way
from tests.rooms import Room


def enter(room: Room, **told: object) -> Paper:
    plain = {
        "way": PaperWay.RECEIVED,
        "title": "关于做好强降雨防范工作的通知",
        "unit": "市应急管理局",
        "no": "市应急〔2026〕31号",
    }
    return room.checks.papers.enter(room.watch, room.shift.id, Entered(**{**plain, **told}))  # type: ignore[arg-type]


def test_from_the_fax_to_the_end(room: Room) -> None:
    papers, shift = room.checks.papers, room.shift.id
    came = enter(room, urgency=Urgency.URGENT)
    assert (came.state, came.holder) == (PaperState.ENTERED, room.watch.name)
    up = papers.to_leader(room.chief, shift, came, "田演平")
    assert (up.leader, up.holder) == ("田演平", "田演平")
    down = papers.to_unit(room.chief, shift, up, "县水利局", "请水利局牵头落实")
    assert (down.leader, down.holder, down.state) == ("", "县水利局", PaperState.DEALT)
    assert [one.id for one in papers.waiting()] == [came.id]
    papers.done(room.watch, shift, down)
    assert papers.waiting() == []
    lines = room.log.latest(9)
    assert [line.seq for line in lines] == [4, 3, 2, 1]
    assert {line.category for line in lines} == {Category.PAPER}
    assert lines[-1].way is Way.IN


def test_routing_is_the_chiefs(room: Room) -> None:
    came = enter(room)
    with pytest.raises(Refused, match="not_allowed"):
        room.checks.papers.to_leader(room.watch, room.shift.id, came, "田演平")


@pytest.mark.parametrize("field", ["title", "no", "note"])
def test_nothing_secret_is_kept(room: Room, field: str) -> None:
    with pytest.raises(Refused, match="classified") as refused:
        enter(room, **{field: "机密★三年"})
    assert refused.value.field == field
    assert room.checks.papers.latest(9) == []


def test_nothing_secret_comes_in_later_either(room: Room) -> None:
    papers, came = room.checks.papers, enter(room)
    with pytest.raises(Refused, match="classified"):
        papers.to_unit(room.chief, room.shift.id, came, "县水利局", "见机密★三年件")
    with pytest.raises(Refused, match="classified"):
        papers.done(room.watch, room.shift.id, came, "见机密★三年件")
    assert papers.waiting() == [came]


def test_the_same_number_of_the_same_unit_is_asked_about(room: Room) -> None:
    enter(room)
    with pytest.raises(Refused, match="twice") as refused:
        enter(room)
    assert refused.value.figures["title"] == "关于做好强降雨防范工作的通知"
    enter(room, unit="市水利局")


def test_the_most_urgent_stands_first(room: Room) -> None:
    enter(room, no="1", urgency=Urgency.PLAIN)
    enter(room, no="2", urgency=Urgency.SPECIAL)
    assert [one.no for one in room.checks.papers.waiting()] == ["2", "1"]


def test_what_lies_here_has_a_limit_until_it_is_passed_on(room: Room) -> None:
    papers = room.checks.papers
    came = enter(room, urgency=Urgency.SPECIAL)
    assert papers.limit(came) == came.at + timedelta(minutes=10)
    up = papers.to_leader(room.chief, room.shift.id, came, "田演平")
    assert papers.limit(up) is None
    due = room.clock.now() + timedelta(hours=2)
    assert papers.limit(enter(room, no="9", due=due)) == came.at + timedelta(hours=1)


def test_what_is_done_goes_no_further(room: Room) -> None:
    done = room.checks.papers.done(room.watch, room.shift.id, enter(room))
    with pytest.raises(Refused, match="wrong_step"):
        room.checks.papers.to_leader(room.chief, room.shift.id, done, "田演平")


def test_two_who_route_at_once_do_not_overwrite_each_other(room: Room) -> None:
    came = enter(room)
    room.checks.papers.to_leader(room.chief, room.shift.id, came, "田演平")
    with pytest.raises(Conflict):
        room.checks.papers.to_unit(room.chief, room.shift.id, came, "县水利局", "")
