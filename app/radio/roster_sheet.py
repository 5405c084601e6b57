"""The roster of radios as a table: out, and in after a dry run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from app.base.dryrun import ImportPlan, RowPlan, Verdict, demand_as_shown, enter, look_through
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.written import words
from app.radio.asking import MOST_ADDRESS
from app.radio.lists import MOST_NAME
from app.radio.records import Radio, RadioKind

TITLE = "终端名册"
HEADS: dict[str, tuple[str, ...]] = {
    "number": ("终端号", "电台号", "号码", "编号"),
    "unit": ("单位", "所属单位"),
    "holder": ("持机人", "持有人", "使用人"),
    "kind": ("类型", "种类"),
    "talkgroup": ("所在组", "通话组", "组号"),
    "township": ("乡镇",),
}
"""What a column may be called; the first name is the one that is exported."""
NEEDED = ("number", "unit")
MOST_DIGITS = 12
"""Of a number as it is written, zeros in front included."""
WIDTHS = (12, 26, 18, 12, 12, 16)
_WHY = {
    "missing": "没有填写",
    "too_long": "太长（最多 {most} 字）",
    "not_a_number": "不是号码：{typed}",
    "no_kind": "没有这种类型：{typed}（{known}）",
    "twice": "与第 {row} 行是同一终端号",
}


class Roster(Protocol):
    """Read on the store thread."""

    def radios(self) -> list[Radio]:
        """The active ones, by their order."""
        ...


def table(radios: Sequence[Radio]) -> list[list[str]]:
    """With its heads, as it can be read in again."""
    return [[names[0] for names in HEADS.values()], *(_row(one) for one in radios)]


def _row(one: Radio) -> list[str]:
    group = str(one.talkgroup) if one.talkgroup else ""
    return [str(one.number), one.unit, one.holder, one.kind.value, group, one.township]


class RosterSheet:
    """On the store thread; the caller checks the right. A number is the radio: a row changes the one that has
    it, a column that is not there changes nothing. Who is not in the table stays."""

    def __init__(self, ledger: Ledger, store: Roster, mark: Mark) -> None:
        self._ledger, self._store, self._mark = ledger, store, mark

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        return look_through(rows, HEADS, NEEDED, _Work(self._store.radios(), self._mark))

    def write(self, by: str, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        """All rows that were not refused, in one change. `Refused("file", "book_changed")` when the dry
        run would come out differently now; nothing_new."""
        plan = self.plan(rows)
        demand_as_shown(plan, shown)
        with self._ledger.change(by, "radio.roster.import", ("radio", "import")) as change:
            enter(change, plan)
        return plan


class _Work:
    """Goes through the rows; of a refused row nothing is noted."""

    def __init__(self, held: Sequence[Radio], mark: Mark) -> None:
        self.made: list[tuple[str, Any]] = []
        self.edited: list[tuple[str, Any, Any]] = []
        self._held = {one.number: one for one in held}
        self._sort = max((one.sort for one in held), default=-1) + 1
        self._mark = mark
        self._seen: dict[int, int] = {}

    def row(
        self, row: int, cells: tuple[str, ...], said: dict[str, str], heads: Sequence[str],
        columns: dict[str, int],
    ) -> RowPlan:  # fmt: skip
        unit = said["unit"]
        try:
            number = _number("number", said["number"])
            if number in self._seen:
                raise Refused("number", "twice", row=self._seen[number])
            made = self._made(number, said)
        except Refused as no:
            why = _WHY[no.code].format(**no.figures)
            head = heads[columns[no.field]]
            return RowPlan(row, Verdict.REFUSED, unit, said["number"], why, head, cells)
        self._seen[number] = row
        told = "，".join(part for part in _row(made)[2:] if part)
        return RowPlan(row, self._judged(made), unit, str(number), told, cells=cells)

    def _made(self, number: int, said: dict[str, str]) -> Radio:
        fresh = Radio(
            new_id(), number, "", "", RadioKind.HANDHELD, 0, "", self._sort + len(self.made), True,
            self._mark,
        )  # fmt: skip
        seen = self._held.get(number, fresh)
        return replace(
            seen,
            unit=words("unit", said["unit"], MOST_NAME),
            holder=words("holder", said.get("holder", seen.holder), MOST_NAME, needed=False),
            kind=_kind(said["kind"]) if said.get("kind") else seen.kind,
            talkgroup=_group(said.get("talkgroup"), seen.talkgroup),
            township=words(
                "township", said.get("township", seen.township), MOST_NAME, needed=False
            ),
        )

    def _judged(self, made: Radio) -> Verdict:
        seen = self._held.get(made.number)
        if seen is None:
            self.made.append(("radio", made))
            return Verdict.ADDED
        if made == seen:
            return Verdict.SAME
        self.edited.append(("radio", made, seen))
        return Verdict.CHANGED


def _number(field: str, typed: str) -> int:
    if not typed:
        raise Refused(field, "missing")
    number = (
        int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS else 0
    )
    if not 0 < number < MOST_ADDRESS:
        raise Refused(field, "not_a_number", typed=typed)
    return number


def _group(typed: str | None, before: int) -> int:
    """An empty cell: the group is not known; no column: as it was."""
    if typed is None:
        return before
    return _number("talkgroup", typed) if typed else 0


def _kind(typed: str) -> RadioKind:
    try:
        return RadioKind(typed)
    except ValueError:
        known = "、".join(one.value for one in RadioKind)
        raise Refused("kind", "no_kind", typed=typed, known=known) from None
