"""When it happened: clock times and spans before now, as people say them, near the time of the call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.clock import local
from app.base.said import AHEAD, numeral
from app.incidents.hearing.figures import DIGIT, FIGURE, read
from app.incidents.hearing.records import Precision, When
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Clause, Talk

_NUM = rf"(?:\d{{1,2}}|[{DIGIT}十]{{1,3}})"
_CLOCK = re.compile(
    rf"(?P<day>大前天|前天|昨天|昨日|今天|今日|昨|今|(?P<date>{_NUM})[号日](?:那天)?)?(?P<part>凌晨|清早|清晨|大清早|早上|早晨|一早|早|上午|中午|"
    rf"下午|傍晚|晚上|夜里|半夜|深夜|晚|夜)?(?:(?:差|欠)(?P<before>{_NUM}|一刻)分?(?:钟)?)?(?P<hour>{_NUM})"
    rf"(?:[点时](?!间|候|点|水[的那])(?:(?P<half>半)|(?:差|欠)(?P<short>{_NUM}|一刻)分?|过?(?P<quarter>[一三])刻|过(?P<past>{_NUM})分|(?P<some>零?几分)|(?P<minute>{_NUM})分?(?!钟)|(?P<clock>钟)|整)?"
    rf"|:(?P<digital>\d{{2}}))(?P<loose>几分?|过(?:一点点?|几分|一些)?|多钟?|来钟)?"
)
_LITTLE = re.compile(r"[小大快慢早晚差有这那高低多少近远好松轻重下上过留稍]$")
_AGO = re.compile(
    rf"(?P<fig>{FIGURE.pattern}|个把)个?(?P<half>半)?个?(?P<unit>分钟|小时|钟头|刻钟|多小时|多钟头)(?P<more>多)?"
    r"(?P<how>之?前|以前|了|$)"
)
_ABOUT = re.compile(
    r"左右|前后|上下|样子|的时候|大概|大约|约|估计|差不多|吧|好像|可能|许|该是|应该|快|不到|刚过|差一?点"
)
_SPAN = re.compile(r"^(?:钟|分|整)?[打下落烧吹刮停]?(?:到|至|-|~)$")
_MINUTES_TO = re.compile(rf"^分?(?:到|至|-|~){_NUM}分?(?!点)")
_NOW = re.compile("现在(?:是|都)?$")
_DUE = re.compile("[之以]?前")
_LATE = frozenset({"下午", "傍晚"})
_NIGHT = frozenset({"晚上", "夜里", "晚", "夜", "深夜"})
_BACK = {"大前天": 3, "前天": 2, "昨天": 1, "昨日": 1, "昨": 1, "今天": 0, "今日": 0, "今": 0}


@dataclass(frozen=True, slots=True)
class _Found:
    when: When
    points: int
    """3 answers the question for the time, 2 stands elsewhere, 1 is only how long ago."""
    sentence: int


def happened(talk: Talk, received_at: datetime, rules: Rules) -> When:
    """The time that fits best; 刚才 is none. Of several in one sentence the last said holds."""
    best: _Found | None = None
    for clause in talk.clauses:
        if clause.asks and not clause.first:
            continue
        for found in _times(clause, received_at, rules):
            same = best is not None and found.sentence == best.sentence
            if (
                best is None
                or found.points > best.points
                or (same and found.points == best.points)
                or (clause.corrects and found.points >= best.points)
            ):
                best = found
    return best.when if best else When()


def _times(clause: Clause, now: datetime, rules: Rules) -> Iterator[_Found]:
    words = rules.words["calls"]
    asked = 1 if words["time.asked"].search(clause.question) else 0
    text = clause.text
    if words["time.other"].search(text):
        return
    for when in _clocks(text, clause, now):
        yield _Found(when, 2 + asked, clause.sentence)
    for found in _AGO.finditer(text):
        before = text[: found.start()]
        running = words["time.running"].search(before)
        if (
            found["how"] in ("了", "")
            and not running
            and not (asked and words["time.since"].search(before))
        ):
            continue
        length = _length(found)
        if length is not None:
            at = (now - length).replace(second=0, microsecond=0)
            yield _Found(When(at, Precision.ABOUT, (clause.words,)), 1 + asked, clause.sentence)


def _clocks(text: str, clause: Clause, now: datetime) -> Iterator[When]:
    found = [m for m in _CLOCK.finditer(text) if not _is_little(text, m)]
    for n, match in enumerate(found):
        at, rest = _instant(match, now), text[match.end() :]
        if at is None or _DUE.match(rest) or _NOW.search(text[: match.start()]):
            continue
        if _MINUTES_TO.match(rest) or (
            n + 1 < len(found) and _SPAN.match(text[match.end() : found[n + 1].start()])
        ):
            yield When(at, Precision.SPAN, (clause.words,))
            return
        near = text[max(0, match.start() - 5) : match.start()] + rest[:6]
        loose = bool(match["loose"] or match["some"] or match["clock"] or _ABOUT.search(near))
        yield When(at, Precision.ABOUT if loose else Precision.EXACT, (clause.words,))


def _is_little(text: str, found: re.Match[str]) -> bool:
    """快一点, 一点点: no hour."""
    if found["hour"] not in ("一", "1") or found["part"] or found["day"]:
        return False
    bare = found[0] in ("一点", "一时")
    return bare and (
        bool(_LITTLE.search(text[: found.start()]))
        or text[found.end() :][:1] not in ("", "左", "的", "钟", "吧", "多", "到", "至", "下", "打")
    )


def _value(words: str | None) -> int | None:
    if not words:
        return None
    return int(words) if words.isdigit() else numeral(words)


def _instant(found: re.Match[str], now: datetime) -> datetime | None:
    """None where the figures are no time of any day."""
    hour = _value(found["hour"])
    minute = _value(found["minute"] or found["digital"] or found["past"]) or 0
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = 15 if found["quarter"] == "一" else 45
    elif found["some"]:
        minute = 5
    if hour is None or hour > 24 or minute > 59:
        return None
    if short := found["short"] or found["before"]:
        minute = -(15 if short == "一刻" else _value(short) or 0)
    here = local(now)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    back = _days_back(found, here)
    if found["date"] and back is None:
        return None
    hours = _hours(hour, found["part"] or "", bool(back))
    days = (back,) if back is not None else (0, 1)
    tries = [
        midnight - timedelta(days=day) + timedelta(hours=one, minutes=minute)
        for day in days
        for one in hours
    ]
    past = [at for at in tries if at <= here + AHEAD]
    return max(past, default=None)


def _days_back(found: re.Match[str], here: datetime) -> int | None:
    """昨天, or 十九号: the last day of that number, this month or the month before."""
    if not found["date"]:
        return _BACK.get(found["day"] or "")
    day = _value(found["date"])
    return next((n for n in range(32) if (here - timedelta(days=n)).day == day), None)


def _hours(hour: int, part: str, other_day: bool) -> tuple[int, ...]:
    """Hours of the day, counted on past 24, that may be meant."""
    if hour > 12 or (not part and other_day and hour >= 7):
        return (hour,)
    if not part:
        return (hour, hour + 12) if hour < 12 else (0, 12)
    if part in _LATE:
        return (hour + 12 if hour < 12 else 12,)
    if part in _NIGHT:
        return (hour + 12,) if 5 <= hour <= 12 else (hour + 24, hour) if other_day else (hour,)
    if part == "中午":
        return (hour + 12 if hour < 4 else hour,)
    if part == "半夜":
        return (hour + 12,) if 9 <= hour <= 12 else (hour + 24, hour) if other_day else (hour,)
    return (0 if hour == 12 and part == "凌晨" else hour,)


def _length(found: re.Match[str]) -> timedelta | None:
    figure = FIGURE.match("一" if found["fig"] == "个把" else found["fig"])
    if figure is None:
        return None
    spoken = read(figure)
    if spoken.low is None or spoken.high is None:
        return None
    count = (spoken.low + spoken.high) / 2 + (0.5 if found["half"] else 0.0)
    minutes = {"分钟": 1, "刻钟": 15}.get(found["unit"], 60)
    if found["more"] or found["unit"].startswith("多"):
        count += 0.25
    return timedelta(minutes=min(count * minutes, 60 * 24 * 30))
