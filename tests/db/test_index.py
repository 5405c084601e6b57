"""The index of a real store: kept by the door and by the fold, built where there is none."""

from __future__ import annotations

import random
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.base.clock import SteeredClock
from app.base.errors import Conflict
from app.base.ids import new_id
from app.base.marks import Mark
from app.base.search import Found, build_index
from app.duty.log import Line
from app.duty.records import Handling
from app.incidents.said import Said
from app.people.contacts import Org, OrgKind, Person
from db import reindex
from db.engine import Database
from db.fold import refold
from db.reindex import rebuild_search
from db.stores.contacts import ContactRows
from db.stores.search import SearchRows
from db.tables.journal import effect
from tests.db.samples import incident, kept, write
from tests.db.test_search import dumped, without_numbers
from tests.deskroom import HeldJobs
from tests.rooms import Room, open_room, reword


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = open_room(tmp_path / "duty.db")
    yield made
    made.db.close()


def live_a_day(room: Room) -> None:
    draw = random.Random(3)
    for n in range(40):
        words = "".join(draw.choices("水位上涨0123ＡａB𠮷山洪 ，", k=12))
        line = room.log.write(room.watch, room.shift.id, Line(f"第{n}条 {words}", unit="丁山镇"))
        if n % 5 == 0:
            room.log.settle(room.watch, line, Handling.DONE, f"已转告{n}")
        if n % 7 == 0:
            reword(room.log, room.watch, line.id, "改正", "听错")
    made = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="起火"))
    room.intake.edit(room.watch, made, replace(made, place="𠮷家湾"))
    one = room.instructions.take(room.watch, room.shift.id, "田演平", "", "查水库")
    room.instructions.relay(room.watch, one, "水利局")


def texts(found: Found) -> list[str]:
    return [line.text for line in found.records]


def test_the_index_kept_by_the_door_is_the_rebuilt_one(room: Room) -> None:
    live_a_day(room)
    with room.db.writing() as connection:
        kept = without_numbers(connection)
        assert len(kept[0]) > 40
        rebuild_search(connection)
        assert without_numbers(connection) == kept


def test_the_fold_keeps_it_too(room: Room) -> None:
    live_a_day(room)
    with room.db.writing() as connection:
        kept = dumped(connection)
        places = [tuple(row) for row in connection.execute(sa.select(effect.c.tbl, effect.c.key))]
        refold(connection, places)
        assert dumped(connection) == kept
        connection.exec_driver_sql("UPDATE log_entry SET text = '一句假话'")
        rebuild_search(connection)
        assert dumped(connection) != kept
        refold(connection, places)
        assert without_numbers(connection)[0] == [doc[1:] for doc in kept[0]]


def test_what_was_refused_is_not_found(room: Room) -> None:
    search, shown = SearchRows(room.db), incident()
    write(room.db, shown)
    write(room.db, replace(shown, place="丙水镇"), seen=shown)
    with pytest.raises(Conflict):
        write(room.db, replace(shown, place="乙河镇"), seen=shown)
    assert kept(room.db, shown.id) == replace(shown, place="丙水镇")
    assert [len(search.find("incident", w, 9).records) for w in ("丙水", "乙河", "𠮷家")] == [
        1,
        0,
        0,
    ]


def test_nothing_of_it_stands_in_the_journal(room: Room) -> None:
    live_a_day(room)
    with room.db.read() as connection:
        tables = set(connection.execute(sa.select(effect.c.tbl)).scalars())
    assert tables.isdisjoint({"search_doc", "pinyin_key", "search_state"})


def without_index(path: Path) -> None:
    """The store as a program without search left it."""
    with sqlite3.connect(path) as raw:
        for table in ("search_fts", "search_doc", "search_state", "pinyin_key"):
            raw.execute(f"DROP TABLE {table}")
    raw.close()


