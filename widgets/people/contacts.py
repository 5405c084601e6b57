"""通讯录: the tree of units, who is in them or was looked for, and one contact with every number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.people.contacts import Card, Org
from app.people.pinyin import pinyin_order
from app.people.rights import Act
from app.people.session import SignedIn
from widgets.kit.buttons import PlainButton
from widgets.kit.copying import copy_number, hidden
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.flow import Flow
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.people.contact_acts import ContactActs
from widgets.people.finding import first_good, key_of, whose
from widgets.people.imports import ImportView
from widgets.people.listing import contact_table
from widgets.people.papers import PaperView
from widgets.people.person import ContactPanel, Seen
from widgets.people.posts import PostsView
from widgets.people.rooms import ContactRooms
from widgets.people.support_place import SupportPlace
from widgets.people.tree import UnitTree
from widgets.people.words import contact_refusals
from widgets.shell.page import Page

MOST, MOST_STALE = 200, 2000
SEARCH_MS = 60
_KINDS = ("org", "person", "contact_point", "post")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list shows: what was looked for, else stale numbers, else a unit."""

    words: str
    unit: UUID | None
    by_pinyin: bool
    stale: bool


class ContactsPage(Page):
    """`open(key)` shows the person or unit with this key; `open(("support", key))` a turn of a firm."""

    key = "contacts"

    def __init__(self, desk: Desk, rooms: ContactRooms) -> None:
        super().__init__()
        self._desk, self._rooms = desk, rooms
        self._asked = Asked("", None, False, False)
        self._answered: Asked | None = None
        self._shown: UUID | None = None
        self._now = False
        self._units_again = Reread(self, desk.store, self._show_units, self._not_read)
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self._card_again = Reread(self, desk.store, self._show_card, self._not_read)
        self._inside = QWidget()
        self._build()
        self.acts = ContactActs(desk, rooms, self, self._inside)
        self.card.acted.connect(self.acts.do)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_MS)
        self._soon.timeout.connect(self.read)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, self._signed_in)
        self._keys()

    def first_focus(self) -> QWidget:
        return self.search.edit

    def print_page(self) -> bool:
        """The contact list of the unit that is chosen; its contact tree is one key away."""
        unit = self.tree.current()
        if unit is None or hidden(self._desk):
            return False
        self.paper.show_unit(unit)
        self._views.setCurrentWidget(self.paper)
        self.paper.setFocus()
        return True

    def show_support(self) -> None:
        """Who is rung at the firms."""
        self._views.setCurrentWidget(self.firms)
        self.firms.view.table.view.setFocus()

    def show_posts(self) -> None:
        """The posts of whoever is shown, those that ended too."""
        seen = self.card.seen
        if seen is None or seen.card.org is None:
            return
        self.posts.show_of(seen.card)
        self._views.setCurrentWidget(self.posts)
        self.posts.table.view.setFocus()

    def open(self, key: UUID | tuple[str, UUID]) -> None:
        if isinstance(key, tuple):
            self.show_support()
            self.firms.view.select(key[1])
            return
        self._views.setCurrentWidget(self._inside)
        self.search.set_value("")
        self._stale = False
        self._shown = key
        self._read_card()

    def _signed_in(self, _fact: SignedIn) -> None:
        """Another person may see the same people covered, and not what was found by a number."""
        if not self._desk.session.may_seek(self.search.value()):
            self.search.set_value("")
            self.read()
        self.table.view.viewport().update()
        self._read_card()

    # -- what is asked -------------------------------------------------------------------------

    def read(self) -> None:
        unit = self.tree.current()
        by_pinyin = self.order.value() == "pinyin"
        asked = Asked(self.search.value(), unit.id if unit else None, by_pinyin, self._stale)
        self._now = self._now or asked != self._asked
        self._asked = asked
        self._again.ask(self._look, asked)

    def _look(self, asked: Asked) -> tuple[Asked, list[Card]]:
        """On the store thread."""
        reads = self._rooms.reads
        if asked.words and not self._desk.session.may_seek(asked.words):
            found = []
        elif asked.words:
            found = reads.find(asked.words, MOST)
        elif asked.stale:
            found = reads.stale(self._desk.clock.now() - self._rooms.rules.stale, MOST_STALE)
        else:
            found = reads.members(asked.unit) if asked.unit else []
        if asked.by_pinyin:
            found = sorted(found, key=lambda one: pinyin_order(one.name or one.unit))
        return asked, found

    def _look_at(self, key: UUID) -> Seen | None:
        reads = self._rooms.reads
        card = reads.card(key)
        if card is not None:
            return Seen(card, tuple(reads.held(key)))
        card = reads.unit_card(key)
        return Seen(card, tuple(reads.posts(key))) if card else None

    def _read_card(self) -> None:
        if self._shown is not None:
            self._card_again.ask(self._look_at, self._shown)

    def _read_all(self) -> None:
        self._units_again.ask(self._rooms.reads.units)
        self.read()
        self._read_card()

    # -- what comes back -----------------------------------------------------------------------

    def _show_units(self, units: list[Org]) -> None:
        self.tree.show_units(units)
        self._units_panel.set_note(self.tr("{n} units").format(n=len(units)))

    def _show(self, answer: tuple[Asked, list[Card]]) -> None:
        """What the answer was asked for; the officer may have typed on meanwhile."""
        asked, cards = answer
        self._trouble.hide()
        self.table.show_records(cards, now=self._now)
        self._now = False
        unit = next((one for one in self.tree.units if one.id == asked.unit), None)
        people = sum(1 for one in cards if one.person)
        if asked.words:
            title = self.tr("Found")
            empty = self.tr("Nobody found: try fewer letters, or figures of the number")
        elif asked.stale:
            title, empty = self.tr("Stale numbers"), self.tr("No number is stale")
        else:
            title = unit.full_name if unit else self.tr("Contacts")
            empty = self.tr("Nobody is entered here yet")
        self._list.set_title(title)
        self._list.set_note(self.tr("{n} people").format(n=people))
        self.table.set_empty(empty)
        new, self._answered = asked != self._answered, asked
        if asked.words and cards and new:
            self.table.select(key_of(cards[0]))
            self._show_key(key_of(cards[0]))

    def _show_card(self, seen: Seen | None) -> None:
        self.card.show_seen(seen)
        if seen is None:
            return
        home = seen.card.org
        current = self.tree.current()
        if home is not None and not self._asked.words and not self._asked.stale:
            if current is None or current.id != home.id:
                self.tree.select(home.id)
            self.table.select(key_of(seen.card))

    def _show_key(self, key: UUID | None) -> None:
        if key is not None and key != self._shown:
            self._shown = key
            self._read_card()

    def _not_read(self, error: Exception) -> None:
        self._trouble.setText(explain(error, contact_refusals()))
        self._trouble.show()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS and self.isVisible():
            self._read_all()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._read_all()

    # -- what the officer does -----------------------------------------------------------------

    def _unit_chosen(self, unit: Org | None) -> None:
        if unit is None:
            return
        self._stale = False
        if self.search.value():
            self.search.set_value("")
        if not (
            self.card.seen and self.card.seen.card.org and self.card.seen.card.org.id == unit.id
        ):
            self._show_key(unit.id)
        self.read()

    def _chosen(self, card: Card | None) -> None:
        if card is not None:
            self._show_key(key_of(card))

    def copy_current(self) -> None:
        """The number to dial first, of whoever is marked in the list."""
        card = self.table.current()
        point = first_good(card) if card is not None else None
        if card is not None and point is not None:
            copy_number(self._desk, point.value, whose(card))

    def show_stale(self) -> None:
        self.search.set_value("")
        self._stale = not self._stale
        self.read()

    def show_import(self) -> None:
        self._views.setCurrentWidget(self.imports)
        self.imports.table.view.setFocus()

    def _back_to_book(self) -> None:
        self._views.setCurrentWidget(self._inside)
        self.search.edit.setFocus()

    def own_act(self) -> None:
        """What comes next is the officer's own doing: rows need not wait."""
        self._now = True

    def say_trouble(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    # -- parts ---------------------------------------------------------------------------------

    def _keys(self) -> None:
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.search.edit.setFocus)
        for owner, key, act in (
            (self.table.view, "Ctrl+C", self.copy_current),
            (self.card.numbers, "Ctrl+C", self.card.copy),
            (self.table.view, "Alt+Up", lambda: self.acts.move_person(-1)),
            (self.table.view, "Alt+Down", lambda: self.acts.move_person(1)),
            (self.search.edit, "Down", self._into_list),
        ):
            one = QShortcut(QKeySequence(key), owner)
            one.setContext(Qt.ShortcutContext.WidgetShortcut)
            one.activated.connect(act)

    def _into_list(self) -> None:
        self.table.view.setFocus()
        if self.table.current() is None and self.table.records:
            self.table.select(key_of(self.table.records[0]))

    def _build(self) -> None:
        theme = self._desk.theme
        self._stale = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._views = QStackedWidget()
        self.imports = ImportView(self._desk, self._rooms.importing, Act.UNITS)
        self.imports.planned.connect(self.show_import)
        self.imports.left.connect(self._back_to_book)
        self._views.addWidget(self._inside)
        self._views.addWidget(self.imports)
        self.paper = PaperView(self._desk, self._rooms.reads, self._rooms.print_contacts)
        self.paper.left.connect(self._back_to_book)
        self._views.addWidget(self.paper)
        self.firms = SupportPlace(self._desk, self._rooms, self)
        self.firms.left.connect(self._back_to_book)
        self._views.addWidget(self.firms)
        self.posts = PostsView(self._desk, self._rooms.reads, self._rooms.posts, self)
        self.posts.left.connect(self._back_to_book)
        self._views.addWidget(self.posts)
        outer.addWidget(self._views)
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._units_panel = Panel(theme, self.tr("Units"), flush=True)
        self.tree = UnitTree(theme)
        self.tree.chosen.connect(self._unit_chosen)
        self._units_panel.add(self.tree, 1)
        self._units_panel.body.addLayout(
            self._tools(
                (self.tr("New unit"), "Alt+U", lambda: self.acts.new_unit(), Act.UNITS),
                (self.tr("Rename, move"), "Alt+R", lambda: self.acts.change_unit(), Act.UNITS),
            )
        )
        self._units_panel.body.addLayout(
            self._tools((self.tr("Support on duty"), "Alt+G", self.show_support, None))
        )
        self._list = Panel(theme, self.tr("Contacts"), flush=True)
        self._list.body.addLayout(self._search_row())
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.setContentsMargins(*(theme.px("space.l"), 0) * 2)
        self._trouble.hide()
        self._list.add(self._trouble)
        self.table = contact_table(self._desk, self._rooms.rules)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _: self.card.numbers.setFocus())
        self.table.view.customContextMenuRequested.connect(lambda _: self.copy_current())
        self._list.add(self.table, 1)
        self._list.body.addLayout(
            self._tools(
                (self.tr("New person"), "Alt+N", lambda: self.acts.new_person(), Act.CONTACTS),
                (self.tr("Stale numbers"), "Alt+S", self.show_stale, None),
                (self.tr("Import"), "Alt+I", lambda: self.acts.choose_import(), Act.UNITS),
                (self.tr("Export"), "Alt+O", lambda: self.acts.choose_export(), Act.UNCOVERED),
                (self.tr("Print"), "", self.print_page, Act.UNCOVERED),
            )
        )
        self.card = ContactPanel(self._desk, self._rooms.rules)
        row.addWidget(self._units_panel, 300)
        row.addWidget(self._list, 620)
        row.addWidget(self.card, 400)

    def _search_row(self) -> QHBoxLayout:
        theme = self._desk.theme
        line = QHBoxLayout()
        edge = theme.px("space.l")
        line.setContentsMargins(edge, 0, edge, 0)
        hint = self.tr("Name, unit, post, initials or figures   Ctrl+F")
        self.search = TextField(theme, "", placeholder=hint, icon="search")
        self.search.edit.setAccessibleName(self.tr("Search contacts"))
        self.search.changed.connect(lambda: self._soon.start())
        self.search.edit.returnPressed.connect(self._into_list)
        orders = [("official", self.tr("Official order")), ("pinyin", self.tr("Pinyin order"))]
        self.order = SegmentField(theme, "", orders)
        self.order.set_value("official")
        self.order.changed.connect(self.read)
        line.addWidget(self.search, 3)
        line.addWidget(self.order, 2)
        return line

    def _tools(self, *acts: tuple[str, str, Callable[[], Any], Act | None]) -> Flow:
        theme = self._desk.theme
        line = Flow(theme.px("space.s"))
        edge = theme.px("space.m")
        line.setContentsMargins(edge, 0, edge, edge)
        for words, key, act, right in acts:
            button = PlainButton(theme, words, key)
            button.clicked.connect(act)
            if right is not None:
                gates(self._desk, right, button)
            line.addWidget(button)
        return line
