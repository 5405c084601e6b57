"""技术保障值班: who is rung at the telecom, power, tower and UAV firms, and from when until when."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import local
from app.base.errors import Refused
from app.people.days import begin_of, day, end_of
from app.people.rights import Act
from app.people.support import Support, SupportList, SupportTurn, Trade, When
from app.people.support_sheets import TITLE, WIDTHS, table
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.copying import copy_number, hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.overcard import OverCard
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.saving import place_for
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme
from widgets.people.imports import KINDS, save_table
from widgets.people.leaving import leaving_line
from widgets.people.words import contact_refusals

_BETWEEN = re.compile(r"[、，,;；/]+")
LABEL_W = 84


class SupportCard(OverCard):
    """Somebody of a firm, their numbers, and the days they are rung."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        trades = [(one.value, one.value) for one in Trade]
        look = {"label_w": LABEL_W}
        several = self.tr("several divided by 、, the first is dialled first")
        hint = self.tr("such as 6-24")
        self.firm = TextField(theme, self.tr("Firm"), required=True, **look)
        self.trade = SegmentField(theme, self.tr("Trade"), trades, **look)
        self.name = TextField(theme, self.tr("Name"), required=True, **look)
        self.phones = TextField(
            theme, self.tr("Numbers to dial"), required=True, placeholder=several, **look
        )
        self.begins = TextField(
            theme, self.tr("First day"), required=True, placeholder=hint, **look
        )
        self.ends = TextField(theme, self.tr("Last day"), required=True, placeholder=hint, **look)
        self.note = TextField(theme, self.tr("Remark"), **look)
        fields = {
            "firm": self.firm, "trade": self.trade, "name": self.name, "phones": self.phones,
            "begins": self.begins, "ends": self.ends, "note": self.note,
        }  # fmt: skip
        super().__init__(theme, page, fields)
        self.seen: SupportTurn | None = None

    def ask_about(self, turn: SupportTurn | None, below: QWidget) -> None:
        self.seen = turn
        self.firm.set_value(turn.firm if turn else "")
        self.trade.set_value((turn.trade if turn else Trade.TELECOM).value)
        self.name.set_value(turn.name if turn else "")
        self.phones.set_value("、".join(turn.phones) if turn else "")
        self.begins.set_value(first_day(turn) if turn else "")
        self.ends.set_value(last_day(turn) if turn else "")
        self.note.set_value(turn.note if turn else "")
        if turn is None:
            self.ask_for(self.tr("Who is rung"), "", self.tr("Enter them"), below)
        else:
            mistake = self.tr("Entered by mistake")
            self.ask_for(self.tr("Who is rung"), "", self.tr("Keep"), below, mistake)


