"""A night on a real store, and the fonts of this machine."""

from __future__ import annotations

import pytest

from app.paper.fonts import Fonts
from tests.nights import Night, night
from tests.rooms import Room


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture
def duty(room: Room) -> Night:
    return night(room)
