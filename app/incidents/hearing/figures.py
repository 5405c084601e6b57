"""Figures in spoken Chinese: where they stand, what they say, and whether they say it exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.base.said import numeral

DIGIT = "零〇一二两三四五六七八九"
CORE = rf"\d{{1,7}}(?:\.\d{{1,3}})?|[{DIGIT}十百千万半几]{{1,9}}"
FIGURE = re.compile(
    r"(?P<before>大概|大约|约摸|约|差不多|估计|将近|接近|近|快|上(?=[百千万])|至少|起码|不到|不足|好|有个)?"
    rf"(?P<core>{CORE})(?P<after>多|余|来|把)?"
)
_TWO = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])")


def counted(
    person: str, pair: str, kin: str, joined: str, group: str, couple: str
) -> re.Pattern[str]:
    """The pattern of a number of people. `person`: what may follow 三个; `pair`: two who belong together;
    `kin`: persons that count as one each where words like `joined` stand between them; `group`: people
    of whom several numbers stand one behind the other; `couple`: two in one word."""
    unit = (
        rf"(?:个|名|位|条|号)(?=$|[,、。;)]|{person})|个?人(?!家|民|行|多高)"
        r"|口(?![井锅子水气号])(?:人|子)?|具(?=尸|遗)|(?=死(?!了)|伤(?![了口心]))"
    )
    member = rf"(?:[我他她你](?:们)?家?的?)?(?:[一两二三四五六七八九有]?个)?(?:{kin})"
    some = rf"[一两二三四五六七八九十]{{1,3}}个{group}"
    return re.compile(
        rf"(?P<chain>(?:{member}|我)(?:(?:{joined})+{member})+|{some}(?:(?:{joined})?{some})+)|"
        r"(?<![第每哪某十百千万零一二两三四五六七八九\d.:点])"
        rf"(?:{FIGURE.pattern})(?P<more>好几)?(?P<unit>{unit})"
        rf"|(?P<pair>[俩仨])|(?P<those>(?:那|这|有)个)(?=$|[,、。]|{person})"
        rf"|(?P<couple>{couple}|两(?:{pair})(?!俩))"
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    """A figure from `start` to `end` of a text. `low` = `high` where one number was said;
    None where none was (几个, 几十, 七八 has two). `about`: 多, 左右, 大概."""

    start: int
    end: int
    low: float | None
    high: float | None
    about: bool

    @property
    def one(self) -> int | None:
        """The number of people, where one whole number was said."""
        if self.low is None or self.low != self.high or self.low != int(self.low):
            return None
        return int(self.low)


def spoken(text: str) -> Iterator[Spoken]:
    for found in FIGURE.finditer(text):
        yield read(found)


def read(found: re.Match[str]) -> Spoken:
    """What a match of FIGURE says."""
    core, before = found["core"], found["before"] or ""
    low, high, some = _value(core)
    if before == "好":
        low = high = None
    about = bool(found["after"]) or some or (bool(before) and before != "有个")
    return Spoken(found.start(), found.end(), low, high, about)


def _value(core: str) -> tuple[float | None, float | None, bool]:
    """Lowest and highest, and whether 几 makes it approximate."""
    if core[0].isdigit():
        return float(core), float(core), False
    if core == "半":
        return 0.5, 0.5, False
    if "几" in core:
        bare = numeral(core[:-1]) if core.endswith("几") and len(core) > 1 else None
        return bare, bare, True
    number = numeral(core)
    if number is not None:
        return number, number, False
    pair = _TWO.search(core)
    if pair is None:
        return None, None, False
    head, tail = core[: pair.start()], core[pair.end() :]
    low, high = (numeral(head + digit + tail) for digit in pair.groups())
    if low is None or high is None or low >= high:
        return None, None, False
    return low, high, True
