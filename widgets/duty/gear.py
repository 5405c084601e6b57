"""通信装备: the register of what can be spoken through, its tests, and where each piece is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.base.search import normal
from app.people.records import Officer
from app.people.rights import Act, may
from app.people.signin import SignedIn
from app.rescue.gear import Errand, Gear, GearBook, GearState, History, Result, Standing
from app.rescue.gear_sheet import TITLE, WIDTHS, table
from widgets.checks.exporting import save_table
from widgets.checks.view import CheckView
from widgets.duty.gear_cards import GearCard, StopCard
from widgets.duty.gear_columns import gear_columns, history_lines
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lines import LineList
from widgets.kit.listen import listen
from widgets.kit.overcard import OverCard
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable

LABEL_W = 80
LEAST_ROWS = 4
OVERDUE = "overdue"
Incidents = Callable[[], list[tuple[UUID, str]]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Read for one person: nothing of it may be shown to another."""

    who: Officer | None
    rows: tuple[Standing, ...] = ()
    towns: tuple[str, ...] = ()
    incidents: tuple[tuple[UUID, str], ...] = ()


class GearView(CheckView):
    """Alt+1, 2, 3 enter a test of the chosen piece; Ctrl+Enter it goes, Alt+B it is back; Alt+N a new one,
    Alt+E change, Alt+S out of service, Alt+R back into service, Alt+O export."""

    kinds = ("gear", "gear_test", "gear_outing", "incident")

    def __init__(self, desk: Desk, book: GearBook, incidents: Incidents) -> None:
        super().__init__(desk)
        self._book, self._incidents = book, incidents
        self._seen = _Seen(None)
        self._history = History(UUID(int=0))
        self._wanted: UUID | None = None
        self._deep: Reread[tuple[Officer, History] | None] = Reread(
            self, desk.store, self._show_history, self.refuse
        )
        self._build()
        self.card, self.stopping = GearCard(desk.theme, self), StopCard(desk.theme, self)
        self.card.given.connect(self._keep)
        self.card.extra.clicked.connect(self._take_out)
        self.stopping.given.connect(self._stop)
        for card in (self.card, self.stopping):
            card.left.connect(self.table.view.setFocus)
        listen(self, desk.bus, SignedIn, self._signed_in)
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view

    # -- what the officer does -----------------------------------------------------------------

    def tested(self, result: Result) -> None:
        one, words = self._demand(), self._words.value()
        if one is not None:
            self.act(
                lambda by, shift: self._book.test(by, shift, one.gear, result, words),
                lambda _: self._words.clear(),
            )

    def send(self) -> None:
        one, said = self._demand(), self._form.values()
        if one is None:
            return
        about = UUID(said["incident"]) if said["incident"] else None
        told = Errand(said["to"], said["purpose"], said["asked_by"], said["taken_by"], about)
        self.act(
            lambda by, shift: self._book.send(by, shift, one.gear, told),
            lambda _: self._went(one.gear),
        )

    def back(self) -> None:
        one = self._demand()
        if one is not None:
            self.act(lambda by, _: self._book.back(by, one.gear), lambda _: None)

    def resume(self) -> None:
        one = self._demand()
        if one is not None:
            self.act(lambda by, _: self._book.resume(by, one.gear), lambda _: None)

    def enter(self) -> None:
        self.clear_refusal()
        self.card.ask_about(None, self._seen.towns, self._body)

    def change(self) -> None:
        one = self._demand()
        if one is None:
            return
        try:
            self.desk.session.demand(Act.DEVICES)
        except Refused as no:
            self.refuse(no)
            return
        self.card.ask_about(one.gear, self._seen.towns, self._body)

    def stop(self) -> None:
        one = self._demand()
        if one is not None:
            self.stopping.ask_about(one.gear, self._body)

    def export(self, to: str = "") -> None:
        """What the list shows."""
        rows = table(self.table.records, self.desk.clock.now())
        save_table(self, self.desk, rows, TITLE, WIDTHS, self.refuse, to)

    def words(self) -> dict[str, str]:
        return super().words() | {
            "is_out": self.tr("It is away; note first that it is back."),
            "is_stopped": self.tr("It is out of service; put it back into service first."),
            "not_out": self.tr("It is not away."),
            "entered_twice": self.tr("This number is in the register already: {title}"),
        }

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field == "words":
            self._words.show_error(explain(error, self.words()))
            self._words.setFocus()
        else:
            super().refuse(error)

    def clear_refusal(self) -> None:
        super().clear_refusal()
        self._words.show_error("")

    def _demand(self) -> Standing | None:
        self.clear_refusal()
        one: Standing | None = self.table.current()
        if one is None:
            self.refuse(Refused("gear", "choose"))
        return one

    def _keep(self) -> None:
        self._by_card(self.card, Act.DEVICES, self._book.enter, self.card.seen, self.card.told())

    def _take_out(self) -> None:
        self._by_card(self.card, Act.DEVICES, self._book.take_out, self.card.seen)

    def _stop(self) -> None:
        card = self.stopping
        self._by_card(card, Act.TICKET, self._book.stop, card.seen, card.why.value())

    def _by_card(
        self, card: OverCard, act: Act, work: Callable[..., object], *told: object
    ) -> None:
        """The register needs no shift: it may be filled before the first one."""

        def refused(error: Exception) -> None:
            card.refuse(error, self.words())

        def kept(made: object) -> None:
            card.leave()
            self._wanted = made.id if isinstance(made, Gear) else None
            self.own = True
            self.read()

        try:
            by = self.desk.session.demand(act)
        except Refused as no:
            refused(no)
            return
        ask(self, self.desk.store, work, by, *told, then=kept, fail=refused)

    def _went(self, gear: Gear) -> None:
        self._form.clear()
        self.desk.say(self.tr("Written into the log: {gear}").format(gear=gear.told))

    # -- what comes back -----------------------------------------------------------------------

    def look(self) -> _Seen:
        who = self.desk.session.officer
        if who is None or not may(who, Act.READ):
            return _Seen(who)
        rows, towns = self._book.listed(who), self._book.towns()
        return _Seen(who, tuple(rows), tuple(towns), tuple(self._incidents()))

    def show_look(self, look: _Seen) -> None:
        if look.who != self.desk.session.officer:
            return
        self._seen = look
        self._offer_incidents()
        self._sieve()
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._ask_history()

    def _sieve(self) -> None:
        now, which = self.desk.clock.now(), self._which.value()
        asked, covered = normal(self._find.value()).split(), hidden(self.desk)
        shown = [
            one
            for one in self._seen.rows
            if (which in ("", one.state.value) or (which == OVERDUE and one.overdue(now)))
            and all(word in _haystack(one, covered) for word in asked)
        ]
        self.table.show_records(shown, now=True)
        late = sum(one.overdue(now) for one in self._seen.rows)
        words = self.tr("{n} pieces, {late} tests overdue") if late else self.tr("{n} pieces")
        self._panel.set_note(words.format(n=len(self._seen.rows), late=late))

    def _offer_incidents(self) -> None:
        """What was chosen stays chosen, while it is offered."""
        field: ComboField = self._form.fields["incident"]  # type: ignore[assignment]
        chosen = field.value()
        field.combo.clear()
        for key, title in (("", "—"), *self._seen.incidents):
            field.combo.addItem(title, str(key))
        field.combo.setCurrentIndex(max(0, field.combo.findData(chosen)))

    def _ask_history(self) -> None:
        one: Standing | None = self.table.current()
        who = self.desk.session.officer
        if one is None or who is None or not may(who, Act.READ):
            self._show_history(None)
            return
        gear = one.gear
        self._deep.ask(lambda: (who, self._book.history(who, gear)))

    def _show_history(self, told: tuple[Officer, History] | None) -> None:
        one: Standing | None = self.table.current()
        if told is not None and (one is None or told[0] != self.desk.session.officer):
            return
        if told is None or one is None:
            self._chosen.setText(self.tr("Choose a piece to see its tests and where it went."))
            self.history.show_lines([])
            return
        words = one.gear.told
        if told[1].owner:
            owner = "•••" if hidden(self.desk) else told[1].owner
            words = self.tr("{gear}, in the contact book: {owner}").format(gear=words, owner=owner)
        self._chosen.setText(words)
        self.history.show_lines(history_lines(self.desk, told[1]))

    def _signed_in(self, _fact: SignedIn) -> None:
        """What was read for one is gone before another looks."""
        self.show_look(_Seen(self.desk.session.officer))
        self.clear_refusal()
        self.read()

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        outer.addWidget(self._body)
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._panel = Panel(self.theme, self.tr("Communication gear"), flush=True)
        self._panel.body.addLayout(self._build_sieve())
        self._panel.add(self._build_table(), 1)
        self._panel.body.addLayout(self._build_keeping())
        row.addWidget(self._panel, 1060)
        parts = (self._build_test(), self._build_errand(), self._build_history())
        row.addWidget(column(self.theme, *parts), 448)

    def _build_sieve(self) -> QHBoxLayout:
        states = [(state.value, state.value) for state in GearState]
        options = [("", self.tr("All gear")), *states, (OVERDUE, self.tr("Test overdue"))]
        self._which = SegmentField(self.theme, "", options)
        self._which.segments.set_chosen(("",))
        self._which.changed.connect(self._sieve)
        self._find = TextField(
            self.theme,
            "",
            placeholder=self.tr("Kind, number, unit, place or keeper"),
            icon="search",
        )
        self._find.edit.setAccessibleName(self.tr("Find gear"))
        self._find.changed.connect(self._sieve)
        line = self._line(self._which, self._find)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        return line

    def _build_table(self) -> RecordTable:
        self.table = RecordTable(
            self.theme,
            gear_columns(self.desk),
            row="list_two_line",
            empty=self.tr("No gear here. Alt+N enters a piece."),
            name="gear",
            memory=self.desk.memory,
        )
        self.table.view.setAccessibleName(self.tr("Communication gear"))
        self.table.chosen.connect(lambda _: self._ask_history())
        self.table.opened.connect(lambda _: self.change())
        return self.table

    def _build_keeping(self) -> QHBoxLayout:
        stop = self._button(self.tr("Put out of service"), "Alt+S", self.stop, Act.TICKET)
        resume = self._button(self.tr("Back into service"), "Alt+R", self.resume, Act.TICKET)
        change = self._button(self.tr("Change it"), "Alt+E", self.change, Act.DEVICES)
        export = self._button(self.tr("Export"), "Alt+O", self.export, Act.UNCOVERED)
        new = self._button(self.tr("Enter a piece"), "Alt+N", self.enter, Act.DEVICES)
        line = self._line(stop, resume, change, export)
        line.addStretch(1)
        line.addWidget(new)
        return line

    def _build_test(self) -> Panel:
        panel = Panel(self.theme, self.tr("Test of the chosen piece"))
        hint = self.tr("with whom, charge, what was wrong")
        self._words = TextField(self.theme, self.tr("How it went"), placeholder=hint,
                                label_w=LABEL_W)  # fmt: skip
        panel.add(self._words)
        line = QHBoxLayout()
        line.setSpacing(self.theme.px("space.s"))
        for n, result in enumerate(Result, 1):
            push = partial(self.tested, result)
            line.addWidget(self._button(result.value, f"Alt+{n}", push, Act.TICKET), 1)
        panel.body.addLayout(line)
        return panel

    def _build_errand(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("The chosen piece goes"))
        self._form = self.form = Form(theme)
        text = partial(TextField, theme, label_w=LABEL_W)
        self._form.row(to=text(self.tr("Gear goes to"), required=True))
        self._form.row(purpose=text(self.tr("Purpose"), required=True))
        self._form.row(taken_by=text(self.tr("Carried by")))
        self._form.row(asked_by=text(self.tr("Asked by")))
        incident = ComboField(theme, self.tr("Incident"), [("", "—")], label_w=LABEL_W)
        self._form.row(incident=incident)
        panel.add(self._form)
        panel.add(self.trouble)
        back = self._button(self.tr("Gear is back"), "Alt+B", self.back, Act.LOG)
        go = MainButton(theme, self.tr("It goes out"), "Ctrl+Enter")
        go.clicked.connect(self.send)
        gates(self.desk, Act.LOG, go)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(back)
        line.addWidget(go)
        panel.body.addLayout(line)
        return panel

    def _build_history(self) -> Panel:
        panel = Panel(self.theme, self.tr("Its tests and outings"))
        self._chosen = Label(self.theme, "", "small", tone="text2")
        self._chosen.setWordWrap(True)
        panel.add(self._chosen)
        self.history = LineList(self.theme, lead_w=96, empty=self.tr("Never tested, never away"))
        self.history.setAccessibleName(self.tr("Its tests and outings"))
        self.history.setMinimumHeight((self.theme.px("row.list_two_line") + 4) * LEAST_ROWS)
        panel.add(self.history, 1)
        return panel


def _haystack(one: Standing, covered: bool) -> str:
    gear = one.gear
    words = (gear.kind, gear.name, gear.number, gear.holder, gear.township, gear.place, gear.remark)
    return normal(" ".join((*words, "" if covered else gear.keeper)))
