"""Who sits here when the record holds nobody yet: name, post, PIN twice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.people.entering import SHORTEST_PIN
from app.people.first import POSTS, FirstOfficer
from app.people.records import Officer, Role
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField, Field, TextField
from widgets.kit.labels import Label
from widgets.people.words import refusals

LABEL_W = 84


class FirstForm(QWidget):
    """`entered` with the officer once it is in the record; `refused` after its reason is shown."""

    entered = Signal(object)
    refused = Signal()

    def __init__(self, desk: Desk, first: FirstOfficer, submit: Callable[[], None]) -> None:
        """`submit` is what Enter in the last field does."""
        super().__init__()
        self._desk, self._first = desk, first
        theme = desk.theme
        self.name = TextField(theme, self.tr("Name"), required=True, label_w=LABEL_W)
        posts = [(post.value, post.value) for post in POSTS]
        self.post = ComboField(theme, self.tr("Post on duty"), posts, label_w=LABEL_W)
        hint = self.tr("At least {n} figures or letters").format(n=SHORTEST_PIN)
        self.pin = TextField(
            theme, "PIN", placeholder=hint, secret=True, required=True, label_w=LABEL_W
        )
        self.again = TextField(
            theme, self.tr("PIN again"), secret=True, required=True, label_w=LABEL_W
        )
        self.again.edit.returnPressed.connect(submit)
        why = Label(theme, self.tr("The record holds nobody yet: enter the first officer"), "small")
        why.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        for part in (why, self.name, self.post, self.pin, self.again):
            box.addWidget(part)
        box.addStretch(1)

    def demand_open(self) -> None:
        """`Unreachable` when the record cannot be written."""
        self._first.demand_open()

    def register(self) -> None:
        """Everything is checked on the store thread; the PIN is hashed there."""
        ask(
            self,
            self._desk.store,
            self._first.register,
            self.name.value(),
            Role(self.post.value()),
            self.pin.edit.text(),
            self.again.edit.text(),
            then=self._entered,
            fail=self._explain,
        )

    def _entered(self, officer: Officer) -> None:
        self.pin.clear()
        self.again.clear()
        self.entered.emit(officer)

    def _explain(self, error: Exception) -> None:
        words = refusals()
        fields: dict[str, Field] = {"pin": self.pin, "again": self.again, "post": self.post}
        key = error.field if isinstance(error, Refused) else ""
        fields.get(key, self.name).show_error(explain(error, words))
        self.refused.emit()
