"""Pages over a real little duty room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deskroom import DeskRoom, open_desk


@pytest.fixture
def office(tmp_path: Path, theme) -> Iterator[DeskRoom]:
    made = open_desk(tmp_path, theme)
    yield made
    made.room.db.close()
