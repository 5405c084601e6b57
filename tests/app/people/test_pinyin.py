"""Initials by which names are typed."""

from __future__ import annotations

import pytest

from app.people.pinyin import initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("丁山镇", "dsz"),
        ("单演达", "syd"),
        ("翟示梅", "zsm"),
        ("解演红", "xyh"),
        ("令狐示秀", "lhsx"),
        ("县120急救指挥中心", "x120jjzhzx"),
        ("县委办(总值班室)", "xwbzzbs"),
    ],
)
def test_a_name_is_found_by_its_initials(name: str, typed: str) -> None:
    assert typed in initials(name).split()


def test_spellings_of_a_long_name_stay_few() -> None:
    assert len(initials("单单单单单单单单").split()) <= 16
    assert initials("") == ""
