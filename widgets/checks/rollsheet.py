"""The one place of roll calls: duty rooms by telephone and video, posts by radio, and their lists."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.base.drafts import Drafts
from widgets.checks.radiolists import RadioListsView
from widgets.checks.radioroll import RadioRollView
from widgets.checks.radiorows import RadioRollRooms
from widgets.checks.rollview import RollView
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField


class RollSheet(QWidget):
    """`turn("radio")` goes to a part: rooms, radio, lists. Alt+R turns between the first two."""

    def __init__(self, desk: Desk, roll: RollView, rooms: RadioRollRooms, room: str) -> None:
        super().__init__()
        self._desk, self._rooms = desk, rooms
        self.radio = RadioRollView(desk, rooms, room)
        self.lists = RadioListsView(desk, rooms, self)
        self.parts: dict[str, RollView | RadioRollView | RadioListsView] = {
            "rooms": roll,
            "radio": self.radio,
            "lists": self.lists,
        }
        words = [
            ("rooms", self.tr("Duty rooms")),
            ("radio", self.tr("370 MHz  Alt+R")),
            ("lists", self.tr("Lists of posts")),
        ]
        self._turned = SegmentField(desk.theme, "", words)
        self._turned.segments.setAccessibleName(self.tr("Which roll call"))
        self._turned.setFixedWidth(desk.theme.px("size.body") * 34)
        self._turned.set_value("rooms")
        self._turned.changed.connect(self._turn)
        self._stack = QStackedWidget()
        for part in self.parts.values():
            self._stack.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(desk.theme.px("space.m"))
        box.addWidget(self._turned)
        box.addWidget(self._stack, 1)
        self.radio.lists_wanted.connect(lambda: self.turn("lists"))
        self.lists.left.connect(lambda: self.turn("radio"))
        key = QShortcut(QKeySequence("Alt+R"), self)
        key.activated.connect(self._other)

    @property
    def turned(self) -> str:
        return str(self._turned.value())

    def turn(self, part: str) -> None:
        self._turned.set_value(part)
        self._turn()

    def first_focus(self) -> QWidget:
        return self.parts[self.turned].first_focus()

    def print_page(self) -> bool:
        return self.turned == "radio" and self.radio.print_page()

    def keep_drafts(self, drafts: Drafts, key: str) -> None:
        """Of the duty rooms; what is typed for a post by radio is a remark of seconds."""
        self.parts["rooms"].keep_drafts(drafts, key)

    def _other(self) -> None:
        self.turn("radio" if self.turned == "rooms" else "rooms")

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self.parts[self.turned])
        self.first_focus().setFocus()
