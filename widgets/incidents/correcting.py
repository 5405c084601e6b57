"""Correcting the facts of an incident: two officers at it never overwrite each other unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.base.errors import Conflict, Refused
from app.base.said import moment_said
from app.incidents.kinds import named, written
from app.incidents.records import Incident, Trend
from app.people.rights import Act
from widgets.incidents.refused import said
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.fields import AreaField, Field, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme

PLAIN = ("title", "place", "township", "commander", "commander_phone", "course", "measures",
         "needs", "told")  # fmt: skip
FIELD_OF = {"event_class": "what", "kind": "what", "happened_about": "happened_at"}
"""Column -> the field that shows it, where the names differ."""


class Correcting(Tab):
    """Ctrl+Enter writes, Esc leaves. Only what was changed here is written. Where another desk changed the
    same field meanwhile both are shown under it, and nothing is written until the officer decides:
    Ctrl+Enter again keeps what stands in the field, Alt+K takes what the other desk wrote."""

    left = Signal()

    def show_seen(self, seen: Seen | None) -> None:
        if seen is None or (self._basis is not None and seen.incident.id != self._basis.id):
            self._basis = None
            self.left.emit()

    def first_focus(self) -> QWidget:
        return self.form.fields["title"].editor

    def begin(self) -> None:
        if self.seen is None:
            return
        self._conflict = None
        self._theirs.hide()
        self.clear_refusal(self.form)
        if self._basis is None:
            self._basis = self.seen.incident
            self._fill(_shown(self._basis))

    def _fill(self, shown: dict[str, Any]) -> None:
        """As it stands; over it what was changed here before a crash or another incident came between."""
        before = self._before.value()
        kept = {
            name: words
            for name, words in self.form.values().items()
            if name in before and words != before[name]
        }
        self.form.fill({**shown, **kept, "before": shown})
        for name, words in kept.items():
            if shown[name] not in (before[name], words):
                told = Conflict(name, shown[name], words)
                self.form.show_error(name, said(told))

    def save(self) -> None:
        basis = self._basis
        if basis is None:
            return
        try:
            new = self._read(basis)
        except Refused as refused:
            self.refuse(self.form, refused)
            return
        if new == basis:
            self.leave()
            return
        if self._conflict is not None:
            basis = self._with(basis, self._conflict)
            self._basis, self._conflict = basis, None
        self.act(
            self.form,
            lambda who, _shift, _one: self.services.intake.edit(who, basis, new),
            lambda _: self.leave(),
            self._refused,
        )

    def take_theirs(self) -> None:
        """What the other desk wrote comes into the field."""
        if self._conflict is None or self._basis is None:
            return
        self._basis = self._with(self._basis, self._conflict)
        name = FIELD_OF.get(self._conflict.field, self._conflict.field)
        self.form.fill({name: _shown(self._basis)[name]})
        self._conflict = None
        self._theirs.hide()
        self.clear_refusal(self.form)

    def leave(self) -> None:
        self._basis = None
        self._conflict = None
        self.form.clear()
        self.done.emit()
        self.left.emit()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, Conflict):
            self.refuse(self.form, error)
            return
        self._conflict = error
        name = FIELD_OF.get(error.field, error.field)
        words = self.tr("{both} Ctrl+Enter keeps yours, Alt+K takes theirs.")
        self.form.show_error(name, words.format(both=said(error)))
        self._theirs.show()

    @staticmethod
    def _with(basis: Incident, conflict: Conflict) -> Incident:
        """What was looked at, with the other desk's value in its place: to be written over knowingly."""
        changed: dict[str, Any] = {conflict.field: conflict.theirs}
        return replace(basis, **changed)

    def _read(self, basis: Incident) -> Incident:
        """The incident as the form says it; a field as it was shown changes nothing."""
        values, shown = self.form.values(), _shown(basis)
        changed: dict[str, Any] = {
            name: values[name] for name in PLAIN if values[name] != shown[name]
        }
        if not values["title"]:
            raise Refused("title", "empty")
        if values["what"] != shown["what"]:
            changed["event_class"], changed["kind"] = named(values["what"])
        now = self.desk.clock.now()
        if values["happened_at"] != shown["happened_at"]:
            told = moment_said("happened_at", values["happened_at"], now)
            if told.vague:
                raise Refused("happened_at", "vague_time")
            changed["happened_at"], changed["happened_about"] = told.at, told.about
        if values["received_at"] != shown["received_at"]:
            told = moment_said("received_at", values["received_at"], now)
            if told.at is None:
                raise Refused("received_at", "vague_time" if told.vague else "empty")
            changed["received_at"] = told.at
        if values["trend"] != shown["trend"]:
            changed["trend"] = Trend(values["trend"])
        if values["dangers"] != shown["dangers"]:
            words = values["dangers"].replace(",", "、").replace("，", "、")
            changed["dangers"] = tuple(w.strip() for w in words.split("、") if w.strip())
        return replace(basis, **changed)

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self._basis: Incident | None = None
        self._conflict: Conflict | None = None
        panel = Panel(
            theme, self.tr("Correct the facts"), self.tr("Who changed what is kept for ever")
        )
        form = self.form = self.forms["correct"] = Form(theme)
        unknown = self.tr("empty = unknown")
        form.row(title=TextField(theme, self.tr("Title"), required=True))
        form.row(
            what=TextField(theme, self.tr("Kind of event")),
            trend=SegmentField(theme, self.tr("Trend"), [(t.value, t.value) for t in Trend]),
        )
        form.row(
            happened_at=TextField(theme, self.tr("Happened"), placeholder=unknown),
            received_at=TextField(theme, self.tr("Received"), required=True),
        )
        form.row(
            place=TextField(theme, self.tr("Place"), placeholder=unknown),
            township=TextField(theme, self.tr("Township"), placeholder=unknown),
        )
        form.row(
            commander=TextField(theme, self.tr("In command"), placeholder=unknown),
            commander_phone=TextField(theme, self.tr("Phone"), placeholder=unknown),
        )
        form.row(dangers=TextField(theme, self.tr("Dangers"), placeholder=unknown))
        form.row(course=AreaField(theme, self.tr("Course"), lines=2, placeholder=unknown))
        form.row(measures=AreaField(theme, self.tr("Measures"), lines=2, placeholder=unknown))
        form.row(
            needs=TextField(theme, self.tr("Needs"), placeholder=unknown),
            told=TextField(theme, self.tr("Told"), placeholder=unknown),
        )
        self._before = Before(theme)
        form.row(before=self._before)
        panel.add(form)
        panel.add(self.trouble)
        panel.body.addLayout(self._build_buttons())
        box.addWidget(panel)
        box.addStretch(1)

    def _build_buttons(self) -> QHBoxLayout:
        theme = self.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        back = PlainButton(theme, self.tr("Back"), "Esc")
        back.clicked.connect(self.leave)
        row.addWidget(back)
        row.addWidget(Label(theme, ""), 1)
        self._theirs = PlainButton(theme, self.tr("Take theirs"), "Alt+K")
        self._theirs.clicked.connect(self.take_theirs)
        self._theirs.hide()
        row.addWidget(self._theirs)
        save = MainButton(theme, self.tr("Write the correction"), "Ctrl+Enter")
        save.clicked.connect(self.save)
        gates(self.desk, Act.INTAKE, save, self._theirs)
        row.addWidget(save)
        return row


class Before(Field):
    """What stood in the fields when they were opened: kept with the draft, never seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", QWidget())
        self._held: dict[str, Any] = {}
        self.hide()

    def value(self) -> dict[str, Any]:
        return self._held

    def set_value(self, value: Any) -> None:
        self._held = dict(value or {})


def _shown(one: Incident) -> dict[str, Any]:
    """Field -> what stands in it."""
    happened = day_hhmm(one.happened_at) if one.happened_at else ""
    return {
        **{name: getattr(one, name) for name in PLAIN},
        "what": written(one.event_class, one.kind),
        "happened_at": f"约 {happened}" if happened and one.happened_about else happened,
        "received_at": day_hhmm(one.received_at),
        "trend": one.trend.value,
        "dangers": "、".join(one.dangers),
    }
