"""转来的警情: a table or copied text of another centre; what is new in it becomes calls to be finished."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.incidents.alarms import TAKEN_IN, Alarm, Alarms, Verdict, rows_of_text
from app.incidents.kinds import named
from app.incidents.records import Source
from app.people.rights import Act
from widgets.duty.refused import words_for
from widgets.incidents.calls import Calls
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.people.imports import KINDS, read_table
from widgets.people.leaving import leaving_line
from widgets.people.words import contact_refusals


class AlarmsView(Panel):
    """`begun` when calls were made of them, `left` when the officer goes back."""

    left = Signal()
    begun = Signal()

    def __init__(self, desk: Desk, alarms: Alarms, calls: Calls) -> None:
        super().__init__(desk.theme, self.tr("Alarms passed on"), flush=True)
        self._desk, self._alarms, self._calls = desk, alarms, calls
        self._rows: list[list[str]] = []
        self.found: list[Alarm] = []
        self._build()

    def begin(self) -> None:
        """The clipboard is read when the officer says so, never before."""
        self._take([])
        self.say("")
        self.paste.setFocus()

    def open_file(self, file: str = "") -> None:
        file = file or QFileDialog.getOpenFileName(self, self.tr("Open a table…"), "", KINDS)[0]
        if file:
            ask(self, self._desk.disk, read_table, Path(file), then=self._take, fail=self._refused)

    def take_copied(self) -> None:
        self._take(rows_of_text(QGuiApplication.clipboard().text()))
        if not self._rows:
            self.say(self.tr("The clipboard holds no alarms: copy the table or the text first."))

    def take_in(self) -> None:
        """A call of its own for each that is not known."""
        try:
            self._desk.session.demand(Act.INTAKE)
        except Refused as refused:
            self.say(words_for(refused))
            return
        taken = self._taken()
        for one in reversed(taken):
            self._calls.keep(self._calls.take_over(dict(one.fields)))
        self._desk.say(self.tr("{n} alarms wait as calls").format(n=len(taken)))
        self._take([])
        self.begun.emit()

    def say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _take(self, rows: list[list[str]]) -> None:
        self._rows = rows
        self.say("")
        self._look()

    def _look(self) -> None:
        if not self._rows:
            self._show([])
            return
        writing = {str(sheet.fields.get("alarm_no", "")) for sheet in self._calls.sheets} - {""}
        source = Source(self.source.value())
        ask(self, self._desk.store, self._alarms.look, self._rows, source, writing,
            then=self._show, fail=self._refused)  # fmt: skip

    def _show(self, found: list[Alarm]) -> None:
        self.found = found
        self.table.show_records(found, now=True)
        told = [(one.value, sum(a.verdict is one for a in found)) for one in Verdict]
        self.set_note("  ".join(f"{name} {n}" for name, n in told if n))
        count = len(self._taken())
        self.main.setText(self.tr("Begin {n} calls").format(n=count))
        self.main.setEnabled(count > 0)

    def _taken(self) -> list[Alarm]:
        return [one for one in self.found if one.verdict in TAKEN_IN]

    def _refused(self, error: Exception) -> None:
        self._show([])
        own = contact_refusals() | {
            "no_rows": self.tr("The table is empty"),
            "no_heads": self.tr(
                "No column is called {names}: the first rows must name the columns."
            ),
        }
        self.say(explain(error, own))

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        centres = [(one.value, name) for one, name in self._alarms.rules.centres.items()]
        self.source = ComboField(theme, self.tr("From centre"), centres, label_w=44)
        self.source.set_value(Source.FIRE.value)
        self.source.changed.connect(self._look)
        self.source.setFixedWidth(theme.px("size.body") * 18)
        self.paste = PlainButton(theme, self.tr("Paste what was copied"), "Alt+V")
        self.paste.clicked.connect(self.take_copied)
        file = PlainButton(theme, self.tr("Open a table…"), "Alt+O")
        file.clicked.connect(lambda: self.open_file())
        line = QHBoxLayout()
        line.setContentsMargins(edge, 0, edge, 0)
        for widget in (self.source, self.paste, file):
            line.addWidget(widget)
        line.addStretch(1)
        self.body.addLayout(line)
        self._said = Label(theme, "", "small", tone="now")
        self._said.setWordWrap(True)
        self._said.setContentsMargins(edge, 0, edge, 0)
        self._said.hide()
        self.add(self._said)
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Row"), lambda a: str(a.row), 60, right=True, tone="text2"),
                Column(self.tr("Result"), lambda a: a.verdict.value, 90, strong=_refused),
                Column(self.tr("Alarm no."), lambda a: a.no or "—", 150),
                Column(self.tr("Taken at"), _taken_at, 110, tone="text2"),
                Column(self.tr("Kind of event"), _kind, 150),
                Column(self.tr("Place"), lambda a: a.fields.get("place") or "—", 300),
                Column(self.tr("What becomes of it"), _told, stretch=True),
            ),
            key=lambda alarm: alarm.row,
            row="table_compact",
            empty=self.tr("Copy the alarms there and press Alt+V here, or open an .xlsx or .csv."),
        )
        self.add(self.table, 1)
        note = Label(theme, self._alarms.rules.source, "small", tone="text2")
        note.setContentsMargins(edge, 0, edge, 0)
        self.add(note)
        below = leaving_line(theme, self)
        self.main = MainButton(theme, "", "Ctrl+Enter")
        self.main.clicked.connect(self.take_in)
        gates(self._desk, Act.INTAKE, self.main)
        below.addStretch(1)
        below.addWidget(self.main)
        self.body.addLayout(below)


def _refused(alarm: Alarm) -> bool:
    return alarm.verdict is Verdict.REFUSED


def _taken_at(alarm: Alarm) -> str:
    return day_hhmm(alarm.taken_at) if alarm.taken_at is not None else "—"


def _kind(alarm: Alarm) -> str:
    return named(str(alarm.fields.get("kind", "")))[1] or "—"


def _told(alarm: Alarm) -> str:
    if alarm.why is not None:
        return words_for(alarm.why)
    if alarm.known is None:
        return tr("a call of its own") if alarm.verdict is Verdict.NEW else "—"
    if alarm.verdict is Verdict.KNOWN:
        return tr("is {no} {title}").format(no=alarm.known.no, title=alarm.known.title)
    words = tr("a call; perhaps {no} {title}, join it there")
    return words.format(no=alarm.known.no, title=alarm.known.title)


def tr(words: str) -> str:
    return QCoreApplication.translate("AlarmsView", words)
