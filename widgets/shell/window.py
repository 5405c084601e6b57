"""A work window: strip, rail, page, lamp bar, and what an emergency or a lock lays over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.people.records import Officer
from app.people.signin import SignedIn
from widgets.kit.listen import listen
from widgets.shell.banner import Banner, EmergencyBorder
from widgets.shell.commandbar import CommandBar
from widgets.shell.cover import Cover
from widgets.shell.incomingcard import IncomingCard
from widgets.shell.incomingslot import IncomingSlot
from widgets.shell.keys import KEYS, KeysCard
from widgets.shell.lampbar import LampBar
from widgets.shell.page import PLACES, Page
from widgets.shell.places import LEAST_H, LEAST_W
from widgets.shell.rail import Rail
from widgets.shell.shut import Shut
from widgets.shell.signin import SignInCard
from widgets.shell.stack import MessageDrawer
from widgets.shell.strip import Strip

if TYPE_CHECKING:
    from widgets.shell.shell import Shell


class DutyWindow(QMainWindow):
    """`name` is "main" or the key of the one page this window was made for. Never raises itself."""

    closing = Signal(object)

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.shell = shell
        self.name = name
        self._before: QWidget | None = None
        theme = shell.desk.theme
        self.setMinimumSize(LEAST_W, LEAST_H)
        self.strip = Strip(shell.desk, shell.status, shell.messages)
        self.rail = Rail(theme)
        self.lamps = LampBar(theme, shell.status)
        self.slot = IncomingSlot(theme, shell.desk.clock, shell.incoming)
        self.lamps.add(self.slot)
        self.pages = QStackedWidget()
        self._build(theme.px("space.m"))
        self._overlays()
        self._wire()

    def _build(self, gap: int) -> None:
        inner = QWidget()
        room = QVBoxLayout(inner)
        room.setContentsMargins(gap, gap, gap, gap)
        room.addWidget(self.pages)
        self.middle = QWidget()
        row = QHBoxLayout(self.middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(inner, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.middle, 1)
        column.addWidget(self.lamps)
        self.setCentralWidget(whole)
        self._inner = inner

    def _overlays(self) -> None:
        shell, desk = self.shell, self.shell.desk
        self.drawer = MessageDrawer(desk.theme, desk.clock, shell.messages, self._inner)
        self.waiting = IncomingCard(desk.theme, desk.clock, shell.incoming, self._inner)
        self.keys = KeysCard(desk.theme, self._inner, lambda: self.page)
        self.bar = CommandBar(desk, shell.page_offers, shell.finders_now, self._inner)
        self.bar.picked.connect(lambda offer: shell.go_to(offer.place, offer.subject))
        card = SignInCard(desk, shell.signin, shell.first)
        card.done.connect(shell.unlock)
        card.left.connect(shell.unlock)
        self.cover = Cover(desk, card, shell.messages, self.middle)
        self._shut = Shut(desk.theme, self._inner)
        self.banner = Banner(desk.theme, desk.clock, shell.messages, self.centralWidget())
        self.border = EmergencyBorder(desk.theme, shell.messages, self.centralWidget())
        for part in (self.strip, self.rail, self.lamps, self.drawer, self.waiting, self.keys, self.bar,
                     self.cover, self._shut):  # fmt: skip
            desk.theme.dress(part)

    def _wire(self) -> None:
        shell = self.shell
        self.rail.asked.connect(shell.go)
        self.rail.torn.connect(shell.to_own_window)
        self.strip.lock_asked.connect(shell.lock)
        self.strip.user_asked.connect(shell.change_person)
        for part in (self.strip.alert, self.drawer, self.banner):
            part.opened.connect(shell.open_message)
        self.slot.asked.connect(self.show_incoming)
        shell.messages.waiting_changed.connect(self._place_banner)
        listen(self, shell.desk.bus, SignedIn, lambda _: self._place_banner())
        self.banner.answered.connect(lambda message: shell.answer(message.key))
        for key, place in PLACES.items():
            if place.shortcut:
                self._bind(place.shortcut, lambda key=key: shell.go(key))
        acts = {
            "find": self.find,
            "messages": self.show_messages,
            "incoming": self.show_incoming,
            "print": self.print_page,
            "note": lambda: shell.note(self),
            "lock": shell.lock,
            "undo": shell.undo,
            "answer": self.answer,
            "answer_too": self.answer,
            "keys": self.keys.toggle,
            "own_window": lambda: shell.turn_window(self),
        }
        for act, key in KEYS.items():
            self._bind(key, acts[act])

    def _bind(self, key: str, act) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)

    @property
    def body(self) -> QWidget:
        """What lies over the page belongs here."""
        return self._inner

    @property
    def page(self) -> Page | None:
        return self.pages.currentWidget()

    def show_page(self, page: Page) -> None:
        """Make `page` the one that is seen here; it may come from another window."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.show()
        title = self.tr("{page} · Dutyroom").format(page=page.title())
        self.setWindowTitle(title)

    def come_under(self, officer: Officer | None, *, may_leave: bool = False) -> None:
        """Lay the cover over rail and page; their keys are dead until `uncover`."""
        if not self.cover.isVisible():
            self._before = self.focusWidget()
        for part in (self.drawer, self.waiting, self.keys, self.bar):
            part.hide()
        self.rail.setEnabled(False)
        self._inner.setEnabled(False)
        self.cover.come()
        self.cover.card.ask_for(officer, may_leave=may_leave)

    def uncover(self) -> None:
        """Take it away; the cursor goes back to where it was."""
        self.cover.hide()
        self.rail.setEnabled(True)
        self._inner.setEnabled(True)
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        elif self.page is not None:
            self.page.first_focus().setFocus()

    def shut(self, why: str) -> None:
        """The page is not for whoever sits here: out of sight and dead, its words kept, until `why` is ""."""
        self.pages.setEnabled(not why)
        self._shut.show_words(why)
        if why:
            for part in (self.drawer, self.waiting, self.bar):
                part.hide()

    def find(self) -> None:
        if not self.shell.locked:
            self.bar.toggle()

    def show_messages(self) -> None:
        if self.shell.locked:
            return
        own = self.page.messages() if self.page is not None and self.pages.isEnabled() else None
        if own is not None:
            own.setFocus()
        else:
            self.drawer.come()

    def show_incoming(self) -> None:
        """F3: what nobody has taken, over the page until Esc."""
        if not self.shell.locked and self.pages.isEnabled():
            self.waiting.toggle()

    def print_page(self) -> None:
        if self.shell.locked or not self.pages.isEnabled():
            return
        if barred := self.shell.may_not_print():
            self.shell.status.say(barred)
        elif self.page is None or not self.page.print_page():
            self.shell.print_asked.emit(self.name)

    def answer(self) -> None:
        """The message the officer stands on in the stack, else the one that has waited longest."""
        current = None
        if self.drawer.isVisible():
            current = self.drawer.current()
        waiting = self.shell.messages.unanswered()
        keys = [m.key for m in waiting]
        if current is not None and current.key in keys:
            self.shell.answer(current.key)
        elif waiting:
            self.shell.answer(waiting[0].key)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        self._place_banner()

    def _place_banner(self) -> None:
        """From the seal to the clock; the time and the person stay visible."""
        left = self.strip.seal_right()
        wide = max(self.strip.clock_left() - left - 12, 300)
        self.banner.setGeometry(left, 2, wide, self.strip.height() - 4)

    def closeEvent(self, event: QEvent) -> None:
        self.closing.emit(self)
        super().closeEvent(event)
