"""Initials by which names are typed."""

from __future__ import annotations

import subprocess
import sys

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


def test_a_surname_counts_with_every_reading_the_rest_with_one() -> None:
    assert set(initials("单示青").split()) == {"dsq", "csq", "ssq"}
    assert set(initials("长松桥村").split()) == {"csqc", "zsqc"}
    assert initials("") == ""


def test_the_dictionary_is_loaded_when_a_name_is_spelled_and_not_before() -> None:
    """It takes more than half a second, which no start of the desk has to wait for."""
    code = (
        "import sys, console, db.tasks; early = 'pypinyin' in sys.modules;"
        "from app.people.pinyin import initials; initials('单');"
        "sys.exit(early or 'pypinyin' not in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
