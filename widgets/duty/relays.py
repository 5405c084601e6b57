"""To whom an instruction was told: who acknowledged, what came back, how often it was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import hhmm
from app.duty.checks import Relay
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.table import RecordTable

ROWS = 4
"""Receivers in sight at once; more of them scroll."""


class RelayList(QWidget):
    """One row a receiver; the next step is for the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self.late = False
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Receiver"), lambda r: r.receiver, 132, strong=True),
                Column(self.tr("Acknowledged"), _acknowledged, 112, tone="text2"),
                Column(self.tr("What came back"), self._feedback, stretch=True, tone=self._tone),
            ),
            row="table_compact",
        )
        head, row = theme.px("row.header"), theme.px("row.table_compact")
        self.table.setFixedHeight(head + ROWS * row + 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)

    def show_relays(self, relays: Sequence[Relay], *, late: bool) -> None:
        """`late`: the limit of the instruction is past."""
        self.late = late
        self.setVisible(bool(relays))
        self.table.show_records(relays, now=True)
        if self.table.current() is None:
            self.choose_next()

    def current(self) -> Relay | None:
        found: Relay | None = self.table.current()
        return found

    def choose_next(self) -> None:
        """The first who has not answered, else the first."""
        rows: tuple[Relay, ...] = self.table.records
        waiting = next((one for one in rows if not one.feedback), rows[0] if rows else None)
        if waiting is not None:
            self.table.select(waiting.id)

    def _feedback(self, one: Relay) -> str:
        if one.feedback:
            return one.feedback
        if one.reminders and one.reminded_at is not None:
            words = self.tr("nothing; asked again {n} times, last {time}")
            return words.format(n=one.reminders, time=hhmm(one.reminded_at))
        return "—"

    def _tone(self, one: Relay) -> str:
        return "now" if self.late and not one.feedback else "text"


def followed(relays: Sequence[Relay]) -> str:
    """How many of those who were told acknowledged, and how many answered."""
    told = len(relays)
    acknowledged = sum(one.acknowledged_at is not None or bool(one.feedback) for one in relays)
    words = QCoreApplication.translate("Relays", "took it {taken}, answered {answered}")
    answered = sum(bool(one.feedback) for one in relays)
    return words.format(taken=f"{acknowledged}/{told}", answered=f"{answered}/{told}")


def _acknowledged(one: Relay) -> str:
    if one.acknowledged_at is None:
        return "—"
    return f"{hhmm(one.acknowledged_at)} {one.acknowledged_by}"
