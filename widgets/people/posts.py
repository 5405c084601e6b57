"""The posts of a person or a unit: who is A, who is B, from when until when, and who acts just now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import local_day
from app.base.errors import Refused
from app.people.contacts import Card, ContactStore, Held
from app.people.days import day
from app.people.posts import Posts
from app.people.rights import Act
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.people.contact_cards import EndPostCard, PostCard
from widgets.people.leaving import leaving_line
from widgets.people.words import contact_refusals


class PostsView(Panel):
    """`left` when the officer goes back to the book."""

    left = Signal()

    def __init__(self, desk: Desk, reads: ContactStore, posts: Posts, page: QWidget) -> None:
        super().__init__(desk.theme, self.tr("Posts, A and B"), flush=True)
        self._desk, self._reads, self._posts = desk, reads, posts
        self.of: Card | None = None
        self._again = Reread(self, desk.store, self._show, self._refused)
        self._build()
        self.card, self.ending = PostCard(desk.theme, page), EndPostCard(desk.theme, page)
        self.card.given.connect(self._keep)
        self.ending.given.connect(self._end)
        for one in (self.card, self.ending):
            one.left.connect(self.table.view.setFocus)
        listen(self, desk.bus, Changed, self._changed)

    def show_of(self, card: Card) -> None:
        """Of the person of the card, else of its unit."""
        self.of = card
        self.set_title(self.tr("Posts of {name}").format(name=self._covered(card) or card.unit))
        self._refused(None)
        self.read()

    def read(self) -> None:
        card = self.of
        if card is not None and card.person is not None:
            self._again.ask(lambda key=card.person.id: self._reads.held(key, ended=True))
        elif card is not None and card.org is not None:
            self._again.ask(lambda key=card.org.id: self._reads.posts(key, ended=True))

    def new(self) -> None:
        self._ask(None)

    def change(self) -> None:
        """Who holds it, its name, and since when, as it should read."""
        held = self.table.current()
        if held is not None:
            self._ask(held)

    def end(self) -> None:
        held = self.table.current()
        if held is not None and self._may():
            self.ending.ask_about(held, self._today(), self)

    # -- what comes back -----------------------------------------------------------------------

    def _show(self, held: list[Held]) -> None:
        self.table.show_records(held, now=True)
        now = self._desk.clock.now()
        alive = [one for one in held if not one.post.ended]
        self.set_note(self.tr("{n} held, {over} over").format(
            n=len(alive), over=len(held) - len(alive)
        ))  # fmt: skip
        nobody = "、".join(one.post.name for one in alive if one.acting(now) is None)
        self._nobody.setText(
            self.tr("A and B are both away, nobody acts: {posts}").format(posts=nobody)
        )
        self._nobody.setVisible(bool(nobody))

    def _ask(self, held: Held | None) -> None:
        of = self.of
        if of is None or not self._may():
            return
        unit = held.unit if held is not None else of.org
        if unit is None:
            return

        def show(cards: list[Card]) -> None:
            people = [one.person for one in cards if one.person]
            self.card.ask_about(unit, held, of.person, people, self._today(), self)

        ask(self, self._desk.store, self._reads.members, unit.id, then=show, fail=self._refused)

    def _keep(self) -> None:
        card = self.card
        try:
            by = self._desk.session.demand(Act.CONTACTS)
            since = day("since", card.since.value(), self._desk.clock.now())
        except Refused as no:
            card.refuse(no, contact_refusals())
            return
        told = card.name.value(), card.a.value(), card.b.value(), since
        seen = card.seen.post if card.seen else None
        ask(self, self._desk.store, self._posts.keep, by, card.unit, seen, *told,
            then=lambda _: self._kept(card),
            fail=lambda error: card.refuse(error, contact_refusals()))  # fmt: skip

    def _end(self) -> None:
        card = self.ending
        try:
            by = self._desk.session.demand(Act.CONTACTS)
            until = day("until", card.until.value(), self._desk.clock.now())
            if until is None:
                raise Refused("until", "missing")
        except Refused as no:
            card.refuse(no, contact_refusals())
            return
        post = card.seen.post if card.seen else None
        ask(self, self._desk.store, self._posts.end, by, post, until, card.why.value(),
            then=lambda _: self._kept(card),
            fail=lambda error: card.refuse(error, contact_refusals()))  # fmt: skip

    def _kept(self, card: PostCard | EndPostCard) -> None:
        card.leave()
        self._desk.say(self.tr("Kept"))

    def _may(self) -> bool:
        try:
            self._desk.session.demand(Act.CONTACTS)
        except Refused as error:
            self._refused(error)
            return False
        self._refused(None)
        return True

    def _refused(self, error: Exception | None) -> None:
        self._said.setText(explain(error, contact_refusals()) if error else "")
        self._said.setVisible(error is not None)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("post", "person", "org") and self.isVisible():
            self.read()

    def _today(self) -> str:
        return local_day(self._desk.clock.now()).isoformat()

    # -- parts ---------------------------------------------------------------------------------

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
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Post"), lambda h: h.post.name, 150, strong=_alive, tone=_tone),
                Column(self.tr("Unit"), lambda h: h.unit.full_name, 200, tone="text2"),
                Column(self.tr("A or B"), self._role, 60, strong=_alive, tone=_tone),
                Column(self.tr("A role"), self._a, 140, tone=_tone),
                Column(self.tr("B role"), self._b, 140, tone=_tone),
                Column(self.tr("Valid"), self._days, 230, tone="text2"),
                Column(self.tr("State"), self._state, stretch=True, strong=self._odd, tone=_tone),
            ),
            key=lambda held: held.post.id,
            empty=self.tr("No post is entered here yet"),
            name="posts",
            memory=self._desk.memory,
        )
        self.table.opened.connect(lambda _: self.change())
        self.add(self.table, 1)
        self.body.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        theme = self._desk.theme
        line = leaving_line(theme, self)
        change = PlainButton(theme, self.tr("Change it"), "Alt+E")
        change.clicked.connect(self.change)
        over = PlainButton(theme, self.tr("End it"), "Alt+D")
        over.clicked.connect(self.end)
        new = MainButton(theme, self.tr("New post"), "Alt+N")
        new.clicked.connect(self.new)
        for button in (change, over, new):
            Gate(self._desk, button, Act.CONTACTS)
        line.addWidget(change)
        line.addWidget(over)
        line.addStretch(1)
        line.addWidget(new)
        return line

    def _role(self, held: Held) -> str:
        person = self.of.person if self.of else None
        if person is None:
            return "—"
        return "A" if held.post.a_person == person.id else "B"

    def _a(self, held: Held) -> str:
        return self._name(held.a)

    def _b(self, held: Held) -> str:
        return self._name(held.b)

    def _name(self, card: Card) -> str:
        away = card.person is not None and card.person.away(self._desk.clock.now())
        name = self._covered(card)
        return f"{name}（{self.tr('on leave')}）" if away else name

    def _covered(self, card: Card) -> str:
        return self._desk.session.covered_name(card.name)

    def _days(self, held: Held) -> str:
        since, until = held.post.since, held.post.until
        begin = since.isoformat() if since else "不详"
        return f"{begin} 至 {until.isoformat()}" if until else f"{begin} 起"

    def _state(self, held: Held) -> str:
        if held.post.ended:
            return self.tr("ended: {why}").format(why=held.post.ended)
        acting = held.acting(self._desk.clock.now())
        if acting is None:
            return self.tr("both away: nobody acts")
        if acting is held.b:
            return self.tr("B {name} acts").format(name=self._covered(acting))
        return self.tr("A {name} acts").format(name=self._covered(acting))

    def _odd(self, held: Held) -> bool:
        """Somebody else than A acts, or nobody."""
        return not held.post.ended and held.acting(self._desk.clock.now()) is not held.a


def _alive(held: Held) -> bool:
    return not held.post.ended


def _tone(held: Held) -> str:
    return "text3" if held.post.ended else "text"
