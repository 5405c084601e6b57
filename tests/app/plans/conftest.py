"""A county with its headquarters on a real store, and the fonts of this machine."""

from __future__ import annotations

import pytest

from app.paper.fonts import Fonts
from app.people.contacts import Org
from tests.planning import County, open_county, set_up_flood
from tests.rooms import Room


@pytest.fixture
def county(room: Room) -> County:
    return open_county(room)


@pytest.fixture
def flood(county: County) -> Org:
    return set_up_flood(county)


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts()
