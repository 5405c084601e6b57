"""The one door for writes: all or nothing, told after COMMIT, and nobody overwrites anybody."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.base.bus import Changed
from app.base.clock import SteeredClock
from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.base.ledger import ClockSetBack
from app.base.marks import Mark
from app.incidents.records import Count, Figure, IncidentStatus
from app.people.records import Role
from db.engine import Database
from db.journal import entries
from db.tables.journal import effect, journal
from tests.db.samples import NOON, incident, kept, write
from tests.rooms import officer


@pytest.fixture
def other(path: Path, clock: SteeredClock, db: Database) -> Iterator[Database]:
    """A second desk on the same file."""
    made = Database(path, "desk-b", clock, lambda fact: None)
    yield made
    made.close()


def rows(db: Database) -> tuple[int, int, int]:
    """How many incidents, journal entries and effects there are."""
    with db.read() as connection:
        return tuple(  # type: ignore[return-value]
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (sa.table("incident"), journal, effect)
        )


def last_entry(db: Database) -> Any:
    with db.read() as connection:
        query = sa.select(journal).order_by(journal.c.pos.desc()).limit(1)
        return connection.execute(query).one()


def test_what_was_put_comes_back_equal(db: Database) -> None:
    record = incident(happened_at=NOON, lat=None, lon=None)
    write(db, record)
    assert kept(db, record.id) == record
    assert kept(db, new_id()) is None


def test_one_change_is_one_entry_with_its_effects(db: Database, clock: SteeredClock) -> None:
    first, second = incident(), incident()
    write(db, first, second)
    entry = last_entry(db)
    assert (entry.by, entry.what) == ("officer-1", "incident.register")
    assert (entry.subject_kind, entry.subject_id) == ("incident", str(first.id))
    assert entry.at_utc == "2026-06-24T12:00:00.000000Z"
    effects = json.loads(entry.effects)
    assert [done["key"] for done in effects] == [str(first.id), str(second.id)]
    assert effects[0]["made"]["place"] == "𠮷家湾"
    assert effects[0]["made"]["dangers"] == ["滑坡", "断电"]
    assert rows(db) == (2, 1, 2)


def test_an_edit_keeps_only_what_changed_with_before_and_after(db: Database) -> None:
    shown = incident()
    write(db, shown)
    write(db, replace(shown, place="丙水镇"), seen=shown)
    assert json.loads(last_entry(db).effects) == [
        {
            "table": "incident",
            "key": str(shown.id),
            "from": {"place": "𠮷家湾"},
            "to": {"place": "丙水镇"},
        }
    ]


def test_an_edit_of_one_column_of_a_group_carries_the_group(db: Database) -> None:
    shown = incident()
    write(db, shown)
    write(db, replace(shown, lat=26.6), seen=shown)
    (done,) = json.loads(last_entry(db).effects)
    assert done["from"] == {"lat": 26.5, "lon": 112.5}
    assert done["to"] == {"lat": 26.6, "lon": 112.5}


def test_an_edit_that_changes_nothing_leaves_no_entry(db: Database, facts: list[object]) -> None:
    shown = incident()
    write(db, shown)
    facts.clear()
    write(db, replace(shown), seen=shown)
    assert rows(db) == (1, 1, 1)
    assert facts == []


def test_two_officers_who_change_different_fields_are_both_right(
    db: Database, other: Database
) -> None:
    shown = incident()
    write(db, shown)
    write(db, replace(shown, place="丙水镇"), seen=shown)
    write(other, replace(shown, needs="冲锋舟"), seen=shown)
    found = kept(db, shown.id)
    assert found == replace(shown, place="丙水镇", needs="冲锋舟")


def test_the_same_field_changed_by_both_is_a_conflict_with_both_values(
    db: Database, other: Database
) -> None:
    shown = incident()
    write(db, shown)
    write(db, replace(shown, place="丙水镇"), seen=shown)
    before = rows(db)
    with pytest.raises(Conflict) as conflict:
        write(other, replace(shown, place="乙河镇", needs="冲锋舟"), seen=shown)
    assert conflict.value.field == "place"
    assert (conflict.value.theirs, conflict.value.ours) == ("丙水镇", "乙河镇")
    assert rows(db) == before
    assert kept(db, shown.id) == replace(shown, place="丙水镇")


def test_who_wants_what_the_other_already_wrote_has_no_conflict(
    db: Database, other: Database
) -> None:
    shown = incident()
    write(db, shown)
    write(db, replace(shown, place="丙水镇"), seen=shown)
    write(other, replace(shown, place="丙水镇"), seen=shown)
    assert kept(db, shown.id) == replace(shown, place="丙水镇")


def test_two_who_move_one_point_along_different_axes_are_in_conflict(
    db: Database, other: Database
) -> None:
    """Column by column both would fit, and the point would be one nobody wrote."""
    shown = incident()
    write(db, shown)
    write(db, replace(shown, lat=26.6), seen=shown)
    with pytest.raises(Conflict):
        write(other, replace(shown, lon=112.6), seen=shown)
    assert kept(db, shown.id) == replace(shown, lat=26.6)


def test_half_of_a_group_that_is_old_and_half_that_is_new_is_a_conflict(
    db: Database, other: Database
) -> None:
    shown = incident()
    write(db, shown)
    write(db, replace(shown, lat=26.6), seen=shown)
    with pytest.raises(Conflict) as conflict:
        write(other, replace(shown, lat=26.6, lon=112.6), seen=shown)
    assert (conflict.value.field, conflict.value.theirs, conflict.value.ours) == (
        "lon",
        112.5,
        112.6,
    )


def test_state_and_closing_time_go_together(db: Database, other: Database) -> None:
    shown = incident()
    write(db, shown)
    closed = replace(shown, status=IncidentStatus.CLOSED, closed_at=NOON)
    write(db, closed, seen=shown)
    with pytest.raises(Conflict) as conflict:
        write(other, replace(shown, status=IncidentStatus.STABLE), seen=shown)
    assert conflict.value.field == "status"
    assert kept(db, shown.id) == closed


@pytest.mark.parametrize(
    ("differing", "field", "code"),
    [
        ({"place": "a\x00b"}, "place", "nul_character"),
        ({"course": "\ud83d"}, "course", "lone_surrogate"),
        ({"lat": float("nan")}, "lat", "not_finite"),
        ({"received_at": NOON.replace(tzinfo=None)}, "received_at", "naive_time"),
        ({"received_at": None}, "received_at", "missing"),
        ({"repeated": 1}, "repeated", "wrong_type"),
        ({"level": "特大"}, "level", "unknown_word"),
        ({"dangers": ("水", "\x00")}, "dangers", "nul_character"),
    ],
)
def test_a_refused_value_leaves_nothing_behind(
    differing: dict[str, Any], field: str, code: str, db: Database, facts: list[object]
) -> None:
    good, bad = incident(), incident(**differing)
    with pytest.raises(Refused) as refused:
        write(db, good, bad)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert rows(db) == (0, 0, 0)
    assert facts == []


@pytest.mark.parametrize(
    ("by", "what", "subject", "field"),
    [
        ("a\x00", "w", ("k", "1"), "by"),
        ("a", "w\ud800", ("k", "1"), "what"),
        ("a", "w", ("k\x00", "1"), "subject"),
        ("a", "w", ("k", 2**70), "subject"),
    ],
)
def test_who_what_and_subject_are_checked_too(
    by: str, what: str, subject: Any, field: str, db: Database
) -> None:
    with pytest.raises(Refused) as refused, db.change(by, what, subject) as change:
        change.put("incident", incident())
    assert refused.value.field == field
    assert rows(db) == (0, 0, 0)


def test_a_number_beyond_64_bits_is_refused(db: Database) -> None:
    one = replace(officer("彭例安", Role.CHIEF), sort=2**70)
    with pytest.raises(Refused, match="out_of_range"), db.change("s", "w", ("o", "1")) as change:
        change.put("officer", one)
    assert rows(db) == (0, 0, 0)


def test_whatever_goes_wrong_inside_a_change_undoes_all_of_it(
    db: Database, facts: list[object]
) -> None:
    def register() -> None:
        with db.change("a", "w", ("incident", "1")) as change:
            change.put("incident", incident())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        register()
    assert rows(db) == (0, 0, 0)
    assert facts == []


def test_a_row_whose_parent_is_missing_undoes_the_change(db: Database, facts: list[object]) -> None:
    orphan = Figure(new_id(), new_id(), Count.DEAD, 1, False, NOON, "", "a", Mark.TEST)
    with pytest.raises(IntegrityError), db.change("a", "w", ("incident", "1")) as change:
        change.put_many("figure", [orphan])
    assert rows(db) == (0, 0, 0)
    assert facts == []


def test_a_change_is_told_only_when_others_can_read_it(
    path: Path, clock: SteeredClock, db: Database
) -> None:
    seen_elsewhere: list[int] = []

    def look(_fact: object) -> None:
        with sqlite3.connect(path) as connection:
            seen_elsewhere.append(connection.execute("SELECT count(*) FROM incident").fetchone()[0])
        connection.close()

    telling = Database(path, "desk-b", clock, look)
    with telling.change("a", "w", ("incident", "1")) as change:
        change.put("incident", incident())
        change.put("incident", incident())
        assert seen_elsewhere == []
    telling.close()
    assert seen_elsewhere == [2, 2]


def test_every_row_of_a_change_is_told(db: Database, facts: list[object]) -> None:
    first, second = incident(), incident()
    write(db, first, second)
    assert facts == [Changed("incident", str(first.id)), Changed("incident", str(second.id))]


def test_many_rows_are_one_entry_and_one_fact(db: Database, facts: list[object]) -> None:
    many = [incident() for _ in range(50)]
    with db.change("a", "incident.import", ("incident", "all")) as change:
        change.put_many("incident", many)
        change.put_many("incident", [])
    assert rows(db) == (50, 1, 50)
    assert facts == [Changed("incident", "")]
    assert kept(db, many[-1].id) == many[-1]


def test_a_record_that_is_not_here_or_not_of_this_table_is_not_taken(db: Database) -> None:
    shown = incident()
    with pytest.raises(Refused, match="not_here"):
        write(db, replace(shown, place="丙水镇"), seen=shown)
    with (
        pytest.raises(TypeError, match="officer keeps Officer"),
        db.change("a", "w", ("x", "1")) as change,
    ):
        change.put("officer", shown)
    with pytest.raises(ValueError, match="another record"):
        write(db, incident(), seen=shown)


class SetClock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> Any:
        return self.at

    def monotonic_s(self) -> float:
        return 0.0


def _times(db: Database, clock: SetClock, *minutes: float) -> list[float]:
    """The times of changes made at these minutes of the clock, in minutes."""
    times = []
    for minute in minutes:
        clock.at = NOON + timedelta(minutes=minute)
        with db.change("a", "w", ("incident", "1")) as change:
            change.put("incident", incident())
            times.append((change.at - NOON) / timedelta(minutes=1))
    return times


def test_a_small_step_back_of_the_clock_is_waited_out(path: Path, facts: list[object]) -> None:
    clock = SetClock()
    db = Database(path, "desk-a", clock, facts.append)
    assert _times(db, clock, 0, 10, 9.5, 9.9, 10.5) == [0, 10, 10, 10, 10.5]
    assert not [fact for fact in facts if isinstance(fact, ClockSetBack)]
    db.close()


def test_a_clock_put_back_by_an_hour_tells_true_times_and_the_order_stays(
    path: Path, facts: list[object]
) -> None:
    clock = SetClock()
    db = Database(path, "desk-a", clock, facts.append)
    assert _times(db, clock, 0, 90, 30, 31) == [0, 90, 30, 31]
    told = [fact for fact in facts if isinstance(fact, ClockSetBack)]
    assert told == [ClockSetBack(NOON + timedelta(minutes=90), NOON + timedelta(minutes=30))]
    with db.read() as connection:
        assert [entry.seq for _, entry in entries(connection)] == [1, 2, 3, 4]
    assert db.verify().bad is None
    db.close()
    again = Database(path, "desk-a", clock, facts.append)
    assert _times(again, clock, -60) == [-60]
    assert facts[-1] == ClockSetBack(NOON + timedelta(minutes=31), NOON - timedelta(minutes=60))
    again.close()


def test_the_head_names_the_last_entry(db: Database) -> None:
    assert db.head() is None
    write(db, incident())
    write(db, incident())
    head = db.head()
    assert head is not None
    assert head.chain.startswith("desk-a-")
    assert (head.seq, head.hash) == (2, last_entry(db).hash)
    assert (head.order_no, head.order_hash) == (None, b"")


def test_a_reader_has_one_view_while_a_writer_commits(db: Database, other: Database) -> None:
    query = sa.text("SELECT count(*) FROM incident")
    with db.read() as connection:
        assert connection.execute(query).scalar_one() == 0
        write(other, incident())
        assert connection.execute(query).scalar_one() == 0
    with db.read() as connection:
        assert connection.execute(query).scalar_one() == 1


def test_every_connection_is_durable_checked_and_guarded(db: Database) -> None:
    with db.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_two_desks_that_write_at_once_wait_for_each_other(db: Database, other: Database) -> None:
    """With a deferred BEGIN most of these changes fail at once, whatever the time-out."""
    failed: list[Exception] = []

    def keep_writing(desk: Database) -> None:
        shown = incident()
        try:
            write(desk, shown)
            for turn in range(40):
                write(desk, replace(shown, needs=f"沙袋 {turn}"), seen=shown)
                shown = replace(shown, needs=f"沙袋 {turn}")
        except Exception as error:  # noqa: BLE001  told to the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=keep_writing, args=(desk,)) for desk in (db, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert rows(db) == (2, 82, 82)
    assert db.verify().bad is None
