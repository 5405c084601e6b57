"""The page over a real store and the real paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.handover.since import SinceLeft
from app.paper.fonts import Fonts
from app.paper.handover_sheet import handover_pdf
from db.stores.since import SinceRows
from tests.nights import Night, night
from tests.rooms import open_room
from widgets.handover.page import HandoverPage


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture
def duty(tmp_path: Path, bus) -> Iterator[Night]:
    """What is committed is told on the bus of the desk."""
    room = open_room(tmp_path / "duty.db")
    room.db._publish = bus.publish
    yield night(room)
    room.db.close()


@pytest.fixture
def page(qtbot, desk, duty: Night, fonts: Fonts) -> HandoverPage:
    made = HandoverPage(
        desk,
        duty.service,
        duty.room.shifts.current,
        lambda sheet: handover_pdf(fonts, sheet),
        SinceLeft(SinceRows(duty.room.db), duty.room.clock).of,
    )
    qtbot.addWidget(made)
    made.resize(1500, 800)
    made.show()
    qtbot.waitExposed(made)
    return made
