"""Which row of a table holds its heads, and what each column means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.base.errors import Refused

HEAD_WITHIN = 10
"""The row of heads stands among the first so many; a title may stand above it."""


@dataclass(frozen=True, slots=True)
class Heads:
    """`at` is the index of the last row of heads, `cells` what they say, `columns` field -> column."""

    at: int
    cells: tuple[str, ...]
    columns: dict[str, int]

    def passed_over(
        self, rows: Sequence[Sequence[str]], ignored: Collection[int]
    ) -> tuple[str, ...]:
        """Columns that mean nothing here; one without a head that has cells is told by its number."""
        told = []
        for n, head in enumerate(self.cells):
            if n in ignored or n in self.columns.values():
                continue
            if head:
                told.append(head)
            elif any(row[n] for row in rows[self.at + 1 :]):
                told.append(f"第 {n + 1} 列（没有表头）")
        return tuple(told)


def find_heads(rows: Sequence[Sequence[str]], names: Mapping[str, Collection[str]]) -> Heads:
    """The row among the first that names most fields. A second row of heads right below it, as under a
    merged head, says more than the first."""
    best = Heads(0, tuple(rows[0]), {})
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        columns = _columns(row, names)
        if len(columns) > len(best.columns):
            best = Heads(at, tuple(row), columns)
    below = rows[best.at + 1] if best.at + 1 < len(rows) else ()
    said = [cell for cell in below if cell]
    known = {plain(name) for several in names.values() for name in several}
    if said and all(plain(cell) in known for cell in said):
        cells = tuple(low or high for low, high in zip(below, best.cells, strict=True))
        return Heads(best.at + 1, cells, _columns(cells, names))
    return best


def demanded_heads(
    rows: Sequence[Sequence[str]], names: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Heads:
    """As `find_heads`. `Refused("file", "columns", missing=…, found=…)` when a needed field has no column."""
    found = find_heads(rows, names)
    missing = [names[field][0] for field in needed if field not in found.columns]
    if missing:
        told = "、".join(head for head in found.cells if head) or "—"
        raise Refused("file", "columns", missing="、".join(missing), found=told)
    return found


def plain(head: str) -> str:
    """A head or a name without blanks, brackets' contents and marks of what is required."""
    text = unicodedata.normalize("NFKC", head)
    return re.sub(r"\(.*?\)|[\s*:：]", "", text)


def _columns(row: Sequence[str], names: Mapping[str, Collection[str]]) -> dict[str, int]:
    """The first column of each field."""
    found: dict[str, int] = {}
    for field, several in names.items():
        wanted = {plain(name) for name in several}
        places = [n for n, head in enumerate(row) if plain(head) in wanted]
        if places:
            found[field] = places[0]
    return found
