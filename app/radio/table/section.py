"""One section of a table's file: what it says, and what is wrong with it, with line and key, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.radio.table.patterns import BadPattern, compiled

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` 0: it cannot be said where."""

    file: str
    line: int
    key: str
    why: str

    def __str__(self) -> str:
        where = f" 第 {self.line} 行" if self.line else ""
        key = f"（{self.key}）" if self.key else ""
        return f"{self.file}{where}{key}：{self.why}"


class Page:
    """The whole file, and the problems found in it so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def wrong(self, line: int, key: str, why: str) -> None:
        self.problems.append(Problem(self.file, line, key, why))

    def begin(self, head: str, nth: int = 0) -> int:
        """The line of the nth section of that head; 0 for what stands before all sections."""
        seen = -1
        for number, line in enumerate(self.lines, 1):
            if head and re.match(rf"\s*\[\[?\s*{re.escape(head)}\s*\]\]?\s*(#.*)?$", line):
                seen += 1
                if seen == nth:
                    return number
        return 0

    def key(self, begin: int, key: str) -> int:
        """The line where `key` is said in the section that begins at `begin`; else that begin."""
        for number, line in enumerate(self.lines[begin:], begin + 1):
            if re.match(rf'\s*"?{re.escape(key)}"?\s*[=.]', line):
                return number
            if line.lstrip().startswith("[") and "=" not in line:
                break
        return begin


class Section:
    """Reads keys of one section; what is wrong is told on the page and the default is given."""

    def __init__(self, page: Page, held: Any, head: str, nth: int | None = None) -> None:
        self._page = page
        self.begin = page.begin(head, nth or 0)
        self.name = head if nth is None else f"第 {nth + 1} 个 [[{head}]]"
        self.held: Mapping[str, Any] = held if isinstance(held, dict) else {}
        if not isinstance(held, dict):
            page.wrong(self.begin, head, "须写成一节，不能是一个值")
        self._read: set[str] = set()

    def wrong(self, key: str, why: str) -> None:
        place = f"{self.name} {key}".strip()
        self._page.wrong(self._page.key(self.begin, key), place, why)

    def has(self, key: str) -> bool:
        return key in self.held

    def any(self, key: str, default: Any = None) -> Any:
        self._read.add(key)
        return self.held.get(key, default)

    def needed(self, key: str) -> str:
        if key not in self.held:
            self._read.add(key)
            self.wrong(key, f"缺少 {key}")
            return ""
        return self.text(key)

    def text(self, key: str, default: str = "", most: int = 400) -> str:
        value = self.any(key, default)
        if not isinstance(value, str) or len(value) > most or _CONTROL.search(value):
            self.wrong(key, f"须为不超过 {most} 字、不含控制字符的文字")
            return default
        return value

    def choice(self, key: str, among: Iterable[str], default: str) -> str:
        value, known = self.any(key, default), list(among)
        if value not in known:
            self.wrong(key, f"只能是 {'、'.join(known)} 之一")
            return default
        return str(value)

    def truth(self, key: str, default: bool) -> bool:
        value = self.any(key, default)
        if not isinstance(value, bool):
            self.wrong(key, "只能是 true 或 false")
            return default
        return value

    def number(self, key: str, default: float, least: float, most: float) -> float:
        value = self.any(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(key, "须为数字")
        elif not least <= value <= most:
            self.wrong(key, f"须在 {least:g} 至 {most:g} 之间")
        else:
            return value
        return default

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        value = self.number(key, default, least, most)
        if value != int(value):
            self.wrong(key, "须为整数")
            return default
        return int(value)

    def words(self, key: str) -> tuple[str, ...]:
        value = self.any(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(key, '须为文字的列表，如 ["A", "1"]')
            return ()
        return tuple(value)

    def pattern(self, key: str, groups: Iterable[str] | None = None) -> re.Pattern[str] | None:
        """`groups`: the names it may have. None when it is not said, or bad."""
        if key not in self.held:
            self._read.add(key)
            return None
        return self.compiled(key, self.text(key), groups)

    def compiled(
        self, key: str, text: str, groups: Iterable[str] | None = None
    ) -> re.Pattern[str] | None:
        try:
            pattern = compiled(text)
        except BadPattern as bad:
            self.wrong(key, f"匹配式不可用：{bad}")
            return None
        strange = set(pattern.groupindex) - set(groups) if groups is not None else set()
        if strange:
            self.wrong(key, f"不认识的名称 {'、'.join(sorted(strange))}")
            return None
        return pattern

    def rest(self) -> None:
        """What nobody has asked for is a mistake of writing."""
        for key in self.held:
            if key not in self._read:
                known = "、".join(sorted(self._read))
                self.wrong(key, f"不认识的键；这里可用的有 {known}")


def rows(page: Page, held: Mapping[str, Any], head: str) -> list[Section]:
    """The sections [[head]], in order."""
    value = held.get(head, [])
    if not isinstance(value, list):
        page.wrong(page.begin(head), head, f"须写成 [[{head}]]（双方括号）")
        return []
    return [Section(page, one, head, nth) for nth, one in enumerate(value)]
