"""All recordings: found by camera and incident, played, tied, protected, checked, handed out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import day_hhmm, span
from app.base.errors import Refused, Unreachable, disk_reason
from app.drills.records import DrillRun
from app.duty.records import LogEntry
from app.incidents.filmroom import FilmRoom, QuotaLooked
from app.incidents.records import Incident
from app.people.rights import Act
from app.video.clips import KEPT, Clip, ClipPart, ClipState, Footage
from app.video.quota import NOTHING
from app.video.recorder_parts import hash_of
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField
from widgets.kit.flow import Flow
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.saving import place_for
from widgets.kit.table import RecordTable
from widgets.video.clips_words import belongs, facts, room_words, size_words, state_words


@dataclass(frozen=True, slots=True)
class ClipRooms:
    """What the list asks of other rooms, on the store thread."""

    incidents: Callable[[], list[Incident]]
    lines: Callable[[], list[LogEntry]]
    drills: Callable[[], list[DrillRun]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the list shows, as it was read together."""

    clips: list[Clip]
    incidents: list[Incident]
    lines: list[LogEntry]
    drills: list[DrillRun]


class ClipsView(QWidget):
    """`left` when the officer is done; `played(footage)` when a clip is to be shown."""

    left = Signal()
    played = Signal(object)

    def __init__(self, desk: Desk, films: FilmRoom, rooms: ClipRooms) -> None:
        super().__init__()
        self._desk, self._films, self._rooms = desk, films, rooms
        self._clips: tuple[Clip, ...] = ()
        self._incidents: dict[object, str] = {}
        self._drills: dict[str, str] = {}
        self._footage: Footage | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.px("space.m"))
        row.addWidget(self._list_panel(), 3)
        row.addWidget(self._facts_panel(), 2)
        self._reread: Reread[_Seen] = Reread(self, desk.store, self._have, self._explain)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, QuotaLooked, self._looked)
        self._show_footage(None)

    def current(self) -> Clip | None:
        clip: Clip | None = self.table.current()
        return clip

    def read(self) -> None:
        self._reread.ask(self._look)

    # -- parts ---------------------------------------------------------------------------------

    def _list_panel(self) -> Panel:
        theme, tr = self._desk.theme, self.tr
        self._panel = Panel(theme, tr("Recordings"), " ", flush=True)
        filters = QHBoxLayout()
        edge = theme.px("space.m")
        filters.setContentsMargins(edge, 0, edge, 0)
        self.of_camera = ComboField(theme, tr("Recorded camera"), [], label_w=60)
        self.of_incident = ComboField(theme, tr("Recorded incident"), [], label_w=60)
        for field in (self.of_camera, self.of_incident):
            _short(field)
            field.changed.connect(lambda: self._redraw(now=True))
            filters.addWidget(field, 1)
        self._panel.body.addLayout(filters)
        self.table = RecordTable(
            theme,
            (
                Column(tr("Clip no."), lambda one: one.no, 150),
                Column(tr("Recorded camera"), lambda one: f"{one.code} {one.camera}", stretch=True),
                Column(tr("Begun recording"), lambda one: day_hhmm(one.begun_at or one.asked_at), 104),
                Column(tr("Length"), _length, 72, right=True),
                Column(tr("Size"), _size, 84, right=True, fold=True),
                Column(tr("State of a clip"), state_words, 76, tone=_tone),
                Column(tr("The clip belongs to"), lambda one: belongs(one, self._incidents), 120,
                       tone="text2", fold=True),
                Column(tr("Evidence"), lambda one: tr("evidence") if one.evidence else "", 60),
            ),
            row="table_compact",
            empty=tr("Nothing was recorded yet: Alt+R on a camera starts"),
            name="clips",
            memory=self._desk.memory,
        )  # fmt: skip
        self.table.chosen.connect(lambda _: self._read_footage())
        self.table.opened.connect(lambda _: self.play())
        self._panel.add(self.table, 1)
        self.room = Label(
            theme, room_words(QuotaLooked(NOTHING, self._films.quota)), "small", tone="text2"
        )
        self.room.setWordWrap(True)
        self.room.setContentsMargins(edge, 0, edge, 0)
        self._panel.add(self.room)
        self._panel.body.addLayout(self._acts())
        return self._panel

    def _acts(self) -> Flow:
        theme, tr, desk = self._desk.theme, self.tr, self._desk
        flow = Flow(theme.px("space.s"))
        edge = theme.px("space.m")
        flow.setContentsMargins(edge, 0, edge, edge)
        self._plays = MainButton(theme, tr("Play the clip"), "Alt+V")
        self._plays.clicked.connect(self.play)
        protect = PlainButton(theme, tr("Evidence, or not"), "Alt+G")
        protect.clicked.connect(self.protect)
        check = PlainButton(theme, tr("Check the hash"), "Alt+C")
        check.clicked.connect(self.verify)
        hand = PlainButton(theme, tr("Hand out a checked copy"), "Alt+O")
        hand.clicked.connect(lambda: self.hand_out())
        back = PlainButton(theme, tr("Back to the cameras"), "Esc")
        back.clicked.connect(self.left)
        self._gates = [Gate(desk, protect, Act.LOG), Gate(desk, hand, Act.UNCOVERED)]
        for button in (self._plays, protect, check, hand, back):
            flow.addWidget(button)
        return flow

    def _facts_panel(self) -> Panel:
        theme, tr = self._desk.theme, self.tr
        panel = Panel(theme, tr("The clip"))
        self.facts = QPlainTextEdit()
        self.facts.setReadOnly(True)
        self.facts.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # a hash is one long word
        self.facts.setFont(theme.font("small"))
        self.facts.setAccessibleName(tr("What is known of the clip"))
        panel.add(self.facts, 1)
        box = QVBoxLayout()
        box.setSpacing(theme.px("space.s"))
        self.incident = ComboField(theme, tr("Recorded incident"), [], label_w=60)
        self.line = ComboField(theme, tr("Line of the log"), [], label_w=60)
        self.drill = ComboField(theme, tr("Drill of the clip"), [], label_w=60)
        for field in (self.incident, self.line, self.drill):
            _short(field)
            box.addWidget(field)
        tie = PlainButton(theme, tr("Tie the clip to it"), "Alt+T")
        tie.clicked.connect(self.tie)
        self._gates.append(Gate(self._desk, tie, Act.LOG))
        box.addWidget(tie)
        panel.body.addLayout(box)
        self.said = Label(theme, "", "small", tone="text2")
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(theme.px("row.table_compact"))
        panel.add(self.said)
        return panel

    # -- what the officer does -----------------------------------------------------------------

    def play(self) -> None:
        footage = self._footage
        if footage is None or not footage.parts:
            self._say(self.tr("There is nothing to play in this clip"))
        elif footage.clip.desk != self._films.book.desk:
            where = self.tr("The films lie at desk {desk}: play them there")
            self._say(where.format(desk=footage.clip.desk))
        elif footage.clip.state is ClipState.PURGED:
            self._say(self.tr("The films of this clip were removed"))
        else:
            self.played.emit(footage)

    def protect(self) -> None:
        clip = self.current()
        if clip is not None:
            self._write(
                lambda by, shift: self._films.book.protect(by, shift, clip, not clip.protected)
            )

    def tie(self) -> None:
        clip = self.current()
        incident, line, drill = (
            one.value() for one in (self.incident, self.line, self.drill)
        )  # fmt: skip
        if clip is None or not (incident or line or drill):
            self._say(self.tr("Choose a clip, and what it belongs to"))
            return
        self._write(
            lambda by, shift: self._films.book.tie(
                by,
                shift,
                clip,
                incident_id=UUID(incident) if incident else None,
                log_entry_id=UUID(line) if line else None,
                drill_id=UUID(drill) if drill else None,
                drill=self._drills.get(drill, ""),
            )
        )

    def verify(self) -> None:
        """Every byte is read again, away from the windows."""
        footage = self._footage
        if footage is not None and footage.parts:
            self._say(self.tr("Reading every byte …"))
            ask(self, self._films.films, self._films.verify, footage,
                then=lambda told: self._verified(footage.clip, told), fail=self._explain)  # fmt: skip

    def hand_out(self, to: str = "") -> None:
        """A copy of the chosen clip's parts, each checked against its hash before and after."""
        footage = self._footage
        parts = [part for part in footage.parts if part.sha256] if footage else []
        if footage is None or not parts:
            self._say(self.tr("There is nothing to hand out in this clip"))
            return
        name = Path(parts[0].file).name
        place = place_for(self, self._desk, self.tr("Hand out a checked copy"), name,
                          self._explain, to=to)  # fmt: skip
        if place is not None:
            self._say(self.tr("Copying …"))
            ask(self, self._films.films, _copy, self._films, parts, place,
                then=self._copied, fail=self._explain)  # fmt: skip

    def _write(self, do: Callable[..., Clip]) -> None:
        try:
            by = self._desk.session.demand(Act.LOG)
            shift = self._desk.session.demand_shift()
        except Refused as refused:
            self._explain(refused)
            return
        ask(self, self._desk.store, do, by, shift, then=self._written, fail=self._explain)

    def _written(self, clip: Clip) -> None:
        self._say(self.tr("Kept: clip {no}").format(no=clip.no))
        for field in (self.incident, self.line, self.drill):
            field.clear()

    # -- what comes back -----------------------------------------------------------------------

    def _look(self) -> _Seen:
        rooms = self._rooms
        return _Seen(self._films.book.clips(), rooms.incidents(), rooms.lines(), rooms.drills())

    def _have(self, seen: _Seen) -> None:
        clips, incidents, lines = seen.clips, seen.incidents, seen.lines
        self._clips = tuple(clips)
        self._drills = {str(one.id): one.title for one in seen.drills}
        covered = self._desk.session.covered
        self._incidents = {one.id: one.no for one in incidents}
        _offer(self.of_camera, self.tr("all cameras"),
               sorted({(str(one.camera_id), f"{one.code} {one.camera}") for one in clips},
                      key=lambda pair: pair[1]))  # fmt: skip
        told = [(str(one.id), f"{one.no}  {covered(one.title)}") for one in incidents]
        _offer(self.of_incident, self.tr("all incidents"), told)
        _offer(self.incident, self.tr("not chosen"), told)
        _offer(self.line, self.tr("not chosen"),
               [(str(one.id), f"{one.seq}  {covered(one.text)}"[:60]) for one in lines])  # fmt: skip
        _offer(self.drill, self.tr("not chosen"),
               [(str(one.id), f"{day_hhmm(one.started_at)}  {one.title}")
                for one in seen.drills if one.started_at is not None])  # fmt: skip
        self._redraw(now=True)
        self._read_footage()

    def _redraw(self, *, now: bool = False) -> None:
        camera, incident = self.of_camera.value(), self.of_incident.value()
        shown = [
            one
            for one in self._clips
            if camera in ("", str(one.camera_id)) and incident in ("", str(one.incident_id))
        ]
        self.table.show_records(shown, now=now)
        size = sum(one.size for one in self._clips if one.state in KEPT)
        self._panel.set_note(
            self.tr("{n} clips, {size}").format(n=len(self._clips), size=size_words(size))
        )

    def _read_footage(self) -> None:
        clip = self.current()
        if clip is None or (self._footage is not None and self._footage.clip.id != clip.id):
            self._show_footage(None)
        if clip is None:
            return
        ask(self, self._desk.store, self._films.book.footage, clip.id, then=self._show_footage,
            fail=self._explain)  # fmt: skip

    def _show_footage(self, footage: Footage | None) -> None:
        """What comes late, of another clip than is chosen now, is neither shown nor played."""
        clip = self.current()
        if footage is not None and (clip is None or clip.id != footage.clip.id):
            return
        self._footage = footage
        self.facts.setPlainText("\n".join(facts(footage)) if footage else "")
        self._plays.setEnabled(footage is not None and bool(footage.parts))
        for gate in self._gates:
            gate.allow(footage is not None)

    def _verified(self, clip: Clip, told: list[tuple[ClipPart, str]]) -> None:
        """Said of the clip that was read, whichever is chosen by now."""
        words = {
            "well": self.tr("whole and unchanged"),
            "missing": self.tr("missing on this desk"),
            "changed": self.tr("CHANGED: it is not what was sealed"),
            "no_hash": self.tr("never sealed"),
        }
        part = self.tr("part {n}: {state}")
        states = "；".join(part.format(n=one.number, state=words[how]) for one, how in told)
        self._say(self.tr("clip {no}").format(no=clip.no) + f"：{states}")

    def _copied(self, places: list[Path]) -> None:
        self._say(self.tr("Handed out, checked: {names}").format(
            names="、".join(one.name for one in places)))  # fmt: skip

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("clip", "incident", "drill_run") and self.isVisible():
            self.read()

    def _looked(self, fact: QuotaLooked) -> None:
        self.room.setText(room_words(fact))
        self.room.set_tone("now" if fact.verdict.soon else "text2")

    def _explain(self, error: Exception) -> None:
        words = {
            "tied_already": self.tr("Clip {no} belongs to another incident and stays there"),
            "evidence_of_incident": self.tr("Clip {no} is evidence of an incident and stays it"),
            "purged": self.tr("The films of this clip were removed"),
            "missing": self.tr("The film is not on this desk any more"),
            "changed": self.tr("The film was changed, or cannot be read"),
            "not_open": self.tr("no shift has been taken over yet"),
        }
        self._say(explain(error, words))

    def _say(self, words: str) -> None:
        self.said.setText(words)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.read()


