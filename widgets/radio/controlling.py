"""Stun and revive on the page: one officer proposes with a reason, another confirms with his own PIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act, demand, may
from app.radio.records import ControlKind, RadioControl
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.radio import words
from widgets.radio.controlpad import ConfirmCard, ReasonCard
from widgets.radio.keypad import Keypad
from widgets.radio.words import tr
from widgets.reports.signing import Signers


class Controlling(QObject):
    """`below` is what the cards lie over. Everything of it that is kept runs on the store thread."""

    def __init__(
        self,
        desk: Desk,
        service: RadioService,
        keypad: Keypad,
        signers: Signers,
        page: QWidget,
        below: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk, self._service, self._keypad = desk, service, keypad
        self._signers, self._below = signers, below
        self.reason = ReasonCard(desk.theme, page)
        self.second = ConfirmCard(desk.theme, page)
        pad = keypad.control
        pad.propose.connect(self.propose)
        pad.confirm.connect(self.confirm)
        pad.drop.connect(self.drop)
        self.reason.given.connect(self._proposed)
        self.second.given.connect(self._confirmed)

    def propose(self, kind: ControlKind) -> None:
        """The radio that is meant is named on the card; the reason is asked for."""
        try:
            self._desk.session.demand(Act.RADIO)
            radio = self._keypad.radio()
        except Refused as error:
            self._keypad.refused(error)
            return
        card = self.reason
        card.about, card.radio = kind, radio
        card.fields["reason"].clear()
        note = tr("{who}\nNothing is sent before a second person confirms it within {n} minutes.")
        minutes = round(self._service.rules.control_for.total_seconds() / 60)
        title = f"{kind.value} {radio}"
        who = self._keypad.pick.who.text()
        card.ask_for(title, note.format(who=who, n=minutes), tr("Propose it"), self._below)

    def confirm(self, control: RadioControl) -> None:
        """Whoever may use the radio is offered, but not who proposed it."""

        def show(officers: list[Officer]) -> None:
            card = self.second
            card.control = control
            held = [one for one in officers if may(one, Act.RADIO) and str(one.id) != control.by]
            card.offer(held)
            note = tr("{name} proposed it: {reason}\nWhoever confirms enters his own PIN.")
            title = f"{control.kind.value} {control.radio} {control.unit}".rstrip()
            told = note.format(name=control.by_name, reason=control.reason)
            card.ask_for(title, told, tr("Confirm and send"), self._below)
            card.fields["pin"].setFocus()

        ask(self, self._desk.store, self._signers.officers, then=show, fail=self._say)

    def drop(self, control: RadioControl) -> None:
        try:
            officer = self._desk.session.demand(Act.RADIO)
        except Refused as error:
            self._say(error)
            return
        by, name = str(officer.id), officer.name
        ask(
            self, self._desk.store, self._service.drop_control, control.id, by, name, fail=self._say
        )

    def _proposed(self) -> None:
        card = self.reason
        try:
            officer = self._desk.session.demand(Act.RADIO)
        except Refused as error:
            card.refuse(error)
            return
        self._do(card, self._service.propose_control, card.about, card.radio,
                 card.fields["reason"].value(), str(officer.id), officer.name)  # fmt: skip

    def _confirmed(self) -> None:
        card = self.second
        control, person = card.control, card.fields["person"].value()
        pin = str(card.fields["pin"].value())
        if control is None or not person:
            card.refuse(Refused("person", "missing"))
            return

        def work() -> RadioControl:
            second = self._signers.check(UUID(person), pin)
            demand(second, Act.RADIO)
            return self._service.confirm_control(control.id, str(second.id), second.name)

        self._do(card, work)

    def _do(self, card: ReasonCard | ConfirmCard, work: Callable[..., Any], *args: Any) -> None:
        def failed(error: Exception) -> None:
            if card is self.second:
                card.fields["pin"].set_value("")
            if isinstance(error, Refused) and error.field == "officer":
                error = Refused("person", error.code, **error.figures)
            card.refuse(error, words.refusals())

        def kept(_control: RadioControl) -> None:
            if card is self.second:
                card.fields["pin"].set_value("")
            card.close_card()

        ask(self, self._desk.store, work, *args, then=kept, fail=failed)

    def _say(self, error: Exception) -> None:
        self._desk.say(explain(error, words.refusals()))
