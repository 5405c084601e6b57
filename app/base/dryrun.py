"""A table looked at before it is written: what would become of each row, and which go back and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


def report(plan: ImportPlan) -> list[list[str]]:
    """The refused rows as a table to send back: where, which column, why, and the row itself."""
    rows = [["行号", "列", "原因", *plan.heads]]
    rows += [[str(one.row), one.head, one.told, *one.cells] for one in plan.refused]
    return rows
