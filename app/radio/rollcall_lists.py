"""Lists of a roll call kept true: entered, put in order, on leave; out as a table and in after a dry run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from app.base.clock import SHANGHAI, Clock, local
from app.base.dryrun import ImportPlan, RowPlan, Verdict, demand_as_shown, enter, look_through
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.people.records import Officer
from app.people.rights import Act, demand
from app.radio.rollcall import RadioRollStore
from app.radio.rollcall_records import RadioList, RadioPost, RollMode
from app.radio.rollcall_rules import RadioRollRules

TITLE = "电台点名名单"
HEADS: dict[str, tuple[str, ...]] = {
    "list": ("名单", "名单名称"),
    "name": ("点位", "名称", "点名点位"),
    "unit": ("单位", "所属单位"),
    "radio": ("电台号", "电台编号", "终端号"),
    "talkgroup": ("通话组", "组号"),
    "phone": ("电话", "联系电话"),
    "poc": ("公网对讲", "公网对讲号"),
    "satellite": ("卫星电话", "卫星电话号"),
    "leave": ("请假至",),
    "why": ("请假事由", "事由"),
}
"""What a column may be called; the first name is the one that is exported."""
NEEDED = ("list", "name")
WIDTHS = (16, 24, 24, 12, 10, 18, 18, 18, 18, 20)
MOST_RADIO = 0xFFFFFF
LONGEST = 60
WHY = {
    "missing": "没有填写",
    "too_long": "太长（最多 {most} 字）",
    "not_a_number": "不是号码：{typed}",
    "twice": "与第 {row} 行是同一点位",
    "radio_twice": "电台号与第 {row} 行相同",
    "not_a_time": "不是时间：{typed}（写成 2026-06-24 08:00）",
}
_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d\d)(?::\d\d)?")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a post when it is entered or changed."""

    name: str
    unit: str = ""
    radio: int | None = None
    talkgroup: int | None = None
    phone: str = ""
    poc: str = ""
    satellite: str = ""
    leave_until: datetime | None = None
    leave_why: str = ""


def hours(typed: str) -> tuple[str, ...]:
    """Times of day as typed, in order: "08:30、20:30". `Refused("times", "not_hours")`."""
    found = []
    for one in re.split(r"[、，,;；\s]+", typed.strip().replace("：", ":")):
        if one:
            try:
                found.append(f"{time.fromisoformat(one.rjust(5, '0')):%H:%M}")
            except ValueError:
                raise Refused("times", "not_hours", typed=one) from None
    return tuple(sorted(set(found)))


def table(books: Sequence[tuple[RadioList, Sequence[RadioPost]]]) -> list[list[str]]:
    """Heads and a row a post, in order; can be taken in again."""
    rows = [[names[0] for names in HEADS.values()]]
    for one, posts in books:
        for post in posts:
            leave = f"{local(post.leave_until):%Y-%m-%d %H:%M}" if post.leave_until else ""
            numbers = ("" if n is None else str(n) for n in (post.radio, post.talkgroup))
            rows.append([one.name, post.name, post.unit, *numbers, post.phone, post.poc,
                         post.satellite, leave, post.leave_why])  # fmt: skip
    return rows


