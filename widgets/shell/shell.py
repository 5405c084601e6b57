"""The desk's windows: which page stands where, who may use them, what answers what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.people.first import FirstOfficer
from app.people.rights import Act
from app.people.signin import SignedIn, SignIn
from widgets.kit.desk import Desk
from widgets.kit.gate import why_not
from widgets.kit.listen import listen
from widgets.shell.commandbar import Finder, Offer, page_offers
from widgets.shell.idle import IdleWatch
from widgets.shell.incoming import Incoming
from widgets.shell.messages import Message, Messages
from widgets.shell.page import PLACES, Page
from widgets.shell.places import pull_back, put_first, recall, remember
from widgets.shell.status import Status
from widgets.shell.touches import Touches
from widgets.shell.window import DutyWindow

HOME = "console"
"""Stays in the main window."""
FIRST_BESIDE = ["intake", "map"]
"""Pages that get the second and third screen when this desk is started for the first time."""


class Shell(QObject):
    """Built once by the desktop: `shell.add(page)` for each page, then `shell.show()`. What the command
    bar finds besides pages is told by `finders`.

    `closed` when the main window is closed: the program goes down; `note_asked(body of a window)` when
    a line is to be written over whatever page it shows; `print_asked(name of a window)` when its page has
    no paper of its own; `opened(window)` for each that is made. `locked` is
    about input only; `lock_changed` tells of it.
    """

    closed = Signal()
    note_asked = Signal(object)
    print_asked = Signal(str)
    lock_changed = Signal(bool)
    opened = Signal(object)

    def __init__(
        self,
        desk: Desk,
        status: Status,
        messages: Messages,
        signin: SignIn,
        first: FirstOfficer | None = None,
    ) -> None:
        """`first` lets somebody in while the record holds nobody."""
        super().__init__()
        self.desk = desk
        self.status = status
        self.messages = messages
        self.incoming = Incoming(self)
        self.signin = signin
        self.first = first
        self.pages: dict[str, Page] = {}
        self.finders: list[Finder] = []
        self.windows: dict[str, DutyWindow] = {}
        self.locked = False
        self._badges: dict[str, int] = {}
        self._pending_answer = ""
        self._left_at = ""
        self._going_down = False
        messages.barred = self.may_not_answer
        self.touches = Touches(self)
        lock_ms = int(desk.theme.number("duration_ms.lock_idle"))
        self._idle = IdleWatch(lock_ms, self.touches, self)
        self._idle.idle.connect(self.lock)
        listen(self, desk.bus, SignedIn, self._signed_in)

    def add(self, page: Page) -> None:
        """Before `show`. The page's key must be a place of the rail."""
        if page.key not in PLACES:
            raise ValueError(f"no place called {page.key!r}")
        self.pages[page.key] = page
        self.desk.theme.dress(page)
        page.badge.connect(lambda count, key=page.key: self._badge(key, count))

    def show(self, first: str = HOME) -> None:
        """Open the main window and those that stood beside it with these screens."""
        main = self._open("main")
        for key in self._order():
            main.pages.addWidget(self.pages[key])
        beside = self.desk.memory.get("beside")
        if not isinstance(beside, list):
            beside = FIRST_BESIDE[: len(QGuiApplication.screens()) - 1]
        for key in beside:
            self.tear_off(key)
        self.go(first if first in self.pages else self._order()[0])
        QGuiApplication.instance().screenRemoved.connect(self._pull_back)
        if self.desk.session.officer is None:
            self._cover()

    @property
    def main(self) -> DutyWindow:
        return self.windows["main"]

    def where(self, key: str) -> DutyWindow:
        """The window that holds this page."""
        return self.windows.get(key, self.main)

    def go(self, key: str) -> None:
        """Show a page, in its own window if it has one, and give it the cursor: the officer asked."""
        if key not in self.pages or self.locked:
            return
        if barred := self.barred(key):
            self.status.say(barred)
            return
        self._left_at = ""
        window, page = self.where(key), self.pages[key]
        window.show_page(page)
        self._mark()
        if not window.isActiveWindow():
            window.show()
            window.raise_()
            window.activateWindow()
        page.first_focus().setFocus()

    def go_to(self, key: str, subject: Any = None) -> None:
        """Show a page, and on it the record that was asked for."""
        self.go(key)
        opener = getattr(self.pages.get(key), "open", None)
        free = not self.locked and not self.barred(key)
        if subject is not None and callable(opener) and free:
            opener(subject)

    def page_offers(self) -> list[Offer]:
        """The pages, for the command bar."""
        pages = [self.pages[key] for key in self._order() if not self.barred(key)]
        told = [(p.key, p.title(), p.icon, PLACES[p.key].shortcut) for p in pages]
        return page_offers(told, self.tr("Page"))

    def finders_now(self) -> Sequence[Finder]:
        """None for who may not read the record."""
        return () if why_not(self.desk.session.officer, Act.READ) else tuple(self.finders)

    def barred(self, key: str) -> str:
        """Why whoever sits here may not see this page; "" when they may."""
        page = self.pages.get(key)
        return why_not(self.desk.session.officer, *page.rights) if page is not None else ""

    def tear_off(self, key: str) -> DutyWindow | None:
        """Into a window of its own; its place in the main window is taken by the console. None when
        it has one already, or is the console."""
        if key not in self.pages or key in self.windows or key == HOME:
            return None
        page = self.pages[key]
        was_seen = self.main.page is page
        self.main.pages.removeWidget(page)
        window = self._open(key)
        window.show_page(page)
        rest = self._beside_main()
        if was_seen and rest:
            self.main.show_page(self.pages[rest[0]])
        self._remember_beside()
        self._mark()
        if self.locked:
            window.come_under(self.desk.session.officer)
        return window

    def turn_window(self, window: DutyWindow) -> None:
        """F11: the page that is seen gets a window of its own, or goes back from it."""
        if self.locked or window.page is None or self.barred(window.page.key):
            return
        if window.name == "main":
            self.to_own_window(window.page.key)
        else:
            self.bring_back(window.name)

    def to_own_window(self, key: str) -> None:
        """The officer asked: tear it off and go there."""
        if not self.locked and not self.barred(key) and self.tear_off(key) is not None:
            self.go(key)

    def bring_back(self, key: str) -> None:
        """Back into the main window; its own window is closed."""
        window = self.windows.pop(key, None)
        if window is None or key == "main":
            return
        remember(self.desk.memory, key, window)
        page = self.pages[key]
        window.pages.removeWidget(page)
        current = self.main.page
        self.main.pages.addWidget(page)
        if current is not None:
            self.main.show_page(current)
        window.hide()
        window.deleteLater()
        self._remember_beside()
        self._mark()

    def lock(self) -> None:
        """Input only: alarms, wall, recording and sounds go on."""
        if not self.locked and self.desk.session.officer is not None:
            self._cover()

    def change_person(self) -> None:
        """Another officer sits down; Back leaves all as it was."""
        if not self.locked:
            self._cover(may_leave=self.desk.session.officer is not None)

    def unlock(self) -> None:
        self.locked = False
        self.lock_changed.emit(False)
        self._open_and_shut()
        for window in self.windows.values():
            window.uncover()
        if self._pending_answer:
            key, self._pending_answer = self._pending_answer, ""
            self.answer(key)

    def answer(self, key: str) -> None:
        """By the name of who sits here. A locked desk asks for the PIN first, then answers."""
        officer = self.desk.session.officer
        if officer is None or self.locked:
            self._pending_answer = key
            if not self.locked:
                self._cover()
            return
        if barred := self.may_not_answer():
            self.status.say(barred)
            return
        self.messages.answer(key, officer.name)

    def may_not_answer(self) -> str:
        """An answer is given in the name of the room: whoever may not write its log leaves the alarm on."""
        return why_not(self.desk.session.officer, Act.LOG)

    def may_not_print(self) -> str:
        """Papers bear names and numbers as they are."""
        return why_not(self.desk.session.officer, Act.UNCOVERED)

    def open_message(self, message: Message) -> None:
        self.messages.see(message.key)
        if message.place:
            self.go(message.place)

    def undo(self) -> None:
        if not self.locked and not self.status.undo():
            self.status.say(self.tr("There is nothing to undo"))

    def note(self, window: DutyWindow) -> None:
        if self.locked:
            return
        if barred := why_not(self.desk.session.officer, Act.LOG):
            self.status.say(barred)
        else:
            self.note_asked.emit(window.body)

    def close(self) -> None:
        """Take all windows down, remembering where they stood."""
        if self._going_down:
            return
        self._going_down = True
        self._idle.stop()
        QGuiApplication.instance().screenRemoved.disconnect(self._pull_back)
        for name, window in self.windows.items():
            remember(self.desk.memory, name, window)
            window.hide()
        self.closed.emit()

    def _open(self, name: str) -> DutyWindow:
        window = DutyWindow(self, name)
        self.windows[name] = window
        window.rail.show_pages(self.pages)
        for key in self.pages:
            window.rail.bar(key, self.barred(key))
        for key, count in self._badges.items():
            window.rail.set_badge(key, count)
        window.closing.connect(self._closing)
        if not recall(self.desk.memory, name, window):
            put_first(window, len(self.windows) - 1)
        self.opened.emit(window)
        window.show()
        self.touches.watch(window)
        return window

    def _closing(self, window: DutyWindow) -> None:
        if self._going_down:
            return
        if window.name == "main":
            self.close()
        else:
            self.bring_back(window.name)

    def _cover(self, *, may_leave: bool = False) -> None:
        self.locked = True
        self.lock_changed.emit(True)
        for window in self.windows.values():
            window.come_under(self.desk.session.officer, may_leave=may_leave)

    def _signed_in(self, fact: SignedIn) -> None:
        if fact.officer is None and self.windows and not self.locked:
            self._cover()
        self._open_and_shut()

    def _open_and_shut(self) -> None:
        """Places this person may not see are shut in every window. The main window goes to one that is
        open, and back to where it was when somebody sits down who may see that."""
        if not self.windows:
            return
        shown = self.main.page
        if shown is not None and self.barred(shown.key):
            self._left_at = self._left_at or shown.key
            key = next((k for k in self._beside_main() if not self.barred(k)), "")
            if key:
                self.main.show_page(self.pages[key])
        elif self._left_at and not self.barred(self._left_at):
            if self._left_at not in self.windows:
                self.main.show_page(self.pages[self._left_at])
            self._left_at = ""
        for window in self.windows.values():
            for key in self.pages:
                window.rail.bar(key, self.barred(key))
            window.shut(self.barred(window.page.key) if window.page is not None else "")
        self._mark()

    def _beside_main(self) -> list[str]:
        return [key for key in self._order() if key not in self.windows]

    def _badge(self, key: str, count: int) -> None:
        self._badges[key] = count
        for window in self.windows.values():
            window.rail.set_badge(key, count)

    def _mark(self) -> None:
        elsewhere = set(self.windows) - {"main"}
        for name, window in self.windows.items():
            here = window.page.key if window.page is not None else ""
            window.rail.mark(here, elsewhere if name == "main" else elsewhere - {name})

    def _remember_beside(self) -> None:
        if not self._going_down:
            self.desk.memory.put("beside", sorted(set(self.windows) - {"main"}))

    def _pull_back(self, _screen: object = None) -> None:
        for window in self.windows.values():
            pull_back(window)

    def _order(self) -> list[str]:
        return [key for key in PLACES if key in self.pages]