def test_a_store_without_an_index_gets_one_when_it_is_opened(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    live_a_day(room)
    with room.db.read() as connection:
        kept = without_numbers(connection)
    room.db.close()
    without_index(room.db.path)
    again = open_room(room.db.path)
    with again.db.read() as connection:
        assert reindex.whole(connection)
        assert without_numbers(connection) == kept
    again.db.close()


def test_a_long_record_is_indexed_in_steps_and_found_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(tmp_path / "duty.db")
    live_a_day(room)
    room.db.close()
    without_index(room.db.path)
    monkeypatch.setattr(reindex, "STEP", 10)
    monkeypatch.setattr(reindex, "AT_ONCE", 1)
    again = open_room(room.db.path)
    search = SearchRows(again.db)
    assert texts(search.find("log_entry", "第3条", 5))[0].startswith("第3条")
    monkeypatch.setattr(reindex, "UNINDEXED", 5)
    assert search.find("log_entry", "第3条", 5) == Found((), False, False)
    again.log.write(again.watch, again.shift.id, Line("写在中间"))
    steps = 1
    while not search.build_on():
        steps += 1
    assert steps > 3
    assert search.build_on()
    assert search.find("log_entry", "第3条", 5).whole
    assert texts(search.find("log_entry", "写在中间", 5)) == ["写在中间"]
    with again.db.writing() as connection:
        kept = without_numbers(connection)
        rebuild_search(connection)
        assert without_numbers(connection) == kept
    again.db.close()


def test_an_index_of_another_layout_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(tmp_path / "duty.db")
    room.log.write(room.watch, room.shift.id, Line("水位上涨"))
    room.db.close()
    with sqlite3.connect(room.db.path) as raw:
        raw.execute("UPDATE search_state SET v = 'older' WHERE k = 'layout'")
        raw.execute("UPDATE search_doc SET text = 'older'")
    raw.close()
    again = open_room(room.db.path)
    assert texts(again.log.search("水位")) == ["水位上涨"]
    again.db.close()


def test_a_store_that_may_only_be_read_is_searched_all_the_same(
    tmp_path: Path, clock: SteeredClock
) -> None:
    room = open_room(tmp_path / "duty.db")
    room.log.write(room.watch, room.shift.id, Line("水位上涨"))
    room.db.close()
    without_index(room.db.path)
    with sqlite3.connect(room.db.path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    copy = shutil.copy(room.db.path, tmp_path / "copy.db")
    db = Database(Path(copy), "desk-a", clock, lambda fact: None)
    assert db.read_only_why == "newer_schema"
    search = SearchRows(db)
    assert texts(search.find("log_entry", "水位", 5)) == ["水位上涨"]
    assert search.build_on()
    db.close()


def test_people_and_units_are_found_by_every_reading(room: Room) -> None:
    where = Org(
        new_id(),
        "单县应急局",
        "应急局",
        "",
        OrgKind.BODY,
        None,
        "",
        "",
        None,
        None,
        None,
        None,
        1,
        Mark.TEST,
    )
    who = Person(new_id(), "曾长乐", "", where.id, "", "局长", None, None, 1, Mark.TEST)
    with room.db.change("system", "book.add", ("person", str(who.id))) as change:
        change.put("org", where)
        change.put("person", who)
    book = ContactRows(room.db)
    for asked in ("zcl", "czl", "ＺＣＬ", "sxyj", "dxyj", "yjj", "sxyj zc"):
        assert [card.name for card in book.find(asked)] == ["曾长乐"], asked
    assert book.find("xyj") == []
    with room.db.change("system", "book.edit", ("person", str(who.id))) as change:
        change.put("person", replace(who, name="向示月"), seen=who)
    assert book.find("zcl") == []
    assert [card.name for card in book.find("xsy")] == ["向示月"]


def test_building_goes_on_by_itself_and_lets_others_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(tmp_path / "duty.db")
    live_a_day(room)
    with room.db.writing() as connection:
        reindex.clear(connection)
    monkeypatch.setattr(reindex, "STEP", 10)
    jobs = HeldJobs()
    jobs.hold = True
    build_index(SearchRows(room.db), jobs)
    jobs.run(room.log.write, room.watch, room.shift.id, Line("写在中间"))
    steps = 0
    while jobs.waiting:
        jobs.waiting.pop(0)()
        steps += 1
    assert steps > 5
    with room.db.read() as connection:
        assert reindex.whole(connection)
    assert len(room.log.search("写在中间").records) == 1
    room.db.close()
