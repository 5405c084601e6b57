"""接报: typed while listening; drafts by the second, one incident per call however often pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.clock import hhmm, hhmmss
from app.base.drafts import Drafts
from app.base.errors import Refused
from app.incidents.form import Read, caption, read
from app.incidents.intake import Intake
from app.incidents.records import Deadline, Incident
from app.incidents.spoken import quick_report
from widgets.duty.refused import words_for
from widgets.incidents.callform import CallForm
from widgets.incidents.calls import Calls, Sheet
from widgets.incidents.checks import Check
from widgets.incidents.duplicates import DuplicatesPanel
from widgets.incidents.rings import ClockRings
from widgets.incidents.tabs import CallTabs, Tab
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.shell.page import Page

Who = Callable[[str], tuple[str, str] | None]
"""Unit and name that belong to a telephone number; runs on the store thread."""
Go = Callable[[str, Any], None]

LOOK_MS = 400
"""Pause in typing after which clocks and duplicates are looked up again. [choice]"""


class IntakePage(Page):
    """`registered(Incident)` after COMMIT. `go(place, subject)` leaves for another page."""

    key = "intake"
    registered = Signal(object)

    def __init__(
        self,
        desk: Desk,
        intake: Intake,
        drafts: Drafts,
        who: Who | None = None,
        go: Go | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._intake = intake
        self._who = who
        self._go = go or (lambda place, subject: None)
        self._in_flight: Sheet | None = None
        self.calls = Calls(desk, drafts, intake)
        self.form = CallForm(desk.theme)
        self.sheet: Sheet = self.calls.open()
        self._build()
        self._saving = _timer(self, int(desk.theme.number("duration_ms.draft_save")), self.keep)
        self._looking = _timer(self, LOOK_MS, self._look_up)
        self.form.changed.connect(self._typed)
        self.form.left.connect(self._left)
        self.form.number_given.connect(self._ask_who)
        self.form.map_wanted.connect(lambda: self._go("map", "place"))
        self.calls.changed.connect(self._show_tabs)
        self.calls.kept.connect(self._kept)
        self.calls.not_kept.connect(self._not_kept)
        self._show_sheet()
        self.calls.restore()

    def first_focus(self) -> QWidget:
        return self.form.first

    def new_call(self, number: str = "") -> None:
        """A fresh sheet, the present one put aside. With `number` its unit is looked up; the focus
        stays where it is."""
        self.keep()
        self._switch(self.calls.open())
        if number:
            self.form.fields["reporter_phone"].set_value(number)
            self._typed()
            self._ask_who(number)

    def _begin(self) -> None:
        self.new_call()
        self.form.first.setFocus()

    def put_aside(self) -> None:
        """Esc: the draft is kept, the console comes back."""
        self.new_call()
        self._go("console", None)

    def fill_place(self, lat: float, lon: float, township: str, words: str) -> None:
        """A click on the map: position, township and, where none was typed, the words."""
        self.sheet.fields.update(lat=lat, lon=lon, township=township)
        place = self.form.fields["place"]
        if place.is_empty():
            place.set_value(words)
        self._typed()
        self.keep()

    def keep(self) -> None:
        """Write the draft now."""
        self._saving.stop()
        self._collect()
        self.calls.keep(self.sheet)

    def register(self) -> None:
        """One incident per sheet: while one is on its way nothing further is sent."""
        if self._in_flight is not None:
            return
        self.form.clear_errors()
        heard = self._heard()
        for name, refused in heard.wrong.items():
            self.form.show_error(name, words_for(refused))
        if heard.wrong:
            self._explain(self.tr("Mend the fields marked; the draft is kept."))
            self.keep()
            return
        self._send(self._intake.register, self.sheet.key, heard, self._registered)

    def merge(self, into: Incident) -> None:
        """The call is a further source of a known incident."""
        if self._in_flight is None:
            self._send(self._intake.merge, into, self._heard(), lambda _: self._merged(into))

    def _send(
        self, work: Callable[..., Any], what: Any, heard: Read, then: Callable[[Any], None]
    ) -> None:
        try:
            officer = self._desk.session.demand()
            shift = self._desk.session.demand_shift()
        except Refused as refused:
            self._failed(refused)
            return
        self._saving.stop()
        self._in_flight = self.sheet
        self._main.setEnabled(False)
        self._explain("")
        store = self._desk.store
        ask(self, store, work, officer, shift, what, heard.said, then=then, fail=self._failed)

    def _registered(self, incident: Incident) -> None:
        self._landed()
        self._desk.say(self.tr("Registered as {no}").format(no=incident.no))
        self.registered.emit(incident)
        self._go("incidents", incident.id)

    def _merged(self, into: Incident) -> None:
        self._landed()
        self._desk.say(self.tr("Joined to {no}").format(no=into.no))
        self._go("incidents", into.id)

    def _landed(self) -> None:
        """The sheet on its way has arrived; words typed meanwhile become a sheet of their own."""
        sent = self._in_flight
        self._in_flight = None
        self._main.setEnabled(True)
        if sent is None:
            return
        typed = self._values() if sent is self.sheet else sent.fields
        rest = typed != sent.fields
        self.calls.drop(sent)
        if sent is self.sheet:
            self._switch(Sheet() if rest else self.calls.open(), collect=False)
            if rest:
                self.calls.sheets.insert(0, self.sheet)
                self.form.fill(typed)
                self.keep()

    def _failed(self, error: Exception) -> None:
        self._in_flight = None
        self._main.setEnabled(True)
        words = words_for(error)
        if not (isinstance(error, Refused) and self.form.show_error(error.field, words)):
            self._explain(words)
        self.keep()

    def _typed(self) -> None:
        if "received_at" not in self.sheet.fields:
            self.sheet.fields["received_at"] = self._desk.clock.now().isoformat()
        self._collect()
        self._show_words()
        self._saving.start()
        self._looking.start()

    def _left(self) -> None:
        if self._saving.isActive():
            self.keep()
        self._show_hints()

    def _ask_who(self, number: str) -> None:
        if self._who is None:
            return
        sheet = self.sheet
        ask(
            self,
            self._desk.store,
            self._who,
            number,
            then=lambda found: self._known(sheet, found),
            fail=lambda _: None,
        )

    def _known(self, sheet: Sheet, found: tuple[str, str] | None) -> None:
        """Fills what is still empty; never overwrites a word, never moves the cursor."""
        if sheet is not self.sheet:
            return
        if found is None:
            self.form.known.setText(self.tr("Number not in the contact book"))
            return
        unit, name = found
        self.form.known.setText(self.tr("Known: {who}").format(who=f"{unit} {name}".strip()))
        for field, words in (("reporter_unit", unit), ("reporter_name", name)):
            if words and self.form.fields[field].is_empty():
                self.form.fields[field].set_value(words)
        self._typed()

    def _look_up(self) -> None:
        """Clocks and possible duplicates of what is said so far."""
        sheet, said = self.sheet, self._heard().said
        if sheet.blank:
            self._show_look(sheet, ([], []))
            return

        def look() -> tuple[list[Deadline], list[Incident]]:
            return self._intake.preview(said), self._intake.duplicates(said)

        ask(
            self,
            self._desk.store,
            look,
            then=lambda seen: self._show_look(sheet, seen),
            fail=lambda error: self._explain(words_for(error)),
        )

    def _show_look(self, sheet: Sheet, seen: tuple[Sequence[Deadline], Sequence[Incident]]) -> None:
        if sheet is not self.sheet:
            return
        clocks, found = seen
        self.rings.show_clocks(clocks)
        sources = dict.fromkeys(one.source for one in clocks)
        self._rules.setText(self.tr("Source: {rules}").format(rules="; ".join(sources)))
        self._rules.setVisible(bool(clocks))
        self.duplicates.show_found(found, self._heard().said)

    def _switch(self, sheet: Sheet, *, collect: bool = True) -> None:
        if collect:
            self._collect()
        self.sheet = sheet
        self._show_sheet()

    def _pick(self, key: str) -> None:
        sheet = self.calls.sheet(key)
        if sheet is not None and sheet is not self.sheet:
            self.keep()
            self._switch(sheet)
            self.form.first.setFocus()

    def _show_sheet(self) -> None:
        fields = self.sheet.fields
        about = ["1"] if fields.get("happened_about") else []
        self.form.fill({**fields, "happened_about": about})
        self._repeated.setChecked(bool(fields.get("repeated")))
        self._called_back.setChecked(bool(fields.get("called_back")))
        self.form.known.setText("")
        self._explain("")
        self._mark.setText("")
        if self.sheet.saved_at is not None:
            self._kept(self.sheet)
        self._show_tabs()
        self._show_words()
        self._show_hints()
        self._look_up()

    def _values(self) -> dict[str, Any]:
        kept = ("received_at", "lat", "lon", "township")
        values = {name: self.sheet.fields[name] for name in kept if name in self.sheet.fields}
        values.update(self.form.values())
        for name, box in (("repeated", self._repeated), ("called_back", self._called_back)):
            if box.isChecked():
                values[name] = True
        return values

    def _collect(self) -> None:
        self.sheet.fields = self._values()

    def _heard(self) -> Read:
        self._collect()
        return read(self.sheet.fields, self._desk.clock.now())

    def _show_words(self) -> None:
        received = self._received()
        at = hhmmss(received) if received else "—"
        self.form.received.setText(self.tr("Received {time}").format(time=at))
        self._timing.set_note(self.tr("from receipt {time}").format(time=at) if received else "")
        heard = self._heard()
        spoken = quick_report(heard.said, received) if received else ""
        self._spoken.setText(spoken or self.tr("The words to be read out come with the first key."))
        self._show_tabs()

    def _show_hints(self) -> None:
        for name, refused in self._heard().hints.items():
            if name in self.form.fields and not self.form.fields[name].error():
                self.form.show_error(name, words_for(refused))

    def _received(self) -> datetime | None:
        held = self.sheet.fields.get("received_at")
        return datetime.fromisoformat(held) if held else None

    def _show_tabs(self) -> None:
        tabs = []
        for sheet in self.calls.sheets:
            title = caption(sheet.fields) or self.tr("New call")
            if sheet is not self.sheet:
                title = self.tr("Draft {title}").format(title=title)
            note = (
                self.tr("kept {time}").format(time=hhmm(sheet.saved_at)) if sheet.saved_at else ""
            )
            if sheet.by_name and sheet is not self.sheet:
                note = f"{sheet.by_name} {note}"
            tabs.append(Tab(str(sheet.key), title, note))
        self.tabs.show_tabs(tuple(tabs), str(self.sheet.key))
        self.badge.emit(sum(not sheet.blank for sheet in self.calls.sheets))

    def _kept(self, sheet: Sheet) -> None:
        if sheet is self.sheet and sheet.saved_at is not None:
            self._mark.set_tone("text2")
            self._mark.setText(self.tr("✓ Draft kept {time}").format(time=hhmmss(sheet.saved_at)))

    def _not_kept(self, error: Exception) -> None:
        self._mark.set_tone("now")
        self._mark.setText(self.tr("Draft not kept: {why}").format(why=words_for(error)))

    def _explain(self, words: str) -> None:
        self._reason.setText(words)
        self._reason.setVisible(bool(words))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._spoken.text())
        self._desk.say(self.tr("Quick report copied"))

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        page.addLayout(self._build_tabs())
        body = QHBoxLayout()
        body.setSpacing(gap)
        body.addWidget(self._build_form(), 960)
        body.addWidget(self._build_side(), 520)
        page.addLayout(body, 1)
        page.addWidget(self._build_bar())
        aside = QShortcut(QKeySequence("Esc"), self)
        aside.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        aside.activated.connect(self.put_aside)

    def _build_tabs(self) -> QHBoxLayout:
        theme = self._desk.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        self.tabs = CallTabs(theme)
        self.tabs.picked.connect(self._pick)
        new = PlainButton(theme, self.tr("New call"), "Alt+N", "plus")
        new.clicked.connect(self._begin)
        row.addWidget(self.tabs, 1)
        row.addWidget(new)
        row.addWidget(Label(theme, self.tr("Kept as you type"), "small", tone="text2"))
        return row

    def _build_form(self) -> Panel:
        panel = Panel(self._desk.theme, flush=True)
        panel.body.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setProperty("role", "scrolled")
        inner = QVBoxLayout(holder)
        edge = self._desk.theme.px("space.l")
        inner.setContentsMargins(edge, edge // 2, edge, edge // 4)
        inner.addWidget(self.form)
        panel.add(_scrolled(holder), 1)
        return panel

    def _build_side(self) -> QScrollArea:
        theme = self._desk.theme
        holder = QWidget()
        holder.setProperty("role", "scrolled")
        side = QVBoxLayout(holder)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px("space.m"))
        self._timing = Panel(theme, self.tr("Clocks"))
        empty = self.tr("The clocks start with the first key.")
        self.rings = ClockRings(theme, self._desk.clock, empty)
        self._rules = Label(theme, "", "small", tone="text2")
        self._rules.setWordWrap(True)
        self._timing.add(self.rings)
        self._timing.add(self._rules)
        self.duplicates = DuplicatesPanel(theme)
        self.duplicates.merge_wanted.connect(self.merge)
        report = Panel(theme, self.tr("Quick report to read out"))
        copy = PlainButton(theme, self.tr("Copy"), "Alt+C")
        copy.clicked.connect(self._copy)
        report.tools.addWidget(copy)
        self._spoken = Label(theme, "")
        self._spoken.setWordWrap(True)
        self._spoken.setAlignment(Qt.AlignmentFlag.AlignTop)
        report.add(self._spoken, 1)
        level = self.tr("Not graded yet; the shift chief confirms the level.")
        report.add(Label(theme, level, "small", tone="text2"))
        side.addWidget(self._timing)
        side.addWidget(self.duplicates)
        side.addWidget(report, 1)
        return _scrolled(holder)

    def _build_bar(self) -> QFrame:
        theme = self._desk.theme
        bar = QFrame()
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px("space.l"), theme.px("space.xs"), theme.px("space.m"), 4)
        row.setSpacing(theme.px("space.xl"))
        self._mark = Label(theme, "", "small", tone="text2")
        self._repeated = Check(theme, self.tr("Repeated back"), "Alt+R")
        self._called_back = Check(theme, self.tr("Called back"), "Alt+B")
        for box in (self._repeated, self._called_back):
            box.clicked.connect(lambda _=False: self._typed())
        self._reason = Label(theme, "", "small", tone="now")
        self._reason.setWordWrap(True)
        self._main = MainButton(theme, self.tr("Register, start the clocks"), "Ctrl+Enter")
        self._main.clicked.connect(self.register)
        aside = PlainButton(theme, self.tr("Put aside"), "Esc", bind=False)
        aside.clicked.connect(self.put_aside)
        for widget in (self._mark, self._repeated, self._called_back):
            row.addWidget(widget)
        row.addWidget(self._reason, 1)
        row.addStretch(0)
        row.addWidget(aside)
        row.addWidget(self._main)
        return bar


def _timer(parent: QWidget, wait_ms: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(call)
    return timer


def _scrolled(holder: QWidget) -> QScrollArea:
    """On a low screen the parts scroll, each column by itself."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(holder)
    return scroll
