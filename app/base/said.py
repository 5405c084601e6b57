"""What an officer types for a number, a time or a telephone, understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.base.clock import local
from app.base.errors import Refused

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_UNKNOWN = frozenset({"", "不详", "不清楚", "不知道", "未知", "?", "—", "-", "待核实", "核实中"})
_NONE = frozenset({"无", "没有", "没"})
_BEFORE = "大约|大概|估计|约|近|上(?=[百千万])"
_AFTER = "左右|上下|多|余|来|几"
_COUNTED = "人|名|个|位"
MOST_SAID = 9_999_999
"""More people than any county has. [choice]"""

YEARS = range(1949, 2100)
"""Of what a duty room writes down. [choice]"""
_MOST_DIGITS = 4
"""Of a count of minutes or hours; a week has 10,080 minutes. [choice]"""

AHEAD = timedelta(minutes=5)
"""A time of day may lie this far ahead of the desk's clock before yesterday is meant. [choice]"""


@dataclass(frozen=True, slots=True)
class Said:
    """A number somebody stated. `about` = 约."""

    number: int
    about: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A time somebody stated, aware UTC. `at` None = 不详; `vague` = words were said, but no time."""

    at: datetime | None
    about: bool = False
    vague: bool = False


def number_said(field: str, text: str) -> Said | None:
    """None = 不详. 约60, 60余, 四十多人, 上百, 无 are understood; 几个, 七八户 are no number.

    Raises `Refused(field, code)`: "not_a_number" (words=...), "absurd_number" (number=...).
    """
    said = unicodedata.normalize("NFKC", text).replace(" ", "")
    if said in _UNKNOWN:
        return None
    if said in _NONE:
        return Said(0, False)
    core, about = _bare(said)
    number = int(core) if re.fullmatch(r"\d{1,9}", core) else numeral(core)
    if number is None:
        raise Refused(field, "not_a_number", words=text.strip())
    if number > MOST_SAID:
        raise Refused(field, "absurd_number", number=number)
    return Said(number, about)


def _bare(said: str) -> tuple[str, bool]:
    """The figure without 约, 余, 人, and whether it was approximate."""
    bare = re.sub(f"^(?:{_BEFORE})", "", said)
    bare, after = re.subn(f"(?:{_AFTER})(?:{_COUNTED})?$|(?:{_COUNTED})(?:{_AFTER})$", "", bare)
    about = bool(after) or len(bare) < len(said)
    return re.sub(f"(?:{_COUNTED})$", "", bare), about


def numeral(words: str) -> int | None:
    """四十 -> 40, 一百二 -> 120, 两千零五 -> 2005; None for what is no one number (七八, 几十)."""
    if not _NUMERAL.fullmatch(words):
        return None
    total, section, digit, last_unit, zero = 0, 0, -1, 1, False
    for char in words:
        if char in _DIGITS:
            if digit > 0:
                return None
            zero = zero or char in "零〇"
            digit = _DIGITS[char]
            continue
        unit = _UNITS[char]
        if unit == 10000:
            total, section = (section + max(digit, 0)) * unit, 0
        else:
            section += (1 if digit < 0 else digit) * unit
        digit, last_unit, zero = -1, unit, False
    if digit > 0 and last_unit > 10 and not zero:
        digit *= last_unit // 10
    return total + section + max(digit, 0)


_DAYS = {"前天": 2, "昨天": 1, "昨日": 1, "昨晚": 1, "昨夜": 1, "今天": 0, "今日": 0}
_EVENING = frozenset({"下午", "傍晚", "晚上", "夜里", "今晚", "昨晚", "昨夜"})
_WHEN = re.compile(
    r"(?:(?:(?P<year>\d{4})[-年/.])?(?P<month>\d{1,2})[-月/.](?P<date>\d{1,2})[日号]?"
    r"|(?P<only>\d{1,2})[日号]"
    r"|(?P<day>前天|昨天|昨日|今天|今日))?\s*"
    r"(?P<part>凌晨|清晨|今早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|今晚|昨晚|昨夜)?\s*"
    r"(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2}))?|(?P<packed>\d{2})"
    r"|[点时](?:(?P<past>\d{1,2})分?|(?P<half>半)|(?P<quarter>[13])刻|钟|整)?)"
)
_AGO = re.compile(
    rf"(?P<count>\d{{0,{_MOST_DIGITS}}})个?(?P<half>半)?个?(?P<unit>分钟|小时|钟头)之?前"
)
_VAGUE = frozenset({"刚才", "刚刚", "刚", "不久前", "早些时候"})


def moment_said(field: str, text: str, now: datetime) -> Moment:
    """14:50, 06-18 14:50, 昨晚11点半, 约14时50分许, 20分钟前 on a Shanghai clock.

    A time of day ahead of `now` means yesterday. 刚才 is no time: `vague`, to be asked for.
    Raises `Refused(field, code, words=...)`: "not_a_time", or "in_future" for a date to come.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if words in _UNKNOWN:
        return Moment(None)
    if words in _VAGUE:
        return Moment(None, vague=True)
    core = _NUMERAL.sub(_figures, words)
    plain = _plain(core)
    ago = _AGO.fullmatch(plain.replace(" ", ""))
    if ago is not None and (ago["count"] or ago["half"]):
        return Moment(now - _length(ago), about=True)
    found = _WHEN.fullmatch(plain)
    at = None if found is None else _instant(found, local(now))
    if at is None:
        raise Refused(field, "not_a_time", words=text.strip())
    if at > now + AHEAD:
        raise Refused(field, "in_future", words=text.strip())
    return Moment(at.astimezone(UTC), about=plain != core)


