"""通信装备: a state of each piece, tests that fall due, and lines in the log when one goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.marks import Mark
from app.people.records import Role
from app.rescue.gear import Errand, GearBook, GearKind, GearState, Result, Standing, Told
from app.rescue.gear_sheet import HEADS, WIDTHS, table
from db.fold import differences
from db.stores.gear import GearRows
from tests.rooms import Room, officer, open_room

PHONE = Told(GearKind.SATPHONE, "手持", "000-0009-0001", "丙湖镇", "丙湖镇", "李示", test_days=7)
ERRAND = Errand("老榆塘村", "公网中断", "某指挥", "通信组")


@dataclass(slots=True)
class Shelf:
    room: Room
    book: GearBook
    lines: list[tuple[str, object]]

    def one(self, n: int = 0) -> Standing:
        return self.book.listed(self.room.chief)[n]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    room = open_room(tmp_path / "duty.db")
    lines: list[tuple[str, object]] = []
    book = GearBook(
        room.db, GearRows(room.db), room.clock, Mark.TEST,
        lambda _change, _by, text, about: lines.append((text, about)),
        lambda number: ("丙湖镇", "李示") if number == PHONE.number else None,
    )  # fmt: skip
    yield Shelf(room, book, lines)
    with room.db.read() as connection:
        assert list(differences(connection)) == []
    room.db.close()


def test_a_piece_is_entered_changed_and_stands_once(shelf: Shelf) -> None:
    book, chief = shelf.book, shelf.room.chief
    made = book.enter(chief, None, replace(PHONE, holder=" 丙湖镇 "))
    assert (made.holder, made.sort, made.active) == ("丙湖镇", 1, True)
    with pytest.raises(Refused, match="entered_twice") as twice:
        book.enter(chief, None, replace(PHONE, holder="丁溪乡"))
    assert twice.value.field == "number"
    for told, field in (
        (replace(PHONE, holder=" "), "holder"),
        (replace(PHONE, number="", name=""), "number"),
        (replace(PHONE, number="2", test_days=0), "test_days"),
    ):
        with pytest.raises(Refused) as refused:
            book.enter(chief, None, told)
        assert refused.value.field == field
    changed = book.enter(chief, made, replace(PHONE, keeper="吴示"))
    assert shelf.one().gear == changed
    assert book.history(chief, changed).owner == "丙湖镇 李示"
    book.take_out(chief, changed)
    assert book.listed(chief) == []


def test_a_test_is_due_only_where_an_interval_is_set(shelf: Shelf) -> None:
    book, room = shelf.book, shelf.room
    phone = book.enter(room.chief, None, PHONE)
    book.enter(room.chief, None, Told(GearKind.UAV, "四旋翼", holder="丙湖镇"))
    assert [one.gear for one in book.overdue()] == [phone], "never tested, and an interval is set"
    with pytest.raises(Refused, match="empty"):
        book.test(room.watch, room.shift.id, phone, Result.NONE)
    book.test(room.watch, room.shift.id, phone, Result.WEAK, "电量低")
    assert book.overdue() == []
    room.clock.forward(timedelta(days=6))
    good = book.test(room.watch, room.shift.id, phone, Result.GOOD)
    room.clock.forward(timedelta(days=6, hours=23))
    assert shelf.one().last == good
    assert book.overdue() == []
    room.clock.forward(timedelta(hours=1))
    assert [one.gear for one in book.overdue()] == [phone]
    assert [one.result for one in book.history(room.watch, phone).tests] == ["通", "时断时续"]
    book.stop(room.watch, phone, "送修")
    assert book.overdue() == [], "what is out of service is not tested"


def test_it_goes_and_comes_back_with_a_line_of_the_log(shelf: Shelf) -> None:
    book, room = shelf.book, shelf.room
    phone = book.enter(room.chief, None, PHONE)
    gone = book.send(room.watch, room.shift.id, phone, ERRAND)
    assert shelf.lines == [
        (
            "通信装备外出：卫星电话 000-0009-0001（丙湖镇），往老榆塘村，公网中断，某指挥派，通信组携带。",
            None,
        )
    ]
    assert (shelf.one().state, shelf.one().since) == (GearState.OUT, gone.out_at)
    assert [one.id for one in book.outside()] == [phone.id]
    for work in (
        lambda: book.send(room.watch, room.shift.id, phone, ERRAND),
        lambda: book.take_out(room.chief, phone),
    ):
        with pytest.raises(Refused, match="is_out"):
            work()
    book.back(room.watch, phone)
    with pytest.raises(Refused, match="not_out"):
        book.back(room.watch, phone)
    stopped = book.stop(room.watch, phone, "送修")
    assert shelf.one().state is GearState.STOPPED
    with pytest.raises(Refused, match="is_stopped"):
        book.send(room.watch, room.shift.id, phone, ERRAND)
    assert book.resume(room.watch, stopped).stopped_at is None
    assert [text[:8] for text, _ in shelf.lines] == [
        "通信装备外出：卫", "通信装备归队：卫", "通信装备停用：卫", "通信装备恢复使用",
    ]  # fmt: skip


def test_who_may_do_what(shelf: Shelf) -> None:
    book, room = shelf.book, shelf.room
    phone = book.enter(room.chief, None, PHONE)
    driver, observer = officer("李示车", Role.DRIVER, 8), officer("看", Role.OBSERVER, 9)
    technician = officer("石工", Role.SUPPORT, 10)
    for work in (
        lambda: book.listed(driver),
        lambda: book.enter(room.watch, None, PHONE),
        lambda: book.test(observer, room.shift.id, phone, Result.GOOD),
        lambda: book.stop(driver, phone, "坏"),
        lambda: book.send(technician, room.shift.id, phone, ERRAND),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            work()
    assert book.test(technician, room.shift.id, phone, Result.GOOD).by_name == "石工"


def test_the_table_for_other_offices(shelf: Shelf) -> None:
    book, room = shelf.book, shelf.room
    book.enter(room.chief, None, PHONE)
    heads, row = table(book.listed(room.chief), room.clock.now().astimezone(SHANGHAI))
    assert len(heads) == len(row) == len(HEADS) == len(WIDTHS)
    told = dict(zip(heads, row, strict=True))
    assert (told["编号"], told["状态"], told["上次测试"]) == ("000-0009-0001", "可用", "从未测试")
    assert (told["测试周期（天）"], told["下次测试"]) == ("7", "已超期")
