"""Turns of the firms as a table: out, and in again after a dry run that tells every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.base.clock import Clock, local
from app.base.dryrun import ImportPlan, RowPlan, Verdict, demand_as_shown, enter, look_through
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.written import words
from app.people.contacts import PointKind
from app.people.days import begin_of, day, end_of
from app.people.importing import REASONS
from app.people.numbers import checked_number
from app.people.records import Officer
from app.people.rights import Act, demand
from app.people.support import SupportStore, SupportTurn, Trade

HEADS: dict[str, tuple[str, ...]] = {
    "trade": ("类别", "行业", "专业"),
    "firm": ("单位", "单位名称", "公司"),
    "name": ("姓名", "值班人员", "联系人"),
    "phones": ("电话", "联系电话", "手机", "号码"),
    "begins": ("开始", "起", "开始日期", "值班开始", "日期"),
    "ends": ("结束", "止", "结束日期", "值班结束"),
    "note": ("备注",),
}
"""What a column may be called; the first name is the one that is exported."""
NEEDED = ("trade", "firm", "name", "phones", "begins", "ends")
WIDTHS = (10, 28, 12, 34, 18, 18, 28)
TITLE = "技术保障值班"
MOST_DAYS = 366
WHY = REASONS | {
    "unknown_trade": "类别只能是：{trades}",
    "not_a_day": "不是日期：{typed}（写成 2026-06-24 或 2026-06-24 08:00）",
    "ends_before": "结束早于开始",
    "too_long_turn": "一班超过 {most} 天，请核对年份",
}
_MOMENT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}):(\d\d)(?::\d\d)?")
_BETWEEN = re.compile(r"[、，,;；/\n|]+")


def table(turns: Sequence[SupportTurn]) -> list[list[str]]:
    """Heads and a row a turn; whole days as days, the last of them included."""
    rows = [[names[0] for names in HEADS.values()]]
    for one in turns:
        numbers = "、".join(one.phones)
        days = _said(one.begins, last=False), _said(one.ends, last=True)
        rows.append([one.trade.value, one.firm, one.name, numbers, *days, one.note])
    return rows


class SupportImporting:
    """On the store thread. A turn of the same trade, firm, name and beginning is the same turn."""

    def __init__(self, ledger: Ledger, store: SupportStore, clock: Clock, mark: Mark) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        held = {_key(one): one for one in self._store.turns()}
        return look_through(rows, HEADS, NEEDED, _Work(held, self._clock.now(), self._mark))

    def write(self, by: Officer, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        """All rows that were not refused, in one change. `Refused("file", "book_changed")` when the dry
        run would come out differently now; nothing_new."""
        demand(by, Act.CONTACTS)
        plan = self.plan(rows)
        demand_as_shown(plan, shown)
        subject = ("support_turn", "import")
        with self._ledger.change(str(by.id), "support.import", subject) as change:
            enter(change, plan)
        return plan


class _Work:
    """Goes through the rows; of a refused row nothing is noted."""

    def __init__(
        self, held: dict[tuple[object, ...], SupportTurn], now: datetime, mark: Mark
    ) -> None:
        self.made: list[tuple[str, SupportTurn]] = []
        self.edited: list[tuple[str, SupportTurn, SupportTurn]] = []
        self._held, self._now, self._mark = held, now, mark
        self._seen: dict[tuple[object, ...], int] = {}

    def row(
        self,
        number: int,
        cells: tuple[str, ...],
        said: dict[str, str],
        heads: Sequence[str],
        columns: dict[str, int],
    ) -> RowPlan:
        firm, name = said["firm"], said["name"]
        try:
            turn = self._turn(said)
            twice = self._seen.get(_key(turn))
            if twice is not None:
                raise Refused("name", "twice", row=twice)
        except Refused as no:
            why = WHY[no.code].format(
                **{"name": name, "value": said.get(no.field, ""), **no.figures}
            )
            return RowPlan(
                number, Verdict.REFUSED, firm, name, why, heads[columns[no.field]], cells
            )
        self._seen[_key(turn)] = number
        return RowPlan(number, *self._judged(turn), cells=cells)

    def _judged(self, turn: SupportTurn) -> tuple[Verdict, str, str, str]:
        seen = self._held.get(_key(turn))
        days = f"{_said(turn.begins, last=False)} 至 {_said(turn.ends, last=True)}"
        if seen is None:
            self.made.append(("support_turn", turn))
            told = f"{turn.trade}，{'、'.join(turn.phones)}，{days}"
            return Verdict.ADDED, turn.firm, turn.name, told
        made = replace(seen, phones=turn.phones, ends=turn.ends, note=turn.note)
        if made == seen:
            return Verdict.SAME, turn.firm, turn.name, ""
        self.edited.append(("support_turn", made, seen))
        return Verdict.CHANGED, turn.firm, turn.name, f"{'、'.join(turn.phones)}，{days}"

    def _turn(self, said: dict[str, str]) -> SupportTurn:
        for name in NEEDED:
            if not said[name]:
                raise Refused(name, "missing")
        if said["trade"] not in list(Trade):
            raise Refused("trade", "unknown_trade", trades="、".join(Trade))
        if any(one.isdigit() for one in said["name"]):
            raise Refused("name", "name_figures", name=said["name"])
        begins = _moment("begins", said["begins"], self._now, last=False)
        ends = _moment("ends", said["ends"], self._now, last=True)
        if ends <= begins:
            raise Refused("ends", "ends_before")
        if ends - begins > timedelta(days=MOST_DAYS):
            raise Refused("ends", "too_long_turn", most=MOST_DAYS)
        return SupportTurn(
            new_id(),
            Trade(said["trade"]),
            words("firm", said["firm"]),
            words("name", said["name"]),
            _phones(said["phones"]),
            begins,
            ends,
            words("note", said.get("note", ""), needed=False),
            True,
            self._mark,
        )


def _phones(said: str) -> tuple[str, ...]:
    found = []
    for value in _BETWEEN.split(said):
        if value.strip():
            mobile = len(value.strip()) > 8 and value.strip().startswith("1")
            kind = PointKind.MOBILE if mobile else PointKind.OFFICE
            try:
                found.append(checked_number(kind, value))
            except Refused as no:
                raise Refused("phones", no.code, **{**no.figures, "value": value.strip()}) from None
    return tuple(found)


def _moment(field: str, typed: str, now: datetime, *, last: bool) -> datetime:
    """A day, whole, or a day and an hour. `Refused(field, "not_a_day")`."""
    exact = _MOMENT.fullmatch(typed)
    one = day(field, exact[1] if exact else typed, now)
    if one is None:
        raise Refused(field, "missing")
    if exact is None:
        return end_of(one) if last else begin_of(one)
    hour, minute = int(exact[2]), int(exact[3])
    if hour > 23 or minute > 59:
        raise Refused(field, "not_a_day", typed=typed)
    return begin_of(one).replace(hour=hour, minute=minute)


def _said(at: datetime, *, last: bool) -> str:
    there = local(at)
    if (there.hour, there.minute) != (0, 0):
        return f"{there:%Y-%m-%d %H:%M}"
    return (there - timedelta(days=1) if last else there).date().isoformat()


def _key(turn: SupportTurn) -> tuple[object, ...]:
    return turn.trade, turn.firm, turn.name, turn.begins
