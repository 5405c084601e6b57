"""无人机架次: who is in the air, every flight of a stretch with its sums, take-off, notes and landing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.drafts import Drafts
from app.base.errors import Refused
from app.base.search import normal
from app.incidents.sortie import Sortie, SortieEnd
from app.incidents.sortie_drones import drones
from app.incidents.sortie_told import TITLE, WIDTHS, Look, table, within
from app.incidents.sorties import Picture
from app.people.records import Officer
from app.people.rights import Act, may
from app.people.signin import SignedIn
from widgets.checks.exporting import save_table
from widgets.checks.view import CheckView
from widgets.duty.sortie_entry import SortieEntry
from widgets.duty.sortie_form import DRILL, INCIDENT
from widgets.duty.sortie_rooms import EndCard, Seen, SortieRooms
from widgets.duty.sortie_side import SortieSide
from widgets.duty.sortie_stretch import StretchChoice
from widgets.duty.sortie_words import (
    STATE_COLUMN,
    haystack,
    refusals,
    sortie_columns,
    sums_said,
)
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import TextField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable

TICK_MS = 20_000
SIDE, FORM = 448, 640


class SortieView(CheckView):
    """Alt+N a drone takes off, Alt+E change, Ctrl+Enter notes or keeps, Alt+B it is down, Alt+U it does not
    land, Alt+R it flies still, Alt+O export, Ctrl+P print."""

    kinds = ("sortie", "sortie_note", "gear", "camera", "incident", "drill_run")

    def __init__(self, desk: Desk, rooms: SortieRooms, drafts: Drafts) -> None:
        super().__init__(desk)
        self._rooms, self._book = rooms, rooms.book
        self._seen = Seen(None)
        self._wanted: UUID | None = None
        self.shown: list[Callable[[int], None]] = []
        self._deep: Reread[Any] = Reread(self, desk.store, self._show_pictures, self.refuse)
        self.entry = SortieEntry(desk, rooms.book.rules, drafts)
        self.side = SortieSide(desk)
        self.side.keep_drafts(drafts)
        self._build()
        self.ending = EndCard(desk.theme, self)
        self.ending.given.connect(lambda: self._end(SortieEnd.NOT_FLOWN))
        self.ending.extra.clicked.connect(lambda: self._end(SortieEnd.LOST))
        self.ending.left.connect(self.table.view.setFocus)
        self.entry.given.connect(self.keep)
        self.entry.left.connect(self.turn_back)
        self.side.noted.connect(self.note)
        self.side.landed.connect(self.land)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(lambda: self.table.repaint_column(STATE_COLUMN))
        self._tick.start()
        listen(self, desk.bus, SignedIn, self._signed_in)
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view

    # -- what the officer does -----------------------------------------------------------------

    def begin_flight(self, **of: Any) -> None:
        """The form of a take-off; `of` a gear_id, camera_id or incident_id. What was typed is still there."""
        self.clear_refusal()
        self.entry.ask_new(**of)
        self._fill_in()

    def show_flight(self, key: UUID) -> None:
        """Its row, when it is of the stretch that is shown."""
        self._find.set_value("")
        self._sieve()
        if not self.table.select(key):
            self._wanted = key
            self._stretch.show_all()
        self._choose()

    def change(self) -> None:
        one = self._demand()
        if one is None:
            return
        try:
            self.desk.session.demand(Act.LOG)
        except Refused as no:
            self.refuse(no)
            return
        self.entry.ask_change(one)
        self._fill_in()

    def _fill_in(self) -> None:
        self._turn(self.entry)
        self.entry.first_focus().setFocus()

    def turn_back(self) -> None:
        self._turn(self.side)
        self.table.view.setFocus()

    def keep(self) -> None:
        """What stands in the form: a new flight, or the one that is changed."""
        before, now = self.entry.seen, self.desk.clock.now()
        self.clear_refusal()
        try:
            told = self.entry.form.flight(now, before)
            landed = self.entry.landed(now)
        except Refused as refused:
            self.refuse(refused)
            return

        def work(by: Officer, shift: UUID) -> Sortie:
            if before is None:
                return self._book.open(by, shift, told)
            made = self._book.change(by, before, told)
            if before.ended is SortieEnd.LANDED and landed != before.landed_at:
                made = self._book.mend(by, made, landed)
            return made

        self.act(work, self._kept)

    def note(self) -> None:
        one = self._demand()
        if one is None:
            return
        try:
            kind, text, at, picture = self.side.note(self.desk.clock.now())
        except Refused as refused:
            self.refuse(refused)
            return
        self.act(
            lambda by, _: self._book.note(by, one.sortie, kind, text, at, picture),
            lambda _: self.side.clear_note(),
        )

    def land(self) -> None:
        one = self._demand()
        if one is None:
            return
        try:
            at, battery = self.side.landing(self.desk.clock.now())
        except Refused as refused:
            self.refuse(refused)
            return
        self.act(
            lambda by, _: self._book.land(by, one.sortie, at, "", battery),
            lambda _: self.side.land.clear(),
        )

    def end(self) -> None:
        one = self._demand()
        if one is not None and not one.sortie.open:
            self.refuse(Refused("sortie", "wrong_step"))
        elif one is not None:
            self.ending.ask_about(one.sortie, self._body)

    def resume(self) -> None:
        one = self._demand()
        if one is not None:
            self.act(lambda by, _: self._book.resume(by, one.sortie), lambda _: None)

    def export(self, to: str = "") -> None:
        """What the list shows."""
        rows = table(list(self.table.records))
        save_table(self, self.desk, rows, TITLE, WIDTHS, self.refuse, to)

    def print_page(self) -> bool:
        """The sheet beside the list; again takes it away."""
        if self.preview.isVisible():
            self.preview.hide()
            self._right.show()
            return True
        try:
            self.desk.session.demand(Act.UNCOVERED)
        except Refused as no:
            self.refuse(no)
            return True
        shown = list(self.table.records)
        counted = [one for one in shown if one.sortie.id in self._seen.counted]
        words = self._seen.stretch or self.tr("All that is kept")
        ask(self, self.desk.paper, self._rooms.print_list, words, shown, counted,
            then=self._printed, fail=self.refuse)  # fmt: skip
        return True

    def words(self) -> dict[str, str]:
        return super().words() | refusals()

    def refuse(self, error: Exception) -> None:
        words, name = explain(error, self.words()), getattr(error, "field", "")
        forms = (self.side.form, self.side.land)
        if self._right.currentWidget() is self.entry:
            forms = (self.entry.form,)
        shown = any(form.show_error(name, words) for form in forms)
        if not shown and not self._stretch.show_error(name, words):
            self.trouble.setText(words)
            self.trouble.show()

    def clear_refusal(self) -> None:
        super().clear_refusal()
        for form in (self.entry.form, self.side.form, self.side.land):
            form.clear_errors()

    def _demand(self) -> Look | None:
        self.clear_refusal()
        one: Look | None = self.table.current()
        if one is None:
            open_ = [look for look in self.table.records if look.sortie.open]
            one = open_[0] if len(open_) == 1 else None
        if one is None:
            self.refuse(Refused("sortie", "choose"))
        return one

    def _end(self, how: SortieEnd) -> None:
        card, seen = self.ending, self.ending.seen
        if seen is None:
            return
        try:
            by = self.desk.session.demand(Act.LOG)
        except Refused as no:
            card.refuse(no, self.words())
            return
        ask(self, self.desk.store, self._book.end, by, seen, how, card.why.value(),
            then=lambda _: (card.leave(), self.read()),
            fail=lambda error: card.refuse(error, self.words()))  # fmt: skip

    def _kept(self, made: Sortie) -> None:
        self._wanted = made.id
        self.entry.settle()
        self.turn_back()
        self.desk.say(self.tr("Flight kept: {no} {drone}").format(no=made.no, drone=made.drone))

    # -- what comes back -----------------------------------------------------------------------

    def read(self) -> None:
        self._stretch.clear_errors()
        try:
            stretch = self._stretch.stretch(self.desk.clock.now())
        except Refused as refused:
            self.refuse(refused)
            return
        words = stretch.words() if stretch is not None else ""
        since, until = stretch.bounds() if stretch is not None else (None, None)
        self._again.ask(lambda: self._look(since, until, words))

    def _look(self, since: datetime | None, until: datetime | None, words: str) -> Seen:
        who, rooms = self.desk.session.officer, self._rooms
        if who is None or not may(who, Act.READ):
            return Seen(who)
        rows = self._book.listed(who, since, until)
        tied = [(f"{INCIDENT}:{key}", title) for key, title in rooms.incidents()]
        tied += [(f"{DRILL}:{key}", f"【演练】{title}") for key, title in rooms.drills()]
        offered = drones(rooms.gear.listed(who), rooms.cameras())
        counted = frozenset(one.sortie.id for one in within(rows, since, until))
        return Seen(who, tuple(rows), tuple(offered), tuple(tied), words, counted)

    def show_look(self, look: Seen) -> None:
        if look.who != self.desk.session.officer:
            return
        self._seen = look
        self.entry.offer(look.drones, look.tied)
        covered = hidden(self.desk)
        flown = [] if covered else [one.sortie for one in reversed(look.rows) if one.sortie.pilot]
        self.entry.form.offer_pilots({one.pilot: one.pilot_phone for one in flown})
        self._sieve()
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._choose()

    def _sieve(self) -> None:
        asked, covered = normal(self._find.value()).split(), hidden(self.desk)
        shown = [
            one for one in self._seen.rows if all(word in haystack(one, covered) for word in asked)
        ]
        self.table.show_records(shown, now=True)
        out = sum(one.sortie.open for one in self._seen.rows)
        self._panel.set_note(self.tr("{n} in the air").format(n=out) if out else "")
        counted = [one for one in shown if one.sortie.id in self._seen.counted]
        self._sums.setText(sums_said(counted))
        for tell in self.shown:
            tell(out)

    def _choose(self) -> None:
        one: Look | None = self.table.current()
        who = self.desk.session.officer
        self.side.show_look(one)
        if one is None or who is None or not may(who, Act.READ):
            self.side.show_pictures(())
            return
        self._deep.ask(lambda: (one.sortie.id, self._book.pictures(who, one.sortie)))

    def _show_pictures(self, told: tuple[UUID, list[Picture]]) -> None:
        one: Look | None = self.table.current()
        if one is not None and one.sortie.id == told[0]:
            self.side.show_pictures(told[1])

    def _signed_in(self, _fact: SignedIn) -> None:
        """What was read for one is gone before another looks."""
        self.show_look(Seen(self.desk.session.officer))
        self.turn_back()
        self.preview.hide()
        self._right.show()
        self.clear_refusal()
        self.read()

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self._right.hide()
        self.preview.show()

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        around.addWidget(self._body)
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px("space.m"))
        self._panel = Panel(self.theme, self.tr("Flights of drones"), flush=True)
        self._panel.body.addLayout(self._build_sieve())
        self._panel.add(self._build_table(), 1)
        self._sums = Label(self.theme, "", "small", tone="text2")
        self._sums.setWordWrap(True)
        self._panel.body.addLayout(self._line(self._sums))
        self._panel.body.addLayout(self._line(self.trouble))
        self._panel.body.addLayout(self._build_acts())
        row.addWidget(self._panel, 1060)
        self._right = QStackedWidget()
        self._right.addWidget(self.side)
        self._right.addWidget(self.entry)
        row.addWidget(self._right, SIDE)
        self._row = row
        self.preview = PaperPreview(self.theme, self)
        self.preview.allow_print(self.desk)
        self.preview.hide()
        row.addWidget(self.preview, 640)

    def _turn(self, view: QWidget) -> None:
        """A form needs more room than what is told of a flight."""
        self._right.setCurrentWidget(view)
        self._row.setStretchFactor(self._right, FORM if view is self.entry else SIDE)

    def _build_sieve(self) -> QHBoxLayout:
        self._stretch = StretchChoice(self.theme)
        self._stretch.changed.connect(self.read)
        hint = self.tr("Drone, task, incident, unit, number")
        self._find = TextField(self.theme, "", placeholder=hint, icon="search")
        self._find.edit.setAccessibleName(self.tr("Find a flight"))
        self._find.changed.connect(self._sieve)
        line = self._line(self._stretch, self._find)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        return line

    def _build_table(self) -> RecordTable:
        self.table = RecordTable(
            self.theme,
            sortie_columns(self.desk),
            row="list_two_line",
            empty=self.tr("No flight in this stretch. Alt+N enters a take-off."),
            name="sorties",
            memory=self.desk.memory,
        )
        self.table.view.setAccessibleName(self.tr("Flights of drones"))
        self.table.chosen.connect(lambda _: self._choose())
        self.table.opened.connect(lambda _: self.change())
        return self.table

    def _build_acts(self) -> QHBoxLayout:
        button = self._button
        line = self._line(
            button(self.tr("Does not land"), "Alt+U", self.end, Act.LOG),
            button(self.tr("Flies still"), "Alt+R", self.resume, Act.LOG),
            button(self.tr("Change it"), "Alt+E", self.change, Act.LOG),
            button(self.tr("Export"), "Alt+O", self.export, Act.UNCOVERED),
            button(self.tr("Print"), "Ctrl+P", self.print_page, Act.UNCOVERED),
        )
        line.addStretch(1)
        off = MainButton(self.theme, self.tr("A drone takes off"), "Alt+N")
        off.clicked.connect(lambda: self.begin_flight())
        gates(self.desk, Act.LOG, off)
        line.addWidget(off)
        edge = self.theme.px("space.m")
        line.setContentsMargins(edge, 0, edge, edge)
        return line