_TO_COME = {"大后天": 3, "后天": 2, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "今晚": 0}


def moment_to_come(field: str, text: str, now: datetime) -> datetime | None:
    """A limit: 15:20, 明天9点, 06-26 09:00, 2小时内; the next such moment. None for an empty field.

    Raises `Refused(field, code, words=...)`: "not_a_time", or "is_past" for a date that is over.
    """
    words = unicodedata.normalize("NFKC", text).strip().removesuffix("前").removesuffix("之")
    if not words:
        return None
    core = _plain(_NUMERAL.sub(_figures, words))
    within = _AGO.fullmatch(f"{re.sub('(之?内|之?后)$', '', core.replace(' ', ''))}前")
    if within is not None and (within["count"] or within["half"]):
        return now + _length(within)
    day = next((word for word in _TO_COME if core.startswith(word)), "")
    part = "晚上" if day.endswith("晚") else ""
    found = _WHEN.fullmatch(f"{part}{core.removeprefix(day).strip()}")
    there = local(now)
    last = there.replace(hour=23, minute=59, second=59)
    at = None if found is None else _instant(found, last)
    if found is None or at is None or (day and (found["month"] or found["only"])):
        raise Refused(field, "not_a_time", words=text.strip())
    if day:
        at += timedelta(days=_TO_COME[day])
    elif found["month"] and not found["year"] and at < now - timedelta(days=60):
        at = _a_year_on(at)
    elif not (found["month"] or found["only"]) and at <= there:
        at += timedelta(days=1)
    if at is None:
        raise Refused(field, "not_a_time", words=text.strip())
    if at <= now:
        raise Refused(field, "is_past", words=text.strip())
    return at.astimezone(UTC)


def _a_year_on(at: datetime) -> datetime | None:
    """None for the 29th of February."""
    try:
        return at.replace(year=at.year + 1)
    except ValueError:
        return None


def _figures(found: re.Match[str]) -> str:
    number = numeral(found[0])
    return found[0] if number is None else str(number)


def _plain(core: str) -> str:
    for word in ("大约", "大概", "约"):
        core = core.removeprefix(word)
    for word in ("左右", "前后", "许", "多"):
        core = core.removesuffix(word)
    return core.strip()


def _length(ago: re.Match[str]) -> timedelta:
    count = int(ago["count"] or 0) + (0.5 if ago["half"] else 0.0)
    return timedelta(minutes=count) if ago["unit"] == "分钟" else timedelta(hours=count)


def _instant(found: re.Match[str], now: datetime) -> datetime | None:
    """None where the figures are no time of any day."""
    hour = int(found["hour"])
    minute = int(found["minute"] or found["packed"] or found["past"] or 0)
    minute = 30 if found["half"] else 15 * int(found["quarter"]) if found["quarter"] else minute
    if found["part"] in _EVENING and hour < 12:
        hour += 12
    try:
        at = now.replace(hour=hour, minute=minute, second=int(found["second"] or 0), microsecond=0)
        if found["month"]:
            year = int(found["year"] or now.year)
            if year not in YEARS:
                return None
            return at.replace(year=year, month=int(found["month"]), day=int(found["date"]))
        if found["only"]:
            return at.replace(day=int(found["only"]))
    except ValueError:
        return None
    back = _DAYS.get(found["day"] or found["part"] or "")
    if back is not None:
        return at - timedelta(days=back)
    return at - timedelta(days=1) if at > now + AHEAD else at


_SHORT_NUMBERS = frozenset({3, 5})


def digits_missing(phone: str) -> int:
    """How many digits a number lacks: a mobile has 11, a line 7 or 8 and its area code, 110 three.

    Only a hint: extensions, satellite and foreign numbers differ, so it never refuses.
    """
    digits = sum(char.isdigit() for char in phone)
    if digits == 0 or digits in _SHORT_NUMBERS or digits >= 10:
        return 0
    if digits in (7, 8) and not phone.strip().startswith(("0", "1")):
        return 0
    return 11 - digits
