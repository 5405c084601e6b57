"""What a page of the console is, and the order of the pages on the rail."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.people.rights import Act


class Page(QWidget):
    """One subject of the desk. It lives in the main window's body or, torn off, in a window of its own.

    A page sets `key` (one of `PLACES`), takes a `Desk` and what else it needs in its constructor, and
    must never raise itself, open a dialog by itself or take the focus unasked. `badge` tells the rail
    how many things wait on this page (0 takes the count away). Of `rights` one must be allowed
    one to see it at all.
    """

    key = ""
    rights: tuple[Act, ...] = (Act.READ,)
    badge = Signal(int)

    @property
    def icon(self) -> str:
        """Lucide name; the rail's own unless the page knows better."""
        return PLACES[self.key].icon

    def title(self) -> str:
        """Two to four hanzi: the word on the rail and in the window's title."""
        return PLACES[self.key].word()

    def first_focus(self) -> QWidget:
        """Who gets the cursor when the officer goes to this page."""
        return self

    def messages(self) -> QWidget | None:
        """The message stack on this page, if it has one: Ctrl+M goes there."""
        return None

    def print_page(self) -> bool:
        """Ctrl+P. True when this page prints something and has begun to."""
        return False


class Place:
    """A place on the rail: word, icon, key that goes there, and the group it stands in."""

    def __init__(self, word: str, icon: str, shortcut: str, group: int) -> None:
        self._word = word
        self.icon = icon
        self.shortcut = shortcut
        self.group = group

    def word(self) -> str:
        return QCoreApplication.translate("Rail", self._word)


PLACES: dict[str, Place] = {
    "console": Place(QT_TRANSLATE_NOOP("Rail", "Console"), "layout-dashboard", "Ctrl+0", 0),
    "intake": Place(QT_TRANSLATE_NOOP("Rail", "Intake"), "phone-incoming", "Ctrl+N", 1),
    "log": Place(QT_TRANSLATE_NOOP("Rail", "Log"), "book-open-text", "Ctrl+L", 1),
    "reports": Place(QT_TRANSLATE_NOOP("Rail", "Reports"), "file-clock", "Ctrl+R", 2),
    "callout": Place(QT_TRANSLATE_NOOP("Rail", "Call-out"), "megaphone", "Ctrl+J", 2),
    "radio": Place(QT_TRANSLATE_NOOP("Rail", "Radio"), "radio-tower", "Ctrl+T", 3),
    "video": Place(QT_TRANSLATE_NOOP("Rail", "Video"), "video", "Ctrl+B", 3),
    "map": Place(QT_TRANSLATE_NOOP("Rail", "Map"), "map", "Ctrl+G", 3),
    "incidents": Place(QT_TRANSLATE_NOOP("Rail", "Incidents"), "siren", "Ctrl+E", 4),
    "plans": Place(QT_TRANSLATE_NOOP("Rail", "Plans"), "list-checks", "", 4),
    "drills": Place(QT_TRANSLATE_NOOP("Rail", "Drills"), "target", "", 4),
    "rollcall": Place(QT_TRANSLATE_NOOP("Rail", "Roll call"), "users-round", "Ctrl+I", 4),
    "handover": Place(QT_TRANSLATE_NOOP("Rail", "Handover"), "handshake", "Ctrl+H", 4),
    "roster": Place(QT_TRANSLATE_NOOP("Rail", "Rota"), "calendar-days", "Ctrl+U", 4),
    "trips": Place(QT_TRANSLATE_NOOP("Rail", "Trips"), "car", "", 4),
    "study": Place(QT_TRANSLATE_NOOP("Rail", "Rules"), "book-bookmark", "", 4),
    "reconcile": Place(QT_TRANSLATE_NOOP("Rail", "Reconcile"), "git-compare", "Ctrl+D", 5),
    "contacts": Place(QT_TRANSLATE_NOOP("Rail", "Contacts"), "contact", "", 5),
    "statistics": Place(QT_TRANSLATE_NOOP("Rail", "Statistics"), "chart-column", "", 5),
    "people": Place(QT_TRANSLATE_NOOP("Rail", "People"), "users", "", 5),
}
"""In the order of the rail; only pages that exist are shown."""
