"""The radios of the county, entered and changed here one by one: number, unit, holder, kind, own group."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.people.rights import Act
from app.radio.records import Radio, RadioKind
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, NumberField, TextField
from widgets.kit.overcard import OverCard
from widgets.radio import words
from widgets.radio.words import tr


class RosterCard(OverCard):
    """Lies over the page. A number that is of the roster shows what is known of it; each radio is kept by
    itself, and the card stays for the next."""

    card_w = 520

    def __init__(self, desk: Desk, page: QWidget, service: RadioService) -> None:
        theme = desk.theme
        self._desk, self._service = desk, service
        self.number = NumberField(theme, tr("Number"), required=True)
        self.unit = TextField(theme, tr("Unit of the radio"), required=True)
        self.holder = TextField(theme, tr("Holder of the radio"))
        kinds = [(one.value, one.value) for one in RadioKind]
        self.kind = ComboField(theme, tr("Kind of radio"), kinds)
        self.group = NumberField(theme, tr("Own talk-group"))
        fields = {
            "number": self.number,
            "unit": self.unit,
            "holder": self.holder,
            "kind": self.kind,
            "talkgroup": self.group,
        }
        super().__init__(theme, page, fields)
        self._filled = _said(None)
        """What stands in the fields by itself: whatever differs was typed."""
        self._given: dict[str, str] = {}
        self.import_button = PlainButton(theme, tr("Import a table …"))
        self.export_button = PlainButton(theme, tr("Export a table …"))
        whole = QHBoxLayout()
        whole.addWidget(self.import_button, 1)
        whole.addWidget(self.export_button, 1)
        box = self.card.layout()
        assert isinstance(box, QVBoxLayout)
        box.addLayout(whole)
        self.number.changed.connect(self._fill)
        self.given.connect(self._keep)
        self.extra.clicked.connect(self._drop)

    def come(self, below: QWidget, number: int | None) -> None:
        """`number` is the radio that is meant, also one that was heard and is not of the roster."""
        self.ask_for(
            tr("Roster of the radios"),
            tr("The number of a radio that is entered already shows what is known of it."),
            tr("Keep this radio"),
            below,
            tr("Take it away"),
        )
        self._empty()
        self.number.set_value("" if number is None else str(number))
        self._fill()

    def _fill(self) -> None:
        """What is known of the number; what was typed stays, whatever the number passes on its way."""
        number = self.number.value()
        known = self._service.seen(number).radio if number is not None else None
        self.extra.setEnabled(known is not None)
        typed = self._typed()
        for name, told in _said(known).items():
            if typed[name] == self._filled[name]:
                self.fields[name].set_value(told)
                self._filled[name] = told

    def _empty(self) -> None:
        self._filled = _said(None)
        self.number.set_value("")
        for name, told in self._filled.items():
            self.fields[name].set_value(told)

    def _typed(self) -> dict[str, str]:
        values = {name: field.value() for name, field in self.fields.items()}
        return {name: "" if value is None else str(value) for name, value in values.items()}

    def _keep(self) -> None:
        number, lists = self.number.value(), self._service.lists
        told = (
            self.unit.value(),
            self.holder.value(),
            RadioKind(self.kind.value()),
            self.group.value(),
        )
        if number is None:
            self.refuse(Refused("number", "missing"))
        else:
            self._do(lambda by: lists.put_radio(number, *told, by))

    def _drop(self) -> None:
        number, lists = self.number.value(), self._service.lists
        if number is not None:
            self._do(lambda by: lists.drop_radio(number, by))

    def _do(self, work: Any) -> None:
        try:
            officer = self._desk.session.demand(Act.DICTIONARIES)
        except Refused as error:
            self.refuse(error)
            return
        self._given = self._typed()
        ask(self, self._desk.store, work, str(officer.id), then=self._kept, fail=self._failed)

    def _kept(self, _answer: object) -> None:
        """Room for the next radio, unless it is being typed already."""
        self.settle()
        self._desk.say(tr("The roster is changed."))
        if self._typed() != self._given:
            return
        self._empty()
        self._fill()
        if self.isAncestorOf(self.window().focusWidget()):
            self.number.setFocus()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field == "target":
            error = Refused("number", error.code, **error.figures)
        elif isinstance(error, Refused) and error.code == "empty":
            error = Refused(error.field, "missing")
        own = {
            "bad_target": words.refusals()["bad_target"],
            "too_long": tr("At most {limit} characters."),
        }
        self.refuse(error, own)


def _said(radio: Radio | None) -> dict[str, str]:
    """By the names of the fields; None: of a radio that nobody has entered."""
    if radio is None:
        return {"unit": "", "holder": "", "kind": RadioKind.HANDHELD.value, "talkgroup": ""}
    group = str(radio.talkgroup) if radio.talkgroup else ""
    return {
        "unit": radio.unit,
        "holder": radio.holder,
        "kind": radio.kind.value,
        "talkgroup": group,
    }
