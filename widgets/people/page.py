"""人员: who may sign in and as what. Everybody reads it; who may not change it is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import span
from app.base.errors import Refused
from app.people.entering import Listed, Officers
from app.people.records import Officer, Role
from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import gates, why_not
from widgets.kit.labels import ElidedLabel
from widgets.kit.listen import listen
from widgets.kit.overcard import OverCard
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.kit.text import tip
from widgets.people.cards import OfficerCard, PinCard
from widgets.people.words import refusals
from widgets.shell.page import Page

_KINDS = ("officer", "login_attempt")


class PeoplePage(Page):
    """One list; what is done to a person is asked for in a card over it."""

    key = "people"

    def __init__(self, desk: Desk, officers: Officers) -> None:
        super().__init__()
        self._desk = desk
        self._officers = officers
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self._acted = False
        self._build()
        self.card = OfficerCard(desk.theme, self)
        self.card.given.connect(self._keep)
        self.pin = PinCard(desk.theme, self)
        self.pin.given.connect(self._keep_pin)
        self._second = QTimer(self, interval=int(desk.theme.number("duration_ms.tick")))
        self._second.timeout.connect(self._tick)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, self._signed_in)
        self.table.chosen.connect(lambda _: self._bar_pin())
        self.read()

    def first_focus(self) -> QWidget:
        return self.table.view

    def read(self) -> None:
        self._again.ask(self._officers.listed)

    # -- what the officer does -----------------------------------------------------------------

    def enter(self) -> None:
        if self._may():
            self.card.ask_new(self._inside)

    def change(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._may():
            self.card.ask_change(chosen, self._inside)

    def new_pin(self) -> None:
        """One's own, or, for who may, anybody's."""
        chosen = self._chosen()
        me = self._desk.session.officer
        if chosen is not None and ((me is not None and me.id == chosen.id) or self._may()):
            self.pin.ask_about(chosen, self._inside)

    def turn_active(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._may():
            self._do(self._officers.set_active, chosen, not chosen.active)

    def free(self) -> None:
        """End the wait after wrong PINs."""
        chosen = self._chosen()
        if chosen is not None and self._may():
            self._do(self._officers.free, chosen)

    def _signed_in(self, _fact: SignedIn) -> None:
        self._say("")
        self._bar_pin()

    def _bar_pin(self) -> None:
        """Everybody may change their own."""
        row, me = self.table.current(), self._desk.session.officer
        own = row is not None and me is not None and row.officer.id == me.id
        barred = "" if own else why_not(me, Act.PEOPLE)
        self._pin_button.bar(barred)
        self._pin_button.setToolTip(tip(barred))

    def _keep(self) -> None:
        card = self.card
        told = (card.name.value(), Role(card.post.value()), card.permanent.value() == "yes")
        if card.seen is None:
            self._do(self._officers.enter, *told, card.pin.edit.text(), card.again.edit.text(),
                     card=card)  # fmt: skip
        else:
            self._do(self._officers.change, card.seen, *told, card=card)

    def _keep_pin(self) -> None:
        card = self.pin
        self._do(self._officers.set_pin, card.seen, card.pin.edit.text(), card.again.edit.text(),
                 card=card)  # fmt: skip

    def _do(self, act: Callable[..., object], *told: Any, card: OverCard | None = None) -> None:
        """By the name of who sits here; a refusal stands in the card, or under the list."""

        def refused(error: Exception) -> None:
            if card is not None:
                card.refuse(error, refusals())
            else:
                self._say(explain(error, refusals()))

        def done(_answer: object) -> None:
            if card is not None:
                card.leave()
            self._say("")
            self._desk.say(self.tr("Kept"))

        try:
            by = self._desk.session.demand()
        except Refused as error:
            refused(error)
            return
        self._acted = True
        ask(self, self._desk.store, act, by, *told, then=done, fail=refused)

    def _may(self) -> bool:
        try:
            self._desk.session.demand(Act.PEOPLE)
        except Refused as error:
            self._say(explain(error))
            return False
        self._say("")
        return True

    def _chosen(self) -> Officer | None:
        row = self.table.current()
        if row is None:
            self._say(self.tr("Choose a person first"))
        return row.officer if row is not None else None

    # -- what comes back -----------------------------------------------------------------------

    def _show(self, rows: list[Listed]) -> None:
        self.table.show_records(rows, now=self._acted)
        self._acted = False
        active = sum(1 for row in rows if row.officer.active)
        doubles = sum(1 for row in rows if row.double)
        note = self.tr("{n} may sign in").format(n=active)
        if doubles:
            note += "  " + self.tr("{n} with a name that another has too").format(n=doubles)
        self._panel.set_note(note)

    def _not_read(self, error: Exception) -> None:
        self._say(explain(error))

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.read()

    def _tick(self) -> None:
        if any(row.waits_s for row in self.table.records):
            self.read()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._second.start()
        self.read()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._second.stop()

    def _say(self, words: str) -> None:
        self._said.setText(words)

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        self._inside = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._inside)
        self._panel = Panel(theme, self.tr("Officers"), flush=True)
        for words, key, act in (
            (self.tr("Change"), "Alt+C", self.change),
            (self.tr("New PIN"), "Alt+P", self.new_pin),
            (self.tr("End the wait"), "Alt+U", self.free),
            (self.tr("Stop or let in"), "Alt+D", self.turn_active),
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(act)
            if act == self.new_pin:
                self._pin_button = button
            else:
                gates(self._desk, Act.PEOPLE, button)
            self._panel.tools.addWidget(button)
        new = MainButton(theme, self.tr("Enter an officer"), "Alt+N")
        new.clicked.connect(self.enter)
        gates(self._desk, Act.PEOPLE, new)
        self._panel.tools.addWidget(new)
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Name"), lambda row: row.officer.name, 140, strong=True, tone=_tone),
                Column(
                    self.tr("Post on duty"), lambda row: row.officer.role.value, 120, tone=_tone
                ),
                Column(self.tr("Employed"), self._employed, 110, tone="text2"),
                Column(self.tr("Sign-in"), self._state, stretch=True, tone=_tone),
            ),
            key=lambda row: row.officer.id,
            empty=self.tr("No officers are registered yet"),
            name="officers",
            memory=self._desk.memory,
        )
        self.table.opened.connect(lambda _: self.change())
        self._panel.add(self.table, 1)
        self._said = ElidedLabel(theme, "", "small", tone="now")
        self._said.setContentsMargins(*(theme.px("space.s"),) * 4)
        self._panel.add(self._said)
        box = QVBoxLayout(self._inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._panel)

    def _employed(self, row: Listed) -> str:
        return self.tr("On the staff") if row.officer.permanent else self.tr("Bought service")

    def _state(self, row: Listed) -> str:
        told = [] if row.officer.active else [self.tr("may not sign in any more")]
        if row.waits_s:
            left = span(row.waits_s)
            told.append(self.tr("wrong PINs: waits {left}").format(left=left))
        if row.double:
            told.append(self.tr("another has this name too"))
        return "，".join(told) or "—"


def _tone(row: Listed) -> str:
    return "text" if row.officer.active else "text3"
