"""Many new rows in one put: the same checks and effects as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.base.bus import Changed
from app.base.clock import SystemClock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.rescue.records import Item, RescueKind
from db.engine import Database
from db.fold import differences
from db.stores.demo import KeyRows

ITEMS = [Item(new_id(), f"帐篷{n}", "顶", n, Mark.TEST) for n in range(3)]


@pytest.fixture
def facts() -> list[object]:
    return []


@pytest.fixture
def db(tmp_path: Path, facts: list[object]) -> Iterator[Database]:
    made = Database(tmp_path / "duty.db", "desk-a", SystemClock(), facts.append)
    yield made
    made.close()


def test_rows_are_kept_told_once_and_fold_from_the_journal(
    db: Database, facts: list[object]
) -> None:
    with db.change("system", "item.import", ("item", "all")) as change:
        change.put_many("item", iter(ITEMS))
    assert KeyRows(db).keys("item") == {item.id for item in ITEMS}
    assert facts == [Changed("item", "")]
    assert db.verify().entries == 1
    with db.read() as connection:
        assert list(differences(connection)) == []


def test_a_row_put_with_many_is_edited_like_any_other(db: Database) -> None:
    with db.change("system", "item.import", ("item", "all")) as change:
        change.put_many("item", ITEMS)
    with db.change("system", "item.edit", ("item", str(ITEMS[0].id))) as change:
        change.put("item", replace(ITEMS[0], unit="套"), seen=ITEMS[0])
    with db.read() as connection:
        assert list(differences(connection)) == []
    assert db.verify().entries == 2


def test_one_bad_row_keeps_all_of_them_out(db: Database, facts: list[object]) -> None:
    bad = replace(ITEMS[2], name="帐\x00篷")
    with (
        pytest.raises(Refused) as refused,
        db.change("system", "item.import", ("item", "all")) as change,
    ):
        change.put_many("item", [*ITEMS[:2], bad])
    assert (refused.value.field, refused.value.code) == ("name", "nul_character")
    assert KeyRows(db).keys("item") == set()
    assert facts == []
    assert db.head() is None


def test_a_record_of_another_table_is_a_bug(db: Database) -> None:
    with (
        pytest.raises(TypeError),
        db.change("system", "item.import", ("item", "all")) as change,
    ):
        change.put_many("item", [ITEMS[0], RescueKind.TEAM])


def test_nothing_to_put_leaves_no_entry(db: Database, facts: list[object]) -> None:
    with db.change("system", "item.import", ("item", "all")) as change:
        change.put_many("item", [])
    assert db.head() is None
    assert facts == []
