"""The fake cameras and the engine of the video room's tests, over a record that tells the windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms import Room, open_room
from tests.widgets.video.conftest import (  # noqa: F401
    board,
    clock,
    directory,
    four,
    open_cameras,
    scenes,
    wall,
    well,
)


@pytest.fixture
def room(tmp_path: Path, desk) -> Iterator[Room]:
    """Its clock is the one of the pictures."""
    made = open_room(tmp_path / "duty.db")
    made.db.clock, made.db._publish = desk.clock, desk.bus.publish
    yield made
    made.db.close()
