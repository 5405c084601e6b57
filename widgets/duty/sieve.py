"""Filters over the duty log: period, way, channel, category, unfinished, words, person, incident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.base.said import moment_said
from app.duty.reading import Sieve
from app.duty.records import Category, Channel, Way
from app.incidents.records import Incident
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, Field, SegmentField, TextField

TYPED_MS = 250


class SieveBar(QWidget):
    """`changed` when the officer wants other lines; `sieve()` says which, `words()` what is searched.

    Period, person, channel and incident stand in two rows that open with 时段 or Alt+M; while it is
    closed nothing in it counts. `incidents` is asked on the store thread each time the row opens.
    """

    changed = Signal()

    def __init__(self, desk: Desk, incidents: Callable[[], list[Incident]]) -> None:
        super().__init__()
        self._desk = desk
        self._incidents = incidents
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPED_MS)
        self._soon.timeout.connect(self.changed)

    def words(self) -> str:
        return self.search.value()

    @property
    def spans_days(self) -> bool:
        """Whether lines of more than this shift may be shown: their day is told too."""
        return self.whole.value() != "shift"

    def sieve(self) -> Sieve:
        """Raises `Refused` for a time that is none, with the name of its field."""
        which, more = self.whole.value(), self.more.isVisibleTo(self)
        period = which == "period" and more
        incident = self.incident.value() if more else ""
        return Sieve(
            shift_id=self._desk.session.shift_id if which == "shift" else None,
            since=self._moment("since") if period else None,
            until=self._moment("until") if period else None,
            way=Way(self.way.value()) if self.way.value() else None,
            category=Category(self.category.value()) if self.category.value() else None,
            channel=Channel(self.channel.value()) if more and self.channel.value() else None,
            open_only=bool(self.todo.value()),
            person=self.person.value() if more else "",
            incident_id=UUID(incident) if incident else None,
        )

    def explain(self, refused: Refused) -> bool:
        """Under the field it is about; False when it is about none of these."""
        field = self._timed.get(refused.field)
        if field is not None:
            field.show_error(words_for(refused))
        return field is not None

    def show_incident(self, key: UUID, title: str) -> None:
        """Only the lines of this incident, of the whole record."""
        self.open_more(True)
        if self.incident.combo.findData(str(key)) < 0:
            self.incident.combo.addItem(title, str(key))
        self.incident.set_value(str(key))
        self.whole.set_value("all")
        self.changed.emit()

    def open_more(self, wanted: bool) -> None:
        if wanted and not self.more.isVisibleTo(self):
            ask(self, self._desk.store, self._incidents, then=self._fill, fail=lambda _: None)
        self.more.setVisible(wanted)

    def _moment(self, name: str) -> datetime | None:
        text = self._timed[name].value()
        if not text:
            return None
        said = moment_said(name, text, self._desk.clock.now())
        if said.at is None:
            raise Refused(name, "vague_time" if said.vague else "not_a_time")
        return said.at

    def _fill(self, incidents: list[Incident]) -> None:
        chosen = self.incident.value()
        combo = self.incident.combo
        kept = combo.currentText()
        combo.clear()
        combo.addItem(self.tr("Any incident"), "")
        for one in incidents:
            combo.addItem(f"{one.no} {one.title}", str(one.id))
        if chosen and combo.findData(chosen) < 0:
            combo.addItem(kept, chosen)
        self.incident.set_value(chosen)

    def _turned(self) -> None:
        if self.whole.value() == "period":
            self.open_more(True)
            self.since.setFocus()
        self.changed.emit()

    def _toggle(self) -> None:
        opened = not self.more.isVisibleTo(self)
        self.open_more(opened)
        if not opened and self.whole.value() == "period":
            self.whole.set_value("all")
        self.changed.emit()

    def _build(self) -> None:
        theme = self._desk.theme
        box = QVBoxLayout(self)
        side = theme.px("space.m")
        box.setContentsMargins(side, 0, side, 0)
        box.setSpacing(theme.px("space.s"))
        box.addLayout(self._first_row())
        self.more = QWidget()
        rows = QVBoxLayout(self.more)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px("space.s"))
        rows.addLayout(self._second_row())
        rows.addLayout(self._row(((self.channel, 196),), self.incident))
        self.more.hide()
        box.addWidget(self.more)

    def _first_row(self) -> QHBoxLayout:
        theme = self._desk.theme
        self.whole = SegmentField(
            theme,
            "",
            [
                ("shift", self.tr("This shift")),
                ("all", self.tr("All")),
                ("period", self.tr("Period")),
            ],
        )
        self.whole.set_value("shift")
        self.way = ComboField(
            theme, "", [("", self.tr("Any way")), *((w.value, w.value) for w in Way)]
        )
        kinds = [("", self.tr("Any category")), *((c.value, c.value) for c in Category)]
        self.category = ComboField(theme, "", kinds)
        self.todo = SegmentField(theme, "", [("1", self.tr("Unfinished"))], many=True)
        hint = self.tr("Search text, unit, person  Ctrl+F")
        self.search = TextField(theme, "", placeholder=hint, icon="search")
        self.search.edit.setAccessibleName(self.tr("Search the log"))
        self.opener = PlainButton(theme, self.tr("More"), "Alt+M")
        self.opener.clicked.connect(self._toggle)
        self.whole.changed.connect(self._turned)
        self.search.changed.connect(lambda: self._soon.start())
        for field in (self.way, self.category, self.todo):
            field.changed.connect(self.changed)
        widths = ((self.whole, 210), (self.way, 104), (self.category, 132), (self.todo, 92))
        return self._row(widths, self.search, self.opener)

    def _second_row(self) -> QHBoxLayout:
        theme = self._desk.theme
        at = self.tr("06-18 14:50")
        self.since = TextField(theme, self.tr("Since"), placeholder=at, label_w=32)
        self.until = TextField(theme, self.tr("until"), placeholder=at, label_w=32)
        self.person = TextField(theme, self.tr("Person"), label_w=44)
        self.person.edit.setPlaceholderText(self.tr("Unit, person or who wrote it"))
        channels = [("", self.tr("Any channel")), *((c.value, c.value) for c in Channel)]
        self.channel = ComboField(theme, "", channels)
        self.channel.editor.setAccessibleName(self.tr("Channel"))
        self.channel.changed.connect(self.changed)
        self.incident = ComboField(theme, "", [("", self.tr("Any incident"))])
        self.incident.editor.setAccessibleName(self.tr("Incident"))
        self._timed: dict[str, Field] = {"since": self.since, "until": self.until}
        for timed in self._timed.values():
            timed.changed.connect(self._period_typed)
        self.person.changed.connect(lambda: self._soon.start())
        self.incident.changed.connect(self.changed)
        row = self._row(((self.since, 196), (self.until, 196)), self.person)
        row.setContentsMargins(0, 0, 0, 0)
        return row

    def _period_typed(self) -> None:
        self.whole.set_value("period")
        self._soon.start()

    def _row(self, widths: tuple[tuple[Field, int], ...], *rest: QWidget) -> QHBoxLayout:
        scale = self._desk.theme.px("size.body") / 15
        row = QHBoxLayout()
        row.setSpacing(self._desk.theme.px("space.s"))
        for field, width in widths:
            field.setFixedWidth(round(width * scale))
            row.addWidget(field)
        for number, widget in enumerate(rest):
            row.addWidget(widget, 0 if number else 1)
        return row
