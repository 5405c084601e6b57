"""The sign-in card: person, PIN; errors under the field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import date_line
from app.base.errors import Refused, Unreachable
from app.people.first import FirstOfficer
from app.people.records import Officer
from app.people.signin import SignIn
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.facts import Fact, FactList
from widgets.kit.fields import TextField
from widgets.kit.labels import Label
from widgets.shell.firstform import FirstForm

CARD_W, CARD_H = 420, 360
FIRST_H = 440
"""With the form for the first officer, and room for one refusal."""


class SignInCard(QFrame):
    """`done` after the session has its officer; `left` when the officer goes back without a change."""

    done = Signal()
    left = Signal()

    def __init__(self, desk: Desk, signin: SignIn, first: FirstOfficer | None = None) -> None:
        """`first` enters somebody while the record holds nobody."""
        super().__init__()
        self._desk = desk
        self._signin = signin
        self.first = FirstForm(desk, first, self.submit) if first is not None else None
        self._officers: list[Officer] = []
        self.setProperty("role", "panel")
        self.setFixedSize(CARD_W, CARD_H)
        self._build()

    def ask_for(self, officer: Officer | None, *, may_leave: bool = False) -> None:
        """Begin: the list is read anew, `officer` (who locked the desk) is chosen already."""
        self._wanted = officer
        self._title.setText(self.tr("Locked") if officer and not may_leave else self.tr("Sign in"))
        self._day.setText(date_line(self._desk.clock.now()))
        self._leave.setVisible(may_leave)
        self.filter.clear()
        self.pin.clear()
        ask(self, self._desk.store, self._signin.officers, then=self._take, fail=self._explain)

    def _build(self) -> None:
        theme = self._desk.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(*(theme.px("space.xl") - 4,) * 4)
        box.setSpacing(theme.px("space.s"))
        self._title = Label(theme, "", "title", strong=True)
        self._day = Label(theme, "", "small", tone="text2")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._day)
        box.addLayout(head)
        self._known = QWidget()
        known = QVBoxLayout(self._known)
        known.setContentsMargins(0, 0, 0, 0)
        known.setSpacing(theme.px("space.s"))
        box.addWidget(self._known, 1)
        if self.first is not None:
            self.first.entered.connect(self._welcome)
            self.first.refused.connect(lambda: self._go.setEnabled(True))
            self.first.hide()
            box.addWidget(self.first, 1)
        hint = self.tr("Name or pinyin initials")
        self.filter = TextField(theme, self.tr("Person"), placeholder=hint, label_w=48)
        self.filter.changed.connect(self._narrow)
        self.filter.edit.returnPressed.connect(self._choose_first)
        known.addWidget(self.filter)
        self.people = FactList(theme, choosable=True)
        known.addWidget(self.people, 1)
        self.pin = TextField(theme, "PIN", secret=True, label_w=48)
        self.pin.edit.returnPressed.connect(self.submit)
        known.addWidget(self.pin)
        buttons = QHBoxLayout()
        self._leave = PlainButton(theme, self.tr("Back"), "Esc")
        self._leave.clicked.connect(self.left)
        self._go = MainButton(theme, self.tr("Sign in"), "Enter", bind=False)
        self._go.clicked.connect(self.submit)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._go, 1)
        box.addLayout(buttons)
        secret = Label(
            theme, self.tr("No classified information in this system"), "caption", tone="text2"
        )
        secret.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(secret)
        self.setFocusProxy(self.filter.edit)

    def _take(self, officers: list[Officer]) -> None:
        self._officers = officers
        self._narrow()
        if self.first is not None:
            self._ask_first(not officers and self._may_enter())
        elif not officers:
            self.filter.show_error(self.tr("No officers are registered yet"))
        if self._wanted is not None:
            self.people.choose(str(self._wanted.id))
        target = self.pin.edit if self._wanted is not None else self.filter.edit
        if self.first is not None and self.first.isVisibleTo(self):
            target = self.first.name.edit
        if self.isVisible():
            target.setFocus()

    def _may_enter(self) -> bool:
        """A record that cannot be written takes nobody in: say so instead of asking for a name."""
        assert self.first is not None
        try:
            self.first.demand_open()
        except Unreachable as error:
            self.filter.show_error(explain(error))
            return False
        return True

    def _ask_first(self, nobody: bool) -> None:
        """The form for the first officer in place of the list, or the list again."""
        assert self.first is not None
        self._known.setVisible(not nobody)
        self.first.setVisible(nobody)
        self.setFixedHeight(FIRST_H if nobody else CARD_H)
        if nobody:
            self._title.setText(self.tr("First officer"))

    def _narrow(self) -> None:
        typed = self.filter.value().lower().replace(" ", "")
        found = [o for o in self._officers if _fits(o, typed)]
        self.people.show_facts([Fact(str(o.id), o.name, o.role.value) for o in found])
        if found:
            self.people.choose(str(found[0].id))

    def _choose_first(self) -> None:
        if self.people.facts:
            self.pin.edit.setFocus()

    def submit(self) -> None:
        """Check the PIN of the chosen person on the store thread, or enter the first officer."""
        if self.first is not None and self.first.isVisibleTo(self):
            self._go.setEnabled(False)
            self.first.register()
            return
        index = self.people.currentIndex()
        if not index.isValid():
            self.filter.show_error(self.tr("Choose who you are"))
            return
        key = self.people.facts[index.row()].key
        officer = next(o for o in self._officers if str(o.id) == key)
        self._go.setEnabled(False)
        ask(
            self,
            self._desk.store,
            self._signin.check,
            officer.id,
            self.pin.edit.text(),
            then=self._welcome,
            fail=self._explain,
        )

    def _welcome(self, officer: Officer) -> None:
        self._go.setEnabled(True)
        self.pin.clear()
        self._desk.session.sign_in(officer)
        self.done.emit()

    def _explain(self, error: Exception) -> None:
        self._go.setEnabled(True)
        field = self.pin if isinstance(error, Refused) and error.field == "pin" else self.filter
        self.pin.clear()
        field.show_error(explain(error))


def _fits(officer: Officer, typed: str) -> bool:
    """By name, or by the beginning of one of the person's pinyin initials."""
    if not typed or typed in officer.name:
        return True
    return any(initials.startswith(typed) for initials in officer.initials.lower().split())
