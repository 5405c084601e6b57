"""情景脚本: the sealed rows of a drill's script, what may be opened when, and what was opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.base.clock import hhmmss, span
from app.drills.metrics import RunLook
from app.drills.records import DrillInject
from app.drills.script import due
from app.people.rights import Act
from widgets.drills.words import tr
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable

MOST_ROWS = 3
"""The targets need the room."""


class ScriptPanel(Panel):
    """Hidden for a drill without a script. `open_next` is what Alt+U does."""

    def __init__(self, desk: Desk, open_next: Callable[[], None]) -> None:
        super().__init__(desk.theme, tr("Script"), " ", flush=True)
        self._desk = desk
        self._look: RunLook | None = None
        self._button = button = PlainButton(desk.theme, tr("Open the next piece"), "Alt+U")
        button.clicked.connect(open_next)
        gates(desk, Act.LOG, button)
        self.tools.addWidget(button)
        self.table = RecordTable(
            desk.theme,
            (
                Column(tr("No."), lambda i: str(i.sort), 56),
                Column(tr("After the start"), lambda i: span(i.after_min * 60), 84),
                Column(tr("What happens"), self._text, stretch=True, tone=_tone),
                Column(tr("Opened at"), lambda i: hhmmss(i.opened_at) if i.opened_at else "—", 84),
                Column(tr("Opened by"), lambda i: i.opened_by or "—", 84, tone="text2"),
            ),
            row="table_compact",
            empty=" ",
            name="drill-script",
            memory=desk.memory,
        )
        self.add(self.table)
        self.hide()

    def show_script(self, look: RunLook | None) -> None:
        self._look = look
        self.table.show_records(look.script if look else (), now=True)
        rows = len(look.script) if look else 0
        self.table.setFixedHeight(
            self._desk.theme.px("row.table_compact") * (min(rows, MOST_ROWS) + 1)
        )
        self.setVisible(rows > 0)
        if look is not None:
            self.set_note(tr("opened by {name}, who directs it").format(name=look.run.by_name))

    def allow(self, running: bool) -> None:
        shut = self._look is not None and any(not one.opened_at for one in self._look.script)
        self._button.setEnabled(running and shut)

    def tick(self) -> None:
        """Time has passed."""
        self.table.view.viewport().update()

    def _text(self, one: DrillInject) -> str:
        if one.opened_at is not None:
            return self._desk.session.covered(one.text)
        left_s = due(self._look, one, self._desk.clock.now()) if self._look is not None else None
        if left_s is None:
            return tr("sealed")
        if left_s > 0:
            return tr("sealed, {time} left").format(time=span(timedelta(seconds=left_s)))
        return tr("sealed, may be opened now")


def _tone(one: Any) -> str:
    return "text" if one.opened_at is not None else "text3"