class RadioLists:
    """On the store thread. A post of the same list and name is the same post."""

    def __init__(
        self, ledger: Ledger, store: RadioRollStore, clock: Clock, mark: Mark, rules: RadioRollRules
    ) -> None:
        self._ledger, self._store, self._clock = ledger, store, clock
        self._mark, self._rules = mark, rules

    def books(self) -> list[tuple[RadioList, list[RadioPost]]]:
        return [(one, self._store.posts(one.id)) for one in self._store.lists()]

    def keep_list(
        self, by: Officer, seen: RadioList | None, name: str, mode: RollMode, times: str,
        extra_at: datetime | None = None,
    ) -> RadioList:  # fmt: skip
        """`Refused`: name (missing, too_long), times (not_hours)."""
        demand(by, Act.CONTACTS)
        held = self._store.lists()
        made = RadioList(
            seen.id if seen else new_id(), _words("name", name), mode, hours(times), extra_at,
            seen.sort if seen else 1 + max((one.sort for one in held), default=0), True, self._mark,
        )  # fmt: skip
        with self._ledger.change(str(by.id), "radioroll.list", ("radio_list", str(made.id))) as c:
            c.put("radio_list", made, seen=seen)
        return made

    def drop_list(self, by: Officer, seen: RadioList) -> None:
        """No list any more; its callings stay in the record."""
        demand(by, Act.CONTACTS)
        subject = ("radio_list", str(seen.id))
        with self._ledger.change(str(by.id), "radioroll.list", subject) as change:
            change.put("radio_list", replace(seen, active=False), seen=seen)

    def keep_post(
        self, by: Officer, list_id: UUID, seen: RadioPost | None, told: Told
    ) -> RadioPost:
        """`Refused`: name (missing, too_long, taken), radio (bad_target, taken)."""
        demand(by, Act.CONTACTS)
        others = [one for one in self._store.posts(list_id) if seen is None or one.id != seen.id]
        _checked(told)
        if told.name.strip() in [one.name for one in others]:
            raise Refused("name", "taken", name=told.name.strip())
        user = next((one for one in others if one.radio == told.radio), None)
        if told.radio is not None and user is not None:
            raise Refused("radio", "taken", name=user.name)
        place = seen.sort if seen else 1 + max((one.sort for one in others), default=0)
        made = _post(told, seen.id if seen else new_id(), list_id, place, self._mark)
        subject = ("radio_post", str(made.id))
        with self._ledger.change(str(by.id), "radioroll.post", subject) as change:
            change.put("radio_post", made, seen=seen)
        return made

    def drop_post(self, by: Officer, seen: RadioPost) -> None:
        demand(by, Act.CONTACTS)
        subject = ("radio_post", str(seen.id))
        with self._ledger.change(str(by.id), "radioroll.post", subject) as change:
            change.put("radio_post", replace(seen, active=False), seen=seen)

    def move(self, by: Officer, seen: RadioPost, step: int) -> None:
        """One place up (-1) or down (1) in its list."""
        demand(by, Act.CONTACTS)
        posts = self._store.posts(seen.list_id)
        at = next((n for n, one in enumerate(posts) if one.id == seen.id), -1)
        if at < 0 or not 0 <= at + step < len(posts):
            return
        posts[at], posts[at + step] = posts[at + step], posts[at]
        subject = ("radio_list", str(seen.list_id))
        with self._ledger.change(str(by.id), "radioroll.post", subject) as change:
            for n, one in enumerate(posts, 1):
                if one.sort != n:
                    change.put("radio_post", replace(one, sort=n), seen=one)

    # --- as a table ---------------------------------------------------------------------

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        return look_through(rows, HEADS, NEEDED, _Work(self.books(), self._rules, self._mark))

    def write(self, by: Officer, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        """All rows that were not refused, in one change. `Refused("file", "book_changed")` when the dry
        run would come out differently now; nothing_new."""
        demand(by, Act.CONTACTS)
        plan = self.plan(rows)
        demand_as_shown(plan, shown)
        subject = ("radio_list", "import")
        with self._ledger.change(str(by.id), "radioroll.import", subject) as change:
            enter(change, plan)
        return plan


class _Work:
    """Goes through the rows; of a refused row nothing is noted."""

    def __init__(
        self, books: Sequence[tuple[RadioList, list[RadioPost]]], rules: RadioRollRules, mark: Mark
    ) -> None:
        self.made: list[tuple[str, Any]] = []
        self.edited: list[tuple[str, Any, Any]] = []
        self._lists = {one.name: one for one, _ in books}
        self._posts = {(one.name, post.name): post for one, posts in books for post in posts}
        self._rules, self._mark = rules, mark
        self._seen: dict[tuple[str, object], int] = {}

    def row(
        self, number: int, cells: tuple[str, ...], said: dict[str, str], heads: Sequence[str],
        columns: dict[str, int],
    ) -> RowPlan:  # fmt: skip
        name, told = said["list"], None
        try:
            name = _words("list", said["list"])
            told = _told(said)
            _checked(told)
            self._first(name, told)
        except Refused as no:
            why = WHY[no.code].format(**no.figures)
            head = heads[columns[no.field]] if no.field in columns else ""
            return RowPlan(number, Verdict.REFUSED, name, said["name"], why, head, cells)
        self._seen[name, told.name] = number
        if told.radio is not None:
            self._seen[name, told.radio] = number
        verdict = self._judged(name, told, number)
        numbers = [str(n) for n in (told.radio, told.talkgroup) if n is not None]
        return RowPlan(
            number, verdict, name, told.name, "，".join([told.unit, *numbers]), cells=cells
        )

    def _first(self, name: str, told: Told) -> None:
        if (name, told.name) in self._seen:
            raise Refused("name", "twice", row=self._seen[name, told.name])
        if told.radio is not None and (name, told.radio) in self._seen:
            raise Refused("radio", "radio_twice", row=self._seen[name, told.radio])

    def _judged(self, name: str, told: Told, number: int) -> Verdict:
        one = self._lists.get(name)
        if one is None:
            place = len(self._lists) + 1
            one = RadioList(
                new_id(), name, RollMode.MIXED, self._rules.times, None, place, True, self._mark
            )
            self._lists[name] = one
            self.made.append(("radio_list", one))
        seen = self._posts.get((name, told.name))
        if seen is None:
            self.made.append(("radio_post", _post(told, new_id(), one.id, number, self._mark)))
            return Verdict.ADDED
        made = _post(told, seen.id, one.id, seen.sort, self._mark)
        if made == seen:
            return Verdict.SAME
        self.edited.append(("radio_post", made, seen))
        return Verdict.CHANGED


def _post(told: Told, key: UUID, list_id: UUID, place: int, mark: Mark) -> RadioPost:
    return RadioPost(
        key, list_id, place, told.name.strip(), told.unit.strip(), told.radio, told.talkgroup,
        told.phone.strip(), told.poc.strip(), told.satellite.strip(), told.leave_until,
        told.leave_why.strip() if told.leave_until else "", True, mark,
    )  # fmt: skip


def _checked(told: Told) -> None:
    _words("name", told.name)
    for field in ("unit", "phone", "poc", "satellite", "leave_why"):
        if len(getattr(told, field)) > LONGEST:
            raise Refused("why" if field == "leave_why" else field, "too_long", most=LONGEST)
    for field in ("radio", "talkgroup"):
        number = getattr(told, field)
        if number is not None and not 0 < number <= MOST_RADIO:
            raise Refused(field, "not_a_number", typed=number)


def _told(said: dict[str, str]) -> Told:
    return Told(
        _words("name", said["name"]),
        said.get("unit", ""),
        _number("radio", said.get("radio", "")),
        _number("talkgroup", said.get("talkgroup", "")),
        said.get("phone", ""),
        said.get("poc", ""),
        said.get("satellite", ""),
        moment("leave", said.get("leave", "")),
        said.get("why", ""),
    )


def _words(field: str, typed: str) -> str:
    if not typed.strip():
        raise Refused(field, "missing")
    if len(typed.strip()) > LONGEST:
        raise Refused(field, "too_long", most=LONGEST)
    return typed.strip()


def _number(field: str, typed: str) -> int | None:
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 8:
        raise Refused(field, "not_a_number", typed=typed)
    return int(typed)


def moment(field: str, typed: str) -> datetime | None:
    """As typed, aware; None when nothing is. `Refused(field, "not_a_time")`."""
    if not typed.strip():
        return None
    parts = _MOMENT.fullmatch(typed.strip().replace("：", ":"))
    if parts is None:
        raise Refused(field, "not_a_time", typed=typed)
    try:
        return datetime(*(int(part) for part in parts.groups()), tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    except ValueError:
        raise Refused(field, "not_a_time", typed=typed) from None
