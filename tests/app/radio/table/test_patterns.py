"""Patterns that could hang are refused before they are compiled; those that stay are quick on any line."""

from __future__ import annotations

import time

import pytest

from app.radio.table.patterns import LONGEST_LINE, BadPattern, compiled

GOOD = [
    r"^POS,(?P<radio>\d+),(?P<lat>-?\d+\.\d+),(?P<lon>-?\d+\.\d+)$",
    r"TXT,(?P<radio>\d{1,8}),(?P<text>.*)",
    r"(?:A|B|CC)=(?P<code>[0-9A-F]{2})(?:;(?P<rssi>-\d{1,3}))?",
    r"呼叫：(?P<radio>\d+)，(?P<text>[^，]*)，完",
    r"\$X\.\[(?P<x>[^\]\-,]+)\],.",
    r"a*,b*,c*,d*,e*,f*,g*,h*,i*",
    r".*END",
]
BAD = {
    r"(a+)+b": "只能用",
    r"(?:a|a)*b": "只能用",
    r"(.*)(.*)(.*)x": "没有明确的结尾",
    r"\d*\d*\d*x": "没有明确的结尾",
    r"\w+\d+\w+x": "没有明确的结尾",
    r"(?:\d*){2}": "只能用",
    r"(a)\1": "不允许",
    r"(?=x)y": "不允许",
    r"(?i)x": "不允许",
    r"(?P<a>x)(?P<a>y)": "用了两次",
    r"x**": "连用",
    r"x*?": "连用",
    r"(x": "没有对应",
    r"x)": "多出",
    r"[z-a]": "不是有效",
    r"[abc": "不允许",
    r"x{5,2}": "不合理",
    r"a{0,2000}": "不合理",
    r"^a$b$": "不允许",
    "(?:a|b)?" * 8: "组合超过",
    "((((((x))))))": "太深",
    "": "1 至",
    "x" * 500: "1 至",
}


@pytest.mark.parametrize("pattern", GOOD)
def test_plain_patterns_are_taken(pattern: str) -> None:
    assert compiled(pattern).fullmatch("\x00") is None


@pytest.mark.parametrize(("pattern", "why"), BAD.items())
def test_what_could_hang_or_says_nothing_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(BadPattern, match=why):
        compiled(pattern)


def test_the_worst_that_is_taken_is_quick_on_the_longest_line() -> None:
    worst = compiled("(?:aa|a)(?:aa|a)(?:aa|a)(?:aa|a)(?:aa|a)(?:aa|a)a*ax")
    loose = compiled(r"[ab]*b(?P<x>[^,x]*)x")
    line = "a" * LONGEST_LINE
    begun_s = time.process_time()
    assert worst.fullmatch(line) is None
    assert loose.fullmatch("ab" * (LONGEST_LINE // 2)) is None
    assert time.process_time() - begun_s < 0.5
