"""A little of the demonstration county in which every free word is hostile, and what Qt makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QWidget

from db.engine import Database
from db.tables import metadata
from db.types import WordList, Words
from tests import hostile
from tests.counties import county

PROGRAM_S_OWN = frozenset({
    "no", "code", "url_main", "url_sub", "scale", "profile", "rule", "template", "roles", "periods", "by",
    "pin_hash", "initials", "facts", "cameras", "seal", "sha256", "level", "kind", "identifier",
    "references", "event_code", "mime", "confirmed", "possible", "item", "stage",
})  # fmt: skip
"""Columns whose words the program writes itself and reads again."""
NEWEST = 3

Rows = dict[str, dict[UUID, Any]]


def plant(db: Database) -> int:
    """Into a store without a window over it. How many words were planted."""
    words, count = cycle(hostile.KEPT.values()), 0
    with db.change("system", "demo.seed", ("demo", "county")) as change:
        for name, rows in _some(county().tables).items():
            made = [_planted(name, row, words) for row in rows.values()]
            count += sum(len(told) for _, told in made)
            change.put_many(name, [replace(row, **told) for row, told in made])
    return count


def _some(tables: dict[str, Any]) -> Rows:
    """The newest rows of each table, and whatever they name."""
    whole: Rows = {name: {row.id: row for row in rows} for name, rows in tables.items()}
    taken: Rows = {name: {row.id: row for row in rows[-NEWEST:]} for name, rows in tables.items()}
    waiting = [(name, row) for name, rows in taken.items() for row in rows.values()]
    while waiting:
        name, row = waiting.pop()
        for column in metadata.tables[name].columns:
            named = getattr(row, column.name)
            for key in column.foreign_keys:
                other = key.column.table.name
                found = whole.get(other, {}).get(named)
                if found is not None and named not in taken[other]:
                    taken[other][named] = found
                    waiting.append((other, found))
    return taken


def _planted(name: str, row: Any, words: Iterator[str]) -> tuple[Any, dict[str, Any]]:
    told: dict[str, Any] = {}
    for column in metadata.tables[name].columns:
        if column.name not in PROGRAM_S_OWN and getattr(row, column.name):
            if isinstance(column.type, Words):
                told[column.name] = next(words)
            elif isinstance(column.type, WordList):
                told[column.name] = (next(words),)
    return row, told


def misread(widgets: Iterable[QWidget]) -> list[str]:
    """What Qt would take for markup, or for a key: labels, tooltips, tooltips of rows, buttons."""
    found = []
    for one in widgets:
        kind = type(one).__name__
        plain = isinstance(one, QLabel) and one.textFormat() is Qt.TextFormat.PlainText
        if isinstance(one, QLabel) and one.text() and not plain:
            found.append(f"label {kind} {one.text()}")
        if isinstance(one, QAbstractButton) and not one.shortcut().isEmpty():
            found.append(f"key {kind} {one.text()}")
        for words in (
            one.toolTip(),
            *(_row_tips(one) if isinstance(one, QAbstractItemView) else ()),
        ):
            if GuiQt.mightBeRichText(words) and not words.startswith("<span>"):
                found.append(f"tooltip {kind} {words}")
    return found


def _row_tips(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), 30) if model is not None else 0):
        for column in range(30):
            index = model.index(row, column)
            if not index.isValid():
                break
            words = index.data(Qt.ItemDataRole.ToolTipRole)
            if isinstance(words, str):
                yield words
