"""A table of a sheet into a workbook of the officer's choosing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.base import spreadsheet
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.saving import place_for


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
    place = place_for(over, desk, title, f"{title}.xlsx", fail, "*.xlsx *.csv", to)
    if place is None:
        return

    def write() -> None:
        desk.saving.write(place, spreadsheet.as_named(place, rows, title, widths))

    done = over.tr("Saved: {place}").format(place=place)
    ask(over, desk.disk, write, then=lambda _: desk.say(done), fail=fail)
