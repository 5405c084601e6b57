"""Where entries of one desk stand on one and the same: restored, named twice, or copied while running."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.audit.records import Fork
from db.exchange.hub import Hub
from db.stores.audit import ConflictRows
from tests.db.exchange.conftest import Desk
from tests.db.samples import incident, write

Make = Callable[..., Desk]


def forks(desk: Desk) -> list[Fork]:
    return ConflictRows(desk.db).forks()


def _copied(one: Desk, folder: Path) -> None:
    one.db.close()
    shutil.copy(folder / "a.db", folder / "copy.db")


def test_starts_one_after_another_and_other_desks_are_no_fork(desk: Make, hub: Hub) -> None:
    a, b = desk("a"), desk("b")
    for _ in range(3):
        for one in (a, b):
            write(one.db, incident())
            one.meet(hub)
            one.db.renew_chain()
    a.meet(hub)
    assert forks(a) == []


@pytest.mark.parametrize("restarted", [False, True])
def test_a_desk_restored_from_a_copy_leaves_a_fork_on_every_desk(
    desk: Make, hub: Hub, tmp_path: Path, restarted: bool
) -> None:
    """Whether the desk went on in its chain after the copy was made, or began another."""
    a, b = desk("a"), desk("b")
    write(a.db, incident())
    _copied(a, tmp_path)
    if restarted:
        a = desk("a")
    write(a.db, incident())
    a.meet(hub)
    again = desk("a", "copy")
    write(again.db, incident())
    again.meet(hub)
    b.meet(hub)
    (one,) = forks(b)
    assert forks(again) == [one]
    assert not one.cloned
    assert {side.by.desk for side in (one.stem, *one.sides)} == {"a"}
    assert len(one.sides) == 2


def test_a_running_machine_that_was_copied_is_told_as_such(
    desk: Make, hub: Hub, tmp_path: Path
) -> None:
    a = desk("a")
    write(a.db, incident())
    _copied(a, tmp_path)
    twin = desk("a", "copy")
    twin.db.chain = a.db.chain
    for one in (a, twin):
        write(one.db, incident())
        write(one.db, incident())
        one.meet(hub)
    (found,) = forks(twin)
    assert found.cloned
    assert len(found.sides) == 2


def test_a_mended_entry_is_no_fork(desk: Make) -> None:
    a = desk("a")
    for _ in range(4):
        write(a.db, incident())
    with a.db.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_no_rewrite")
        connection.execute(
            sa.text('UPDATE journal SET "what" = :what WHERE pos = 2'), {"what": "incident.edix"}
        )
    a.rounds.desk.mend()
    write(a.db, incident())
    assert forks(a) == []
