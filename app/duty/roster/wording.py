"""The roster in lines of text: crews and rotations as they are typed, a shift as it is sent on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from app.base.clock import hhmm, local
from app.base.errors import Refused
from app.duty.roster.changes import consent_words
from app.duty.roster.conflicts import day_of
from app.duty.roster.records import ChangeState
from app.duty.roster.rules import Post, Template
from app.duty.roster.view import MonthView, Row
from app.people.records import Officer, Role

STAFF, ANYBODY = "在编", "不限"
WEEK = "一二三四五六日"
_DOUBLE = re.compile(r"^(.*?)[(（]第(\d+)[)）]$")
_POSTS = {role.value: role for role in Role}


def written_names(view: MonthView) -> dict[UUID, str]:
    """Two people of one name bear their place in the official order: 李某（第12）."""
    names = [one.name for one in view.officers.values() if one.active]
    return {
        one.id: f"{one.name}（第{one.sort}）" if names.count(one.name) > 1 else one.name
        for one in view.officers.values()
    }


def person_of(words: str, officers: Mapping[UUID, Officer]) -> UUID | str:
    """Whose name this is, or the code of a refusal: unknown_person, two_of_name."""
    exact = _DOUBLE.match(words)
    name, sort = (exact[1], int(exact[2])) if exact else (words, None)
    named = [one for one in officers.values() if one.active and one.name == name]
    if sort is not None:
        named = [one for one in named if one.sort == sort]
    if not named:
        return "unknown_person"
    return named[0].id if len(named) == 1 else "two_of_name"


def crew_lines(template: Template) -> str:
    """A line for each post: 值班长 1 在编 值班长、备班."""
    return "\n".join(
        f"{post.post.value} {post.count} {STAFF if post.permanent else ANYBODY} "
        f"{'、'.join(role.value for role in post.roles)}"
        for post in template.posts
    )


def crew_of(text: str) -> list[Post]:
    """What `crew_lines` tells, typed anew. `Refused("posts", …)` with the line's number and words:
    crew_line, unknown_post, count; missing for none at all."""
    posts = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = line.split()
        if len(parts) != 4 or not parts[1].isdecimal() or parts[2] not in (STAFF, ANYBODY):
            raise Refused("posts", "crew_line", n=number)
        words = [parts[0], *re.split("[、,，]", parts[3])]
        strange = [word for word in words if word not in _POSTS]
        if strange:
            raise Refused("posts", "unknown_post", n=number, word=strange[0])
        if int(parts[1]) < 1:
            raise Refused("posts", "count", n=number)
        post, *roles = (_POSTS[word] for word in words)
        posts.append(Post(post, int(parts[1]), parts[2] == STAFF, tuple(roles)))
    if not posts:
        raise Refused("posts", "missing")
    return posts


def group_lines(view: MonthView, post: Role) -> str:
    names = written_names(view)
    return "\n".join(names[key] for key in view.groups.get(post, ()))


def group_of(text: str, officers: Mapping[UUID, Officer]) -> list[UUID]:
    """One name a line, in the order of the rotation; empty: everybody. `Refused("members", …)`."""
    found: list[UUID] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        who = person_of(line.strip(), officers)
        if isinstance(who, str):
            raise Refused("members", who, n=number, name=line.strip())
        if who in found:
            raise Refused("members", "named_twice", n=number, name=line.strip())
        found.append(who)
    return found


def shift_text(row: Row, view: MonthView, phones: Mapping[str, str]) -> str:
    """A shift as it is sent on: day, hours, who, and the numbers that are sure."""
    span, day = row.span, row.span.day
    over = "次日" if local(span.ends_at).date() > day else ""
    note = f"（{row.note}）" if row.note else ""
    held = []
    for post, n in view.places:
        served = row.at((post, n))
        if served is None:
            continue
        name = view.name(served.slot.officer_id) or "空缺"
        mark = f"（{served.mark}）" if served.mark else ""
        held.append(f"{post.value} {name}{mark} {phones.get(name, '')}".strip())
    hours = f"{hhmm(span.starts_at)} 至 {over}{hhmm(span.ends_at)}"
    date = f"{day.month}月{day.day}日 周{WEEK[day.weekday()]}{note}"
    return f"{date} {hours} 值班：{'；'.join(held)}。"


def month_text(view: MonthView) -> str:
    """The month a line a shift, as it is put into a group chat."""
    lines = [f"{view.first.year}年{view.first.month}月值班安排"]
    for row in view.rows:
        held = [
            f"{served.slot.post.value} {view.name(served.slot.officer_id) or '空缺'}"
            f"{f'（{served.mark}）' if served.mark else ''}"
            for served in (row.at(place) for place in view.places)
            if served is not None
        ]
        if held:
            lines.append(f"{_day(row)} {_hours(row, view)}{'，'.join(held)}")
    return "\n".join(lines)


def messages(view: MonthView, phones: Mapping[str, str]) -> str:
    """A message for each who serves, in official order: the number to send it to, and the text."""
    turns: dict[UUID, list[str]] = {}
    for row in view.rows:
        for one in row.served:
            if one.slot.officer_id is not None:
                told = f"{_day(row)} {_hours(row, view)}{one.slot.post.value}".strip()
                turns.setdefault(one.slot.officer_id, []).append(told)
    lines = []
    for who in sorted(turns, key=lambda key: view.officers[key].sort):
        name = view.name(who)
        number = phones.get(name, "号码不详")
        days = "；".join(turns[who])
        lines.append(
            f"{number}　{name}：您{view.first.month}月值班 {len(turns[who])} 次：{days}。收到请回复。"
        )
    return "\n".join(lines)


def changes_told(view: MonthView) -> list[str]:
    """Each 串班, 代班 and B角代行 in force with who agreed and how, by day, for paper and text."""
    names = {key: one.name for key, one in view.officers.items()}
    slots, told = view.slots, []
    for change in view.changes:
        if change.state is not ChangeState.IN_FORCE or change.id in view.unfit:
            continue
        held = [slots[k] for k in (change.slot_id, change.other_slot_id) if k in slots]
        days = "、".join(f"{day_of(slot).month}月{day_of(slot).day}日" for slot in held)
        arrow = "与" if change.other_slot_id else "由"
        pair = f"{names[change.applicant_id]}{arrow}{names[change.counterpart_id]}"
        agreed = consent_words(change, names)
        words = f"{days} {held[0].post.value} {pair}{change.kind}，事由：{change.reason}"
        told.append(f"{words}，{agreed}" if agreed else words)
    return told


def _day(row: Row) -> str:
    day = row.span.day
    note = f"（{row.note}）" if row.note else ""
    return f"{day.month}月{day.day}日周{WEEK[day.weekday()]}{note}"


def _hours(row: Row, view: MonthView) -> str:
    """Only where the month has several kinds of shifts."""
    hours = {(hhmm(one.span.starts_at), hhmm(one.span.ends_at)) for one in view.rows}
    if len(hours) == 1:
        return ""
    return f"{hhmm(row.span.starts_at)}-{hhmm(row.span.ends_at)} "
