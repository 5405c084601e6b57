"""The right side of an incident: its clocks, its next state, a quick note, its last lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout

from app.duty.log import Line
from app.duty.records import Category
from app.incidents.records import Deadline, IncidentStatus
from app.people.rights import Act
from widgets.duty.lines import rows_of_log
from widgets.incidents.refused import said
from widgets.incidents.rings import ClockRings
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.buttons import PlainButton
from widgets.kit.fields import ComboField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.lines import LineList
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme

RINGS = 3
"""So many clocks are seen without scrolling."""


class Side(Tab):
    """Alt+D the next clock is met, Alt+X state with reason, Alt+N a note. `opened(Line)` of a last line."""

    opened = Signal(object)

    def show_seen(self, seen: Seen | None) -> None:
        self.rings.show_clocks(_in_order(seen.clocks) if seen else ())
        self._fit()
        rows = rows_of_log(seen.case.lines[::-1], self.desk.session) if seen else []
        self.lines.show_lines(rows)
        self.steps.setEnabled(seen is not None)
        self._met.setEnabled(seen is not None and any(one.met_at is None for one in seen.clocks))

    @property
    def running(self) -> list[Deadline]:
        """The clocks not yet met, earliest due first."""
        return [one for one in self.seen.clocks if one.met_at is None] if self.seen else []

    def meet(self) -> None:
        if self.running:
            first = self.running[0]
            self.act(
                self.steps, lambda who, shift, _i: self.services.intake.meet(who, shift, first)
            )

    def move(self) -> None:
        """The state chosen, with its reason, as a line of the log."""
        chosen = self.steps.fields["status"].value()
        why = self.steps.fields["reason"].value()
        if not chosen:
            return
        if not why:
            self.steps.show_error("reason", self.tr("Write why the state changes."))
            return
        to = IncidentStatus(chosen)
        self.act(
            self.steps,
            lambda who, shift, seen: self.services.intake.move(who, shift, seen, to, why),
            self._moved,
        )

    def note(self) -> None:
        """A line of the log that belongs to this incident."""
        words = self.steps.fields["note"].value()
        self.act(
            self.steps,
            lambda who, shift, one: self.services.log.write(
                who, shift, Line(words, category=Category.INCIDENT, incident_id=one.id)
            ),
            self._noted,
            self._not_noted,
        )

    def _moved(self, _incident: Any) -> None:
        self.steps.fields["reason"].clear()
        self.steps.fields["status"].set_value("")

    def _noted(self, entry: Any) -> None:
        self.steps.fields["note"].clear()
        self.desk.say(self.tr("Recorded as no. {seq}").format(seq=entry.seq))

    def _not_noted(self, error: Exception) -> None:
        self.steps.show_error("note", said(error))

    def _fit(self) -> None:
        """The clocks take the height of those that run, up to three."""
        rings = self.rings.rings
        empty = self.theme.px("control.min_target")
        self._seen.setFixedHeight(min(len(rings), RINGS) * rings[0].height() if rings else empty)

    def build(self, box: QVBoxLayout) -> None:
        box.addWidget(self._build_clocks())
        box.addWidget(self._build_steps())
        panel = Panel(self.theme, self.tr("Lines of this incident"), flush=True)
        empty = self.tr("Lines about this incident come here.")
        self.lines = LineList(self.theme, lead_w=84, empty=empty)
        self.lines.setMinimumHeight(self.theme.px("row.list_two_line") * 2)
        self.lines.opened.connect(self.opened)
        panel.add(self.lines, 1)
        box.addWidget(panel, 1)

    def _build_clocks(self) -> Panel:
        panel = Panel(self.theme, self.tr("Clocks"))
        self.rings = ClockRings(self.theme, self.desk.clock, self.tr("No clock runs."))
        self._seen = QScrollArea()
        self._seen.setWidgetResizable(True)
        self._seen.setFrameShape(QScrollArea.Shape.NoFrame)
        self._seen.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rings.setProperty("role", "scrolled")
        self._seen.setWidget(self.rings)
        panel.add(self._seen)
        self._met = PlainButton(self.theme, self.tr("Next one is done"), "Alt+D")
        self._met.clicked.connect(self.meet)
        gates(self.desk, Act.INTAKE, self._met)
        panel.add(self._met)
        return panel

    def _build_steps(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Next step"))
        self.steps = self.forms["side"] = Form(theme)
        self.steps.row(note=_bare(theme, self.tr("Note")))
        note = PlainButton(theme, self.tr("Record"), "Alt+N")
        note.clicked.connect(self.note)
        gates(self.desk, Act.LOG, note)
        self.steps.fields["note"].line.addWidget(note)
        states = [("", self.tr("New state")), *((one.value, one.value) for one in IncidentStatus)]
        status = ComboField(theme, "", states)
        status.editor.setAccessibleName(self.tr("New state"))
        reason = _bare(theme, self.tr("why the state changes"))
        self.steps.row(status=status)
        self.steps.row(reason=reason)
        move = PlainButton(theme, self.tr("Change state"), "Alt+X")
        move.clicked.connect(self.move)
        gates(self.desk, Act.INTAKE, move)
        reason.line.addWidget(move)
        panel.add(self.steps)
        panel.add(self.trouble)
        return panel


def _in_order(clocks: Sequence[Deadline]) -> list[Deadline]:
    """What still runs, earliest due first; below it what was met, the newest first."""
    met = [one for one in clocks if one.met_at is not None]
    met.sort(key=lambda one: one.met_at or one.due_at, reverse=True)
    return [*(one for one in clocks if one.met_at is None), *met]


def _bare(theme: Theme, words: str) -> TextField:
    """The word stands in the field while it is empty: the column is narrow."""
    field = TextField(theme, "", placeholder=words)
    field.editor.setAccessibleName(words)
    return field
