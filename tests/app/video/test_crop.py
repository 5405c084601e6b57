"""Digital zoom: the part that is seen, the size that words need."""

from __future__ import annotations

import pytest

from app.video.crop import WHOLE, ZOOM_MAX, Crop
from app.video.sight import Sight, wide_mm


def test_what_is_pointed_at_stays_there() -> None:
    twice = WHOLE.zoomed(2.0, (0.75, 0.5))
    assert (twice.x, twice.y, twice.side) == (0.375, 0.25, 0.5)
    assert twice.x + 0.75 * twice.side == 0.75
    assert twice.zoomed(1.0) == WHOLE
    assert WHOLE.zoomed(99).factor == ZOOM_MAX
    assert WHOLE.zoomed(2.0, (0.0, 0.0)).moved(-1, 5) == Crop(0.0, 0.5, 0.5)
    assert Crop(0.5, 0.5, 0.25).within(Crop(0.5, 0.5, 0.5)) == (0.0, 0.0, 0.5)


def test_letters_for_three_metres() -> None:
    usual = Sight(wide_mm(55), 3.0)
    assert usual.least_mm == pytest.approx(17.45, abs=0.01)
    assert usual.least_px(1920) == 28
    assert Sight(wide_mm(43), 3.0).least_px(1920) == 36
    assert Sight(4800, 6.0).least_px(3840) == 28
