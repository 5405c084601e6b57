"""接报: typed while listening; drafts by the second, one incident per call however often pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.clock import hhmmss
from app.base.drafts import Drafts
from app.base.errors import Refused
from app.duty.log import DutyLog
from app.duty.records import LogEntry
from app.incidents.alarms import Alarms
from app.incidents.form import Read, read
from app.incidents.intake import Intake
from app.incidents.listening import Listening
from app.incidents.records import Deadline, Incident
from app.incidents.spoken import quick_report
from app.people.rights import Act
from widgets.duty.refused import words_for
from widgets.incidents.alarms import AlarmsView
from widgets.incidents.callform import CallForm
from widgets.incidents.calls import Calls, Sheet
from widgets.incidents.ends import Ends
from widgets.incidents.intakebar import IntakeBar
from widgets.incidents.intakeside import IntakeSide
from widgets.incidents.lookups import Lookups, Who
from widgets.incidents.placing import Placing
from widgets.incidents.suggesting import Suggesting
from widgets.incidents.tabs import CallTabs
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.shell.page import Page

Go = Callable[[str, Any], None]

_NAMED_AFTER = {"title": "place"}
"""A column that is made of the words of a field."""
LOOK_MS = 400
"""Pause in typing after which clocks and duplicates are looked up again. [choice]"""


class IntakePage(Page):
    """`registered(Incident)` after COMMIT. `go(place, subject)` leaves for another page; `open(line)`
    begins a call with the words of a line of the log."""

    key = "intake"
    rights = (Act.INTAKE, Act.LOG)
    registered = Signal(object)

    def __init__(
        self,
        desk: Desk,
        intake: Intake,
        log: DutyLog,
        drafts: Drafts,
        who: Who | None = None,
        go: Go | None = None,
        listening: Listening | None = None,
        alarms: Alarms | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._lookups = Lookups(desk, intake, who, self, listening)
        self._go = go or (lambda place, subject: None)
        self.ends = Ends(desk, intake, log)
        self.calls = Calls(desk, drafts, intake)
        self.form = CallForm(desk.theme, intake.asked)
        self.sheet: Sheet = self.calls.open()
        self.side = IntakeSide(desk.theme, desk.clock)
        self.bar = IntakeBar(desk.theme)
        self.suggesting = Suggesting(self)
        self.placing = Placing(desk, self)
        self.alarms = AlarmsView(desk, alarms, self.calls) if alarms is not None else None
        gates(desk, Act.INTAKE, self.bar.main, self.side.duplicates.merge)
        gates(desk, Act.LOG, self.bar.log)
        self._build()
        save_ms = int(desk.theme.number("duration_ms.draft_save"))
        self._saving = QTimer(self, singleShot=True, interval=save_ms)
        self._looking = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._wire()
        self._show_sheet()
        self.calls.restore()

    def _wire(self) -> None:
        self._saving.timeout.connect(self.keep)
        self._looking.timeout.connect(self._look_up)
        self.form.changed.connect(self._typed)
        self.form.left.connect(self._left)
        self.form.number_given.connect(self._ask_who)
        self.form.map_wanted.connect(lambda: self._go("map", "place"))
        self._lookups.known.connect(self._known)
        self._lookups.seen.connect(self._show_look)
        self._lookups.heard.connect(self.suggesting.show_heard)
        self.side.suggestions.take_wanted.connect(self.suggesting.take)
        self.suggesting.taken.connect(self._typed)
        self.placing.taken.connect(self._typed)
        self._lookups.failed.connect(lambda error: self.bar.explain(words_for(error)))
        self.side.copied.connect(lambda: self._desk.say(self.tr("Quick report copied")))
        self.side.duplicates.merge_wanted.connect(self.merge)
        self.bar.ticked.connect(self._typed)
        self.bar.register_wanted.connect(self.register)
        self.bar.log_wanted.connect(self.log_only)
        self.bar.aside_wanted.connect(self.put_aside)
        self.ends.begun.connect(self._begun)
        self.ends.registered.connect(self._registered)
        self.ends.merged.connect(self._merged)
        self.ends.logged.connect(self._logged)
        self.ends.refused.connect(self._failed)
        self.calls.changed.connect(self._show_tabs)
        self.calls.kept.connect(self._kept)
        self.calls.not_kept.connect(self._not_kept)

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

    def open(self, subject: LogEntry | None) -> None:
        """A line of the log becomes a call: its words are filled in, it counts from when it was told."""
        if subject is None:
            return
        self.new_call()
        self.sheet.fields["received_at"] = subject.at.isoformat()
        for field, words in (
            ("reporter_unit", subject.unit),
            ("reporter_name", subject.person),
            ("reporter_phone", subject.phone),
            ("course", subject.text),
        ):
            self.form.fill_in(field, words)
        self._typed()

    def put_aside(self) -> None:
        """Esc: the draft is kept, the console comes back."""
        self.new_call()
        self._go("console", None)

    def fill_place(self, lat: float, lon: float, township: str, words: str) -> None:
        """A click on the map: position, township and, where none was typed, the words."""
        self.sheet.fields.update(lat=lat, lon=lon, township=township, placed_by="")
        place = self.form.fields["place"]
        if place.is_empty():
            self.form.fill_in("place", words)
        self._typed()
        self.keep()

    def keep(self) -> None:
        """Write the draft now."""
        self._saving.stop()
        self._collect()
        self.calls.keep(self.sheet)

    def register(self) -> None:
        """One incident per sheet: while one is on its way nothing further is sent."""
        self.form.clear_errors()
        heard = self.heard()
        for name, refused in heard.wrong.items():
            self.form.show_error(name, words_for(refused))
        if heard.wrong:
            self.bar.explain(self.tr("Mend the fields marked; the draft is kept."))
            self.keep()
            return
        self.ends.register(self.sheet, heard.said)

    def merge(self, into: Incident) -> None:
        self.ends.merge(self.sheet, into, self.heard().said)

    def log_only(self) -> None:
        self.ends.log_only(self.sheet, self.heard().said)

    def _begun(self) -> None:
        self._saving.stop()
        self.bar.set_busy(True)
        self.bar.explain("")

    def _registered(self, incident: Incident) -> None:
        self._landed()
        self._desk.say(self.tr("Registered as {no}").format(no=incident.no))
        self.registered.emit(incident)
        self._go("incidents", incident.id)

    def _merged(self, into: Incident) -> None:
        self._landed()
        self._desk.say(self.tr("Joined to {no}").format(no=into.no))
        self._go("incidents", into.id)

    def _logged(self, entry: LogEntry) -> None:
        self._landed()
        self._desk.say(self.tr("Recorded as no. {seq}").format(seq=entry.seq))
        self._go("console", None)

    def _landed(self) -> None:
        """The sheet on its way has arrived; words typed meanwhile become a sheet of their own."""
        sent = self.ends.arrived()
        self.bar.set_busy(False)
        if sent is None:
            return
        self._collect()
        self.calls.drop(sent)
        rest = None
        if sent.fields != self.ends.sent:
            rest = self.calls.take_over(sent.fields)
            self.calls.keep(rest)
        if sent is self.sheet:
            self._switch(rest or self.calls.open())

    def _failed(self, error: Exception) -> None:
        self.bar.set_busy(False)
        words = words_for(error)
        field = error.field if isinstance(error, Refused) else ""
        if not self.form.show_error(_NAMED_AFTER.get(field, field), words):
            self.bar.explain(words)
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
        self._lookups.ask_who(self.sheet, number)

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
                self.form.fill_in(field, words)
        self._typed()

    def _look_up(self) -> None:
        self._lookups.look(self.sheet, self.heard().said)
        self._lookups.hear(self.sheet)

    def _show_look(
        self, sheet: Sheet, clocks: Sequence[Deadline], found: Sequence[Incident]
    ) -> None:
        if sheet is self.sheet:
            self.side.show_clocks(clocks)
            self.side.duplicates.show_found(found, self.heard().said)

    def _switch(self, sheet: Sheet, *, collect: bool = True) -> None:
        if collect:
            self._collect()
        self.sheet = sheet
        self._show_sheet()

    def show_call(self, key: str) -> None:
        """The call of this key, if it is on the strip."""
        sheet = self.calls.sheet(key)
        if sheet is not None and sheet is not self.sheet:
            self.keep()
            self._switch(sheet)
            self.form.first.setFocus()

    def _show_sheet(self) -> None:
        fields = self.sheet.fields
        about = ["1"] if fields.get("happened_about") else []
        self.form.fill({**fields, "happened_about": about})
        self.bar.fill(fields)
        self.form.known.setText("")
        self.bar.explain("")
        self.bar.show_kept(self.sheet.saved_at)
        self._show_tabs()
        self._show_words()
        self._show_hints()
        self._look_up()

    def _collect(self) -> None:
        self.sheet.take({**self.form.values(), **self.bar.values()})

    def heard(self) -> Read:
        """What stands on the sheet in hand, read as it would be registered."""
        self._collect()
        return read(self.sheet.fields, self._desk.clock.now())

    def _show_words(self) -> None:
        received = self._received()
        at = hhmmss(received) if received else ""
        said = self.heard().said
        self.form.show_received(at, said)
        spoken = quick_report(said, received) if received else ""
        self.side.show_words(at, spoken)
        self.placing.show()
        self._show_tabs()

    def _show_hints(self) -> None:
        for name, refused in self.heard().hints.items():
            if name in self.form.fields and not self.form.fields[name].error():
                self.form.show_error(name, words_for(refused))

    def _received(self) -> datetime | None:
        held = self.sheet.fields.get("received_at")
        return datetime.fromisoformat(held) if held else None

    def _show_tabs(self) -> None:
        self.tabs.show_sheets(self.calls.sheets, self.sheet)
        aside = [s for s in self.calls.sheets if s is not self.sheet and not s.blank]
        self.badge.emit(len(aside))

    def _kept(self, sheet: Sheet) -> None:
        if sheet is self.sheet:
            self.bar.show_kept(sheet.saved_at)

    def _not_kept(self, error: Exception) -> None:
        self.bar.show_not_kept(words_for(error))

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._views = QStackedWidget()
        outer.addWidget(self._views)
        self._inside = QWidget()
        self._views.addWidget(self._inside)
        page = QVBoxLayout(self._inside)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        page.addLayout(self._build_tabs())
        body = QHBoxLayout()
        body.setSpacing(gap)
        body.addWidget(self.form.panel(), 960)
        body.addWidget(self.side, 520)
        page.addLayout(body, 1)
        page.addWidget(self.bar)
        aside = QShortcut(QKeySequence("Esc"), self._inside)
        aside.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        aside.activated.connect(self.put_aside)

    def offer(self, button: QWidget) -> None:
        """A button of another room, beside that for a new call."""
        self._tools.insertWidget(self._tools.count() - 1, button)

    def _build_tabs(self) -> QHBoxLayout:
        theme = self._desk.theme
        row = self._tools = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        self.tabs = CallTabs(theme)
        self.tabs.picked.connect(self.show_call)
        new = PlainButton(theme, self.tr("New call"), "Alt+N", "plus")
        new.clicked.connect(self._begin)
        row.addWidget(self.tabs, 1)
        if self.alarms is not None:
            row.addWidget(self._passed_on(self.alarms))
        row.addWidget(new)
        row.addWidget(Label(theme, self.tr("Kept as you type"), "small", tone="text2"))
        return row

    def _passed_on(self, alarms: AlarmsView) -> QWidget:
        """The way to alarms of other centres, which lie over the form."""
        alarms.left.connect(self._back_to_form)
        alarms.begun.connect(self._back_to_form)
        self._views.addWidget(alarms)
        way = PlainButton(self._desk.theme, self.tr("Alarms passed on"), "Alt+I")
        way.clicked.connect(self.show_alarms)
        return way

    def show_alarms(self) -> None:
        """What the 119 or another centre passed on as a table or as text."""
        if self.alarms is not None:
            self.keep()
            self._views.setCurrentWidget(self.alarms)
            self.alarms.begin()

    def _back_to_form(self) -> None:
        self._views.setCurrentWidget(self._inside)
        if self.sheet not in self.calls.sheets or self.sheet.blank:
            self._switch(self.calls.sheets[0], collect=False)
        self.form.first.setFocus()
