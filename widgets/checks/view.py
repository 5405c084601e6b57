"""What the five views have in common: they read again on a fact, act for who sits here, refuse in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.bus import Changed
from app.base.drafts import Drafts
from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act
from app.people.session import ShiftEntered
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.explain import explain
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.reread import Reread

T = TypeVar("T")


class CheckView(QWidget):
    """A subclass sets `kinds`, the tables it shows, builds itself, then calls `begin`.

    `form` is where refusals of a field are shown; the rest stands in `trouble`.
    """

    kinds: tuple[str, ...] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self.form: Form | None = None
        self.own = self._acting = False
        self._draft: FormDraft | None = None
        self.trouble = Label(desk.theme, "", "small", tone="now")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self._again: Reread[Any] = Reread(self, desk.store, self._take, self.refuse)

    def begin(self) -> None:
        listen(self, self.desk.bus, Changed, self._changed)
        listen(self, self.desk.bus, ShiftEntered, lambda _: self.read())
        self.read()

    def keep_drafts(self, drafts: Drafts, key: str) -> None:
        """What is typed into `form` outlives a crash."""
        if self.form is not None:
            self._draft = FormDraft(self.desk, drafts, self.form, key)

    def first_focus(self) -> QWidget:
        return self

    def look(self) -> Any:
        """On the store thread: all that is shown."""
        raise NotImplementedError

    def show_look(self, look: Any) -> None:
        raise NotImplementedError

    def read(self) -> None:
        self._again.ask(self.look)

    def act(self, work: Callable[[Officer, UUID], T], then: Callable[[T], None]) -> None:
        """`work(officer, shift)` on the store thread, by who sits here in the shift that holds. While one
        is under way a second key does nothing: it would say the same again."""
        if self._acting:
            return
        try:
            officer, shift = self.desk.session.demand(), self.desk.session.demand_shift()
        except Refused as refused:
            self.refuse(refused)
            return

        self._send(work, (officer, shift), then)

    def _send(
        self, work: Callable[..., T], told: tuple[Any, ...], then: Callable[[T], None]
    ) -> None:
        def done(answer: T) -> None:
            self._acting = False
            self.clear_refusal()
            self.own = True
            then(answer)
            if self._draft is not None:
                self._draft.save()
            self.read()

        def refused(error: Exception) -> None:
            self._acting = False
            self.refuse(error)

        self._acting = True
        ask(self, self.desk.store, work, *told, then=done, fail=refused)

    def words(self) -> dict[str, str]:
        """What the codes of its refusals are called."""
        return own_words()

    def clear_refusal(self) -> None:
        self.trouble.hide()
        if self.form is not None:
            self.form.clear_errors()

    def refuse(self, error: Exception) -> None:
        words = explain(error, self.words())
        field = error.field if isinstance(error, Refused) else ""
        if self.form is None or not self.form.show_error(field, words):
            self.trouble.setText(words)
            self.trouble.show()

    def _button(self, words: str, keys: str, push: Callable[[], Any], act: Act) -> PlainButton:
        """Open to who may do `act`."""
        button = PlainButton(self.theme, words, keys)
        button.clicked.connect(lambda: push())
        gates(self.desk, act, button)
        return button

    def _line(self, *widgets: QWidget) -> QHBoxLayout:
        """Inside a panel whose content reaches its edges."""
        edge = self.theme.px("space.m")
        line = QHBoxLayout()
        line.setContentsMargins(edge, 0, edge, 0)
        line.setSpacing(self.theme.px("space.s"))
        for widget in widgets:
            line.addWidget(widget)
        return line

    def _take(self, look: Any) -> None:
        self.show_look(look)
        self.own = False

    def _changed(self, fact: Changed) -> None:
        if fact.kind in self.kinds:
            self.read()


def own_words() -> dict[str, str]:
    return {
        "own_trips": tr("A driver enters his own trips only."),
        "already_there": tr("You have signed already."),
        "not_there": tr("You have not signed that you are here."),
        "before_out": tr("The vehicle was not out yet at that time."),
        "km_less": tr("Less than when it went out: {out} km."),
        "empty": tr("Still empty: write it first."),
        "not_open": tr("No shift is open: take over the shift first."),
        "wrong_step": tr("This step was already done; the list shows the newest state."),
        "in_the_future": tr("This time has not come yet."),
        "in_future": tr("This time has not come yet."),
        "not_a_time": tr("Write the time as 14:50 or 06-18 14:50."),
        "vague_time": tr("This is no time of day: ask for hour and minute."),
        "absurd_number": tr("{number} cannot be right."),
        "too_early": tr("{slot} takes reports from {opens} on."),
        "has_reported": tr("{who} has reported already: {what}."),
        "none_silent": tr("All of them have reported."),
        "no_towns": tr("No township is in the contact book yet."),
        "round_ended": tr("This round is over; start a new one."),
        "nothing_wrong": tr("Nothing was wrong at this check."),
        "classified": tr("It bears “{word}”: nothing classified comes into this system."),
        "twice": tr("This number is entered already: {title}"),
        "choose": tr("Choose a row first."),
        "call_first": tr("Note the result of this call first: Alt+1, Alt+2 or Alt+3."),
    }


def tr(words: str) -> str:
    return QCoreApplication.translate("Checks", words)
