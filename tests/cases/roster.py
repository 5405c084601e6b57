"""Examples of the roster, put to the rules in `app.duty.roster` and `app.duty.holidays`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.holidays import Calendar, DayKind, DayRule, Told
from app.duty.periods import Span
from app.duty.roster.changes import apply
from app.duty.roster.conflicts import late_leader
from app.duty.roster.generate import turns_of
from app.duty.roster.records import (
    ChangeKind,
    ChangeState,
    Deputy,
    RosterChange,
    RosterSlot,
)
from app.people.records import Role
from tests.cases import CannotEvaluate, Given
from tests.cases.rosterdesk import Desk, verdict
from tests.cases.shift import RULES

POSTS = {post.value: post for post in Role}
NAMES = tuple("甲乙丙丁戊己庚辛")
SOME_DAY = date(2026, 11, 21)
CHANGE_NAMES = ("who", "swap", "串班", "代班", "substitute", "undo", "before")
_CHANGED = re.compile(r"chang\w*_at$|变更时间")
BOUGHT = ("购买服务", "专业", "聘用", "临聘", "工勤", "非在编")


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    if any(name in given for name in CHANGE_NAMES) or _dated(given) >= 2:
        return _changed(given)
    if (
        not any(_CHANGED.search(name) for name in given)
        and set(given) <= {"date", "weekday", "rows", "notice"}
        and "date" in given
    ):
        return _day(given)
    if "hours_before" in given or any(_CHANGED.search(name) for name in given):
        return _late(given)
    if _pair_of(given) is not None:
        return _deputies(given)
    several = isinstance(given.get("posts"), list) and "person" in given
    if not several and ("person" in given or "shifts" in given or "leave" in given):
        return _person(given)
    return _crew(given)


# -- days --------------------------------------------------------------------------------------


def _day(given: Given) -> dict[str, Any]:
    """Rows of a notice that the example hands in stand over those that are known."""
    rows = [
        Told(date.fromisoformat(row["date"]), _rule(row), row.get("name", ""), "example")
        for row in given.get("rows", given.get("notice", ()))
    ]
    calendar = Calendar(rows)
    day = date.fromisoformat(str(given["date"])[:10])
    kind = calendar.kind(day)
    if kind is DayKind.UNKNOWN:
        return {
            "answer": "unknown → ask user to import the notice",
            "must_not": "guess weekday rule silently",
            "workday": None,
            "known": False,
        }
    row = calendar.row(day)
    return {
        "workday": kind is DayKind.WORKDAY,
        "holiday": kind is DayKind.HOLIDAY,
        "known": True,
        "kind": kind.value,
        "type": kind.value,
        "name": row.name if row else "",
        "makeup": row is not None and row.rule is DayRule.MAKEUP,
    }


def _rule(row: Mapping[str, Any]) -> DayRule:
    words = str(row.get("rule", row.get("kind", row.get("type", ""))))
    return DayRule.MAKEUP if words in ("MAKEUP", "补班", "makeup") else DayRule.HOLIDAY


# -- a crew ------------------------------------------------------------------------------------


def _crew(given: Given) -> dict[str, Any]:
    """Posts named, or posts with who holds them; what is not said of a person is as it should be.

    Posts that the example does not speak of are filled when it is about one post only.
    """
    desk = Desk()
    held = _held_posts(given)
    template = [post.post for post in RULES.template(DayKind.WORKDAY).places()]
    people = [str(who) for _, who in held if who and isinstance(who, str)]
    twice = len(set(people)) < len(people)
    only = not twice and (isinstance(given.get("posts"), list) or len(held) > 1)
    span = RULES.periods.of_day(SOME_DAY)[0]
    named: dict[Role, Any] = dict(held)
    wanted = list(dict.fromkeys([*template, *named]))
    for post in wanted:
        if post in named:
            desk.place(span, post, _who(desk, post, named[post]))
        elif only:
            if not (post is Role.PROFESSIONAL and Role.OFFICER in named):
                desk.place(span, post, None)
        else:
            desk.place(span, post, desk.officer(f"某{post.value}", post, True).id)
    return desk.judged()


def _held_posts(given: Given) -> list[tuple[Role, Any]]:
    listed = given.get("posts", given.get("crew"))
    if isinstance(listed, list):
        return [(_post(words), given.get("person", {})) for words in listed]
    pairs = listed if isinstance(listed, Mapping) else given
    found = []
    for words, who in pairs.items():
        if words in POSTS or _bare(words) in POSTS:
            found.append((_post(words), who))
        elif isinstance(who, list) and who and all(_bare(str(one)) in POSTS for one in who):
            found += [(_post(one), words) for one in who]
    if not found:
        raise CannotEvaluate("no post is named")
    return found


def _bare(words: str) -> str:
    return re.split(r"[(（]", words)[0].strip()


def _post(words: str) -> Role:
    return POSTS[_bare(words)]


def _who(desk: Desk, post: Role, told: Any) -> UUID | None:
    """A name; nothing at all; or what is known of the person."""
    if told in (None, "", "空", "空缺"):
        return None
    if isinstance(told, str):
        return desk.officer(told, post, True).id
    kind = str(told.get("编制", "在编"))
    permanent = told.get("permanent", told.get("在编", kind not in BOUGHT))
    name = str(told.get("姓名", told.get("name", told.get("person", f"某{post.value}"))))
    officer = desk.officer(name, post, bool(permanent))
    leave = told.get("leave", told.get("请假"))
    if leave:
        desk.leave(officer.id, leave if isinstance(leave, list) else [SOME_DAY.isoformat()] * 2)
    return officer.id


# -- a person's shifts and leave -----------------------------------------------------------------


def _person(given: Given) -> dict[str, Any]:
    desk = Desk()
    one = desk.officer(str(given.get("person", "甲")), _role_of(given), True)
    leave = given.get("leave")
    if leave:
        desk.leave(one.id, leave if isinstance(leave, list) else [leave, leave])
    shifts = given.get("shifts", given.get("shift", given.get("date")))
    for words in shifts if isinstance(shifts, list) else [shifts]:
        desk.place(_span(str(words)), one.role, one.id)
    most = next((given[name] for name in _MOST if name in given), RULES.a_week)
    return desk.judged(int(most))


_MOST = ("N", "n", "max_per_week", "a_week", "shifts_a_week", "limit")


def _role_of(given: Given) -> Role:
    return _post(given["post"]) if "post" in given else Role.PROFESSIONAL


def _span(words: str) -> Span:
    if "/" in words:
        begin, end = (datetime.fromisoformat(part) for part in words.split("/"))
        return Span(_there(begin), _there(end))
    if "T" in words:
        return RULES.periods.holding(_there(datetime.fromisoformat(words)))
    return RULES.periods.of_day(date.fromisoformat(words))[0]


def _there(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


# -- A and B -------------------------------------------------------------------------------------

AWAY = (
    "请假",
    "出差",
    "联系不上",
    "leave",
    "trip",
    "absent",
    "away",
    "不在岗",
    "缺席",
    "unreachable",
)


def _deputies(given: Given) -> dict[str, Any]:
    """`A` and `B`: where each is, or who, with a list of those away. A has the place."""
    desk = Desk()
    pair = _pair_of(given)
    assert pair is not None
    away = [str(one) for name in AWAY_LISTS for one in _words(given.get(name))]
    names = {}
    for side, told in zip(("A", "B"), pair, strict=True):
        if isinstance(told, Mapping):
            told = str(told.get("name") or told.get("姓名") or "")
        known = isinstance(told, str) and told and not any(word in told for word in STATES)
        names[side] = str(told) if known else side
    a, b = (desk.officer(names[side], Role.LEADER, True) for side in ("A", "B"))
    desk.deputies.append(Deputy(new_id(), a.id, b.id, True, Mark.TEST))
    for side, told, officer in (("A", pair[0], a), ("B", pair[1], b)):
        if _is_away(told) or names[side] in away or side in away or f"{side}角" in away:
            desk.leave(officer.id, [SOME_DAY.isoformat()] * 2)
    span = RULES.periods.of_day(SOME_DAY)[0]
    slot = desk.place(span, Role.LEADER, a.id)
    around = desk.around()
    gone = [around.absence(one.id, SOME_DAY) is not None for one in (a, b)]
    if gone[0] and not gone[1]:
        desk.slots = [row.slot for row in apply([slot], [_change(slot, None, b.id)])]
        acts = dict.fromkeys(("acting", "acts", "who", "leader", "result"), names["B"])
        return {**desk.judged(), **acts, "B_acts": True, "log": "B角代行", "mark": "代"}
    here = None if all(gone) else names["A"]
    return {**desk.judged(), "acting": here, "who": here, "leader": here, "B_acts": False}


def _pair_of(given: Given) -> tuple[Any, Any] | None:
    """What is said of A and of B, wherever it stands; who they are and where, when both is said."""
    for held in (given, *(value for value in given.values() if isinstance(value, Mapping))):
        pair = [_side(held, side) for side in "AB"]
        if all(told is not None for told in pair):
            return pair[0], pair[1]
    return None


def _side(held: Mapping[str, Any], side: str) -> Any:
    told = {name: value for name, value in held.items() if re.match(rf"{side}(?![A-Za-z])", name)}
    plain = told.pop(side, told.pop(f"{side}角", None))
    if not told:
        return plain
    away = any(_is_away(value) or _covers(value) for value in told.values())
    known = isinstance(plain, str) and not any(word in plain for word in STATES)
    return {"name": plain if known else "", "away": away or (not known and _is_away(plain))}


def _covers(days: Any) -> bool:
    """Days of a leave; examples of A and B are about one day."""
    return isinstance(days, list) and bool(days)


def _is_away(told: Any) -> bool:
    if isinstance(told, bool):
        return told
    if isinstance(told, Mapping):
        return any(_is_away(value) for name, value in told.items() if name not in ("姓名", "name"))
    return isinstance(told, str) and any(word in told for word in AWAY)


def _words(value: Any) -> list[str]:
    """Names, in a list or before their days."""
    if isinstance(value, Mapping):
        return [str(name) for name, days in value.items() if days]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


AWAY_LISTS = ("leave", "absent", "away", "请假", "不在岗", "缺席", "出差")
STATES = (*AWAY, "在岗", "present", "available", "on duty", "值班")

# -- changes -------------------------------------------------------------------------------------


def _changed(given: Given) -> dict[str, Any]:
    """`乙 代 甲` on one date, or two people with a date each who exchange."""
    desk = Desk()
    before: dict[str, str]
    words = str(given.get("who", given.get("代班", "")))
    one_way = re.fullmatch(r"\s*(\S+?)\s*(?:代替|代班|代)\s*(\S+?)\s*", words)
    if one_way and "date" in given:
        stand_in, absent = one_way.groups()
        before = {str(given["date"]): absent}
        pair = (absent, stand_in)
    else:
        before = _exchange(given, words)
        pair = tuple(before.values())[:2]  # type: ignore[assignment]
        if len(pair) != 2:
            raise CannotEvaluate("an exchange is between two people")
    for name in pair:
        desk.officer(name, Role.OFFICER, True)
    slots = {
        day: desk.place(_span(day), Role.OFFICER, desk.named[who].id) for day, who in before.items()
    }
    days = list(slots)
    other = slots[days[1]] if len(days) > 1 else None
    change = _change(slots[days[0]], other, desk.named[pair[1]].id)
    undone = bool(given.get("undo") or given.get("undone") or given.get("撤销"))
    undone = undone or str(given.get("then", given.get("after", ""))) in ("undo", "撤销", "UNDO")
    if undone:
        change = replace(change, state=ChangeState.UNDONE)
    drawn = turns_of(desk.slots)
    served = apply(desk.slots, [change])
    names = {one.id: one.name for one in desk.named.values()}
    desk.slots = [row.slot for row in served]
    nothing = turns_of([slots[day] for day in days]) == drawn
    owed = "nothing automatically" if nothing else "a turn"
    marks = [row.mark for row in served]
    judged = desk.judged()
    return {
        **judged,
        "result": {
            day: names[row.slot.officer_id]
            for day, row in zip(days, served, strict=True)
            if row.slot.officer_id
        },
        "mark": marks[0],
        "marks": dict(zip(days, marks, strict=True)),
        "restored": undone,
        **{f"{name}_owes": owed for name in pair},
    }


def _exchange(given: Given, words: str) -> dict[str, str]:
    """date -> who has it before, from any way to say so."""
    told = given.get("swap", given.get("串班", given.get("before", given)))
    if isinstance(told, bool) or told in ("swap", "SWAP", "串班"):
        told = given
    if isinstance(told, list) and all(_is_day(one) for one in told):
        told = given.get("before", {})
    if isinstance(told, list):
        words = " ".join(
            " ".join(map(str, one)) if isinstance(one, list) else str(one) for one in told
        )
        told = {}
    found: dict[str, str] = {}
    for name, value in told.items() if isinstance(told, Mapping) else ():
        if _is_day(name) and isinstance(value, str):
            found[name] = value
        elif _is_day(value):
            found[str(value)] = name
    if isinstance(told, str):
        words = told
    for name, day in re.findall(r"(\S+?)[\s:：@]*(\d{4}-\d\d-\d\d)", words):
        found.setdefault(day, name)
    for day, name in re.findall(r"(\d{4}-\d\d-\d\d)[\s:：@=]+(\D\S*)", words):
        found.setdefault(day, name)
    names = re.findall(f"[{''.join(NAMES)}]", words)
    dates = given.get("dates", given.get("shifts", ()))
    if len(found) < 2 and len(names) > 1 and len(dates) > 1:
        found = dict(zip([str(day) for day in dates], names, strict=False))
    return found


def _dated(given: Given) -> int:
    """How many names have a date of their own."""
    return sum(1 for name, value in given.items() if _is_day(value) and name in NAMES)


def _is_day(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)))


def _change(slot: RosterSlot, other: RosterSlot | None, counterpart: UUID) -> RosterChange:
    assert slot.officer_id is not None
    kind = ChangeKind.SWAP if other else ChangeKind.SUBSTITUTE
    other_id = other.id if other else None
    return RosterChange(
        new_id(), kind, slot.id, other_id, slot.officer_id, counterpart, "例", ChangeState.IN_FORCE,
        "", slot.starts_at, None, slot.starts_at, "", None, Mark.TEST,
    )  # fmt: skip


_STARTS = ("shift", "shift_start", "starts_at", "start", "shift_at", "date")


def _late(given: Given) -> dict[str, Any]:
    """A leader's place changed so long before the shift."""
    desk = Desk()
    leader = desk.officer("甲", _post(given["post"]) if "post" in given else Role.LEADER, True)
    when = next((given[name] for name in _STARTS if name in given), SOME_DAY.isoformat())
    slot = desk.place(_span(str(when)), leader.role, leader.id)
    if "hours_before" in given:
        now = slot.starts_at - timedelta(hours=float(given["hours_before"]))
    else:
        told = next(value for name, value in given.items() if _CHANGED.search(name))
        now = _there(datetime.fromisoformat(str(told)))
    found = late_leader(slot, now, RULES.leader_notice)
    return verdict([found] if found else [])
