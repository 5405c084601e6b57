"""What becomes of a call: new, follow-up, the same again, forwarded, asked from above, mistaken, a prank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.clock import local
from app.base.said import numeral
from app.incidents.hearing.records import Call, Disposition, Open, Reason, What, When, Where
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Talk

ONE_EVENT = timedelta(hours=24)
"""Calls further apart are never the same event. [choice]"""
SAME_TIME = timedelta(hours=3)
"""Two callers who both tell a time mean one event only when the times lie this near. [choice]"""
_FORWARDED = frozenset({"公共卫生事件", "社会安全事件"})
_HEARSAY = "rumour"
"""Whoever asks whether it is true what is told may mean an event of any kind."""
_ENOUGH = 3
_NEAR = 2
_LISTED = 2
_SHORTEST = 3
_SAME = 0.4


@dataclass(frozen=True, slots=True)
class Sorted:
    disposition: Disposition
    why: Reason
    event: Open | None = None


def sort_out(
    call: Call,
    talk: Talk,
    what: What,
    where: Where,
    when: When,
    harmed: bool,
    earlier: Sequence[Open],
    rules: Rules,
) -> Sorted:
    """`harmed`: people were counted as harmed or caught, so nobody was mistaken."""
    words = rules.words["calls"]
    raw = "。".join(talk.raw)
    if _points(raw, rules, "prank", ("strong", 3), ("weak", 1)) + bool(
        words["prank.officer"].search(talk.asked)
    ) >= 4 and words["prank.strong"].search(raw):
        return Sorted(Disposition.PRANK, Reason("骚扰", "玩笑话"))
    follows = _follows(talk, rules)
    kind = What() if what.key == _HEARSAY else what
    event, likeness = _event(call, talk, kind, where, when, earlier, follows, rules)
    if _is_superior(call, talk, rules):
        return Sorted(Disposition.QUERY, Reason("上级查询", "来电为上级值班机构"), event)
    if not harmed and follows < _ENOUGH and _is_mistake(talk, rules):
        return Sorted(Disposition.FALSE_ALARM, Reason("误报", "报告人当场更正"), event)
    again = bool(words["follow.another"].search(talk.whole))
    known = event is not None or bool(words["follow.strong"].search(talk.whole))
    if follows >= _ENOUGH and not again and known:
        return Sorted(Disposition.UPDATE, Reason("续报", "来电接着说已报的事"), event)
    if event is not None and not again and likeness >= 5:
        if event.number == call.number:
            return Sorted(Disposition.UPDATE, Reason("续报", "同一号码再次来电"), event)
        return Sorted(Disposition.MERGE, Reason("重复", "同类、同地、24小时内"), event)
    if what.event_class in _FORWARDED:
        return Sorted(Disposition.FORWARD, Reason("转办", "由主管部门定级和处置"))
    return Sorted(Disposition.NEW, Reason("新报", "没有可并入的事件"))


def _points(text: str, rules: Rules, section: str, *rows: tuple[str, int]) -> int:
    return sum(
        weight
        * len({found[0] for found in rules.words["calls"][f"{section}.{name}"].finditer(text)})
        for name, weight in rows
    )


def _is_superior(call: Call, talk: Talk, rules: Rules) -> bool:
    words = rules.words["calls"]
    opening = [clause.text for clause in talk.clauses[:4]]
    named = any(
        words["superior.who"].search(text) and not words["superior.not"].search(text)
        for text in opening
    )
    known = bool(words["superior.number"].match(call.number))
    return (
        (named or known)
        and bool(words["superior.ask"].search(talk.whole))
        and (known or bool(re.search(r"值班室|指挥中心|我姓|市局|省厅|我是", ",".join(opening))))
    )


def _is_mistake(talk: Talk, rules: Rules) -> bool:
    text = "。".join(talk.raw[-2:])
    points = _points(text, rules, "mistake", ("strong", 3), ("middle", 2), ("weak", 1))
    points += 2 * bool(rules.words["calls"]["mistake.officer"].search(talk.asked))
    return points >= _ENOUGH


def _follows(talk: Talk, rules: Rules) -> int:
    words = rules.words["calls"]
    points = _points(talk.whole, rules, "follow", ("strong", 4), ("middle", 3))
    opening = ",".join(clause.text for clause in talk.clauses[:4])
    asked = words["follow.officer"].search(talk.asked)
    goes_on = asked or words["follow.outcome"].search(talk.whole)
    hospital = words["follow.hospital"].search(",".join(c.text for c in talk.clauses[:2]))
    if hospital or (goes_on and words["follow.official"].search(opening)):
        points += _ENOUGH
    return points


def _event(
    call: Call,
    talk: Talk,
    what: What,
    where: Where,
    when: When,
    earlier: Sequence[Open],
    follows: int,
    rules: Rules,
) -> tuple[Open | None, int]:
    """The open event this call most likely belongs to, and how like it is."""
    best, most = None, 0
    recent = [known for known in earlier if _recent(call, known)]
    for known in recent:
        points = _likeness(call, talk, what, where, known, rules)
        if follows < _ENOUGH and _at_another_time(when, known):
            continue
        if not points and follows >= _ENOUGH:
            near = _nearness(talk, where, known)
            points = near if near >= _NEAR else 0
        if points >= most and points >= _ENOUGH:
            best, most = known, points
    if best is None and follows >= _ENOUGH and not (what.key or where.town or where.village):
        return _only(recent, call, rules), _ENOUGH
    return best, most


def _recent(call: Call, known: Open) -> bool:
    gap = call.received_at - known.received_at
    return known.id != call.id and timedelta(0) <= gap <= ONE_EVENT


def _only(recent: Sequence[Open], call: Call, rules: Rules) -> Open | None:
    """A follow-up that names neither kind nor place means the one event there is."""
    return recent[0] if len(recent) == 1 else None


def _at_another_time(when: When, known: Open) -> bool:
    """Both times were told, and they are too far apart for one event."""
    if when.at is None or known.happened_at is None:
        return False
    return abs(when.at - known.happened_at) > SAME_TIME


def _likeness(call: Call, talk: Talk, what: What, where: Where, known: Open, rules: Rules) -> int:
    same_number = call.number == known.number
    place = _nearness(talk, where, known)
    kind = _kinship(what.key, known.key, rules)
    if place < 0 or (what.key and kind == 0 and what.event_class != known.event_class):
        return 0
    if kind == 0 and what.key and not same_number:
        return 0
    if place == 0 and not same_number:
        return kind if kind >= 3 and not where.town and not where.village else 0
    return kind + place + (3 if same_number else 0)


def _kinship(one: str, other: str, rules: Rules) -> int:
    if not one or not other:
        return 1
    if one == other:
        return 3
    families = rules.lists["calls"]["near"]["families"]
    return 2 if any({one, other} <= set(row.split()) for row in families) else 0


def _nearness(talk: Talk, where: Where, known: Open) -> int:
    """Negative: elsewhere."""
    points = 0
    if where.village and known.village:
        if where.village != known.village:
            return -5
        points += 3
    if where.town and known.town:
        if where.town != known.town:
            return -5
        points += 2
    if where.towns_possible and known.town and known.town not in where.towns_possible:
        return -5
    spot = known.place.replace(known.town, "").replace(known.village, "")
    if any(spot[n : n + 3] in talk.whole for n in range(len(spot) - 2)):
        points += 2
    return points


_DUE = re.compile(
    r"(?P<part>上午|下午|晚上|今晚|中午|早上|明早|凌晨)?(?P<hour>\d{1,2}|[零一二两三四五六七八九十]{1,3})[点时:]"
    r"(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>\d{1,2}|[零一二三四五六七八九十]{1,3})分?|钟|整)?(?:之前|以前|前)"
)
_WITHIN = re.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:个)?(?P<half>半)?(?P<unit>分钟|小时|钟头)(?:之内|内|以内)"
)


def reply_due(talk: Talk, received_at: datetime) -> datetime | None:
    """Until when the superior wants an answer: the next such time after the call."""
    found = _DUE.search(talk.whole)
    if found is None:
        within = _WITHIN.search(talk.whole)
        if within is None:
            return None
        count = 0.5 if within["n"] == "半" else float(_number(within["n"]) or 0)
        count += 0.5 if within["half"] else 0
        minutes = count if within["unit"] == "分钟" else count * 60
        return received_at + timedelta(minutes=minutes)
    hour, minute = _number(found["hour"]), _number(found["minute"] or "零") or 0
    minute = 30 if found["half"] else {"一": 15, "三": 45}.get(found["quarter"] or "", minute)
    if hour is None or hour > 24 or minute > 59:
        return None
    here = local(received_at)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    tries = [
        midnight + timedelta(hours=hour + more, minutes=minute)
        for more in (0, 12, 24)
        if hour + more <= 48
    ]
    return min((at for at in tries if at > here), default=None)


def _number(words: str) -> int | None:
    return int(words) if words.isdigit() else numeral(words)


def questions(talk: Talk, rules: Rules) -> tuple[str, ...]:
    """What the superior wants to know, under the names of calls.toml."""
    names = rules.lists["calls"]["questions"]
    words = rules.words["calls"]
    found = [name for name in names if words[f"questions.{name}"].search(talk.whole)]
    found += [
        piece
        for piece in _asked_pieces(talk, rules)
        if not any(
            words[f"questions.{name}"].search(piece) and _much_the_same(name, piece)
            for name in names
        )
    ]
    return tuple(dict.fromkeys(found))


_OR_NOT = re.compile(r"([\u4e00-\u9fff])(?:没|不)\1")


def _much_the_same(name: str, piece: str) -> bool:
    """转移多少人 is 转移人数; 安置在哪里 is not."""
    return sum(char in name for char in piece) >= _SAME * len(piece)


def _asked_pieces(talk: Talk, rules: Rules) -> Iterator[str]:
    """What is asked for that has no name of its own: in the superior's words, 炸没炸 as 是否炸."""
    words = rules.words["calls"]
    for clause in talk.clauses:
        parts = clause.text.split("、")
        for part in parts if len(parts) > _LISTED else [clause.text]:
            piece = _OR_NOT.sub(r"是否\1", words["asking.filler"].sub("", part))
            piece = words["asking.change"].sub("变化", piece)
            if words["asking.greeting"].match(piece):
                continue
            if len(piece) >= _SHORTEST and words["asking.words"].search(piece):
                yield piece
