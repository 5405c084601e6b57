"""No stop at the head of a line, nothing lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.paper.lines import NOT_FIRST, NOT_LAST, wrap


def ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def test_a_stop_stays_with_its_word() -> None:
    assert wrap("暴雨橙色预警，全县。", 6, ems) == ["暴雨橙色预", "警，全县。"]
    assert wrap("转移（268 人）回流", 3, ems)[1].startswith("（")


def test_a_number_is_not_torn() -> None:
    assert wrap("水位 1234567 米", 5, ems) == ["水位", "1234567 米"]


def test_a_word_wider_than_the_line_is_torn() -> None:
    assert wrap("abcdefgh", 2, ems) == ["abcd", "efgh"]


def test_control_characters_are_shown() -> None:
    assert wrap("甲\x07乙\r\n丙", 9, ems) == ["甲␇乙", "丙"]
    assert wrap("", 9, ems) == [""]


@given(st.text(alphabet="值班交接水位一二三、。，（《》）ab1 9.", max_size=60), st.integers(2, 12))
def test_every_character_is_kept_and_lines_fit(text: str, width: int) -> None:
    lines = wrap(text, width, ems)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(ems(line) <= width or len(line) == 1 for line in lines)
    for line, following in pairwise(lines):
        torn = line + following  # only a chain of stops wider than a line may begin with one
        if following[:1] in NOT_FIRST or line[-1:] in NOT_LAST:
            assert ems(torn) > width
