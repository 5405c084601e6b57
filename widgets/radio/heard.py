"""The middle of the page: open emergencies, and what was heard and sent, by kind and by radio or group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.people.rights import Act
from app.radio.board import LogLine
from app.radio.events import Linked
from app.radio.records import RadioAlarm
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import Segments, TextField
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.radio import lines
from widgets.radio.alarm_strip import ANSWER_KEY, AlarmStrip

TRAFFIC, CALLS, ALL = "traffic", "calls", "all"
FIND_W = 130


class HeardPanel(Panel):
    """`note` and `to_log` are about the chosen line."""

    note = Signal()
    to_log = Signal()
    in_record = Signal()

    def __init__(self, desk: Desk) -> None:
        theme, now = desk.theme, desk.clock.now
        super().__init__(theme, self.tr("370M radio"), key="Ctrl+T", flush=True)
        self._lines: Sequence[LogLine] = ()
        self.strip = AlarmStrip(theme, lambda button: gates(desk, Act.RADIO, button))
        self.table = RecordTable(
            theme,
            lines.columns(now, desk.session),
            row="list_two_line",
            empty=self.tr("Listening, no calls yet"),
            name="radio.lines",
            memory=desk.memory,
        )
        self.shown = Segments(
            theme,
            (
                (TRAFFIC, self.tr("Calls and texts")),
                (CALLS, self.tr("Talks")),
                (ALL, self.tr("Everything heard")),
            ),
        )
        self.shown.set_chosen((TRAFFIC,))
        self.shown.setAccessibleName(self.tr("What to show"))
        self.find = TextField(theme, "", placeholder=self.tr("Radio, group or word"), icon="search")
        self.find.editor.setAccessibleName(self.tr("Find in what was heard"))
        self.table.view.setAccessibleName(self.tr("370M radio"))
        self.unsaved = ElidedLabel(theme, "", "small", strong=True, tone="ink")
        self.answer_button = PlainButton(theme, self.tr("Take"), ANSWER_KEY, icon="check")
        self.log_button = PlainButton(theme, self.tr("To the log"), "Alt+G", icon="book-open-text")
        self._may_see = desk.session.may_seek
        gates(desk, Act.RADIO, self.answer_button)
        gates(desk, Act.LOG, self.log_button)
        self.find.setMaximumWidth(theme.size("body") * FIND_W // 15)
        self.tools.insertWidget(0, self.find)
        self.add(self.strip)
        self.add(self._bar(desk))
        self.add(self.unsaved)
        self.add(self.table, 1)
        self.unsaved.setContentsMargins(theme.px("space.l"), 0, 0, 0)
        self.unsaved.hide()
        self.shown.picked.connect(self._sieve)
        self.find.changed.connect(self._sieve)
        self.log_button.clicked.connect(self.to_log)
        view = self.table.view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu_at)

    def show_lines(self, heard: Sequence[LogLine], *, now: bool = False) -> None:
        """Newest first, without holding back what is new when `now`."""
        self._lines = heard
        kind, wanted = self.shown.chosen[0], self.find.value()
        fits: Callable[[LogLine], bool] = {
            TRAFFIC: lines.is_traffic, CALLS: lines.is_call, ALL: lambda _: True,
        }[kind]  # fmt: skip
        if wanted and not self._may_see(wanted):
            wanted = "\0"
        self.table.show_records(
            [one for one in heard if fits(one) and (not wanted or lines.found(one, wanted))],
            now=now,
        )

    def show_alarms(self, alarms: list[RadioAlarm], now: datetime) -> None:
        self.strip.show_alarms(alarms, now)

    def repaint_waits(self) -> None:
        """How long a line has waited, in the last column."""
        self.table.repaint_column(len(self.table.model.columns) - 1)

    def show_hearing(self, links: Sequence[Linked]) -> None:
        """What an empty table means: nobody called, or nobody could be heard."""
        told = self.tr("Listening, no calls yet")
        if not links:
            told = self.tr("Nothing can be heard: no gateway is set up.")
        elif all(link is Linked.DOWN for link in links):
            told = self.tr("Nothing can be heard: the link of every gateway is down.")
        self.table.set_empty(told)

    def show_unsaved(self, count: int) -> None:
        """Lines that wait for a store that is away."""
        told = self.tr("{n} lines wait for the store").format(n=count) if count else ""
        self.unsaved.setText(told)
        self.unsaved.setVisible(bool(count))

    def _sieve(self) -> None:
        self.show_lines(self._lines, now=True)

    def _bar(self, desk: Desk) -> QWidget:
        theme = desk.theme
        bar = QWidget()
        row = QHBoxLayout(bar)
        gap = theme.px("space.s")
        row.setContentsMargins(theme.px("space.l"), 0, theme.px("space.m"), gap)
        row.setSpacing(gap)
        row.addWidget(self.shown)
        row.addStretch(1)
        row.addWidget(self.answer_button)
        row.addWidget(self.log_button)
        for button in (self.answer_button, self.log_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shown.setFixedWidth(self.shown.sizeHint().width())
        return bar

    def _menu_at(self, place: QPoint) -> None:
        if self.table.current() is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Note with this line"), self.note.emit)
        menu.addAction(self.tr("To the log"), self.to_log.emit)
        menu.addAction(self.tr("In the record, to tie it"), self.in_record.emit)
        menu.popup(self.table.view.viewport().mapToGlobal(place))
