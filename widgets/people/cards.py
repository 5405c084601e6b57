"""The two cards of the people page: who somebody is, and their PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.people.entering import SHORTEST_PIN
from app.people.records import Officer, Role
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

LABEL_W = 84


class OfficerCard(OverCard):
    """A new officer with a PIN, or another name and post for one who is there."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        posts = [(post.value, post.value) for post in Role]
        kinds = [("yes", self.tr("On the staff")), ("no", self.tr("Bought service"))]
        hint = self.tr("At least {n} figures or letters").format(n=SHORTEST_PIN)
        look = {"label_w": LABEL_W}
        self.name = TextField(theme, self.tr("Name"), required=True, **look)
        self.post = ComboField(theme, self.tr("Post on duty"), posts, **look)
        self.permanent = SegmentField(theme, self.tr("Employed"), kinds, **look)
        self.pin = TextField(theme, "PIN", placeholder=hint, secret=True, required=True, **look)
        self.again = TextField(theme, self.tr("PIN again"), secret=True, required=True, **look)
        fields = {
            "name": self.name, "post": self.post, "permanent": self.permanent,
            "pin": self.pin, "again": self.again,
        }  # fmt: skip
        super().__init__(theme, page, fields)
        self.name.edit.returnPressed.connect(self._submit_change)
        self.left.connect(self.wipe)
        self.seen: Officer | None = None

    def ask_new(self, below: QWidget) -> None:
        self._fill(None)
        self.ask_for(self.tr("Enter an officer"), "", self.tr("Enter them"), below)

    def ask_change(self, officer: Officer, below: QWidget) -> None:
        self._fill(officer)
        self.ask_for(self.tr("Change name and post"), "", self.tr("Keep"), below)

    def wipe(self) -> None:
        self.pin.clear()
        self.again.clear()

    def _fill(self, officer: Officer | None) -> None:
        self.seen = officer
        self.wipe()
        self.name.set_value(officer.name if officer else "")
        self.post.set_value((officer.role if officer else Role.OFFICER).value)
        self.permanent.set_value("no" if officer and not officer.permanent else "yes")
        self.pin.setVisible(officer is None)
        self.again.setVisible(officer is None)

    def _submit_change(self) -> None:
        if self.seen is not None:
            self.submit()


class PinCard(OverCard):
    """A new PIN, typed twice."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        hint = self.tr("At least {n} figures or letters").format(n=SHORTEST_PIN)
        look = {"label_w": LABEL_W}
        self.pin = TextField(theme, "PIN", placeholder=hint, secret=True, required=True, **look)
        self.again = TextField(theme, self.tr("PIN again"), secret=True, required=True, **look)
        super().__init__(theme, page, {"pin": self.pin, "again": self.again})
        self.left.connect(self.wipe)
        self.seen: Officer | None = None

    def ask_about(self, officer: Officer, below: QWidget) -> None:
        self.seen = officer
        self.wipe()
        self.ask_for(
            self.tr("New PIN for {name}").format(name=officer.name), "", self.tr("Keep"), below
        )

    def wipe(self) -> None:
        self.pin.clear()
        self.again.clear()
