"""Patterns of a table: a small part of regular expressions in which none can hang.

Python's own matcher tries every way before it says no, and cannot be interrupted. So a pattern is read here
first, and only one whose ways are few is compiled:

- no back references, no look-around, no flags, and a group repeats at most once (`?`): repeats do not nest;
- a repeat has to end where it must: what follows it cannot be one of its own characters (`\\d+,` is
  good, `.*,` is not). One single repeat of a pattern may be otherwise: its cost is then at most the
  square of a line's length;
- alternatives and optional groups multiply to at most 64 ways;
- a line is at most 512 characters, and a pattern must fit the whole of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_LINE = 512
_LONGEST = 400
_WAYS = 64
_LOOSE = 1
_EVERY = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("中，：！。１é\u3000\t")
_ATOM = re.compile(
    r"(?P<class>\[\^?(?:\\[\\dws\]\[^.\-]|[^\\\[\]])+\])"
    r"|(?P<kind>\\[dDwWsS])"
    r"|(?P<quoted>\\[^A-Za-z0-9])"
    r"|(?P<open>\((?:\?P<(?P<name>[a-z_]{1,20})>|\?:|(?!\?)))"
    r"|(?P<close>\))"
    r"|(?P<other>\|)"
    r"|(?P<any>\.)"
    r"|(?P<plain>[^\\\[\](){}*+?|.^$])"
)
_REPEAT = re.compile(r"(?P<mark>[*+?])|\{(?P<least>\d{1,4})(?P<to>,(?P<most>\d{0,4}))?\}")


class BadPattern(ValueError):
    """Why a pattern is refused, in plain Chinese."""


@dataclass(frozen=True, slots=True)
class _Chars:
    """One character of a set, `least` to many times."""

    chars: frozenset[str]
    least: int = 1
    varies: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """One of several rows of parts; perhaps none."""

    ways: tuple[tuple[_Chars | _Group, ...], ...]
    optional: bool = False


_Row = tuple["_Chars | _Group", ...]


def compiled(pattern: str) -> re.Pattern[str]:
    """For `fullmatch` on lines of at most `LONGEST_LINE`. Raises `BadPattern`."""
    if not pattern or len(pattern) > _LONGEST:
        raise BadPattern(f"须为 1 至 {_LONGEST} 个字符")
    bare = pattern.removeprefix("^")
    if bare.endswith("$") and not bare.endswith("\\$"):
        bare = bare[:-1]
    reader = _Reader(bare)
    ways = reader.read()
    if _count(ways) > _WAYS:
        raise BadPattern(f"可选部分和“|”太多，组合超过 {_WAYS} 种")
    if sum(_loose(row, frozenset()) for row in ways) > _LOOSE:
        raise BadPattern(
            "有一个以上的重复部分没有明确的结尾，例如连用两个“.*”；"
            "请写成不含后面那个字符的形式，如 [^,]*"
        )
    try:
        return re.compile(bare, re.ASCII)
    except re.error as error:
        raise BadPattern(f"不是有效的正则表达式（{error}）") from error


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._names: set[str] = set()

    def read(self) -> tuple[_Row, ...]:
        ways = self._ways(0)
        if self._at < len(self._text):
            raise BadPattern(f"第 {self._at + 1} 个字符处多出“)”")
        return ways

    def _ways(self, deep: int) -> tuple[_Row, ...]:
        if deep > 5:
            raise BadPattern("括号套得太深")
        rows: list[_Row] = []
        row: list[_Chars | _Group] = []
        while self._at < len(self._text):
            found = _ATOM.match(self._text, self._at)
            if found is None:
                raise BadPattern(
                    f"第 {self._at + 1} 个字符“{self._text[self._at]}”起的写法不允许或不完整"
                )
            if found["close"]:
                break
            self._at = found.end()
            if found["other"]:
                rows.append(tuple(row))
                row = []
            elif found["open"]:
                row.append(self._group(found["name"], deep))
            else:
                row.append(self._chars(found[0]))
        return (*rows, tuple(row))

    def _group(self, name: str | None, deep: int) -> _Group:
        if name is not None and name in self._names:
            raise BadPattern(f"名称 {name} 用了两次")
        self._names |= {name} if name else set()
        begun = self._at
        ways = self._ways(deep + 1)
        if self._text[self._at : self._at + 1] != ")":
            raise BadPattern(f"第 {begun} 个字符处的“(”没有对应的“)”")
        self._at += 1
        found = _REPEAT.match(self._text, self._at)
        if found is None:
            return _Group(ways)
        if found["mark"] != "?":
            raise BadPattern("括号后面只能用“?”，不能用“*”“+”“{}”（会使匹配失控）")
        self._after(found.end())
        return _Group(ways, optional=True)

    def _chars(self, atom: str) -> _Chars:
        try:
            chars = _among(atom, _EVERY) | _among(atom, frozenset(self._text) - _EVERY)
        except re.error as error:
            raise BadPattern(f"“{atom}”不是有效的写法（{error}）") from error
        found = _REPEAT.match(self._text, self._at)
        if found is None:
            return _Chars(chars)
        self._after(found.end())
        if found["mark"]:
            return _Chars(chars, int(found["mark"] == "+"), varies=True)
        least = int(found["least"])
        most = least if not found["to"] else int(found["most"] or LONGEST_LINE)
        if not least <= most <= LONGEST_LINE:
            raise BadPattern(f"重复次数 {found[0]} 不合理")
        return _Chars(chars, least, varies=most != least)

    def _after(self, end: int) -> None:
        """No `*?`, `++` and the like: they change nothing here but how it is read."""
        self._at = end
        if _REPEAT.match(self._text, end):
            raise BadPattern("重复符号不能连用")


@lru_cache(512)
def _among(atom: str, known: frozenset[str]) -> frozenset[str]:
    one = re.compile(atom, re.ASCII)
    return frozenset(char for char in known if one.fullmatch(char))


def _count(ways: tuple[_Row, ...]) -> int:
    """In how many ways a line can go through it."""
    return sum(_through(row) for row in ways)


def _through(row: _Row) -> int:
    product = 1
    for part in row:
        if isinstance(part, _Group):
            product *= _count(part.ways) + part.optional
    return min(product, _WAYS + 1)


def _loose(row: _Row, follows: frozenset[str]) -> int:
    """How many repeats do not end where they must, when `follows` may come after the row."""
    found = 0
    for part in reversed(row):
        if isinstance(part, _Group):
            found += sum(_loose(way, follows) for way in part.ways)
        elif part.varies and part.chars & follows:
            found += 1
        follows = _first(part, follows)
    return found


def _first(part: _Chars | _Group, follows: frozenset[str]) -> frozenset[str]:
    """What a line may show where `part` begins."""
    if isinstance(part, _Chars):
        return part.chars if part.least else part.chars | follows
    begins = frozenset[str]()
    for way in part.ways:
        after = follows
        for one in reversed(way):
            after = _first(one, after)
        begins |= after
    return begins | follows if part.optional else begins
