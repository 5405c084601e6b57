"""设备自检: the list of the shift, one key per item; what the desk knows by itself stands beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmm
from app.base.errors import Refused
from app.duty.checks import Condition, SelfCheck
from app.duty.selfcheck import ListLook, Looked, SelfChecks
from app.people.rights import Act
from widgets.checks.view import CheckView
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.chips import Pill, mark_cell
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lamps import ACT, KNOWN, NORMAL, LampState, explain_lamp
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable
from widgets.shell.status import Status


class EquipmentView(CheckView):
    """Alt+1 or Space: well, and on to the next; Alt+2: a fault, with words on what is wrong."""

    kinds = ("self_check", "log_entry")

    def __init__(self, desk: Desk, equipment: SelfChecks, status: Status) -> None:
        super().__init__(desk)
        self._equipment = equipment
        self._status = status
        self._look: ListLook | None = None
        self._build()
        status.lamps_changed.connect(self._lamps_changed)
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view

    def look(self) -> ListLook | None:
        shift = self.desk.session.shift_id
        return self._equipment.look(shift) if shift is not None else None

    def show_look(self, look: ListLook | None) -> None:
        self._look = look
        self.table.show_records(look.rows if look else (), now=self.own)
        if self.table.current() is None and look is not None:
            self._choose_next(None)
        self._panel.set_note(look.words() if look else "")
        self._done.setText(f"{look.done}/{len(look.rows)}" if look else "—")
        self._show_item()

    def well(self) -> None:
        self._tick(Condition.OK)

    def fault(self) -> None:
        self._tick(Condition.FAULT)

    def _tick(self, condition: Condition) -> None:
        row = self.table.current()
        if row is None:
            self.refuse(Refused("item", "choose"))
            return
        remark = self._remark.value()

        def work(by: Any, shift: UUID) -> SelfCheck:
            return self._equipment.tick(by, shift, row.item, condition, remark)

        def then(_made: SelfCheck) -> None:
            self._remark.clear()
            self._choose_next(row)

        self.act(work, then)

    def _choose_next(self, row: Looked | None) -> None:
        """The next item that nobody has looked at in this shift."""
        rows = list(self._look.rows) if self._look else []
        here = next((n for n, r in enumerate(rows) if row and r.item == row.item), -1)
        for one in rows[here + 1 :] + rows[: max(here, 0)]:
            if one.check is None:
                self.table.select(one.item.key)
                return

    def _lamp(self, row: Looked) -> LampState | None:
        return next((one for one in self._status.lamps if one.key == row.item.lamp), None)

    def _lamps_changed(self) -> None:
        self.table.view.viewport().update()
        self._show_item()

    def _known(self, row: Looked) -> str:
        """What the desk itself says of it; — where no program can know."""
        lamp = self._lamp(row)
        if lamp is None:
            return "—"
        words = {
            NORMAL: self.tr("Normal"),
            KNOWN: self.tr("Known fault"),
            ACT: self.tr("Needs action"),
        }.get(lamp.state, self.tr("Not known yet"))
        return f"{words} {lamp.figure}".strip()

    def _known_fault(self, row: Looked) -> bool:
        lamp = self._lamp(row)
        return lamp is not None and lamp.state in (KNOWN, ACT)

    def _state(self, row: Looked) -> str:
        if row.check is not None:
            return f"{row.check.condition.value} {hhmm(row.check.at)}"
        if row.fault and row.before is not None:
            return self.tr("fault since {time}").format(time=day_hhmm(row.before.at))
        return self.tr("not yet looked at")

    def _show_item(self) -> None:
        row = self.table.current()
        if row is None:
            self._name.setText("—")
            self._how.setText("")
            return
        self._name.setText(row.item.name)
        lamp = self._lamp(row)
        parts = [row.item.how]
        if lamp is not None:
            parts.append(self.tr("The desk says: {words}").format(words=explain_lamp(lamp)))
        if row.check is None and row.fault and row.before is not None:
            parts.append(self.tr("Fault of before: {words}").format(words=row.before.remark))
        self._how.setText("\n".join(part for part in parts if part))

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._panel = Panel(self.theme, self.tr("Equipment self-check"), flush=True)
        self._panel.add(self._build_table(), 1)
        row.addWidget(self._panel, 1060)
        row.addWidget(column(self.theme, self._build_side()), 448)

    def _build_table(self) -> RecordTable:
        columns = (
            Column(self.tr("Group"), lambda r: r.item.group, 104, tone="text2"),
            Column(self.tr("Item"), lambda r: r.item.name, 148, strong=True),
            Column(self.tr("How"), lambda r: r.item.how, 210, tone="text2", fold=True),
            Column(self.tr("The desk knows"), self._known, 124, strong=self._known_fault),
            Column(
                self.tr("State"),
                self._state,
                150,
                paint=mark_cell(
                    lambda r: Pill(self._state(r), "soon" if r.fault else "quiet", "small")
                ),
            ),
            Column(
                self.tr("Remark"),
                lambda r: (r.check.remark if r.check else "") or "—",
                stretch=True,
            ),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            key=lambda row: row.item.key,
            row="table_compact",
            empty=self.tr("No shift is open: take over the shift first."),
            name="self-check",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(lambda _: self._show_item())
        self.table.ticked.connect(lambda _: self.well())
        return self.table

    def _build_side(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("This item"))
        self._done = Label(theme, "—", "title", strong=True)
        panel.tools.addWidget(self._done)
        self._name = Label(theme, "—", "title", strong=True)
        self._how = Label(theme, "", tone="text2")
        for label in (self._name, self._how):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            panel.add(label)
        self.form = Form(theme)
        hint = self.tr("what is wrong; needed for a fault")
        self._remark = TextField(theme, self.tr("Remark"), placeholder=hint, label_w=44)
        self.form.row(remark=self._remark)
        panel.add(self.form)
        panel.add(self.trouble)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        well = MainButton(theme, self.tr("Well"), "Alt+1")
        well.clicked.connect(self.well)
        fault = PlainButton(theme, self.tr("Fault"), "Alt+2")
        fault.clicked.connect(self.fault)
        gates(self.desk, Act.LOG, well)
        gates(self.desk, Act.TICKET, fault)
        line.addWidget(well, 1)
        line.addWidget(fault, 1)
        panel.body.addLayout(line)
        source = Label(theme, self._equipment.list.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel
