"""零报告: towns by slots. Silent cells are outlined; the text of what may be said stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import day_hhmm, full, hhmm
from app.base.errors import Refused
from app.duty.checks import Town, ZeroState
from app.duty.records import Channel
from app.duty.zero import Cell, SlotLook, ZeroLook, ZeroReports
from app.duty.zerorows import WIDTHS, late_minutes, rows_of
from app.people.rights import Act
from widgets.checks.exporting import save_table
from widgets.checks.view import CheckView
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.chips import Pill, mark_cell
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, SegmentField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable

Incidents = Callable[[], list[tuple[UUID, str]]]
"""Key and title of the open incidents; on the store thread."""

LABEL_W = 72
_CHANNELS = (Channel.PHONE, Channel.DINGTALK, Channel.VIDEO_CALL, Channel.RADIO, Channel.SATELLITE)


class ZeroView(CheckView):
    """Alt+1 the chosen town reports nothing, Alt+2 it reports something, Alt+C it is asked again.

    `line_wanted(id)`: Enter on a town whose report stands in a line of the log.
    """

    line_wanted = Signal(object)

    kinds = ("zero_report", "zero_chase", "incident", "org", "contact_point")

    def __init__(self, desk: Desk, zero: ZeroReports, incidents: Incidents) -> None:
        super().__init__(desk)
        self._zero = zero
        self._incidents = incidents
        self._look: ZeroLook | None = None
        self._titles: tuple[str, ...] = ()
        self.table: RecordTable | None = None
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view if self.table is not None else self

    def look(self) -> tuple[ZeroLook, list[tuple[UUID, str]]]:
        return self._zero.look(), self._incidents()

    # -- what the officer does -----------------------------------------------------------------

    def nothing(self) -> None:
        """Alt+1. The next silent town is chosen then."""
        slot, town = self._slot(), self._town()
        if slot is None or town is None:
            self.refuse(Refused("town", "choose"))
            return
        channel = self._channel()

        def work(by: Any, shift: UUID) -> object:
            return self._zero.nothing(by, shift, slot.slot, [town], channel)

        self.act(work, lambda _: self._choose_next(town))

    def happened(self) -> None:
        """Alt+2, with the words of what happened."""
        slot, town = self._slot(), self._town()
        if slot is None or town is None:
            self.refuse(Refused("town", "choose"))
            return
        words, channel = self._note.value(), self._channel()
        incident = UUID(self._of.value()) if self._of.value() else None

        def work(by: Any, shift: UUID) -> object:
            return self._zero.event(by, shift, slot.slot, town, words, channel, incident)

        def then(_made: object) -> None:
            self._note.clear()
            self._of.set_value("")
            self.desk.say(
                self.tr("Taken down as an open line of the log; Ctrl+L makes it an incident")
            )
            self._choose_next(town)

        self.act(work, then)

    def chase(self, *, everybody: bool = False) -> None:
        """Alt+C the chosen town, Alt+X all who are silent."""
        slot, town = self._slot(), self._town()
        if slot is None:
            return
        cells = [cell for cell in slot.cells if everybody or (town and cell.town.id == town.id)]
        channel = self._channel()

        def work(by: Any, shift: UUID) -> list[Any]:
            return self._zero.chase(by, shift, slot.slot, cells, channel)

        self.act(work, lambda made: self._chased(len(made)))

    def copy(self) -> None:
        """Alt+K: the text into the clipboard."""
        QGuiApplication.clipboard().setText(self._text.text())
        self.desk.say(self.tr("Text copied"))

    def export(self, to: str = "") -> None:
        """Alt+O: every town and slot shown, who was silent, who was chased by whom."""
        if self._look is not None:
            rows = list(rows_of(self._look.slots, self._look.at))
            title = f"零报告 {full(self._look.at)[:10]}"
            save_table(self, self.desk, rows, title, WIDTHS, self.refuse, to)

    # -- what is shown -------------------------------------------------------------------------

    def show_look(self, found: tuple[ZeroLook, list[tuple[UUID, str]]]) -> None:
        look, incidents = found
        self._look = look
        self._show_incidents(incidents)
        titles = tuple(
            one.slot.title if one.slot.name else day_hhmm(one.slot.at) for one in look.slots
        )
        if titles != self._titles or self.table is None:
            self._titles = titles
            self._rebuild(look)
        assert self.table is not None
        self.table.show_records([cell.town for cell in look.current.cells], now=self.own)
        self.table.view.viewport().update()
        if self.table.current() is None:
            self._choose_next(None)
        daily = "、".join(one.title for one in look.disasters)
        self._show_slots(look)
        self._daily.setVisible(bool(daily))
        self._daily.setText(
            self.tr("Until it is stable, a report every 24 h: {titles}").format(titles=daily)
        )
        self._show_slot()

    def _show_incidents(self, incidents: list[tuple[UUID, str]]) -> None:
        """What is reported may belong to an incident that is open already."""
        chosen, combo = self._of.value(), self._of.combo
        combo.clear()
        combo.addItem(self.tr("no incident yet"), "")
        for key, title in incidents:
            combo.addItem(title, str(key))
        self._of.set_value(chosen)
        if combo.currentIndex() < 0:
            combo.setCurrentIndex(0)

    def _opened(self, town: Town) -> None:
        slot = self._slot()
        reports = [cell.report for cell in slot.cells if cell.town.id == town.id] if slot else []
        if reports and reports[0] is not None and reports[0].log_entry_id is not None:
            self.line_wanted.emit(reports[0].log_entry_id)

    def _show_slots(self, look: ZeroLook) -> None:
        """The two slots that may be chosen, by their hours."""
        here = look.slots.index(look.current)
        words = [("now", self.tr("This slot {slot}").format(slot=hhmm(look.current.slot.at)))]
        if here:
            before = hhmm(look.slots[here - 1].slot.at)
            words.append(("before", self.tr("Before {slot}").format(slot=before)))
        self._turned.segments.options = tuple(words)
        self._turned.segments.update()

    def _show_slot(self) -> None:
        slot, look = self._slot(), self._look
        if slot is None or look is None:
            return
        told, total = len(slot.told), len(slot.cells)
        self._count.setText(f"{told}/{total}")
        waiting = [cell.town.name for cell in slot.silent]
        due = look.at >= slot.slot.at + self._zero.rules.chase_after
        self._silent.set_tone("now" if due and waiting else "text2")
        words = self.tr("silent: {names}") if waiting else self.tr("all have reported")
        self._silent.setText(words.format(names="、".join(waiting)))
        self._text.setText(slot.words(self._zero.rules) if total else "—")
        issue = slot.may_issue
        self._issue.setText(
            self.tr("May be issued: all towns said that nothing happened")
            if issue
            else self.tr("No zero report: silence or an event stands against it")
        )

    def _slot(self) -> SlotLook | None:
        """The slot that is taken down now: the current one, or the one before it."""
        if self._look is None:
            return None
        wanted = self._turned.value()
        slots = list(self._look.slots)
        here = slots.index(self._look.current)
        return slots[here - 1] if wanted == "before" and here else self._look.current

    def _town(self) -> Town | None:
        return self.table.current() if self.table is not None else None

    def _channel(self) -> Channel:
        return Channel(self._way.value() or Channel.PHONE)

    def _choose_next(self, town: Town | None) -> None:
        """The first silent town after this one."""
        slot = self._slot()
        if slot is None or self.table is None:
            return
        cells = list(slot.cells)
        here = next((n for n, c in enumerate(cells) if town and c.town.id == town.id), -1)
        for cell in cells[here + 1 :] + cells[: max(here, 0)]:
            if cell.report is None:
                self.table.select(cell.town.id)
                return

    def _chased(self, count: int) -> None:
        self.desk.say(self.tr("{n} asked again, written into the log").format(n=count))

    # -- building ------------------------------------------------------------------------------

    def _rebuild(self, look: ZeroLook) -> None:
        """Slots are columns: when the hours move on the table is made anew."""
        chosen, focus = self._town(), False
        if self.table is not None:
            focus = self.table.view.hasFocus()
            self.table.hide()
            self.table.deleteLater()
        columns = [
            Column(self.tr("Unit"), lambda town: town.name, 140, strong=True),
            Column(
                self.tr("Telephone"),
                lambda town: self.desk.session.covered(town.phone) or "—",
                132,
                fold=True,
            ),
        ]
        for n, title in enumerate(self._titles):
            words = partial(self._words, n)
            mark = partial(self._mark, n)
            columns.append(Column(title, words, stretch=True, paint=mark_cell(mark)))
        self.table = RecordTable(
            self.theme,
            columns,
            row="table_compact",
            empty=self.tr("No township is in the contact book yet."),
        )
        self.table.opened.connect(self._opened)
        self._matrix.add(self.table, 1)
        self.table.show_records([cell.town for cell in look.current.cells], now=True)
        if chosen is not None:
            self.table.select(chosen.id)
        if focus:
            self.table.view.setFocus()

    def _cell(self, n: int, town: Town) -> tuple[Cell, SlotLook] | None:
        if self._look is None or n >= len(self._look.slots):
            return None
        slot = self._look.slots[n]
        return next(((cell, slot) for cell in slot.cells if cell.town.id == town.id), None)

    def _words(self, n: int, town: Town) -> str:
        found = self._cell(n, town)
        if found is None or self._look is None:
            return "—"
        cell, slot = found
        if cell.report is not None:
            note = f"：{cell.report.note}" if cell.report.state is ZeroState.EVENT else ""
            late = late_minutes(cell.report, slot.slot)
            after = self.tr(", {n} min late").format(n=late) if late else ""
            return f"{cell.report.state.value} {hhmm(cell.report.at)}{after}{note}"
        if self._look.at < slot.slot.at:
            return self.tr("not yet due")
        if cell.chased_at is not None:
            chased = self.tr("silent, chased {n}, last {time} {who}")
            who = cell.chases[-1].by_name
            return chased.format(n=len(cell.chases), time=hhmm(cell.chased_at), who=who)
        return self.tr("silent")

    def _mark(self, n: int, town: Town) -> Pill:
        found, words = self._cell(n, town), self._words(n, town)
        if found is None or self._look is None:
            return Pill(words, "quiet", "small")
        cell, slot = found
        due = cell.report is None and self._look.at >= slot.slot.at
        alarm = due or cell in slot.events
        if due and cell.chases:
            words = self.tr("silent, chased {n}").format(n=len(cell.chases))
        return Pill(words.split("：")[0], "soon" if alarm else "quiet", "small")

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._matrix = Panel(self.theme, self.tr("Zero reports"), flush=True)
        out = PlainButton(self.theme, self.tr("Export"), "Alt+O")
        out.clicked.connect(lambda: self.export())
        self._matrix.tools.addWidget(out)
        row.addWidget(self._matrix, 1060)
        row.addWidget(column(self.theme, self._build_acts(), self._build_text()), 448)

    def _build_acts(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Reports of the slot"))
        head = QHBoxLayout()
        self._turned = SegmentField(theme, "", [("now", "—")])
        self._turned.set_value("now")
        self._turned.changed.connect(self._show_slot)
        self._count = Label(theme, "—", "title", strong=True)
        head.addWidget(self._turned, 1)
        head.addWidget(self._count)
        panel.body.addLayout(head)
        self._silent = Label(theme, "", "small", tone="text2")
        self._daily = Label(theme, "", "small", strong=True, tone="ink")
        for label in (self._silent, self._daily):
            label.setWordWrap(True)
            panel.add(label)
        self.form = Form(theme)
        ways = [(one.value, one.value) for one in _CHANNELS]
        self._way = ComboField(theme, self.tr("Channel"), ways, label_w=LABEL_W)
        hint = self.tr("what the town reports, word by word")
        self._note = AreaField(theme, self.tr("Event"), lines=2, placeholder=hint, label_w=LABEL_W)
        self.form.row(channel=self._way)
        self._of = ComboField(theme, self.tr("Belongs to"), [], label_w=LABEL_W)
        self.form.row(note=self._note)
        self.form.row(incident=self._of)
        panel.add(self.form)
        panel.add(self.trouble)
        for buttons in self._buttons():
            line = QHBoxLayout()
            line.setSpacing(theme.px("space.s"))
            for button in buttons:
                line.addWidget(button, 1)
            panel.body.addLayout(line)
        return panel

    def _buttons(self) -> Sequence[Sequence[PlainButton]]:
        theme = self.theme
        well = MainButton(theme, self.tr("Nothing happened"), "Alt+1")
        well.clicked.connect(self.nothing)
        event = PlainButton(theme, self.tr("Something did"), "Alt+2")
        event.clicked.connect(self.happened)
        one = PlainButton(theme, self.tr("Chase"), "Alt+C")
        one.clicked.connect(lambda: self.chase())
        everybody = PlainButton(theme, self.tr("Chase all silent"), "Alt+X")
        everybody.clicked.connect(lambda: self.chase(everybody=True))
        gates(self.desk, Act.RELAY, well, event, one, everybody)
        return (well, event), (one, everybody)

    def _build_text(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Text of the report"))
        copy = PlainButton(theme, self.tr("Copy"), "Alt+K")
        copy.clicked.connect(self.copy)
        panel.tools.addWidget(copy)
        self._text = Label(theme, "—")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._issue = Label(theme, "", "small", tone="text2")
        source = Label(theme, self._zero.rules.source, "caption", tone="text3")
        for label in (self._text, self._issue, source):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            panel.add(label)
        panel.body.addStretch(1)
        return panel
