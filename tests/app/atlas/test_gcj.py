"""The shifted coordinates of Chinese maps."""

from __future__ import annotations

import pytest

from app.atlas.gcj import to_gcj, to_wgs
from app.base.earth import distance_km

PLACES = [(28.7428, 109.5642), (26.7387, 112.6776), (34.5809, 105.7242), (29.0793, 119.5711)]


@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_there_and_back_is_the_same_point(lat: float, lon: float) -> None:
    assert to_wgs(*to_gcj(lat, lon)) == pytest.approx((lat, lon), abs=1e-9)


@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_the_shift_is_some_hundred_metres(lat: float, lon: float) -> None:
    assert 0.3 < distance_km(lat, lon, *to_gcj(lat, lon)) < 0.7


def test_a_known_pair() -> None:
    # Tiananmen, as the public converters give it
    assert to_gcj(39.907333, 116.391083) == pytest.approx((39.908736, 116.397326), abs=2e-6)


def test_outside_china_nothing_is_shifted() -> None:
    assert to_gcj(48.8584, 2.2945) == (48.8584, 2.2945)
    assert to_wgs(48.8584, 2.2945) == (48.8584, 2.2945)
