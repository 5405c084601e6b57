"""The rail in a low window: counts stand beside their words, never on them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from widgets.shell.page import Page
from widgets.shell.rail import LEAST_H, MOST_H, RailButton


class Trips(Page):
    key = "trips"

    def title(self) -> str:
        return "签到出车"


def inked(image: QImage, rows: range, columns: range) -> set[int]:
    """Columns in which something is painted."""
    blank = image.pixelColor(0, 0)
    return {x for x in columns for y in rows if image.pixelColor(x, y) != blank}


@pytest.mark.parametrize("count", [1, 88])
@pytest.mark.parametrize("high", [LEAST_H, MOST_H])
def test_a_count_touches_no_word_of_four_hanzi(theme, qtbot, count: int, high: int) -> None:
    page = Trips()
    qtbot.addWidget(page)
    button = RailButton(theme, page, "")
    qtbot.addWidget(button)
    button.resize(theme.px("control.rail_w"), high)
    plain = button.grab().toImage()
    button.set_count(count)
    image = button.grab().toImage()
    now = theme.colour("now")
    badge = [(x, y) for x in range(image.width()) for y in range(image.height())
             if image.pixelColor(x, y) == now]  # fmt: skip
    right, below = max(x for x, _ in badge), max(y for _, y in badge)
    if high == LEAST_H:
        assert not inked(image, range(high), range(right + 2, right + 4)), "a gap of two pixels"
        assert max(inked(image, range(high), range(image.width()))) < image.width() - 1, "whole"
    else:
        assert min(y for y in range(22, high) if inked(plain, range(y, y + 1), range(84))) > below
