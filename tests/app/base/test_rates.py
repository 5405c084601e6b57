"""Shares: cut off, never flattering."""

from __future__ import annotations

import pytest

from app.base.rates import rate_words, share_words


def test_a_share_is_cut_off_and_only_all_of_it_is_a_hundred() -> None:
    shown = {(12, 12): "100.0%", (2999, 3000): "99.9%", (6, 9): "66.6%", (0, 7): "0.0%"}
    assert {pair: rate_words(*pair) for pair in shown} == shown
    assert [n for n in range(10_001) if rate_words(n, 10_000) == "100.0%"] == [10_000]
    assert rate_words(29, 100) == "29.0%", "29 / 100 * 1000 is 290 in whole numbers"


def test_nothing_to_count_is_no_share_and_a_wrong_part_is_a_bug() -> None:
    assert (rate_words(0, 0), share_words(0, 0)) == ("—", "—（0/0）")
    assert share_words(6, 9) == "66.6%（6/9）"
    for num, den in ((1, 0), (-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="is no part of"):
            rate_words(num, den)
