"""One contact: every way to reach them, who acts for them, and what is done to it by a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from app.base.clock import local
from app.people.contacts import Card, ContactPoint, Held, PointState
from app.people.numbers import ContactRules
from app.people.rights import Act
from widgets.kit.buttons import PlainButton
from widgets.kit.chips import Chip, Tag
from widgets.kit.copying import copy_number, hidden
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.people.finding import key_of, whose

MOST_POSTS = 4
KEYS = 9
"""Alt+1 … Alt+9 copy the numbers in their order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A card and the posts its person holds, or those of the unit."""

    card: Card
    held: tuple[Held, ...]


class ContactPanel(Panel):
    """`acted(name)` for its buttons: verify, wrong, add, change, up, person, leave, post."""

    acted = Signal(str)

    def __init__(self, desk: Desk, rules: ContactRules) -> None:
        super().__init__(desk.theme, self.tr("Contact"), flush=True)
        self._desk, self._rules = desk, rules
        self.seen: Seen | None = None
        self._head()
        self.numbers = _Numbers(desk.theme, lead_w=46, empty=self.tr("No number is known"))
        self.numbers.opened.connect(lambda _: self.copy())
        self.numbers.pointed.connect(lambda _: self.copy())
        self.add(self.numbers, 1)
        self._source = Label(desk.theme, "", "caption", tone="text3")
        self._source.setWordWrap(True)
        self._source.setContentsMargins(*(desk.theme.px("space.l"), 0) * 2)
        self.add(self._source)
        self._buttons()
        for n in range(1, KEYS + 1):
            key = QShortcut(QKeySequence(f"Alt+{n}"), self)
            key.setContext(Qt.ShortcutContext.WindowShortcut)
            key.activated.connect(lambda n=n: self.copy(n - 1))

    def show_seen(self, seen: Seen | None) -> None:
        same = (
            seen is not None
            and self.seen is not None
            and key_of(seen.card) == key_of(self.seen.card)
        )
        self.seen = seen
        self._show_head()
        points = seen.card.points if seen else ()
        self.numbers.show_lines([self._line(n, one) for n, one in enumerate(points)])
        if points and not (same and self.numbers.current()):
            self.numbers.setCurrentIndex(self.numbers.model().index(0, 0))
        for button in self.buttons.values():
            button.setEnabled(seen is not None)

    def points(self) -> tuple[ContactPoint, ...]:
        return self.seen.card.points if self.seen else ()

    def chosen(self) -> ContactPoint | None:
        line = self.numbers.current()
        return next((one for one in self.points() if line and str(one.id) == line.key), None)

    def copy(self, place: int | None = None) -> None:
        """The number at this place, else the one that is marked."""
        points = self.points()
        one = self.chosen() if place is None else points[place] if place < len(points) else None
        if one is not None and self.seen is not None:
            copy_number(self._desk, one.value, whose(self.seen.card))

    # -- what it shows -------------------------------------------------------------------------

    def _line(self, n: int, one: ContactPoint) -> Line:
        wrong = one.state is PointState.WRONG
        stale = self._rules.is_stale(one, self._desk.clock.now())
        when = local(one.verified_at).date().isoformat() if one.verified_at else ""
        state = self.tr("verified {day}").format(day=when) if when else self.tr("never verified")
        if wrong:
            state = self.tr("nobody is reached there")
        text = "  ".join(part for part in (one.kind.value, one.label, state) if part)
        value = "•••" if hidden(self._desk) else one.value
        right = self.tr("wrong number") if wrong else self.tr("stale") if stale else ""
        lead = f"Alt+{n + 1}" if n < KEYS else ""
        return Line(str(one.id), value, text, lead, right=right, right_strong=True, look="new",
                    struck=wrong)  # fmt: skip

    def _show_head(self) -> None:
        card = self.seen.card if self.seen else None
        person = card.person if card else None
        self._name.setText(
            (self._desk.session.covered_name(person.name) if person else card.unit) if card else ""
        )
        duty = person.duty or self.tr("post unknown") if person else self.tr("the unit's own")
        where = f"{card.unit}  {duty}" if card and person else duty
        self._where.setText(where if card else self.tr("Choose somebody on the left"))
        now = self._desk.clock.now()
        away = person is not None and person.away(now)
        self._leave.show_mark(Tag(self.tr("on leave"), solid=True) if away else None)
        told = []
        if away and person and person.leave_to and person.leave_from:
            days = (local(person.leave_from), local(person.leave_to))
            words = self.tr("On leave {begin} to {end}")
            when = words.format(begin=f"{days[0]:%m-%d %H:%M}", end=f"{days[1]:%m-%d %H:%M}")
            told.append("，".join(one for one in (when, person.leave_why) if one))
        told += self._posts_told(now)
        self._posts.setText("\n".join(told))
        self._posts.setVisible(bool(told))
        stale = any(self._rules.is_stale(one, now) for one in self.points())
        days_text = self.tr("Stale after {days} days. Source: {source}")
        self._source.setText(
            days_text.format(days=self._rules.stale.days, source=self._rules.source)
            if stale
            else ""
        )
        self._source.setVisible(stale)

    def _posts_told(self, now: datetime) -> list[str]:
        """Those that A does not hold just now first; the rest is counted."""
        held = sorted(self.seen.held if self.seen else (), key=lambda one: one.acting(now) is one.a)
        told = [self._held(one) for one in held[:MOST_POSTS]]
        rest = len(held) - MOST_POSTS
        return [*told, self.tr("{n} posts more").format(n=rest)] if rest > 0 else told

    def _held(self, one: Held) -> str:
        acting = one.acting(self._desk.clock.now())
        words = self.tr("{post}: A {a}, B {b}").format(
            post=one.post.name, a=one.a.name, b=one.b.name
        )
        if acting is None:
            return words + "  " + self.tr("both away: nobody acts")
        if acting is one.b:
            return words + "  " + self.tr("B {name} acts").format(name=acting.name)
        return words

    def _head(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        row = QHBoxLayout()
        row.setContentsMargins(edge, 0, edge, 0)
        self._name = Label(theme, "", "title", strong=True)
        self._name.setWordWrap(True)
        self._leave = Chip(theme)
        row.addWidget(self._name, 1)
        row.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self._where = Label(theme, "", tone="text2")
        self._posts = Label(theme, "", "small")
        for label in (self._where, self._posts):
            label.setWordWrap(True)
            label.setContentsMargins(edge, 0, edge, 0)
            self.add(label)

    def _buttons(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.m")
        grid = QGridLayout()
        grid.setContentsMargins(edge, 0, edge, edge)
        grid.setSpacing(theme.px("space.s"))
        self.buttons: dict[str, PlainButton] = {}
        for n, (name, words, key) in enumerate(self._acts()):
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda _=False, name=name: self.acted.emit(name))
            self.buttons[name] = button
            grid.addWidget(button, n // 2, n % 2)
        changing = [button for name, button in self.buttons.items() if name != "post"]
        gates(self._desk, Act.CONTACTS, *changing)
        self.body.addLayout(grid)

    def _acts(self) -> Sequence[tuple[str, str, str]]:
        return (
            ("verify", self.tr("Verified today"), "Alt+V"),
            ("wrong", self.tr("Wrong number"), "Alt+W"),
            ("add", self.tr("Add a number"), "Alt+T"),
            ("change", self.tr("Change number"), "Alt+E"),
            ("up", self.tr("Dial earlier"), "Alt+D"),
            ("leave", self.tr("On leave"), "Alt+Q"),
            ("person", self.tr("Change person"), "Alt+P"),
            ("post", self.tr("A and B"), "Alt+B"),
        )


class _Numbers(LineList):
    """The right button copies; so does Enter."""

    pointed = Signal(object)

    def mousePressEvent(self, event) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.RightButton and self.current() is not None:
            self.pointed.emit(self.current())