def _offer(field: ComboField, none: str, told: Sequence[tuple[str, str]]) -> None:
    """What was chosen stays while it is offered."""
    held = field.value()
    field.combo.clear()
    field.combo.addItem(none, "")
    for value, words in told:
        field.combo.addItem(words, value)
    field.set_value(held if field.combo.findData(held) >= 0 else "")


def _short(field: ComboField) -> None:
    combo = field.combo
    combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)


def _length(clip: Clip) -> str:
    return span(clip.seconds) if clip.seconds else "—"


def _size(clip: Clip) -> str:
    return size_words(clip.size) if clip.size else "—"


def _tone(clip: Clip) -> str:
    return "ink" if clip.state in (ClipState.DAMAGED, ClipState.RECORDING) else "text2"


def _copy(films: FilmRoom, parts: list[ClipPart], to: Path) -> list[Path]:
    """All parts beside `to`, the first under its name; what was written is read again."""
    made = []
    for n, part in enumerate(parts):
        place = to if n == 0 else to.with_name(f"{to.stem}_{part.number}{to.suffix}")
        source = films.checked(part)
        aside = place.with_name(f".{place.name}.part")
        try:
            shutil.copyfile(source, aside)
            if hash_of(aside) != part.sha256:
                raise Unreachable("disk", "disk_error")
            aside.replace(place)
        except OSError as error:
            raise Unreachable("disk", disk_reason(error)) from error
        finally:
            aside.unlink(missing_ok=True)
        made.append(place)
    return made
