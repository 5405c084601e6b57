"""Lists of the roll call by radio: when each is called, who stands in it, in what order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.people.rights import Act
from app.radio.rollcall_lists import TITLE, WIDTHS, moment, table
from app.radio.rollcall_records import RadioList, RadioPost, RollMode
from widgets.checks.exporting import save_table
from widgets.checks.radiocards import ListCard, PostCard
from widgets.checks.radiorows import RadioRollRooms
from widgets.checks.view import CheckView
from widgets.kit.ask import ask
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.people.imports import KINDS, ImportView
from widgets.people.leaving import leaving_line

Books = list[tuple[RadioList, list[RadioPost]]]


class RadioListsView(CheckView):
    """`left` when the officer goes back to the calling."""

    left = Signal()
    kinds = ("radio_list", "radio_post")

    def __init__(self, desk: Desk, rooms: RadioRollRooms, page: QWidget) -> None:
        super().__init__(desk)
        self._rooms, self._books = rooms, list[tuple[RadioList, list[RadioPost]]]()
        self.list_card, self.post_card = ListCard(desk.theme, page), PostCard(desk.theme, page)
        self._build()
        self.list_card.given.connect(self._keep_list)
        self.list_card.extra.clicked.connect(self._drop_list)
        self.post_card.given.connect(self._keep_post)
        self.post_card.extra.clicked.connect(self._drop_post)
        self.begin()

    def first_focus(self) -> QWidget:
        return self.posts.view

    def words(self) -> dict[str, str]:
        return super().words() | {
            "missing": self.tr("Still empty: write it first."),
            "not_hours": self.tr("“{typed}” is no time of day: write 08:30."),
            "not_a_time": self.tr("Write the time as 2026-06-24 08:00."),
            "not_a_number": self.tr("{typed} is no number of a radio or group."),
            "taken": self.tr("“{name}” has it already."),
            "too_long": self.tr("Too long: at most {most} characters."),
            "book_changed": self.tr("The lists have changed meanwhile: look again."),
            "nothing_new": self.tr("Nothing in the file is new."),
        }

    def look(self) -> Books:
        return self._rooms.lists.books()

    def show_look(self, look: Books) -> None:
        self._books = look
        self.lists.show_records([one for one, _ in look], now=True)
        if self.lists.current() is None and look:
            self.lists.select(look[0][0].id)
        self._show_posts()

    def _show_posts(self) -> None:
        one = self.lists.current()
        posts = next((posts for held, posts in self._books if one and held.id == one.id), [])
        self.posts.show_records(posts, now=True)
        self._posts_panel.set_title(one.name if one else self.tr("Posts called"))

    # -- what the officer does -----------------------------------------------------------------

    def new_list(self) -> None:
        if self._may():
            self.list_card.ask_about(None, self._rooms.rolls.rules.times, self)

    def change_list(self) -> None:
        one = self.lists.current()
        if one is not None and self._may():
            self.list_card.ask_about(one, (), self)

    def new_post(self) -> None:
        one = self.lists.current()
        if one is None:
            self.refuse(Refused("list", "choose"))
        elif self._may():
            self.post_card.ask_about(None, one.name, self)

    def change_post(self) -> None:
        one, post = self.lists.current(), self.posts.current()
        if one is not None and post is not None and self._may():
            self.post_card.ask_about(post, one.name, self)

    def move(self, step: int) -> None:
        post = self.posts.current()
        if post is not None and self._may():
            self._write(lambda: self._rooms.lists.move(self._by(), post, step), self.refuse)

    def choose_import(self, file: str = "") -> None:
        """A table of posts, looked at before it is written."""
        if not self._may():
            return
        title = self.tr("Import lists of posts")
        file = file or QFileDialog.getOpenFileName(self, title, "", KINDS)[0]
        if file:
            self.imports.take(Path(file), self.refuse)

    def choose_export(self, to: str = "") -> None:
        if not self.desk.session.uncovered:
            self.desk.say(self.tr("Numbers are covered for this role"))
            return
        save_table(self, self.desk, table(self._books), TITLE, WIDTHS, self.refuse, to)

    # -- writing -------------------------------------------------------------------------------

    def _keep_list(self) -> None:
        card = self.list_card
        try:
            by, extra = self._by(), moment("extra", card.extra_at.value())
        except Refused as no:
            card.refuse(no, self.words())
            return
        told = (by, card.seen, card.name.value(), RollMode(card.mode.value()), card.times.value())
        work = self._rooms.lists.keep_list
        ask(self, self.desk.store, work, *told, extra, then=lambda _: card.leave(),
            fail=lambda error: card.refuse(error, self.words()))  # fmt: skip

    def _drop_list(self) -> None:
        card, seen = self.list_card, self.list_card.seen
        if seen is not None:
            self._write(lambda: self._rooms.lists.drop_list(self._by(), seen),
                        lambda error: card.refuse(error, self.words()), card.leave)  # fmt: skip

    def _keep_post(self) -> None:
        card, one = self.post_card, self.lists.current()
        try:
            by, told = self._by(), card.told()
        except Refused as no:
            card.refuse(no, self.words())
            return
        key: UUID | None = card.seen.list_id if card.seen else one.id if one else None
        ask(self, self.desk.store, self._rooms.lists.keep_post, by, key, card.seen, told,
            then=lambda _: card.leave(),
            fail=lambda error: card.refuse(error, self.words()))  # fmt: skip

    def _drop_post(self) -> None:
        card, seen = self.post_card, self.post_card.seen
        if seen is not None:
            self._write(lambda: self._rooms.lists.drop_post(self._by(), seen),
                        lambda error: card.refuse(error, self.words()), card.leave)  # fmt: skip

    def _write(
        self, work: Callable[[], Any], fail: Callable[[Exception], None],
        then: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        ask(self, self.desk.store, work, then=lambda _: then(), fail=fail)

    def _by(self) -> Any:
        return self.desk.session.demand(Act.CONTACTS)

    def _may(self) -> bool:
        self.clear_refusal()
        try:
            self._by()
        except Refused as error:
            self.refuse(error)
            return False
        return True

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px("space.m"))
        row.addWidget(self._build_lists(), 420)
        row.addWidget(self._build_posts(), 1088)
        heads = self.tr("List of posts"), self.tr("Called post")
        self.imports = ImportView(self.desk, self._rooms.lists, Act.CONTACTS, heads)
        self.imports.planned.connect(lambda: self._stack.setCurrentWidget(self.imports))
        self.imports.left.connect(lambda: self._stack.setCurrentWidget(both))
        self._stack.addWidget(both)
        self._stack.addWidget(self.imports)
        page.addWidget(self._stack)

    def _build_lists(self) -> Panel:
        panel = Panel(self.theme, self.tr("Lists"), flush=True)
        self.lists = RecordTable(
            self.theme,
            (
                Column(self.tr("List of posts"), lambda one: one.name, 120, strong=True),
                Column(self.tr("Way of calling"), lambda one: one.mode.value, 100),
                Column(self.tr("Every day at"), _times, stretch=True),
            ),
            row="table_compact",
            empty=self.tr("No list yet"),
            name="radio-lists",
            memory=self.desk.memory,
        )
        self.lists.chosen.connect(lambda _: self._show_posts())
        self.lists.opened.connect(lambda _: self.change_list())
        panel.add(self.lists, 1)
        line = leaving_line(self.theme, self)
        line.addWidget(self._button(self.tr("New list"), "Alt+1", self.new_list, Act.CONTACTS))
        change = self._button(self.tr("Change list"), "Alt+2", self.change_list, Act.CONTACTS)
        line.addWidget(change)
        panel.body.addLayout(line)
        return panel

    def _build_posts(self) -> Panel:
        panel = self._posts_panel = Panel(self.theme, self.tr("Posts called"), flush=True)
        covered = self.desk.session.covered
        self.posts = RecordTable(
            self.theme,
            (
                Column(self.tr("Called post"), lambda p: p.name, 140, strong=True),
                Column(self.tr("Unit"), lambda p: p.unit, 130, fold=True),
                Column(self.tr("Radio number"), lambda p: _number(p.radio), 80),
                Column(self.tr("Talk-group"), lambda p: _number(p.talkgroup), 70),
                Column(self.tr("Phone of the post"), lambda p: covered(p.phone) or "—", 130),
                Column(self.tr("PoC radio"), lambda p: covered(p.poc) or "—", 110),
                Column(self.tr("Satellite phone"), lambda p: covered(p.satellite) or "—", 130),
                Column(self.tr("On leave until"), self._leave, stretch=True),
            ),
            row="table_compact",
            empty=self.tr("No post in this list yet"),
            name="radio-posts",
            memory=self.desk.memory,
        )
        self.posts.opened.connect(lambda _: self.change_post())
        panel.add(self.posts, 1)
        panel.add(self.trouble)
        contacts = Act.CONTACTS
        line = self._line(
            self._button(self.tr("New called post"), "Alt+N", self.new_post, contacts),
            self._button(self.tr("Change post"), "Alt+C", self.change_post, contacts),
            self._button(self.tr("Move up"), "Alt+3", lambda: self.move(-1), contacts),
            self._button(self.tr("Move down"), "Alt+4", lambda: self.move(1), contacts),
            self._button(self.tr("Import"), "Alt+I", self.choose_import, contacts),
            self._button(self.tr("Export"), "Alt+O", self.choose_export, Act.UNCOVERED),
        )
        edge = self.theme.px("space.m")
        line.setContentsMargins(edge, 0, edge, edge)
        panel.body.addLayout(line)
        return panel

    def _leave(self, post: RadioPost) -> str:
        if post.leave_until is None or not post.on_leave(self.desk.clock.now()):
            return "—"
        return f"{day_hhmm(post.leave_until)} {post.leave_why}".strip()


def _number(number: int | None) -> str:
    return "—" if number is None else str(number)


def _times(one: RadioList) -> str:
    extra = f" + {day_hhmm(one.extra_at)}" if one.extra_at else ""
    return ("、".join(one.times) or "—") + extra
