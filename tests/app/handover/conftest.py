"""A night on a real store."""

from __future__ import annotations

import pytest

from tests.nights import Night, night
from tests.rooms import Room


@pytest.fixture
def duty(room: Room) -> Night:
    return night(room)
