"""Layouts: whole walls without gap or overlap, and the tile beside a tile."""

from __future__ import annotations

import pytest

from app.video.layouts import LAYOUTS, TILES_MAX, beside, boxes, large_enough, tiles_of, words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tiles_cover_the_wall_once(layout: int) -> None:
    places = boxes(layout)
    assert len(places) == tiles_of(layout) <= TILES_MAX
    assert sum(box.w * box.h for box in places) == pytest.approx(1)
    for x in (0.01, 0.3, 0.55, 0.7, 0.99):
        for y in (0.01, 0.3, 0.55, 0.7, 0.99):
            assert sum(b.x <= x < b.x + b.w and b.y <= y < b.y + b.h for b in places) == 1


def test_layouts_are_called_as_officers_call_them() -> None:
    assert [words(one) for one in LAYOUTS] == ["1", "4", "6", "9", "16", "25", "1+5", "1+7"]
    assert [tiles_of(one) for one in (15, 17)] == [6, 8]
    assert boxes(6)[3].x == 0
    assert boxes(15)[0].w == pytest.approx(2 / 3)


def test_the_layout_grows_only_when_it_has_to() -> None:
    assert large_enough(7, 17) == 17
    assert large_enough(9, 17) == 9
    assert large_enough(5, 4) == 6
    assert large_enough(25, 1) == 25


def test_arrows_go_to_the_tile_that_is_seen_there() -> None:
    assert beside(9, 5, -1, 0) == 4
    assert beside(9, 5, 0, 1) == 8
    assert beside(9, 3, 1, 0) == 3, "there is none"
    assert beside(15, 1, 1, 0) in (2, 3)
    assert beside(15, 1, 0, 1) in (4, 5)
    assert beside(15, 2, -1, 0) == 1
    for layout in LAYOUTS:
        reached, todo = set(), [1]
        while todo:
            number = todo.pop()
            reached.add(number)
            ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
            todo += [n for way in ways if (n := beside(layout, number, *way)) not in reached]
        assert len(reached) == tiles_of(layout), "every tile is reached"
