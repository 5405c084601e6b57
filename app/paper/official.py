"""The rules of official paper after GB/T 9704-2012: type area, grid, numbers, heads, levels, ends.

Page and grid are of the public text of the standard; the rest is the standard as it is remembered
(domain.md 6.1). All measures are millimetres unless the name says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.base.errors import Refused
from app.paper.faces import Style

PT_PER_MM = 72 / 25.4
SOURCE = "GB/T 9704-2012"
PAGE_W, PAGE_H = 210.0, 297.0
SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0
"""二号, 三号, 四号 in points."""


@dataclass(frozen=True, slots=True)
class Area:
    """A type area on A4. `tolerance` holds for the left (订口) and top (天头) margins."""

    left: float
    top: float
    width: float
    height: float
    tolerance: float = 1.0

    @property
    def right(self) -> float:
        return PAGE_W - self.left - self.width

    @property
    def bottom(self) -> float:
        return PAGE_H - self.top - self.height


TYPE_AREA = Area(28, 37, 156, 225)


@dataclass(frozen=True, slots=True)
class Grid:
    """Body text in 三号仿宋: the advance is set, for 28 glyphs of 16 pt would overflow the line."""

    lines: int = 22
    chars: int = 28
    size_pt: float = SIZE_3

    @property
    def advance_pt(self) -> float:
        return TYPE_AREA.width * PT_PER_MM / self.chars

    @property
    def pitch_pt(self) -> float:
        return TYPE_AREA.height * PT_PER_MM / self.lines

    @property
    def natural_width(self) -> float:
        """What the glyphs of one line would take at their own size."""
        return self.chars * self.size_pt / PT_PER_MM


GRID = Grid()
ONE_LINE_PT = SIZE_3 * (1 + 7 / 8)
"""一行: the height of a character and 7/8 of a 三号 character."""


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of a document is set; `chars_in` are characters free at its `side`."""

    name: str
    style: Style
    size_pt: float
    side: str = "left"
    chars_in: int = 0
    red: bool = False


PARTS = {
    part.name: part
    for part in (
        Part("份号", Style.FANGSONG, SIZE_3),
        Part("密级", Style.HEI, SIZE_3),
        Part("紧急程度", Style.HEI, SIZE_3),
        Part("发文机关标志", Style.TITLE, SIZE_2, "centre", red=True),
        Part("发文字号", Style.FANGSONG, SIZE_3, "centre"),
        Part("签发人", Style.FANGSONG, SIZE_3, "right", 1),
        Part("签发人姓名", Style.KAI, SIZE_3, "right", 1),
        Part("标题", Style.TITLE, SIZE_2, "centre"),
        Part("主送机关", Style.FANGSONG, SIZE_3),
        Part("正文", Style.FANGSONG, SIZE_3, "left", 2),
        Part("附件说明", Style.FANGSONG, SIZE_3, "left", 2),
        Part("附注", Style.FANGSONG, SIZE_3, "left", 2),
        Part("抄送机关", Style.FANGSONG, SIZE_4, "left", 1),
        Part("印发机关", Style.FANGSONG, SIZE_4, "left", 1),
        Part("印发日期", Style.FANGSONG, SIZE_4, "right", 1),
        Part("页码", Style.SONG, SIZE_4),
    )
}
"""The size of the red name is chosen by each office; it is no smaller than a title."""

NAME_BELOW_TOP = 35.0
"""Top edge of the red name below the top of the type area; 30 from the page in a letter (信函)."""
LETTER_NAME_FROM_PAGE = 30.0
LETTER_RULE_W, LETTER_RULE_FROM_BOTTOM = 170.0, 20.0
NUMBER_LINES_BELOW, TITLE_LINES_BELOW = 2, 2
RED_LINE_BELOW, RED_LINE_W = 4.0, 156.0
END_RULE_THICK, END_RULE_THIN = 0.35, 0.25
PAGE_NUMBER_BELOW = 7.0
SEAL_DATE_CHARS_IN, PLAIN_SIGNATURE_CHARS_IN = 4, 2


def copy_number(number: int) -> str:
    """份号: six digits."""
    if not 0 < number < 1_000_000:
        raise Refused("number", "out_of_range", least=1, most=999_999)
    return f"{number:06d}"


def document_number(org: str, year: int, number: int) -> str:
    """婺应急〔2026〕7号: 六角括号, the year in full, no 第, no leading zero."""
    name = org.strip()
    if not name:
        raise Refused("org", "empty")
    if not 1000 <= year <= 9999:
        raise Refused("year", "year_in_full")
    if number < 1:
        raise Refused("number", "out_of_range", least=1)
    return f"{name}〔{year}〕{number}号"


