"""One incident: facts, numbers with their history, clocks, lines, and the next state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.base.said import number_said
from app.duty.log import DutyLog, Line
from app.duty.records import Category, LogEntry
from app.incidents.intake import Intake
from app.incidents.kinds import written
from app.incidents.records import Count, Deadline, Figure, Incident, IncidentStatus, Trend
from app.people.rights import Act
from app.people.session import Session
from app.people.signin import SignedIn
from widgets.duty.files import Attached, FileList
from widgets.duty.lines import rows_of_log
from widgets.duty.refused import words_for
from widgets.incidents.counts import CountBox
from widgets.incidents.rings import ClockRings
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lines import LineList
from widgets.kit.listen import listen
from widgets.kit.panel import Panel

_KINDS = frozenset({"incident", "deadline", "figure", "log_entry"})


@dataclass(frozen=True, slots=True)
class Held:
    """All that is known of one incident, read at one moment."""

    incident: Incident
    figures: tuple[Figure, ...]
    clocks: tuple[Deadline, ...]
    lines: tuple[LogEntry, ...]


class IncidentDetail(QWidget):
    """Follows one incident. Words half typed in its fields are not touched by what arrives.

    `past_wanted(id)` when the officer asks how it came to be as it is.
    """

    past_wanted = Signal(object)

    def __init__(self, desk: Desk, intake: Intake, log: DutyLog, attached: Attached) -> None:
        super().__init__()
        self._desk = desk
        self._intake = intake
        self._log = log
        self._attached = attached
        self.files = FileList(desk, attached, takes=False)
        self._key: UUID | None = None
        self.held: Held | None = None
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, lambda _: self._show(self.held))

    def show_incident(self, key: UUID | None) -> None:
        if key != self._key:
            self._key = key
            self.held = None
            self._clear()
            self._show_files(key)
        self.read()

    def read(self) -> None:
        if self._key is None:
            return
        ask(self, self._desk.store, self._look, self._key, then=self._show, fail=self._failed)

    def _show_files(self, key: UUID | None) -> None:
        look = None if key is None else partial(self._attached.rows.of_incident, key)
        self.files.show_files(look)

    def move(self) -> None:
        """Alt+X: the state chosen, with its reason, as a line of the log."""
        chosen = self._steps.fields["status"].value()
        reason = self._steps.fields["reason"]
        if self.held is None or not chosen:
            return
        if not reason.value():
            self._steps.show_error("reason", self.tr("Write why the state changes."))
            return
        seen, to, why = self.held.incident, IncidentStatus(chosen), reason.value()
        self._write(lambda who, shift: self._intake.move(who, shift, seen, to, why), self._moved)

    def note(self) -> None:
        """Alt+N: a line of the log that belongs to this incident."""
        words = self._steps.fields["note"].value()
        if self.held is None:
            return
        key = self.held.incident.id
        line = Line(words, category=Category.INCIDENT, incident_id=key)
        self._write(lambda who, shift: self._log.write(who, shift, line), self._noted)

    def _look_back(self) -> None:
        if self._key is not None:
            self.past_wanted.emit(self._key)

    @property
    def running(self) -> list[Deadline]:
        """The clocks of the incident shown that are not yet met, earliest due first."""
        return [one for one in self.held.clocks if one.met_at is None] if self.held else []

    def meet(self) -> None:
        """Alt+D: the next running clock is met now."""
        if self.running:
            first = self.running[0]
            self._write(lambda who, _: self._intake.meet(who, first), lambda _: None)

    def count(self) -> None:
        """Alt+P: new numbers, each beside the old one, with their reason."""
        if self.held is None:
            return
        self._numbers.clear_errors()
        said: dict[Count, tuple[int, bool]] = {}
        for kind in Count:
            name = kind.name.lower()
            try:
                number = number_said(name, str(self._numbers.fields[name].value()))
            except Refused as refused:
                self._numbers.show_error(name, words_for(refused))
                return
            if number is not None:
                said[kind] = (number.number, number.about)
        if not said:
            return
        incident, why = self.held.incident, self._numbers.fields["why"].value()
        self._write(lambda who, _: self._intake.count(who, incident, said, why), self._counted)

    def _write(self, work: Callable[[Any, Any], Any], then: Callable[[Any], None]) -> None:
        self._trouble.hide()
        try:
            officer = self._desk.session.demand()
            shift = self._desk.session.demand_shift()
        except Refused as refused:
            self._failed(refused)
            return
        ask(self, self._desk.store, work, officer, shift, then=then, fail=self._failed)

    def _moved(self, _incident: Incident) -> None:
        self._steps.fields["reason"].clear()
        self._steps.fields["status"].set_value("")

    def _noted(self, entry: LogEntry) -> None:
        self._steps.fields["note"].clear()
        self._desk.say(self.tr("Recorded as no. {seq}").format(seq=entry.seq))

    def _counted(self, _: None) -> None:
        self._numbers.clear()
        self.read()

    def _look(self, key: UUID) -> Held | None:
        incident = self._intake.incident(key)
        if incident is None:
            return None
        return Held(
            incident,
            tuple(self._intake.figures(key)),
            tuple(self._intake.deadlines(key)),
            tuple(self._log.of_incident(key)),
        )

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.read()

    def _show(self, held: Held | None) -> None:
        if held is None or held.incident.id != self._key:
            return
        self.held = held
        one = held.incident
        self._facts.set_title(one.title)
        self._facts.set_note(f"{one.no} · {one.status.value} · {one.level.value}")
        self._words.setText(facts_of(one, self._desk.session))
        self._history.setText(history_of(held.figures) or self.tr("No number stated yet: unknown."))
        self.rings.show_clocks(held.clocks)
        self.lines.show_lines(rows_of_log(held.lines, self._desk.session))
        self._enable(True)

    def _clear(self) -> None:
        self._facts.set_title(self.tr("Incident"))
        self._facts.set_note("")
        self._words.setText(self.tr("Choose an incident at the left."))
        self._history.setText("")
        self.rings.show_clocks(())
        self.lines.show_lines(())
        self._steps.clear()
        self._numbers.clear()
        self._enable(False)

    def _enable(self, on: bool) -> None:
        for widget in (self._steps, self._numbers, self._met, self._copy):
            widget.setEnabled(on)

    def _failed(self, error: Exception) -> None:
        words = words_for(error)
        field = error.field if isinstance(error, Refused) else ""
        name = {"text": "note", "status": "status"}.get(field, field)
        if field == "reason":
            self._numbers.show_error("why", words)
        elif not self._steps.show_error(name, words):
            self._trouble.setText(words)
            self._trouble.show()

    def _copy_facts(self) -> None:
        if self.held is not None:
            QGuiApplication.clipboard().setText(self._words.text())
            self._desk.say(self.tr("Facts copied"))

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(gap)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(gap)
        left.addWidget(self._build_facts(), 1)
        left.addWidget(self._build_numbers())
        left.addWidget(self._build_lines(), 1)
        right.addWidget(self._build_clocks())
        right.addWidget(self._build_steps())
        right.addWidget(self._build_files())
        right.addStretch(1)
        body.addLayout(left, 500)
        body.addLayout(right, 380)
        self._clear()

    def _build_facts(self) -> Panel:
        theme = self._desk.theme
        self._facts = Panel(theme, self.tr("Incident"))
        self._copy = PlainButton(theme, self.tr("Copy"), "Alt+C")
        self._copy.clicked.connect(self._copy_facts)
        self._facts.tools.addWidget(self._copy)
        self._words = Label(theme, "")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._words)
        self._facts.add(scroll, 1)
        return self._facts

    def _build_numbers(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("People"), self.tr("Empty = no new statement"))
        self._history = Label(theme, "")
        self._history.setWordWrap(True)
        panel.add(self._history)
        self._numbers = Form(theme)
        for kinds in (tuple(Count)[:6], tuple(Count)[6:]):
            named = {kind.name.lower(): kind for kind in kinds}
            self._numbers.row(
                **{name: CountBox(theme, name, kind.value) for name, kind in named.items()}
            )
        self._numbers.row(
            why=TextField(theme, self.tr("Reason"), placeholder=self.tr("who says so"), label_w=44)
        )
        panel.add(self._numbers)
        save = PlainButton(theme, self.tr("Put numbers down"), "Alt+P")
        save.clicked.connect(self.count)
        gates(self._desk, Act.INTAKE, save)
        self._numbers.fields["why"].line.addWidget(save)
        return panel

    def _build_lines(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Lines of this incident"), flush=True)
        empty = self.tr("Lines about this incident come here.")
        self.lines = LineList(theme, lead_w=84, empty=empty)
        panel.add(self.lines, 1)
        past = PlainButton(theme, self.tr("Changes so far"), "Alt+H")
        past.clicked.connect(self._look_back)
        panel.tools.addWidget(past)
        return panel

    def _build_clocks(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Clocks"))
        self.rings = ClockRings(theme, self._desk.clock, self.tr("No clock runs."))
        panel.add(self.rings)
        self._met = PlainButton(theme, self.tr("Next one is done"), "Alt+D")
        self._met.clicked.connect(self.meet)
        gates(self._desk, Act.INTAKE, self._met)
        panel.add(self._met)
        return panel

    def _build_files(self) -> Panel:
        panel = Panel(self._desk.theme, self.tr("Files of this incident"), flush=True)
        panel.add(self.files)
        panel.hide()
        self.files.shown.connect(lambda n: panel.setVisible(n > 0))
        return panel

    def _build_steps(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Next step"))
        self._steps = Form(theme)
        self._steps.row(note=TextField(theme, self.tr("Note"), label_w=44))
        note = PlainButton(theme, self.tr("Record"), "Alt+N")
        note.clicked.connect(self.note)
        gates(self._desk, Act.LOG, note)
        self._steps.fields["note"].line.addWidget(note)
        states = [(state.value, state.value) for state in IncidentStatus]
        self._steps.row(status=SegmentField(theme, "", states))
        self._steps.row(
            reason=TextField(
                theme, self.tr("Reason"), placeholder=self.tr("why the state changes"), label_w=44
            )
        )
        move = PlainButton(theme, self.tr("Change state"), "Alt+X")
        move.clicked.connect(self.move)
        gates(self._desk, Act.INTAKE, move)
        self._steps.fields["reason"].line.addWidget(move)
        panel.add(self._steps)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        panel.add(self._trouble)
        return panel


def facts_of(one: Incident, session: Session) -> str:
    """What is known, a line each, as whoever sits here may read it; what was not said is named on the
    last line, never left out."""
    happened = ""
    if one.happened_at is not None:
        happened = day_hhmm(one.happened_at)
        if one.happened_about:
            happened = tr("about {time}").format(time=happened)
    name = session.covered_name
    who = " ".join(part for part in (one.reporter_unit, name(one.reporter_name)) if part)
    rows = (
        (tr("Kind of event"), written(one.event_class, one.kind)),
        (tr("Happened"), happened),
        (tr("Received"), f"{day_hhmm(one.received_at)} {one.source.value}"),
        (tr("Place"), one.place),
        (tr("Reported by"), " ".join(part for part in (who, one.reporter_phone) if part)),
        (tr("Course"), one.course),
        (tr("In command"), f"{name(one.commander)} {one.commander_phone}".strip()),
        (tr("Trend"), "" if one.trend is Trend.UNKNOWN else one.trend.value),
        (tr("Dangers"), "、".join(one.dangers)),
        (tr("Measures"), one.measures),
        (tr("Needs"), one.needs),
        (tr("Told"), one.told),
    )
    known = [f"{title}  {session.covered(words)}" for title, words in rows if words]
    unknown = "、".join(title for title, words in rows if not words)
    return "\n".join([*known, f"{tr('unknown')}  {unknown}"] if unknown else known)


def history_of(figures: tuple[Figure, ...]) -> str:
    """死亡 0→1, 失联 2→0 (找到): every statement in its order, with the last reason."""
    told: dict[Count, list[Figure]] = {}
    for figure in figures:
        told.setdefault(figure.kind, []).append(figure)
    return "  ".join(_run_of(kind, told[kind]) for kind in Count if kind in told)


def _run_of(kind: Count, figures: list[Figure]) -> str:
    steps = [f"{tr('about')} {f.number}" if f.about else str(f.number) for f in figures]
    changed = f" ({figures[-1].reason})" if len(figures) > 1 else ""
    return f"{kind.value} {'→'.join(steps)}{changed}"


def tr(words: str) -> str:
    return QCoreApplication.translate("IncidentDetail", words)
