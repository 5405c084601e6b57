"""The page 电台 with an officer at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.people.records import Officer, Role
from db.engine import Database
from tests.blank import blank
from tests.widgets.radio.room import Room


@pytest.fixture
def officer() -> Officer:
    return Officer(new_id(), "彭例安", "pla", Role.CHIEF, True, 1, "", True, Mark.TEST)


@pytest.fixture
def room(desk: Any, tmp_path: Path, qtbot: Any, officer: Officer) -> Iterator[Room]:
    db = Database(blank(tmp_path / "duty.db"), "desk", desk.clock, desk.bus.publish)
    desk.session.sign_in(officer)
    desk.session.enter(new_id())
    made = Room(desk, db, qtbot)
    yield made
    made.page.close()
    db.close()
