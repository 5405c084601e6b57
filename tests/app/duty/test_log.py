"""The duty log: numbers without gaps, corrections that keep what they correct."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.bus import Changed
from app.base.errors import Refused
from app.duty.log import LONGEST, Line
from app.duty.records import Handling
from db.stores.search import SearchRows
from tests.rooms import Room, reword


def test_numbers_have_no_gap_even_after_a_refused_line(room: Room) -> None:
    first = room.log.write(room.watch, room.shift.id, Line("云洛镇报平安"))
    with pytest.raises(Refused, match="empty"):
        room.log.write(room.watch, room.shift.id, Line("  \n "))
    with pytest.raises(Refused, match="nul"):
        room.log.write(room.watch, room.shift.id, Line("坏\x00字"))
    second = room.log.write(room.watch, room.shift.id, Line("落溪坝镇报平安"))
    assert (first.seq, second.seq) == (1, 2)
    assert room.log.count(room.shift.id) == 2


def test_a_line_is_announced_only_after_commit(room: Room) -> None:
    room.facts.clear()
    entry = room.log.write(room.watch, room.shift.id, Line("水位 41.2 米"))
    assert room.facts == [Changed("log_entry", str(entry.id))]
    room.facts.clear()
    with pytest.raises(Refused):
        room.log.write(room.watch, room.shift.id, Line("\ud800"))
    assert room.facts == []


def test_a_correction_is_a_new_line_and_the_old_one_stays(room: Room) -> None:
    old = room.log.write(room.watch, room.shift.id, Line("转移一百三十人"))
    with pytest.raises(Refused, match="reason"):
        reword(room.log, room.watch, old.id, "转移一百八十人", " ")
    new = reword(room.log, room.watch, old.id, "转移一百八十人", "听错")
    assert new.corrects == old.id
    assert [line.text for line in room.log.latest(9)] == ["转移一百八十人", "转移一百三十人"]
    assert (new.reason, new.handling) == ("听错", "")


def test_how_a_matter_went_on_does_not_touch_its_words(room: Room) -> None:
    line = room.log.write(room.watch, room.shift.id, Line("请交警封桥洞", status=Handling.TODO))
    done = room.log.settle(room.watch, line, Handling.DONE, "交警 21:58 已封")
    assert done.text == line.text
    assert room.log.latest(1)[0].status is Handling.DONE


def test_a_line_of_the_future_or_without_end_is_refused(room: Room) -> None:
    later = room.clock.now() + timedelta(minutes=10)
    with pytest.raises(Refused, match="future"):
        room.log.write(room.watch, room.shift.id, Line("还没发生", at=later))
    with pytest.raises(Refused, match="too_long"):
        room.log.write(room.watch, room.shift.id, Line("雨" * (LONGEST + 1)))


def test_every_word_is_searched_as_it_stands(room: Room) -> None:
    room.log.write(room.watch, room.shift.id, Line("老榆塘桥头 6 人被围"))
    room.log.write(room.watch, room.shift.id, Line("老枫坳巡查正常", unit="云洛镇值班室"))
    assert [line.text for line in room.log.search("老榆塘 被围").records] == ["老榆塘桥头 6 人被围"]
    assert [line.text for line in room.log.search("云洛镇").records] == ["老枫坳巡查正常"]
    assert room.log.search("没有这句话").records == ()


def test_a_late_line_has_its_own_time_within_the_shift(room: Room) -> None:
    """补录: written on paper while the power was off."""
    room.clock.forward(timedelta(hours=2))
    then = room.clock.now() - timedelta(hours=1)
    late = room.log.write(room.watch, room.shift.id, Line("停电，手工记录", at=then, late=True))
    assert (late.at, late.late, late.written_at > then) == (then, True, True)
    for at, code in (
        (room.shift.starts_at - timedelta(minutes=1), "before_shift"),
        (room.clock.now() + timedelta(minutes=5), "in_the_future"),
    ):
        with pytest.raises(Refused, match=code) as told:
            room.log.write(room.watch, room.shift.id, Line("停电", at=at, late=True))
        assert told.value.field == "at"


def test_a_line_is_found_by_the_post_of_who_rang_and_by_who_sees_to_it(room: Room) -> None:
    line = Line("桥洞积水", person="周试用", post="护林员", responsible="单演达")
    entry = room.log.write(room.watch, room.shift.id, line)
    for words in ("护林员", "单演达"):
        assert SearchRows(room.db).find("log_entry", words, 9).records == (entry,)
