"""The gazetteer: what is near, and what is called what."""

from __future__ import annotations

import pytest

from app.atlas.places import Bearing, Gazetteer, Place, PlaceKind, bearing
from app.base.ids import new_id
from app.base.marks import Mark


def place(name: str, kind: PlaceKind, township: str, lat: float, lon: float) -> Place:
    return Place(new_id(), name, kind, township, lat, lon, Mark.TEST)


SEAT = place("云洛镇", PlaceKind.TOWNSHIP, "云洛镇", 28.7428, 109.5642)
OTHER_SEAT = place("落溪坝镇", PlaceKind.TOWNSHIP, "落溪坝镇", 28.8042, 109.4604)
VILLAGE = place("上桐溪社区", PlaceKind.COMMUNITY, "云洛镇", 28.7458, 109.5491)
TWIN_A = place("老榆塘村", PlaceKind.VILLAGE, "云洛镇", 28.70, 109.60)
TWIN_B = place("老榆塘村", PlaceKind.VILLAGE, "落溪坝镇", 28.81, 109.45)


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer([SEAT, OTHER_SEAT, VILLAGE, TWIN_A, TWIN_B])


def test_the_nearest_seat_and_village(gazetteer: Gazetteer) -> None:
    near = gazetteer.near(28.7548, 109.5491)
    assert near.township is not None
    assert near.village is not None
    assert near.township.place is SEAT
    assert near.village.place is VILLAGE
    assert near.village.distance_km == pytest.approx(1.0, abs=0.01)
    assert near.village.bearing is Bearing.N


def test_words_for_the_record(gazetteer: Gazetteer) -> None:
    assert gazetteer.near(28.7548, 109.5491).words() == "云洛镇上桐溪社区北约 1.0 公里"
    assert gazetteer.near(28.7459, 109.5491).words() == "云洛镇上桐溪社区"
    assert gazetteer.near(28.7548, 109.5491).township_name() == "云洛镇"


def test_without_villages_the_seat_must_do() -> None:
    near = Gazetteer([SEAT]).near(28.7428, 109.6)
    assert near.words() == "云洛镇东约 3.5 公里"
    assert near.township_name() == "云洛镇"


def test_an_empty_gazetteer_knows_nothing_and_says_so() -> None:
    near = Gazetteer().near(28.7, 109.5)
    assert (near.township, near.village, near.words(), near.township_name()) == (None, None, "", "")


def test_a_name_that_two_villages_bear_is_two_answers(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("老榆塘") == [TWIN_A, TWIN_B]
    assert gazetteer.named("落溪坝镇老榆塘") == [TWIN_B]
    assert gazetteer.named(" ") == []


def test_a_township_comes_before_its_villages(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("云洛")[0] is SEAT


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (1, 0, Bearing.N),
        (1, 1, Bearing.NE),
        (0, 1, Bearing.E),
        (-1, -1, Bearing.SW),
        (1, -1, Bearing.NW),
    ],
)
def test_bearing(lat: float, lon: float, expected: Bearing) -> None:
    assert bearing(0, 0, lat, lon) is expected


def test_words_name_one_place_of_their_township_or_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.told_in("老榆塘", "落溪坝镇") is None
    assert gazetteer.told_in("老榆塘村村部", "落溪坝镇") is TWIN_B
    assert gazetteer.told_in("云洛镇上桐溪社区广场", "云洛镇") is VILLAGE
    assert gazetteer.told_in("上桐溪社区和老榆塘村之间", "落溪坝镇") is TWIN_B
    assert gazetteer.told_in("桥头", "云洛镇") is None