class SupportView(Panel):
    """`left` when the officer goes back to the book; `import_wanted` a table of turns is to be taken in."""

    left = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk, support: Support, page: QWidget) -> None:
        super().__init__(desk.theme, self.tr("Support on duty"), flush=True)
        self._desk, self._support = desk, support
        self._wanted: UUID | None = None
        self._again = Reread(self, desk.store, self._show, self.refused)
        self._build()
        self.card = SupportCard(desk.theme, page)
        self.card.given.connect(self._keep)
        self.card.extra.clicked.connect(self._take_out)
        self.card.left.connect(self.table.view.setFocus)
        listen(self, desk.bus, Changed, self._changed)

    def read(self) -> None:
        self._again.ask(self._support.listed)

    def select(self, key: UUID) -> None:
        self._wanted = key
        self.read()

    def enter(self) -> None:
        if self._may():
            self.card.ask_about(None, self)

    def change(self) -> None:
        turn = self.table.current()
        if turn is not None and self._may():
            self.card.ask_about(turn, self)

    def choose_export(self, to: str = "") -> None:
        """All turns as a table that can be taken in again."""
        if hidden(self._desk):
            self.tell(self.tr("Numbers are covered for this role"))
            return
        title = self.tr("Export turns")
        name, fail = f"{TITLE}.xlsx", self.refused
        place = place_for(self, self._desk, title, name, fail, KINDS, to)
        rows = table(self.table.records)
        if place is not None:
            done = self.tr("{n} rows were exported").format(n=len(rows) - 1)
            ask(self, self._desk.disk, save_table, self._desk, place, rows, TITLE, WIDTHS,
                then=lambda _: self._desk.say(done), fail=self.refused)  # fmt: skip

    def copy(self) -> None:
        """The number to dial first."""
        turn = self.table.current()
        if turn is not None:
            copy_number(self._desk, turn.phones[0], f"{turn.firm} {turn.name}")

    def _show(self, listed: SupportList) -> None:
        self._at = listed.at
        self.table.show_records(listed.turns, now=True)
        nobody = "、".join(listed.nobody)
        self._nobody.setText(self.tr("Nobody on the list now: {trades}").format(trades=nobody))
        self._nobody.setVisible(bool(nobody))
        count = sum(1 for one in listed.turns if one.when(listed.at) is When.NOW)
        self.set_note(self.tr("{n} on duty now").format(n=count))
        if self._wanted is not None:
            self.table.select(self._wanted)
            self._wanted = None

    def _keep(self) -> None:
        card, now = self.card, self._desk.clock.now()
        try:
            by = self._desk.session.demand(Act.CONTACTS)
            begins, ends = (
                day("begins", card.begins.value(), now),
                day("ends", card.ends.value(), now),
            )
            for field, told in (("begins", begins), ("ends", ends)):
                if told is None:
                    raise Refused(field, "missing")
        except Refused as no:
            card.refuse(no, contact_refusals())
            return
        assert begins is not None
        assert ends is not None
        told = (
            by,
            card.seen,
            Trade(card.trade.value()),
            card.firm.value(),
            card.name.value(),
            _BETWEEN.split(card.phones.value()),
            begin_of(begins),
            end_of(ends),
            card.note.value(),
        )
        ask(self, self._desk.store, self._support.enter, *told, then=self._kept,
            fail=lambda error: card.refuse(error, contact_refusals()))  # fmt: skip

    def _take_out(self) -> None:
        turn = self.card.seen
        try:
            by = self._desk.session.demand(Act.CONTACTS)
        except Refused as no:
            self.card.refuse(no, contact_refusals())
            return
        ask(self, self._desk.store, self._support.take_out, by, turn, then=self._kept,
            fail=lambda error: self.card.refuse(error, contact_refusals()))  # fmt: skip

    def _kept(self, _answer: Any) -> None:
        self.card.leave()
        self._desk.say(self.tr("Kept"))

    def _may(self) -> bool:
        try:
            self._desk.session.demand(Act.CONTACTS)
        except Refused as error:
            self.refused(error)
            return False
        self._said.hide()
        return True

    def refused(self, error: Exception) -> None:
        self.tell(explain(error, contact_refusals()))

    def tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "support_turn" and self.isVisible():
            self.read()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.read()

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        self._nobody = Label(theme, "", strong=True)
        self._said = Label(theme, "", "small", tone="now")
        for label in (self._nobody, self._said):
            label.setWordWrap(True)
            label.setContentsMargins(edge, 0, edge, 0)
            label.hide()
            self.add(label)
        self._at = self._desk.clock.now()
        desk_name = self._desk.session.covered_name
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Trade"), lambda t: t.trade.value, 90, strong=self._now),
                Column(self.tr("Firm"), lambda t: t.firm, 200, tone=self._tone),
                Column(
                    self.tr("Name"),
                    lambda t: desk_name(t.name),
                    110,
                    strong=self._now,
                    tone=self._tone,
                ),
                Column(self.tr("Numbers to dial"), self._phones, 280, tone=self._tone),
                Column(self.tr("Valid"), _days, 200, tone="text2"),
                Column(self.tr("State"), lambda t: t.when(self._at).value, 70, tone=self._tone),
                Column(self.tr("Remark"), lambda t: t.note, stretch=True, tone="text2"),
            ),
            empty=self.tr("No firm is on the list yet"),
            name="support",
            memory=self._desk.memory,
        )
        self.table.opened.connect(lambda _: self.change())
        self.table.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.view.customContextMenuRequested.connect(lambda _: self.copy())
        key = QShortcut(QKeySequence("Ctrl+C"), self.table.view)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.copy)
        self.add(self.table, 1)
        self.body.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        theme = self._desk.theme
        line = leaving_line(theme, self)
        copy = PlainButton(theme, self.tr("Copy the number"), "Ctrl+C", bind=False)
        copy.clicked.connect(self.copy)
        change = PlainButton(theme, self.tr("Change it"), "Alt+E")
        change.clicked.connect(self.change)
        take_in = PlainButton(theme, self.tr("Import"), "Alt+I")
        take_in.clicked.connect(self.import_wanted)
        give_out = PlainButton(theme, self.tr("Export"), "Alt+O")
        give_out.clicked.connect(lambda: self.choose_export())
        new = MainButton(theme, self.tr("Enter who is rung"), "Alt+N")
        new.clicked.connect(self.enter)
        gates(self._desk, Act.CONTACTS, change, take_in, new)
        for button in (copy, change, take_in, give_out):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(new)
        return line

    def _phones(self, turn: SupportTurn) -> str:
        return "•••" if hidden(self._desk) else "、".join(turn.phones)

    def _now(self, turn: SupportTurn) -> bool:
        return turn.when(self._at) is When.NOW

    def _tone(self, turn: SupportTurn) -> str:
        return "text3" if turn.when(self._at) is When.OVER else "text"


def first_day(turn: SupportTurn) -> str:
    return local(turn.begins).date().isoformat()


def last_day(turn: SupportTurn) -> str:
    """The day of its last moment."""
    end = local(turn.ends)
    last = end.date()
    if (end.hour, end.minute) == (0, 0):
        last = last.fromordinal(last.toordinal() - 1)
    return last.isoformat()


def _days(turn: SupportTurn) -> str:
    return f"{first_day(turn)} 至 {last_day(turn)[5:]}"
