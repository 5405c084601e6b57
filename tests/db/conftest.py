"""A store on a real file, with everything it published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.clock import SteeredClock
from db.engine import Database
from tests.blank import blank


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "duty.db"


@pytest.fixture
def facts() -> list[object]:
    return []


@pytest.fixture
def db(path: Path, clock: SteeredClock, facts: list[object]) -> Iterator[Database]:
    made = Database(blank(path), "desk-a", clock, facts.append)
    yield made
    made.close()
