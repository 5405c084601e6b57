"""Something the room is reminded of: asked of the store on a fact, at a shift's beginning, now and then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.base.bus import Changed
from app.people.session import ShiftEntered
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread


class Reminding(QObject):
    """`due` is asked on the store thread while a shift is open; `show_due` gets its answer. `kinds` are the
    tables whose changes ask anew."""

    kinds: frozenset[str] = frozenset()
    every_ms = 60_000

    def __init__(self, desk: Desk, due: Callable[[], Any]) -> None:
        super().__init__()
        self._desk, self._due = desk, due
        self._again: Reread[Any] = Reread(self, desk.store, self.show_due, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, lambda _: self.look())
        self._timer = QTimer(self)
        self._timer.setInterval(self.every_ms)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        if self._desk.session.shift_id is not None:
            self._again.ask(self._due)

    def show_due(self, found: Any) -> None:
        raise NotImplementedError

    def _changed(self, fact: Changed) -> None:
        if fact.kind in self.kinds:
            self.look()
