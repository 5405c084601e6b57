"""Rows of a list of lines: one that has nothing below its title may be as low as one row."""

from __future__ import annotations

import pytest

from widgets.kit.lines import Line, LineList

LONG = Line("2", "彭例安", "09:10 离岗")


@pytest.mark.parametrize(("folds", "short"), [(False, 64), (True, 36)])
def test_a_line_without_a_second_row_folds_where_that_was_asked(
    theme, qtbot, folds: bool, short: int
) -> None:
    made = LineList(theme, folds=folds)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()

    def heights() -> list[int]:
        return [made.visualRect(made.model().index(n, 0)).height() for n in range(2)]

    made.show_lines([Line("1", "田演平", ""), LONG])
    qtbot.waitUntil(lambda: heights() == [short, 64])
    made.show_lines([Line("1", "田演平", "10:00 离岗"), LONG])
    qtbot.waitUntil(lambda: heights() == [64, 64])
