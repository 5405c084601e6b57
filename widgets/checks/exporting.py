"""A table of a sheet into a workbook of the officer's choosing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.base import spreadsheet
from widgets.kit.ask import ask
from widgets.kit.desk import Desk


def save_table(
    over: QWidget,
    desk: Desk,
    rows: Sequence[Sequence[str]],
    title: str,
    widths: Sequence[int],
    fail: Callable[[Exception], None],
    to: str = "",
) -> None:
    """xlsx, or csv when the name ends so; made on the disk thread. Asks where when `to` is empty."""
    to = to or QFileDialog.getSaveFileName(over, title, f"{title}.xlsx", "*.xlsx *.csv")[0]
    if not to:
        return

    def write() -> None:
        csv = to.lower().endswith(".csv")
        data = spreadsheet.csv_bytes(rows) if csv else spreadsheet.xlsx(rows, title, widths)
        Path(to).write_bytes(data)

    done = over.tr("Saved: {place}").format(place=to)
    ask(over, desk.disk, write, then=lambda _: desk.say(done), fail=fail)
