"""预案库: the plans by kind, event and place; the chosen one read, printed on one page, or changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.attachments import Filed
from app.base.errors import Refused
from app.people.contacts import COMMANDING, Org
from app.people.rights import Act
from app.people.signin import SignedIn
from app.plans.card import PlanCard, card_of
from app.plans.planbook import Shelved, Standing
from app.plans.records import Plan, PlanKind
from app.plans.sheets import TITLE, WIDTHS, table
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.gate import gates
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.saving import place_for
from widgets.kit.scroll import column
from widgets.people.contact_cards import offer
from widgets.people.imports import KINDS as FILES
from widgets.people.imports import ImportView, save_table
from widgets.people.words import contact_refusals
from widgets.plans.duties import DutiesPart
from widgets.plans.form import PlanForm
from widgets.plans.reading import plan_lines
from widgets.plans.rooms import PlanRooms
from widgets.plans.shelf import shelf
from widgets.plans.view import PlansView
from widgets.study.filed import FileOfForm
from widgets.study.view import OpenFile

READ, FORM, PAPER = range(3)
ALL = "all"


class LibraryView(PlansView):
    """Typing searches. Alt+J enters a plan, Alt+E changes the chosen one, Ctrl+P prints its one page."""

    kinds = (
        *("plan", "plan_duty", "attachment"),
        *(
            "org",
            "membership",
            "post",
            "person",
            "contact_point",
        ),  # who commands, and their numbers
    )

    def __init__(
        self, desk: Desk, rooms: PlanRooms, open_file: OpenFile = QDesktopServices.openUrl
    ) -> None:
        super().__init__(desk)
        self._rooms, self._open = rooms, open_file
        self._editing: Shelved | None = None
        self.file = FileOfForm(self, "*.pdf *.docx *.doc *.ofd *.txt")
        self.card: PlanCard | None = None
        self._build()
        self.begin()
        listen(self, desk.bus, SignedIn, lambda _: self._signed_in())

    def first_focus(self) -> QWidget:
        return self._search.edit

    def look(self) -> tuple[list[Shelved], list[Org] | None]:
        asked, kind = self._search.value(), self._sieve.value()
        found = []
        if self.desk.session.may_seek(asked):
            found = self._rooms.planbook.look(asked, None if kind == ALL else PlanKind(kind))
        return found, None if self._offered else self._rooms.planbook.book.units()

    def show_look(self, look: tuple[list[Shelved], list[Org] | None]) -> None:
        found, units = look
        self.table.show_records(found, now=True)
        due = sum(one.standing in (Standing.SOON, Standing.OVERDUE) for one in found)
        words = self.tr("{n} plans, {due} to be revised") if due else self.tr("{n} plans")
        self._panel.set_note(words.format(n=len(found), due=due))
        if units is not None:
            self._offer(units)
        self.settle(found)

    def _offer(self, units: list[Org]) -> None:
        """Names to choose from; read anew when a unit changed."""
        self._offered = True
        offer(self._form.owner, [one.full_name for one in units])
        names = [one.full_name for one in units if one.kind in COMMANDING]
        offer(self._form.headquarters, names)
        self.duties.offer_units(units)

    def show_plan(self, key: UUID) -> None:
        self._search.set_value("")
        self._sieve.set_value(ALL)
        self._wanted = key
        self._turn(READ)
        self.read()

    def enter(self) -> None:
        self.blank()
        self._turn(FORM)
        self._form.fields["name"].editor.setFocus()

    def change(self, _record: object = None) -> None:
        one = self._demand()
        if one is None:
            return
        self.blank()
        self.take_up(one)
        self._form.show_plan(one)
        self._turn(FORM)

    def take_up(self, one: Shelved | None) -> None:
        self._editing = one
        self.file.blank(one.file.name if one and one.file else "")
        change = self.tr("Change {name}").format(name=one.plan.name) if one else ""
        self._form_panel.set_title(change or self.tr("Enter a plan"))

    def blank(self) -> None:
        self.take_up(None)
        self._form.blank()

    def keep(self) -> None:
        try:
            told = self._form.told(self.desk.clock.now())
        except Refused as refused:
            self.refuse(refused)
            return
        library, seen = self._rooms.planbook, self._editing.plan if self._editing else None

        def enter(filed: Filed | None) -> None:
            self.write(lambda by: library.enter(by, told, filed, seen), self._kept)

        if self.file.file is None:
            enter(None)
        else:
            ask(self, self.desk.disk, self._rooms.door.bring, self.file.file, then=enter,
                fail=self.refuse)  # fmt: skip

    def repeal(self) -> None:
        one = self._demand()
        if one is not None:
            self.write(lambda by: self._rooms.planbook.repeal(by, one.plan), lambda _: None)

    def open_outside(self) -> None:
        """A checked copy of the whole plan in the system's own program."""
        one = self._demand()
        if one is not None and one.file is not None:
            self.open_copy(self._rooms.door, one.file, self._open)

    def print_page(self) -> bool:
        """The one page beside the list; again takes it away."""
        if self._right.currentIndex() == PAPER:
            self._turn(READ)
        elif self.card is not None:
            ask(self, self.desk.paper, self._rooms.print_plan, self.card, then=self._printed,
                fail=self.refuse)  # fmt: skip
        return True

    def take_in(self, file: str = "") -> None:
        """A table of plans: first looked at."""
        file = file or QFileDialog.getOpenFileName(self, self.tr("Import plans"), "", FILES)[0]
        if file:
            self.imports.take(Path(file), lambda error: self._tell(error, contact_refusals()))

    def hand_out(self, to: str = "") -> None:
        """The plans of the list as a table that can be taken in again."""
        title, name = self.tr("Export plans"), f"{TITLE}.xlsx"
        place = place_for(self, self.desk, title, name, self.refuse, FILES, to)
        if place is None:
            return
        shelved = [one for one in self.table.records if one.plan.active]
        done = self.tr("{n} plans were exported").format(n=len(shelved))

        def rows() -> list[list[str]]:
            store = self._rooms.planbook.store
            return table(shelved, store.duties([one.id for one in shelved]))

        def save(told: list[list[str]]) -> None:
            ask(self, self.desk.disk, save_table, self.desk, place, told, TITLE, WIDTHS,
                then=lambda _: self.desk.say(done), fail=self.refuse)  # fmt: skip

        ask(self, self.desk.store, rows, then=save, fail=self.refuse)

    def refuse(self, error: Exception) -> None:
        """Where it can be read: the form's line is not there while a plan is read."""
        if self._right.currentIndex() == FORM:
            super().refuse(error)
        else:
            self._tell(error, self.words())

    def _tell(self, error: Exception, words: dict[str, str]) -> None:
        self.desk.say(explain(error, words))

    # -- what comes back -----------------------------------------------------------------------

    def _demand(self) -> Shelved | None:
        one: Shelved | None = self.table.current()
        if one is None:
            self.refuse(Refused("plan", "choose"))
        return one

    def _kept(self, made: Plan) -> None:
        self._wanted = made.id
        self.blank()
        self._turn(READ)
        self.desk.say(self.tr("Kept: {name}").format(name=made.name))

    def _choose(self, one: Shelved | None) -> None:
        live = one is not None and one.standing is not Standing.REPEALED
        for gate in self._gates:
            if gate is not None:
                gate.allow(live)
        self._outside.setEnabled(one is not None and one.file is not None)
        self.duties.show_plan(one)
        if one is None:
            self.card = None
            self._reader.set_title(self.tr("Read"))
            self._text.setPlainText("")
            return
        self._reader.set_title(one.plan.name)
        rooms = self._rooms
        ask(self, self.desk.store, card_of, rooms.planbook, rooms.commanding, one,
            then=self._have, fail=self.refuse)  # fmt: skip

    def _have(self, card: PlanCard) -> None:
        current = self.table.current()
        if current is None or current.id != card.shelved.id:
            return
        self.card = card
        self._show_card()
        if self._right.currentIndex() == PAPER:
            ask(self, self.desk.paper, self._rooms.print_plan, card, then=self._printed,
                fail=self.refuse)  # fmt: skip

    def _signed_in(self) -> None:
        """The paper has names and numbers as they are."""
        if hidden(self.desk) and self._right.currentIndex() == PAPER:
            self._turn(READ)
        self._show_card()

    def _show_card(self) -> None:
        """As whoever sits here may read it."""
        if self.card is not None:
            words = "\n".join(
                self.desk.session.covered(one) for one in plan_lines(self.desk, self.card)
            )
            if words != self._text.toPlainText():
                self._text.setPlainText(words)

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self._turn(PAPER)

    def _turn(self, to: int) -> None:
        self._right.setCurrentIndex(to)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._whole = QStackedWidget()
        whole.addWidget(self._whole)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        left = QVBoxLayout()
        left.setSpacing(theme.px("space.m"))
        left.addWidget(self._build_list(), 6)
        self.duties = DutiesPart(self.desk, self._rooms.planbook)
        left.addWidget(self.duties, 5)
        row.addLayout(left, 860)
        self._right = QStackedWidget()
        self._right.addWidget(self._build_reader())
        self._right.addWidget(column(theme, self._build_form()))
        self.preview = PaperPreview(theme)
        self.preview.allow_print(self.desk)
        self._right.addWidget(self.preview)
        row.addWidget(self._right, 640)
        self._whole.addWidget(body)
        heads = (self.tr("Charged unit"), self.tr("Plan"))
        self.imports = ImportView(self.desk, self._rooms.importing, Act.DICTIONARIES, heads)
        self.imports.planned.connect(lambda: self._whole.setCurrentIndex(1))
        self.imports.left.connect(self._back)
        self._whole.addWidget(self.imports)

    def _back(self) -> None:
        self._whole.setCurrentIndex(0)
        self.first_focus().setFocus()

    def _build_list(self) -> Panel:
        theme = self.theme
        panel = self._panel = Panel(theme, self.tr("Plan library"), flush=True)
        self._search = TextField(
            theme, "", placeholder=self.tr("event, township, village, words"), icon="search"
        )
        self._search.setFixedWidth(theme.px("size.body") * 16)
        self._search.changed.connect(self.read)
        panel.tools.addWidget(self._search)
        kinds = [(ALL, self.tr("all")), *((one.value, one.value[:2]) for one in PlanKind)]
        self._sieve = SegmentField(theme, "", kinds)
        self._sieve.set_value(ALL)
        self._sieve.changed.connect(self.read)
        line = QHBoxLayout()
        edge = theme.px("space.l")
        line.setContentsMargins(edge, 0, edge, 0)
        line.addWidget(self._sieve)
        panel.body.addLayout(line)
        self.table = shelf(self.desk)
        self.table.chosen.connect(self._choose)
        panel.add(self.table, 1)
        new = PlainButton(theme, self.tr("Enter a plan"), "Alt+J")
        change = PlainButton(theme, self.tr("Change it"), "Alt+E")
        gone = PlainButton(theme, self.tr("Repeal it"), "Alt+X")
        take = PlainButton(theme, self.tr("Import"), "Alt+I")
        out = PlainButton(theme, self.tr("Export"), "Alt+O")
        _, _, change_gate, gone_gate, _ = self.buttons(
            panel,
            (out, Act.UNCOVERED, lambda: self.hand_out()),
            (take, Act.DICTIONARIES, lambda: self.take_in()),
            (change, Act.DICTIONARIES, self.change),
            (gone, Act.DICTIONARIES, self.repeal),
            (new, Act.DICTIONARIES, self.enter),
            flush=True,
        )
        self._gates: Sequence[Any] = (change_gate, gone_gate)
        return panel

    def _build_reader(self) -> Panel:
        theme = self.theme
        panel = self._reader = Panel(theme, self.tr("Read"))
        self._outside = PlainButton(theme, self.tr("Whole text"), "Alt+W")
        self._outside.clicked.connect(self.open_outside)
        page = PlainButton(theme, self.tr("One page"), "Ctrl+P", bind=False)
        page.clicked.connect(self.print_page)
        gates(self.desk, Act.UNCOVERED, self._outside, page)
        panel.tools.addWidget(self._outside)
        panel.tools.addWidget(page)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(theme.font())
        self._text.setAccessibleName(self.tr("Read"))
        panel.add(self._text, 1)
        return panel

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = self._form_panel = Panel(theme, self.tr("Enter a plan"))
        self._form = PlanForm(theme, self._rooms.levels)
        self.form = self._form
        panel.add(self._form)

        def leave() -> None:
            self.blank()
            self._turn(READ)

        note = self.tr(
            "Kinds of plans and one plan for many events in townships are proposals; the county decides."
        )
        self.file.foot(panel, self.trouble, note, leave, self.keep)
        return panel
