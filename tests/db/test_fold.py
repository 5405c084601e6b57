"""Every row is the fold of its effects; what was changed behind the journal's back is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.base.ids import new_id
from app.incidents.said import Said
from db.fold import Effect, differences, fits, fold, history
from tests.rooms import Room, open_room


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Room]:
    """A room in which one incident was registered and edited twice."""
    room = open_room(tmp_path / "duty.db")
    made = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="起火"))
    room.intake.edit(room.watch, made, replace(made, commander="龙示明"))
    room.intake.edit(room.chief, made, replace(made, lat=28.7, lon=109.6))
    yield room
    room.db.close()


def test_the_tables_are_the_fold_of_the_journal(busy: Room) -> None:
    with busy.db.read() as connection:
        assert list(differences(connection)) == []


def test_a_row_tells_its_history(busy: Room) -> None:
    (incident,) = busy.intake.open()
    with busy.db.read() as connection:
        told = history(connection, "incident", str(incident.id))
    assert ["made" in one.body for one in told] == [True, False, False]
    row, refused = fold(told)
    assert row is not None
    assert (row["commander"], row["lat"]) == ("龙示明", 28.7)
    assert refused == []


def test_a_row_changed_behind_the_journal_is_found(busy: Room) -> None:
    (incident,) = busy.intake.open()
    with sqlite3.connect(busy.db.path) as raw:
        raw.execute("UPDATE incident SET course = '没有起火'")
        raw.execute("DELETE FROM deadline WHERE rule = 'phone'")
    raw.close()
    with busy.db.read() as connection:
        found = [(one.table, one.key) for one in differences(connection)]
    assert ("incident", str(incident.id)) in found
    assert [table for table, _ in found] == ["incident", "deadline"]


def test_the_same_field_twice_is_a_conflict_and_nothing_is_overwritten() -> None:
    key = str(new_id())
    made = {"table": "incident", "key": key, "made": {"id": key, "commander": "", "needs": ""}}

    def edit(name: str, old: str, new: str) -> dict[str, object]:
        return {"table": "incident", "key": key, "from": {name: old}, "to": {name: new}}

    told = [
        Effect(b"1", 0, made),
        Effect(b"2", 0, edit("commander", "", "甲")),
        Effect(b"3", 0, edit("commander", "", "乙")),
        Effect(b"4", 0, edit("needs", "", "船")),
    ]
    row, refused = fold(told)
    assert row == {"id": key, "commander": "甲", "needs": "船"}
    assert [one.hash for one in refused] == [b"3"]


def test_a_group_is_judged_as_a_whole() -> None:
    row = {"lat": 1.0, "lon": 2.0}
    moved = {
        "table": "incident",
        "key": "k",
        "from": {"lat": 1.0, "lon": 9.0},
        "to": {"lat": 5.0, "lon": 2.0},
    }
    assert not fits(row, moved)
