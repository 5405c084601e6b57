"""A table looked at before it is written: what would become of each row, and which go back and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from app.base.errors import Refused
from app.base.heads import demanded_heads
from app.base.ledger import Change


class Verdict(StrEnum):
    ADDED = "新增"
    CHANGED = "更改"
    SAME = "不变"
    REFUSED = "退回"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of a row of the sheet, counted as the sheet does. `told`: what is added or changed,
    or why not; `head` is the column that is to blame, as the sheet calls it; `cells` as they stood."""

    row: int
    verdict: Verdict
    unit: str
    name: str
    told: str
    head: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The dry run. `heads` of the sheet; `passed_over` those that mean nothing here."""

    heads: tuple[str, ...]
    passed_over: tuple[str, ...]
    rows: tuple[RowPlan, ...]
    made: tuple[tuple[str, Any], ...] = ()
    edited: tuple[tuple[str, Any, Any], ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.rows)

    @property
    def refused(self) -> list[RowPlan]:
        return [one for one in self.rows if one.verdict is Verdict.REFUSED]


class Work(Protocol):
    """Judges the rows of a sheet one after the other; of a refused row nothing is noted."""

    made: list[tuple[str, Any]]
    edited: list[tuple[str, Any, Any]]

    def row(
        self,
        number: int,
        cells: tuple[str, ...],
        said: dict[str, str],
        heads: Sequence[str],
        columns: dict[str, int],
    ) -> RowPlan:
        """`said` by the names of the fields; `columns` are the places of these in `heads` and `cells`."""
        ...


def look_through(
    rows: Sequence[Sequence[str]],
    names: dict[str, tuple[str, ...]],
    needed: Sequence[str],
    work: Work,
) -> ImportPlan:
    """Every row under the heads; `names` and `needed` as `demanded_heads` has them. Writes nothing.

    `Refused("file", …)`: empty; columns (missing, found).
    """
    if not any(any(row) for row in rows):
        raise Refused("file", "empty")
    found = demanded_heads(rows, names, needed)
    told = []
    for number, cells in enumerate(rows[found.at + 1 :], found.at + 2):
        if any(cells):
            said = {name: cells[n].strip() for name, n in found.columns.items()}
            told.append(work.row(number, tuple(cells), said, found.cells, found.columns))
    over = found.passed_over(rows, ())
    return ImportPlan(found.cells, over, tuple(told), tuple(work.made), tuple(work.edited))


def demand_as_shown(plan: ImportPlan, shown: ImportPlan) -> None:
    """Before it is written. `Refused("file", …)`: book_changed when the dry run comes out differently now;
    nothing_new."""
    if plan.rows != shown.rows:
        raise Refused("file", "book_changed")
    if not plan.made and not plan.edited:
        raise Refused("file", "nothing_new")


def enter(change: Change, plan: ImportPlan) -> None:
    """What was not refused: new rows table by table, in the order in which the sheet brings up the tables."""
    tables: dict[str, list[Any]] = {}
    for table, record in plan.made:
        tables.setdefault(table, []).append(record)
    for table, records in tables.items():
        change.put_many(table, records)
    for table, new, seen in plan.edited:
        change.put(table, new, seen=seen)


def report(plan: ImportPlan) -> list[list[str]]:
    """The refused rows as a table to send back: where, which column, why, and the row itself."""
    rows = [["行号", "列", "原因", *plan.heads]]
    rows += [[str(one.row), one.head, one.told, *one.cells] for one in plan.refused]
    return rows
