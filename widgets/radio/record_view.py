"""370M 通联记录: all that was heard and sent, sifted, tied to incidents, taken away; raw bytes on demand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.clock import full, span
from app.base.errors import Refused
from app.base.said import moment_said
from app.incidents.records import Incident
from app.people.rights import Act
from app.radio.board import LogLine
from app.radio.history import MOST, OURS, TITLE, WIDTHS, Sieve, dump, kind_word, table, what
from app.radio.outages import outages, summed
from app.radio.records import HeardKind, RadioEvent
from widgets.checks.exporting import save_table
from widgets.checks.view import CheckView
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.radio import record_rooms as rows
from widgets.radio.record_rooms import RecordRooms, Seen, named, tr

PART = 200
TYPED_MS = 300
MOST_DIGITS = 8
"""Of a number on the air: 16,777,215."""
TRAFFIC = frozenset(HeardKind) - {HeardKind.POSITION, HeardKind.ONLINE, HeardKind.OFFLINE}
SHIFT, DAY, PERIOD, ALL = "shift", "day", "period", "all"


class RecordView(CheckView):
    """Alt+X raw bytes, Alt+I tie the chosen line to an incident, Alt+U take it off, Alt+O export, Ctrl+P."""

    kinds = ("radio_event", "radio_text")

    def __init__(self, desk: Desk, rooms: RecordRooms) -> None:
        super().__init__(desk)
        self._rooms = rooms
        self._seen = Seen()
        self._more = False
        self._wanted: UUID | None = None
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPED_MS)
        self._soon.timeout.connect(self.read)
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        ask(self, self.desk.store, self._rooms.incidents, then=self._offer, fail=lambda _: None)
        self.read()

    # -- what is read

    def read(self) -> None:
        """Nothing while it is out of sight: a busy net writes every second."""
        if not self.isVisible():
            return
        try:
            sieve = self.sieve()
        except Refused as refused:
            self.refuse(refused)
            return
        self._again.ask(lambda: self._look(sieve, PART))

    def sieve(self) -> Sieve:
        """Raises `Refused` for a time that is none; a role that reads covered may not seek numbers."""
        if not self.desk.session.may_seek(self.words_field.value()):
            raise Refused("words", "covered")
        which, now = self.stretch.value(), self.desk.clock.now()
        kind, period = self.kind.value(), which == PERIOD
        since = now - timedelta(days=1) if which == DAY else None
        return Sieve(
            shift_id=self.desk.session.shift_id if which == SHIFT else None,
            since=self._moment("since") if period else since,
            until=self._moment("until") if period else None,
            radio=_number(self.radio),
            talkgroup=_number(self.group),
            kinds=_kinds(kind),
            texts=kind in ("", "traffic", OURS),
            words=self.words_field.value(),
        )

    def _look(self, sieve: Sieve, count: int, before: LogLine | None = None) -> Seen:
        """On the store thread."""
        return named(self._rooms, self._rooms.reads.history(sieve, count, before))

    def show_look(self, look: Seen) -> None:
        self.clear_refusal()
        self._seen = look
        self._more = len(look.lines) == PART
        self.table.show_head(look.lines, now=self.own)
        self._count()
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._choose()

    def _extend(self) -> None:
        """The officer comes to the end of what was read."""
        if not self._more or not self.table.records:
            return
        self._more = False
        try:
            sieve = self.sieve()
        except Refused:
            return
        last = self.table.records[-1]
        ask(self, self.desk.store, self._look, sieve, PART, last, then=self._longer,
            fail=self.refuse)  # fmt: skip

    def _longer(self, more: Seen) -> None:
        self._more = len(more.lines) == PART
        self._seen.incidents.update(more.incidents)
        self._seen.shifts.update(more.shifts)
        self.table.extend(more.lines)
        self._count()

    def _count(self) -> None:
        shown = self.table.records
        words = tr("{n} lines, more below") if self._more else tr("{n} lines")
        parts = [words.format(n=len(shown))]
        heard = [line for line in reversed(shown) if isinstance(line, RadioEvent)]
        if heard and (away := summed(outages(heard), heard[0].at, self.desk.clock.now())):
            parts.append(tr("gateways: {away}").format(away=away))
        self._panel.set_note(" · ".join(parts))

    def _moment(self, name: str) -> datetime | None:
        text = {"since": self.since, "until": self.until}[name].value()
        if not text:
            return None
        said = moment_said(name, text, self.desk.clock.now())
        if said.at is None:
            raise Refused(name, "not_a_time")
        return said.at

    def _offer(self, incidents: Sequence[Incident]) -> None:
        chosen, combo = self.incident.value(), self.incident.combo
        combo.clear()
        for one in incidents:
            combo.addItem(f"{one.no} {one.title}", str(one.id))
        self.incident.set_value(chosen)

    # -- what the officer does

    def show_line(self, key: UUID) -> None:
        """Of any shift, chosen."""
        self.stretch.set_value(ALL)
        self.kind.set_value("")
        for field in (self.words_field, self.radio, self.group):
            field.set_value("")
        self._wanted = key
        self._sift()

    def tie(self) -> None:
        """To the incident chosen beside it."""
        if self.incident.value():
            self._tie(UUID(self.incident.value()))
        else:
            self.refuse(Refused("incident", "no_incident"))

    def take_off(self) -> None:
        self._tie(None)

    def _tie(self, incident: UUID | None) -> None:
        line = self.table.current()
        if line is None:
            self.refuse(Refused("line", "no_line"))
            return
        tie = self._rooms.radio.record.tie
        said = tr("Tied to the incident") if incident else tr("Taken off its incident")
        self.act(lambda by, _: tie([line.id], incident, str(by.id)), lambda _: self.desk.say(said))

    def turn_raw(self) -> None:
        self._raw_shown = not self._raw_shown
        self._choose()

    def export(self, to: str = "") -> None:
        """All that passes the sieve, raw bytes too, up to `MOST` lines."""
        self._all_of_it(lambda seen: self._save(seen, to))

    def print_page(self) -> bool:
        """The sheet beside the list; again takes it away."""
        if self.preview.isVisible():
            self._end_preview()
        else:
            self._all_of_it(self._print)
        return True

    def _all_of_it(self, then: Any) -> None:
        try:
            self.desk.session.demand(Act.UNCOVERED)
            sieve = self.sieve()
        except Refused as no:
            self.refuse(no)
            return
        ask(self, self.desk.store, self._look, sieve, MOST, then=then, fail=self.refuse)

    def _save(self, seen: Seen, to: str) -> None:
        rows_ = table(seen.lines, seen.shifts, seen.incidents)
        save_table(self, self.desk, rows_, TITLE, WIDTHS, self.refuse, to)

    def _print(self, seen: Seen) -> None:
        ask(self, self.desk.paper, self._rooms.print_list, self._stretch_words(), seen.lines,
            seen.incidents, then=self._printed, fail=self.refuse)  # fmt: skip

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self._side.hide()
        self.preview.show()

    def _end_preview(self) -> None:
        self.preview.hide()
        self._side.show()

    def _stretch_words(self) -> str:
        """Chinese by rule: it stands on paper."""
        which = self.stretch.value()
        if which == PERIOD:
            return f"{self.since.value() or '起始'} 至 {self.until.value() or '现在'}"
        return {SHIFT: "本班", DAY: "近 24 小时", ALL: "全部记录"}[which]

    def words(self) -> dict[str, str]:
        return super().words() | {
            "not_a_time": tr("This is no time: 14:50, 06-18 14:50"),
            "not_a_number": tr("A number on the air has up to eight figures"),
            "covered": tr("Numbers are covered for this role"),
            "no_line": tr("Choose a line first."),
            "no_incident": tr("Choose an incident first."),
        }

    # -- the chosen line

    def _choose(self) -> None:
        line = self.table.current()
        self._about.setText("" if line is None else "\n".join(self._told(line)))
        raw = dump(line) if line is not None and self._raw_shown else ""
        if line is not None and self._raw_shown and not raw:
            raw = tr("No bytes: it was not heard from the air")
        self._raw.setText(raw)
        self._raw.setVisible(bool(raw))
        self._hint.setVisible(line is None)

    def _told(self, line: LogLine) -> list[str]:
        session, seen = self.desk.session, self._seen
        parts = [
            f"{full(line.at)}  {kind_word(line)}",
            f"{rows.terminal(line)}  {rows.unit(line, session)}".rstrip(),
            session.covered(what(line)),
            " · ".join(part for part in (rows.place(line), rows.group(line)) if part),
        ]
        if isinstance(line, RadioEvent):
            parts.append(" · ".join(_measured(line)))
        if line.shift_id is not None:
            parts.append(tr("Shift: {shift}").format(shift=seen.shifts.get(line.shift_id, "—")))
        if line.incident_id is not None:
            title = seen.incidents.get(line.incident_id, "—")
            parts.append(tr("Incident: {incident}").format(incident=title))
        return [part for part in parts if part]

    # -- parts

    def _build(self) -> None:
        theme, gap = self.theme, self.theme.px("space.m")
        self._raw_shown = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._panel = Panel(theme, tr("Record of the 370M net"), flush=True)
        self._panel.body.addLayout(self._build_sieve())
        self._panel.body.addLayout(self._line(self.trouble))
        self._panel.add(self._build_table(), 1)
        row.addWidget(self._panel, 1060)
        self._side = QStackedWidget()
        self._side.addWidget(self._build_side())
        row.addWidget(self._side, 420)
        self.preview = PaperPreview(theme, self)
        self.preview.allow_print(self.desk)
        self.preview.hide()
        row.addWidget(self.preview, 640)

    def _build_sieve(self) -> QVBoxLayout:
        theme = self.theme
        self.stretch = SegmentField(
            theme, "", ((SHIFT, tr("This shift")), (DAY, tr("24 h")), (PERIOD, tr("Period")),
                        (ALL, tr("All of it"))),
        )  # fmt: skip
        self.stretch.set_value(SHIFT)
        self.words_field = TextField(
            theme, "", placeholder=tr("Words, unit"), icon="search", label_w=0
        )
        self.since = TextField(theme, tr("Heard from"), label_w=32)
        self.until = TextField(theme, tr("Heard until"), label_w=32)
        self.radio = TextField(theme, tr("Terminal"), label_w=48)
        self.group = TextField(theme, tr("Talk-group"), label_w=48)
        kinds = [("", tr("Any kind")), ("traffic", tr("Calls, texts, alarms")), (OURS, OURS)]
        self.kind = ComboField(theme, "", [*kinds, *((one.value, one.value) for one in HeardKind)])
        self.kind.set_value("traffic")
        for field in (self.stretch, self.kind):
            field.changed.connect(self._sift)
        for field in (self.words_field, self.since, self.until, self.radio, self.group):
            field.changed.connect(self._typed)
        box = QVBoxLayout()
        box.setSpacing(theme.px("space.s"))
        box.addLayout(self._line(self.stretch, self.kind, self.words_field))
        box.addLayout(self._line(self.radio, self.group, self.since, self.until))
        self._period()
        return box

    def _build_table(self) -> RecordTable:
        self.table = RecordTable(
            self.theme,
            rows.columns(self.desk.session, lambda: self._seen),
            row="list_two_line",
            empty=tr("No line of the radio here"),
            name="radio.record",
            memory=self.desk.memory,
        )
        self.table.view.setAccessibleName(tr("Record of the 370M net"))
        self.table.chosen.connect(lambda _: self._choose())
        self.table.near_end.connect(self._extend)
        return self.table

    def _build_side(self) -> Panel:
        theme = self.theme
        side = Panel(theme, tr("The line"))
        self._hint = Label(
            theme, tr("Choose a line: all that is known of it stands here."), tone="text2"
        )
        self._about, self._raw = Label(theme, ""), Label(theme, "")
        for label in (self._hint, self._about):
            label.setWordWrap(True)
        for label in (self._about, self._raw):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(theme.size("small"))
        self._raw.setFont(fixed)
        self.incident = ComboField(theme, tr("Incident"), [], label_w=48)
        button = self._button
        side.add(self._hint)
        side.add(self._about)
        side.add(self._raw)
        side.body.addStretch(1)
        side.add(self.incident)
        for left, right in (
            (button(tr("Tie to the incident"), "Alt+I", self.tie, Act.RADIO),
             button(tr("Take it off"), "Alt+U", self.take_off, Act.RADIO)),
            (button(tr("Raw bytes"), "Alt+X", self.turn_raw, Act.READ),
             button(tr("Export"), "Alt+O", self.export, Act.UNCOVERED)),
        ):  # fmt: skip
            line = QHBoxLayout()
            line.addWidget(left)
            line.addWidget(right)
            side.body.addLayout(line)
        side.add(button(tr("Print"), "Ctrl+P", self.print_page, Act.UNCOVERED))
        return side

    def _typed(self) -> None:
        self._soon.start()

    def _sift(self) -> None:
        self._period()
        self.own = True
        self.read()

    def _period(self) -> None:
        for field in (self.since, self.until):
            field.setVisible(self.stretch.value() == PERIOD)


def _number(field: TextField) -> int | None:
    """None for nothing; `Refused` for what is no number of a radio."""
    text = field.value().strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise Refused("number", "not_a_number")
    return int(text) if text else None


def _kinds(kind: str) -> frozenset[HeardKind] | None:
    if kind == "":
        return None
    if kind == "traffic":
        return TRAFFIC
    return frozenset() if kind == OURS else frozenset({HeardKind(kind)})


def _measured(line: RadioEvent) -> list[str]:
    parts = []
    if line.speed_kmh is not None:
        parts.append(f"{line.speed_kmh:.0f} km/h")
    if line.rssi_dbm is not None:
        parts.append(f"{line.rssi_dbm} dBm")
    if line.seconds is not None:
        parts.append(span(line.seconds))
    parts.append(rows.gateway(line))
    if line.answered_at is not None:
        told = tr("{name} took it {time}")
        parts.append(told.format(name=line.answered_name, time=full(line.answered_at)))
    return parts
