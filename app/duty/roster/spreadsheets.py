"""A month's roster as rows of a spreadsheet, out and in; every cell that is refused is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.base.clock import WEEKDAYS, hhmm
from app.base.errors import Refused
from app.duty.holidays import RefusedRow
from app.duty.roster.changes import touched
from app.duty.roster.records import RosterSlot
from app.duty.roster.view import MonthView, Row
from app.duty.roster.wording import person_of, written_names
from app.people.records import Role

FIXED = ("日期", "时段", "星期", "节日")


@dataclass(frozen=True, slots=True)
class Report:
    """`taken`: place and who is to hold it; `refused`: rows that were not, with column and why."""

    taken: tuple[tuple[RosterSlot, UUID | None], ...]
    refused: tuple[RefusedRow, ...]


def titles(view: MonthView) -> list[str]:
    counts = {post: sum(1 for p, _ in view.places if p is post) for post, _ in view.places}
    posts = [f"{post.value}{n + 1}" if counts[post] > 1 else post.value for post, n in view.places]
    return [*FIXED, *posts]


def rows_out(view: MonthView) -> list[list[str]]:
    """As really held. Two people of one name bear their place in the official order: 李某（第12）."""
    names = written_names(view)
    rows = [titles(view)]
    for row in view.rows:
        cells = []
        for place in view.places:
            served = row.at(place)
            who = served.slot.officer_id if served else None
            cells.append(names.get(who, "") if who else "")
        rows.append([*_fixed(row), *cells])
    return rows


def demand_head(rows: Sequence[Sequence[str]], view: MonthView) -> None:
    """`Refused("file", "columns", wanted=…)` for another kind of sheet."""
    head = titles(view)
    if not rows or [cell.strip() for cell in rows[0]][: len(head)] != head:
        raise Refused("file", "columns", wanted="、".join(head))


def taken(rows: Sequence[Sequence[str]], view: MonthView) -> Report:
    """What a sheet wants of this month. Refuses another head as `demand_head` does."""
    demand_head(rows, view)
    head = titles(view)
    found: list[tuple[RosterSlot, UUID | None]] = []
    refused: list[RefusedRow] = []
    by_shift = {(row.span.day, _hours(row)): row for row in view.rows}
    seen: set[tuple[date, str]] = set()
    for number, cells in enumerate(rows[1:], 2):
        if not any(cells):
            continue
        row = _row(number, cells, by_shift, seen)
        if isinstance(row, RefusedRow):
            refused.append(row)
            continue
        for column, place, words in zip(
            head[len(FIXED) :], view.places, cells[len(FIXED) :], strict=False
        ):
            got = _cell(row, place, words.strip(), view)
            if isinstance(got, str):
                refused.append(RefusedRow(number, column, got, words))
            elif got is not None:
                found.append(got)
    return Report(tuple(found), tuple(refused))


def _row(
    number: int,
    cells: Sequence[str],
    by_shift: dict[tuple[date, str], Row],
    seen: set[tuple[date, str]],
) -> Row | RefusedRow:
    try:
        key = (date.fromisoformat(cells[0].strip()), cells[1].strip())
    except ValueError:
        return RefusedRow(number, FIXED[0], "not_a_day", cells[0])
    row = by_shift.get(key)
    if row is None:
        column = FIXED[1] if any(day == key[0] for day, _ in by_shift) else FIXED[0]
        return RefusedRow(number, column, "not_of_month", cells[FIXED.index(column)])
    if key in seen:
        return RefusedRow(number, FIXED[0], "twice", cells[0])
    seen.add(key)
    return row


def _cell(
    row: Row, place: tuple[Role, int], words: str, view: MonthView
) -> tuple[RosterSlot, UUID | None] | str | None:
    """The place and its holder, the code of a refusal, or None for nothing to do."""
    served = row.at(place)
    if served is None:
        return "no_such_place" if words else None
    who = person_of(words, view.officers) if words else None
    if isinstance(who, str):
        return who
    if who != served.slot.officer_id and served.slot.id in touched(view.changes):
        return "under_change"
    return served.slot, who


def _fixed(row: Row) -> list[str]:
    note = row.note or row.rest
    return [row.span.day.isoformat(), _hours(row), WEEKDAYS[row.span.day.weekday()], note]


def _hours(row: Row) -> str:
    return f"{hhmm(row.span.starts_at)}-{hhmm(row.span.ends_at)}"