_NUMBER = re.compile(r"(?P<org>[^〔〕\d]+)〔(?P<year>[1-9]\d{3})〕(?P<number>[1-9]\d*)号")


class Fault(StrEnum):
    """What is wrong with a document number as it was typed."""

    BRACKETS = "年份须用六角括号〔〕"
    ORDINAL = "不加“第”字"
    ZERO = "序号不编虚位"
    YEAR = "年份须写全四位"
    FORM = "形如 ×应急〔2026〕7号"


def faults_of_number(text: str) -> tuple[Fault, ...]:
    """Why this is no document number of the standard; () when it is one."""
    if _NUMBER.fullmatch(text) and "第" not in text:
        return ()
    found = []
    if re.search(r"[\[(（【［]\s*\d+\s*[\])）】］]", text):
        found.append(Fault.BRACKETS)
    if "第" in text:
        found.append(Fault.ORDINAL)
    rest = text.partition("〕")[2] or re.split(r"[\])）】］]", text)[-1]
    if re.search(r"(?<!\d)0\d*\s*号", rest):
        found.append(Fault.ZERO)
    if re.search(r"[〔\[(（【［]\s*(?:\d{1,3}|\d{5,})\s*[〕\])）】］]", text):
        found.append(Fault.YEAR)
    return tuple(found) or (Fault.FORM,)


def number_is_used(number: int, used: Collection[int]) -> bool:
    """An issue number stands once in a year; a second one is warned of, not refused."""
    return number in used


def next_number(used: Collection[int]) -> int:
    """Counted anew each year."""
    return max(used, default=0) + 1


def document_date(day: date) -> str:
    """2026年6月5日: Arabic figures, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Set in 四号宋体, 7 mm below the type area; `chars_in` characters free at its side."""

    text: str
    side: str
    chars_in: int = 1


def page_number(page: int) -> PageNumber:
    """— 1 —: odd pages at the right, even ones at the left, for paper printed on both sides."""
    if page < 1:
        raise Refused("page", "out_of_range", least=1)
    return PageNumber(f"— {page} —", "right" if page % 2 else "left")


_NUMERALS = "零一二三四五六七八九十"


def chinese_count(number: int) -> str:
    """1 to 99 as 一, 十, 十二, 二十, 九十九."""
    if not 1 <= number <= 99:
        raise Refused("number", "out_of_range", least=1, most=99)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else _NUMERALS[tens]) + "十"
    return head + (_NUMERALS[ones] if ones else "")


LEVEL_STYLES = (Style.HEI, Style.KAI, Style.FANGSONG, Style.FANGSONG)


def heading(level: int, number: int) -> tuple[str, Style]:
    """一、黑体 · （一）楷体 · 1. 仿宋 · （1）仿宋; `level` counts from 1."""
    if not 1 <= level <= 4:
        raise Refused("level", "out_of_range", least=1, most=4)
    forms = (
        lambda: f"{chinese_count(number)}、",
        lambda: f"（{chinese_count(number)}）",
        lambda: f"{number}.",
        lambda: f"（{number}）",
    )
    return forms[level - 1](), LEVEL_STYLES[level - 1]


@dataclass(frozen=True, slots=True)
class Signature:
    """Where name and date of the issuing office stand: characters free at the right edge."""

    name_chars_in: float
    date_chars_in: float


def signature(sealed: bool, name: str, day: date) -> Signature:
    """With a seal the date stands four in and the name is centred over it. Without one the name
    stands two in and the date begins two characters right of where the name begins; a date longer
    than the name stands two in itself, and the name moves left for it."""
    words = document_date(day)
    wide = len(words) - sum(char.isascii() for char in words) / 2
    if sealed:
        return Signature(SEAL_DATE_CHARS_IN + (wide - len(name)) / 2, SEAL_DATE_CHARS_IN)
    two = PLAIN_SIGNATURE_CHARS_IN
    if wide <= len(name):
        return Signature(two, len(name) - wide)
    return Signature(two + wide + two - len(name), two)


def numbering_row(upward: bool) -> Sequence[Part]:
    """发文字号 centred; upward it stands one character in at the left, the signer at the right."""
    if not upward:
        return (PARTS["发文字号"],)
    left = Part("发文字号", Style.FANGSONG, SIZE_3, "left", 1)
    return (left, PARTS["签发人"], PARTS["签发人姓名"])


def salutation(receivers: Sequence[str]) -> str:
    """主送机关: flush left, ended by a full-width colon."""
    names = [name.strip() for name in receivers if name.strip()]
    if not names:
        raise Refused("receivers", "empty")
    return "、".join(names) + "："


SECRET = ("绝密", "机密", "秘密")


def classification_refused(words: str) -> bool:
    """Only 非涉密 is allowed in this system."""
    return any(word in words for word in SECRET) and "非涉密" not in words
