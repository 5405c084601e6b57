"""Where the officer wants a file: asked in one place, and never over what the program keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.errors import Refused
from app.base.saving import named, safe
from widgets.kit.desk import Desk

Fail = Callable[[Exception], None]


def place_for(
    over: QWidget, desk: Desk, title: str, name: str, fail: Fail, kinds: str = "", to: str = ""
) -> Path | None:
    """None when nothing was chosen, or when it was refused and `fail` told why.

    `name` is offered; `kinds` as "*.xlsx *.csv", by default the ending of `name`: it gets the first when
    the officer wrote none. Asks only when `to` is empty.
    """
    name = safe(name)
    ending = Path(name).suffix.lower()
    kinds = kinds or (f"*{ending}" if ending else "")
    endings = [kind.lstrip("*").lower() for kind in kinds.split()]
    chosen = to or QFileDialog.getSaveFileName(over, title, name, kinds)[0]
    if not chosen:
        return None
    try:
        return desk.saving.checked(named(Path(chosen), endings))
    except Refused as refused:
        fail(refused)
        return None
