"""The tokens keep their promises of contrast, and the theme hands them out."""

from __future__ import annotations

import pytest

from widgets.kit.theme import MODES, Theme


def _luminance(colour) -> float:
    def channel(share: float) -> float:
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    return (
        0.2126 * channel(colour.redF())
        + 0.7152 * channel(colour.greenF())
        + 0.0722 * channel(colour.blueF())
    )


def contrast(one, other) -> float:
    """WCAG 2.x ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_every_pair_of_text_and_ground_is_readable(theme, mode):
    look = theme.in_mode(mode)
    least = 7.0 if mode == "wall" else 4.5
    for pair, told in theme.tokens["contrast"][mode].items():
        figure = contrast(*(look.colour(name) for name in pair.split("/")))
        assert told - 0.01 <= figure < told + 0.11, pair  # the tokens round down
        assert figure >= least, pair


def test_every_graphic_mark_stands_out(theme):
    for path, told in theme.tokens["contrast_graphics"].items():
        mode, pair = path.split(".")
        look = theme.in_mode(mode)
        figure = contrast(*(look.colour(name) for name in pair.split("/")))
        assert told - 0.01 <= figure < told + 0.11, path
        assert figure >= 3, path


def test_night_changes_colours_and_says_so(theme, qapp, qtbot):
    day = theme.colour("base")
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, "night")
    assert theme.colour("base") != day
    assert qapp.palette().window().color() == theme.colour("base")


def test_the_wall_keeps_its_look_whatever_the_desk_wears(theme, qapp):
    wall = theme.in_mode("wall")
    theme.apply(qapp, "night")
    assert wall.mode == "wall"
    assert wall.font("caption").pixelSize() == theme.tokens["wall"]["caption"]


def test_figures_are_tabular(theme):
    font = theme.font()
    assert [tag.toString() for tag in font.featureTags()] == [b"tnum"]


def test_an_unknown_look_or_colour_is_a_bug_that_speaks(theme):
    with pytest.raises(ValueError, match="dusk"):
        Theme(theme.tokens, "dusk")
    with pytest.raises(KeyError):
        theme.colour("danger")
