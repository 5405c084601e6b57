"""The log read part by part: nothing twice, nothing left out, whatever is looked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.duty.log import Line
from app.duty.reading import Part, Sieve
from app.duty.records import Category, Handling, LogEntry, Way
from db.stores import log as log_store
from tests.rooms import Room, open_room, reword


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = open_room(tmp_path_factory.mktemp("log") / "duty.db")
    yield made
    made.db.close()


def through(room: Room, sieve: Sieve, count: int) -> tuple[list[LogEntry], int]:
    """All lines, asked part by part, and how many questions that took."""
    seen: list[LogEntry] = []
    after, asked = None, 0
    while True:
        part: Part = room.log.part(sieve, after, count)
        seen += part.entries
        asked += 1
        if part.next is None:
            return seen, asked
        after = part.next


@pytest.fixture(scope="module")
def days(room: Room) -> list[LogEntry]:
    """Six shifts of eight lines; every fourth line is 待办, some are corrected."""
    draw, written = random.Random(4), []
    shift = room.shift
    for day in range(6):
        for n in range(8):
            room.clock.forward(timedelta(hours=3))
            line = Line(
                f"{day}-{n}",
                draw.choice(list(Way)),
                category=draw.choice(list(Category)),
                unit="丙湖镇值班室" if n % 5 == 0 else "",
                person="周试用" if n % 7 == 0 else "",
                status=Handling.TODO if n % 4 == 0 else Handling.DONE,
            )
            written.append(room.log.write(room.watch, shift.id, line))
        if day % 2:
            reword(room.log, room.watch, written[-3].id, "改过", "听错")
        shift = room.shifts.plan(room.watch, shift.ends_at, [(room.chief.role, room.chief)])
    return written


@pytest.mark.parametrize("count", [1, 7, 8, 9, 200])
def test_parts_make_up_the_whole(room: Room, days: list[LogEntry], count: int) -> None:
    whole = room.log.latest(1000)
    assert len(whole) == 51
    assert through(room, Sieve(), count)[0] == whole


@pytest.mark.parametrize(
    "sieve",
    [
        Sieve(way=Way.OUT),
        Sieve(category=Category.DEVICE),
        Sieve(open_only=True),
        Sieve(person="丙湖"),
        Sieve(person="周试"),
        Sieve(person="向示月", way=Way.IN),
        Sieve(person="%"),
    ],
)
def test_the_store_and_the_rule_sift_alike(room: Room, days: list[LogEntry], sieve: Sieve) -> None:
    whole = room.log.part(Sieve(), count=1000)
    wanted = [entry for entry in whole.entries if sieve.lets(entry, whole.corrected)]
    assert through(room, sieve, 4)[0] == wanted
    assert bool(wanted) is (sieve.person != "%")


def test_a_period_is_half_open(room: Room, days: list[LogEntry]) -> None:
    first, last = days[12].at, days[30].at
    seen, _ = through(room, Sieve(since=first, until=last), 6)
    assert {entry.at for entry in seen} == {entry.at for entry in days[12:30]}


def test_what_is_rare_is_looked_for_a_few_shifts_at_a_time(
    room: Room, days: list[LogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_store, "SHIFTS_AT_ONCE", 2)
    rare = room.log.write(room.watch, room.shift.id, Line("只此一条", person="稀客"))
    first = room.log.part(Sieve(person="稀客"))
    assert first.entries == ()
    assert first.next is not None
    seen, asked = through(room, Sieve(person="稀客"), 50)
    assert seen == [rare]
    assert asked == 4  # seven shifts, two at a time


def test_a_corrected_line_is_told_and_its_life_is_read_from_any_of_its_revisions(
    room: Room,
) -> None:
    old = room.log.write(room.watch, room.shift.id, Line("三十人"))
    other = room.log.write(room.watch, room.shift.id, Line("别的"))
    new = reword(room.log, room.watch, old.id, "十三人", "听错")
    newest = reword(room.log, room.watch, new.id, "十二人", "点名")
    told = room.log.part(Sieve(shift_id=room.shift.id)).corrected
    assert {old.id: new.seq, new.id: newest.seq}.items() <= told.items()
    for key in (old.id, new.id, newest.id):
        assert [one.text for one in room.log.revisions(key)] == ["三十人", "十三人", "十二人"]
    assert room.log.revisions(other.id) == [other]
    with pytest.raises(Refused, match="corrected_already") as refused:
        reword(room.log, room.watch, old.id, "十一人", "又错")
    assert refused.value.figures == {"seq": new.seq}
