"""Several desks on one hub agree, whatever happened on the way."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.facts import (
    ConflictsShown,
    EntryMended,
    HubWentBack,
    NameSeenTwice,
    RunningDeskCloned,
)
from app.base.errors import Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.people.contacts import Org, OrgKind
from app.plans.records import Plan, PlanKind
from db.exchange.hub import Hub
from db.fold import Difference, differences
from db.stores.plans import PlanRows
from db.tables.journal import conflict, journal
from tests.db.exchange.conftest import COUNTY, Desk, same, state
from tests.db.samples import incident, kept, write

Make = Callable[..., Desk]
OF_SCHEMA_5 = ("duty_ordered", "plan_taken", "sitting", "membership", "plan_duty", "plan")


def test_what_one_desk_writes_the_other_has(desk: Make, hub: Hub, shared: sa.Engine) -> None:
    a, b = desk("a"), desk("b")
    flood = incident()
    write(a.db, flood)
    a.meet(hub)
    b.meet(hub)
    assert kept(b.db, flood.id) == flood
    same(shared, a, b)


def test_a_desk_that_was_of_schema_4_agrees_with_one_that_knows_plans(
    desk: Make, hub: Hub, shared: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, b = desk("a"), desk("b")
    flood, fire = incident(), incident(place="云洛镇")
    with monkeypatch.context() as before:
        before.setattr("db.engine.SCHEMA_NO", 4)
        write(old.db, flood)
        old.meet(hub)
        write(old.db, fire)  # not yet at the hub when the desk is upgraded
    old.db.close()
    with closing(sqlite3.connect(old.db.path)) as store, store:
        for name in OF_SCHEMA_5:
            store.execute(f"DROP TABLE {name}")
        store.execute("UPDATE alembic_version SET version_num = '4'")
        store.execute("PRAGMA user_version = 4")
    a = desk("a")
    assert a.db.read_only_why is None
    assert a.db.path.with_name("a-schema4-1.db").exists()
    assert a.db.verify().bad is None
    county = Org(
        new_id(), "示范县", "", "sfx", OrgKind.COUNTY, None, "", "", None, None, None, None, 0, Mark.TEST
    )  # fmt: skip
    committee = replace(county, id=new_id(), kind=OrgKind.COMMITTEE, parent_id=county.id)
    plan = Plan(
        new_id(), "防汛预案", PlanKind.SPECIAL, committee.id, county.id, ("山洪",), ("Ⅲ级",), "", None,
        None, None, "", "", "", None, True, "system", "", Mark.TEST,
    )  # fmt: skip
    with b.db.change("system", "plan.enter", ("plan", str(plan.id))) as change:
        for table, row in (("org", county), ("org", committee), ("plan", plan)):
            change.put(table, row)
    for one in (b, a, b):
        one.meet(hub)
    assert [kept(b.db, one.id) for one in (flood, fire)] == [flood, fire]
    assert PlanRows(a.db).plans() == [plan]
    same(shared, a, b)


def test_the_head_on_paper_names_the_own_chain_and_the_order_of_all(desk: Make, hub: Hub) -> None:
    a, b = desk("a"), desk("b")
    write(a.db, incident())
    a.meet(hub)
    b.meet(hub)
    assert b.db.head() is None
    write(b.db, incident())
    write(b.db, incident())
    b.meet(hub)
    a.meet(hub)
    head, other = b.db.head(), a.db.head()
    assert head is not None
    assert other is not None
    assert (head.chain, head.seq, head.order_no) == (b.db.chain, 2, 3)
    assert (other.chain, other.seq) == (a.db.chain, 1)
    assert other.order_hash == head.order_hash != b""


def test_two_desks_that_change_different_fields_are_both_right(
    desk: Make, hub: Hub, shared: sa.Engine
) -> None:
    a, b = desk("a"), desk("b")
    flood = incident()
    write(a.db, flood)
    a.meet(hub)
    b.meet(hub)
    write(a.db, replace(flood, needs="冲锋舟"), seen=flood)
    write(b.db, replace(flood, measures="转移"), seen=flood)
    for one in (a, b, a):
        one.meet(hub)
    found = kept(a.db, flood.id)
    assert found is not None
    assert (found.needs, found.measures) == ("冲锋舟", "转移")
    assert not a.told(ConflictsShown)
    same(shared, a, b)


def test_the_same_field_twice_is_a_conflict_shown_where_it_was_refused(
    desk: Make, hub: Hub, shared: sa.Engine
) -> None:
    a, b = desk("a"), desk("b")
    flood = incident()
    write(a.db, flood)
    a.meet(hub)
    b.meet(hub)
    write(a.db, replace(flood, needs="冲锋舟"), seen=flood)
    write(b.db, replace(flood, needs="帐篷"), seen=flood)
    for one in (a, b, a):
        one.meet(hub)
    assert kept(b.db, flood.id).needs == "冲锋舟"  # type: ignore[union-attr]
    assert b.told(ConflictsShown) == [ConflictsShown(1)]
    assert not a.told(ConflictsShown)
    b.meet(hub)
    assert len(b.told(ConflictsShown)) == 1
    same(shared, a, b)


def test_a_conflict_that_somebody_took_away_is_found(desk: Make, hub: Hub) -> None:
    a, b = desk("a"), desk("b")
    flood = incident()
    write(a.db, flood)
    a.meet(hub)
    b.meet(hub)
    write(a.db, replace(flood, needs="冲锋舟"), seen=flood)
    write(b.db, replace(flood, needs="帐篷"), seen=flood)
    for one in (a, b):
        one.meet(hub)
    with b.db.writing() as connection:
        connection.execute(conflict.delete())
    with b.db.read() as connection:
        assert list(differences(connection)) == [Difference("conflict", str(flood.id))]


def test_the_hub_went_back_and_gets_everything_again(
    desk: Make, hub: Hub, shared: sa.Engine
) -> None:
    a, b = desk("a"), desk("b")
    first, second = incident(), incident()
    write(a.db, first)
    a.meet(hub)
    before = _image(shared)
    write(a.db, second)
    a.meet(hub)
    b.meet(hub)
    _restore(shared, before)
    write(b.db, incident())
    b.meet(hub)
    assert b.told(HubWentBack) == [HubWentBack(1, 1)]
    a.meet(hub)
    assert kept(a.db, second.id) == second
    same(shared, a, b)


def test_an_entry_here_that_gets_another_place_is_folded_anew(
    desk: Make, hub: Hub, shared: sa.Engine
) -> None:
    """Two desks edit one field, both send, only one pulls; the hub is put back; the other sends first."""
    a, b = desk("a"), desk("b")
    flood = incident()
    write(a.db, flood)
    a.meet(hub)
    b.meet(hub)
    before = _image(shared)
    write(a.db, replace(flood, needs="冲锋舟"), seen=flood)
    a.rounds.replay(hub)
    write(b.db, replace(flood, needs="帐篷"), seen=flood)
    b.rounds.replay(hub)
    a.meet(hub)
    assert kept(a.db, flood.id).needs == "冲锋舟"  # type: ignore[union-attr]
    _restore(shared, before)
    b.rounds.replay(hub)
    a.meet(hub)
    b.meet(hub)
    assert kept(a.db, flood.id).needs == "帐篷"  # type: ignore[union-attr]
    assert a.told(ConflictsShown) == [ConflictsShown(1)]
    same(shared, a, b)


def test_a_desk_restored_from_a_copy_goes_on_and_gets_its_own_back(
    desk: Make, hub: Hub, shared: sa.Engine, tmp_path: Path
) -> None:
    a = desk("a")
    write(a.db, incident())
    a.db.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "copy.db")
    lost = incident()
    write(a.db, lost)
    a.meet(hub)
    again = desk("a", "copy")
    write(again.db, incident())
    again.meet(hub)
    assert again.told(NameSeenTwice) == [NameSeenTwice("a", 1)]
    assert not again.told(RunningDeskCloned)
    assert kept(again.db, lost.id) == lost
    a.meet(hub)
    same(shared, a, again)


def test_a_running_machine_that_was_cloned_takes_a_new_chain(
    desk: Make, hub: Hub, shared: sa.Engine, tmp_path: Path
) -> None:
    a = desk("a")
    write(a.db, incident())
    a.db.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "copy.db")
    twin = desk("a", "copy")
    twin.db.chain = a.db.chain
    write(a.db, incident())
    write(twin.db, incident())
    a.meet(hub)
    twin.meet(hub)
    assert twin.told(RunningDeskCloned)
    assert twin.db.chain != a.db.chain
    write(twin.db, incident())
    twin.meet(hub)
    a.meet(hub)
    with shared.connect() as connection:
        places = connection.execute(sa.select(journal.c.ws, journal.c.seq)).all()
    assert len(places) == len(set(places)) + 1
    same_rows = [_state_of(a), _state_of(twin)]
    assert same_rows[0] == same_rows[1]


@pytest.mark.parametrize("column", ["effects", "hash", "by", "prev", "ws", "seq", "at_utc"])
@pytest.mark.parametrize("place", [0, 3])
def test_one_damaged_entry_does_not_hold_back_what_came_after(
    column: str, place: int, desk: Make, hub: Hub, shared: sa.Engine, tmp_path: Path
) -> None:
    a, b = desk("a"), desk("b")
    first = incident()
    write(a.db, first)
    a.meet(hub)
    edited = replace(first, needs="冲锋舟")
    write(a.db, edited, seen=first)
    second = incident()
    write(a.db, second)
    twice = replace(edited, needs="帐篷", lat=26.6, lon=112.6)
    write(a.db, twice, seen=edited)
    write(a.db, replace(second, measures="转移"), seen=second)
    was = _state_of(a)
    _flip(tmp_path / "a.db", place, column)
    after = incident()
    write(a.db, after)
    a.meet(hub)
    b.meet(hub)
    assert len(a.told(EntryMended)) == 1
    rows, _ = _state_of(b)
    for key, row in was[0].items():
        assert rows[key] == row
    assert kept(b.db, after.id) == after
    same(shared, b)
    assert _state_of(a) == _state_of(b)
    assert a.db.verify().bad is None


def test_two_damaged_entries_and_a_crash_are_mended(
    desk: Make, hub: Hub, shared: sa.Engine, tmp_path: Path
) -> None:
    a = desk("a")
    shown = incident()
    write(a.db, shown)
    for n in range(6):
        changed = replace(shown, needs=f"第 {n} 批")
        write(a.db, changed, seen=shown)
        shown = changed
    was = _state_of(a)
    for place in (1, 2, 5):
        _flip(tmp_path / "a.db", place, "effects")
    a.meet(hub)
    assert len(a.told(EntryMended)) == 3
    rows, conflicts = _state_of(a)
    assert {k: v for k, v in rows.items() if k[0] == "incident"} == was[0]
    assert conflicts == set()


def test_a_mended_entry_whose_true_bytes_come_back_is_put_right(
    desk: Make, hub: Hub, shared: sa.Engine, tmp_path: Path
) -> None:
    """The hub had it, went back, and the author's copy is damaged: the other desk gives it back."""
    a, b = desk("a"), desk("b")
    before = _image(shared)
    flood = incident()
    write(a.db, flood)
    a.meet(hub)
    b.meet(hub)
    _restore(shared, before)
    a.rounds.go_back(hub)
    _flip(tmp_path / "a.db", 0, "effects")
    a.rounds.desk.mend()
    b.meet(hub)
    a.meet(hub)
    b.meet(hub)
    same(shared, a, b)


