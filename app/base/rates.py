"""Shares as they are shown: cut off after one decimal, never rounded up, never without n of N."""

from __future__ import annotations

NOT_COUNTED = "—"


def rate_words(num: int, den: int) -> str:
    """ "66.6%" of 6 of 9; "100.0%" only when all have it; "—" where there is nothing to count.

    `ValueError` for a part that is none: negative or more than the whole.
    """
    if not 0 <= num <= den:
        raise ValueError(f"{num} is no part of {den}")
    if den == 0:
        return NOT_COUNTED
    tenths = num * 1000 // den
    return f"{tenths // 10}.{tenths % 10}%"


def share_words(num: int, den: int) -> str:
    """The rate with what it was counted from: "66.6%（6/9）", "—（0/0）"."""
    return f"{rate_words(num, den)}（{num}/{den}）"
