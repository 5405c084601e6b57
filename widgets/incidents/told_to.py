"""批示指示: what leaders said about an incident, and how far it was passed on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.duty.records import Instruction, InstructionState
from widgets.incidents.seen import Seen
from widgets.incidents.steps import due_column
from widgets.incidents.tab import Tab
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable


class ToldTo(Tab):
    """Enter, or Alt+I, opens it in the log, where it is taken down, passed on and followed to the end."""

    def first_focus(self) -> QWidget:
        return self.table.view

    def choose(self, key: UUID) -> bool:
        return self.table.select(key)

    def show_seen(self, seen: Seen | None) -> None:
        self._receivers = {}
        for one in seen.case.relays if seen else ():
            answer = f"（{one.feedback}）" if one.feedback_at else ""
            self._receivers.setdefault(one.instruction_id, []).append(f"{one.receiver}{answer}")
        self.table.show_records(seen.case.instructions[::-1] if seen else (), now=True)

    def open(self) -> None:
        self._go(self.table.current())

    def _go(self, one: Any) -> None:
        self.services.go("log", one.id if one is not None else None)

    def _passed_on(self, one: Instruction) -> str:
        told = "、".join(self._receivers.get(one.id, []))
        return self.tr("told {who}").format(who=told) if told else self.tr("told nobody yet")

    def build(self, box: QVBoxLayout) -> None:
        self._receivers: dict[UUID, list[str]] = {}
        panel = Panel(self.theme, self.tr("What leaders said of it"), flush=True)
        opens = PlainButton(self.theme, self.tr("Open in the log"), "Alt+I")
        opens.clicked.connect(self.open)
        panel.tools.addWidget(opens)
        self.table = RecordTable(
            self.theme,
            (
                Column(
                    self.tr("Leader"),
                    lambda one: f"{one.leader}{one.spoken.value}",
                    120,
                    strong=True,
                    second=lambda one: day_hhmm(one.at),
                ),
                Column(
                    self.tr("Text"),
                    lambda one: one.text,
                    220,
                    stretch=True,
                    second=self._passed_on,
                ),
                Column(self.tr("State"), lambda one: one.state.value, 80, fold=True),
                due_column(self.desk.clock, self.tr("Due"), _due),
            ),
            row="list_two_line",
            empty=self.tr(
                "Nobody said anything of it yet. Under Log it is taken down, with F2 anywhere."
            ),
            name="incident-told",
            memory=self.desk.memory,
        )
        self.table.opened.connect(self._go)
        panel.add(self.table, 1)
        panel.add(self.trouble)
        box.addWidget(panel, 1)


def _due(one: Instruction) -> tuple[datetime, datetime] | None:
    if one.due is None or one.state is InstructionState.CLOSED:
        return None
    return one.at, one.due