def test_another_countys_hub_and_another_schema_stop_the_exchange_only(
    desk: Make, hub: Hub, shared: sa.Engine
) -> None:
    a = desk("a")
    write(a.db, incident())
    for change, code in (
        ("UPDATE hub_state SET schema_no = 9999", "newer_schema"),
        ("UPDATE hub_state SET schema_no = 0", "older_schema"),
        ("UPDATE hub_state SET county = '邻县'", "other_county"),
    ):
        before = _image(shared)
        with shared.begin() as connection:
            connection.exec_driver_sql(change)
        with pytest.raises(Unreachable) as told:
            a.meet(hub)
        assert told.value.why == code
        write(a.db, incident())
        _restore(shared, before)
    a.meet(hub)
    other = _other_hub()
    with pytest.raises(Unreachable) as told:
        a.meet(other)
    assert told.value.why == "other_hub"


def _other_hub() -> Hub:
    from sqlalchemy.pool import StaticPool

    from db.sqlite import sqlite_engine

    made = Hub(sqlite_engine(Path(":memory:"), poolclass=StaticPool))
    made.prepare(COUNTY, "hub-2")
    return made


def _state_of(one: Desk) -> tuple[Any, Any]:
    with one.db.read() as connection:
        return state(connection)


def _image(engine: sa.Engine) -> bytes:
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        return bytes(raw.serialize())


def _restore(engine: sa.Engine, image: bytes) -> None:
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        with closing(sqlite3.connect(":memory:")) as backup:
            backup.deserialize(image)
            backup.backup(raw)


def _flip(file: Path, place: int, column: str) -> None:
    """Damage one field of the pending entry at this place, as a disk would: past every guard."""
    with sqlite3.connect(file) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        hash_, value = raw.execute(
            f'SELECT hash, "{column}" FROM journal WHERE pos IS NOT NULL ORDER BY pos LIMIT 1 OFFSET ?',
            (place,),
        ).fetchone()
        if isinstance(value, int):
            changed: Any = value ^ 64
        elif isinstance(value, str):
            changed = chr(ord(value[0]) ^ 1) + value[1:]
        else:
            changed = bytes([value[0] ^ 1]) + value[1:] if value else b"\x01" * 32
        raw.execute(f'UPDATE journal SET "{column}" = ? WHERE hash = ?', (changed, hash_))
        for _, sql in guards:
            raw.execute(sql)
    raw.close()
