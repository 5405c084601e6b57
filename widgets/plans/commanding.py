"""专项指挥部: each with who commands now and under which number, who leads, who is in it, and its plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.people.contacts import Card, Held, Org, OrgKind
from app.people.days import day
from app.people.posts import spoken
from app.people.rights import Act
from app.people.signin import SignedIn
from app.plans.headquarters import (
    COMMANDER,
    DEPUTY,
    HeadquartersBook,
    HqLook,
    HqTold,
    Pair,
    Seat,
    number_of,
)
from app.plans.records import Part
from app.plans.units import several
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.copying import copy_number, hidden
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.people.contact_cards import offer
from widgets.plans.view import PlansView
from widgets.study.view import options

LABEL_W = 84
FIELDS = {Part.LEAD: "lead", Part.OFFICE: "office", Part.MEMBER: "members"}
KINDS = (OrgKind.HEADQUARTERS, OrgKind.COMMITTEE)


class CommandingView(PlansView):
    """Ctrl+C copies the number of who commands now. Alt+E takes one into the form, Ctrl+Enter keeps it.
    `plan_wanted(id)`: a plan of the chosen one is to be read."""

    kinds = ("org", "membership", "post", "person", "contact_point", "plan")
    plan_wanted = Signal(object)

    def __init__(self, desk: Desk, book: HeadquartersBook) -> None:
        super().__init__(desk)
        self._book = book
        self._editing: HqLook | None = None
        self._build()
        self.begin()
        listen(self, desk.bus, SignedIn, lambda _: self._choose(self.table.current()))

    def first_focus(self) -> QWidget:
        return self.table.view

    def look(self) -> tuple[list[HqLook], list[Org] | None]:
        return self._book.look(), None if self._offered else self._book.units()

    def show_look(self, look: tuple[list[HqLook], list[Org] | None]) -> None:
        found, units = look
        self.table.show_records(found, now=True)
        count = sum(one.org.kind is OrgKind.HEADQUARTERS for one in found)
        self._panel.set_note(self.tr("{n} special headquarters").format(n=count))
        if units is not None:
            self._offer(units)
        self.settle(found)

    def _offer(self, units: Sequence[Org]) -> None:
        """Names to choose from; read anew when a unit changed."""
        self._offered = True
        for name in FIELDS.values():
            field = self._form.fields[name]
            if isinstance(field, TextField):
                offer(field, [one.full_name for one in units])
        offer(self._under, [one.full_name for one in units if one.kind in _ABOVE])

    def show_headquarters(self, key: UUID) -> None:
        self._wanted = key
        self.read()

    def change(self, _record: object = None) -> None:
        one: HqLook | None = self.table.current()
        if one is None:
            self.refuse(Refused("headquarters", "choose"))
            return
        self.blank()
        self.take_up(one)
        names = {field: "、".join(u.full_name for u in one.of(p)) for p, field in FIELDS.items()}
        values: dict[str, Any] = {
            "name": one.org.name, "also": one.org.also, "kind": one.org.kind.value,
            "under": one.above.full_name if one.above else "", **names,
        }  # fmt: skip
        for field, post in (("commander", COMMANDER), ("deputy", DEPUTY)):
            held = one.post(post[one.org.kind])
            if held is not None:
                values[f"{field}_a"], values[f"{field}_b"] = spoken(held.a), spoken(held.b)
        self._form.fill(values)

    def take_up(self, one: HqLook | None) -> None:
        self._editing = one
        change = self.tr("Change {name}").format(name=one.org.name) if one else ""
        self._form_panel.set_title(change or self.tr("Enter a headquarters"))

    def blank(self) -> None:
        self.take_up(None)
        self._form.clear()
        self._form.fill({"kind": OrgKind.HEADQUARTERS.value})

    def keep(self) -> None:
        values = self._form.values()
        try:
            since = day("since", values["since"], self.desk.clock.now())
        except Refused as refused:
            self.refuse(refused)
            return
        told = HqTold(
            values["name"], OrgKind(values["kind"]), values["under"], values["also"],
            *(several(values[name]) for name in FIELDS.values()),
            Pair(values["commander_a"], values["commander_b"]),
            Pair(values["deputy_a"], values["deputy_b"]),
            since,
        )  # fmt: skip
        seen = self._editing
        self.write(lambda by: self._book.enter(by, told, seen), self._kept)

    def dissolve(self) -> None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("headquarters", "choose"))
            return
        self.write(lambda by: self._book.dissolve(by, one), lambda _: self._gone(one))

    def copy(self) -> None:
        """The number to dial first of who commands now."""
        one: HqLook | None = self.table.current()
        held = one.commander if one else None
        acting = held.acting(self.desk.clock.now()) if held else None
        if one is None or not number_of(acting):
            self.desk.say(self.tr("No number is known of who commands there."))
            return
        assert acting is not None
        copy_number(self.desk, number_of(acting), f"{one.org.name} {acting.name}")

    def copy_unit(self) -> None:
        seat: Seat | None = self.seats.current()
        if seat is not None and number_of(seat.card):
            copy_number(self.desk, number_of(seat.card), seat.unit.full_name)

    # -- what comes back -----------------------------------------------------------------------

    def _gone(self, one: HqLook) -> None:
        """What is typed of another one stays."""
        if self._editing is not None and self._editing.id == one.id:
            self.blank()

    def _kept(self, made: Org) -> None:
        self._wanted = made.id
        self.blank()
        self.desk.say(self.tr("Kept: {name}").format(name=made.name))

    def _choose(self, one: HqLook | None) -> None:
        self.seats.show_records(one.seats if one else (), now=True)
        self._seats.set_title(one.org.name if one else self.tr("Member units"))
        self._held.setText(self._held_words(one.held) if one else "")
        names = "、".join(plan.name for plan in one.plans) if one else ""
        self._plans.setText(self.tr("Its plans: {names}").format(names=names or "—"))
        self._open.setEnabled(bool(one and one.plans))

    def _held_words(self, held: Sequence[Held]) -> str:
        now, cover = self.desk.clock.now(), self.desk.session.covered_name
        told = []
        for one in held:
            both = [
                f"{letter}角{cover(card.name)}"
                + (self.tr(" (away)") if card.person and card.person.away(now) else "")
                for letter, card in (("A", one.a), ("B", one.b))
            ]
            told.append(f"{one.post.name}：{'、'.join(both)}")
        return "　".join(told)

    def commands_now(self, one: HqLook) -> str:
        held = one.commander
        if held is None:
            return self.tr("nobody entered")
        acting = held.acting(self.desk.clock.now())
        if acting is None:
            return self.tr("A and B are both away")
        name = self.desk.session.covered_name(acting.name)
        return self.tr("{name} (acting)").format(name=name) if acting is held.b else name

    def _number(self, card: Card | None) -> str:
        number = number_of(card)
        return "•••" if number and hidden(self.desk) else number or "—"

    def dialled(self, one: HqLook) -> str:
        held = one.commander
        return self._number(held.acting(self.desk.clock.now()) if held else None)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._panel = Panel(theme, self.tr("Special headquarters"), flush=True)
        self._panel.add(self._build_table(), 1)
        copy = PlainButton(theme, self.tr("Copy the number"), "Ctrl+C", bind=False)
        change = PlainButton(theme, self.tr("Change it"), "Alt+E")
        gone = PlainButton(theme, self.tr("Dissolve"), "Alt+X")
        new = PlainButton(theme, self.tr("Enter a headquarters"), "Alt+J")
        self.buttons(
            self._panel,
            (copy, None, self.copy),
            (change, Act.DICTIONARIES, self.change),
            (gone, Act.DICTIONARIES, self.dissolve),
            (new, Act.DICTIONARIES, self._begin_new),
            flush=True,
        )
        self.lay_out(self._panel, self._build_seats(), self._build_form())

    def _begin_new(self) -> None:
        self.blank()
        self._form.fields["name"].editor.setFocus()

    def _build_table(self) -> RecordTable:
        def units(part: Part) -> Any:
            return lambda one: "、".join(unit.also or unit.name for unit in one.of(part)) or "—"

        self.table = RecordTable(
            self.theme,
            (
                Column(
                    self.tr("Headquarters"), lambda one: one.org.name, stretch=True,
                    strong=lambda one: one.org.kind is OrgKind.HEADQUARTERS,
                    second=lambda one: one.org.also or (one.above.name if one.above else ""),
                ),
                Column(
                    self.tr("Commands now"), self.commands_now, 150, strong=True, second=self.dialled
                ),
                Column(
                    self.tr("Leading department"), units(Part.LEAD), 150,
                    second=lambda one: self.tr("office: {name}").format(
                        name=units(Part.OFFICE)(one)
                    ),
                ),
                Column(
                    self.tr("Members"), lambda one: str(len(one.of(Part.MEMBER))), 64, right=True
                ),
                Column(self.tr("Plans"), lambda one: str(len(one.plans)), 56, right=True),
            ),
            row="list_two_line",
            empty=self.tr("No headquarters is entered. The form at the right enters one."),
            name="headquarters-dictionary",
            memory=self.desk.memory,
        )  # fmt: skip
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self.change)
        self._bind(self.table, self.copy)
        return self.table

    def _bind(self, table: RecordTable, act: Any) -> None:
        key = QShortcut(QKeySequence("Ctrl+C"), table.view)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(act)

    def _build_seats(self) -> Panel:
        theme = self.theme
        panel = self._seats = Panel(theme, self.tr("Member units"), flush=True)
        edge = theme.px("space.l")
        self._held = Label(theme, "", "small", tone="text2")
        self._plans = Label(theme, "", "small", tone="text2")
        for label in (self._held, self._plans):
            label.setWordWrap(True)
            label.setContentsMargins(edge, 0, edge, 0)
            panel.add(label)
        self.seats = RecordTable(
            theme,
            (
                Column(self.tr("Sits as"), lambda s: s.row.part.value, 96, tone="text2"),
                Column(
                    self.tr("Unit"), lambda s: s.unit.full_name, stretch=True,
                    strong=lambda s: s.row.part is Part.LEAD,
                ),
                Column(self.tr("Duty number"), lambda s: self._number(s.card), 150),
            ),
            empty=self.tr("No unit is entered."),
            name="headquarters-seats",
            memory=self.desk.memory,
        )  # fmt: skip
        self._bind(self.seats, self.copy_unit)
        panel.add(self.seats, 1)
        self._open = PlainButton(theme, self.tr("Read its plan"), "Alt+W")
        self.buttons(panel, (self._open, None, self._read_plan), flush=True)
        return panel

    def _read_plan(self) -> None:
        one: HqLook | None = self.table.current()
        if one is not None and one.plans:
            self.plan_wanted.emit(one.plans[0].id)

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = self._form_panel = Panel(theme, self.tr("Enter a headquarters"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        self._under = TextField(
            theme, self.tr("Stands under"), placeholder=self.tr("empty = the committee"), **look
        )
        self._form.row(name=TextField(theme, self.tr("Headquarters"), required=True, **look))
        self._form.row(also=TextField(theme, self.tr("Also called"), **look))
        kinds = options([one.value for one in KINDS])
        self._form.row(kind=SegmentField(theme, self.tr("Kind"), kinds, **look))
        self._form.row(under=self._under)
        self._form.row(lead=TextField(theme, self.tr("Leading department"), **look))
        self._form.row(office=TextField(theme, self.tr("Office"), **look))
        self._form.row(
            members=AreaField(
                theme, self.tr("Members"), lines=4,
                placeholder=self.tr("units of the contact book, with 、 between them"), **look,
            )
        )  # fmt: skip
        book = self.tr("anybody of the contact book")
        for name, a, b in (
            ("commander", self.tr("Commander A"), self.tr("Commander B")),
            ("deputy", self.tr("Deputy A"), self.tr("Deputy B")),
        ):
            self._form.row(**{f"{name}_a": TextField(theme, a, placeholder=book, **look)})
            self._form.row(**{f"{name}_b": TextField(theme, b, placeholder=book, **look)})
        since = self.tr("empty = put right what stands there")
        self._form.row(since=TextField(theme, self.tr("From the day"), placeholder=since, **look))
        self._form.fill({"kind": OrgKind.HEADQUARTERS.value})
        panel.add(self._form)
        panel.add(self.trouble)
        empty = PlainButton(theme, self.tr("Empty the form"), "Alt+N")
        keep = MainButton(theme, self.tr("Keep it"), "Ctrl+Enter")
        self.buttons(panel, (empty, None, self.blank), (keep, Act.DICTIONARIES, self.keep))
        note = self.tr(
            "Other posts, numbers and leave are kept in the contact book; from a day on, the old post ends."
        )
        hint = Label(theme, note, "caption", tone="text3")
        hint.setWordWrap(True)
        panel.add(hint)
        return panel


_ABOVE = (OrgKind.COUNTY, OrgKind.COMMITTEE, OrgKind.TOWNSHIP)
