"""What a table says, cell by cell."""

from __future__ import annotations

from widgets.kit.table import RecordTable


def said_by(table: RecordTable) -> list[str]:
    """Both lines of every cell, row by row; a column without a second line says its first twice."""
    return [
        text(record)
        for record in table.records
        for column in table.model.columns
        for text in (column.text, column.second or column.text)
    ]
