"""A form whose words are kept on the disk while they are typed, each author's own."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.base.drafts import Draft, Drafts
from app.people.signin import SignedIn
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.form import Form
from widgets.kit.listen import listen


class FormDraft(QObject):
    """Saves soon after an edit by hand, brings the words back after a crash, and when another officer
    sits down puts them away with who wrote them. `settle` when they have become a record."""

    def __init__(self, desk: Desk, drafts: Drafts, form: Form, key: str) -> None:
        super().__init__(form)
        self._desk, self._drafts, self._form, self._key = desk, drafts, form, key
        self._blank = form.values()
        self._author = self._who()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(int(desk.theme.number("duration_ms.draft_save")))
        self._soon.timeout.connect(self.save)
        form.changed.connect(self._soon.start)
        listen(form, desk.bus, SignedIn, self._signed_in)
        self._load()

    def turn_to(self, key: str) -> None:
        """The form is about something else from now on: its words go, those kept of the other come."""
        if key == self._key:
            return
        if self._soon.isActive():
            self.save()
        self._key = key
        self._form.clear()
        self._form.fill(self._blank)
        self._load()

    def save(self) -> None:
        """Now; a form that is as blank as at first has no draft."""
        self._soon.stop()
        values = self._form.values()
        if values == self._blank:
            self.settle()
            return
        work, place = self._drafts.save, self._place()
        ask(self, self._desk.disk, work, place, self._author, values, fail=self._trouble)

    def settle(self) -> None:
        self._soon.stop()
        ask(self, self._desk.disk, self._drafts.drop, self._place(), fail=self._trouble)

    def _signed_in(self, _fact: SignedIn) -> None:
        if self._who() == self._author:
            return
        self.save()
        self._form.clear()
        self._form.fill(self._blank)
        self._author = self._who()
        self._load()

    def _load(self) -> None:
        place = self._place()

        def restore(draft: Draft | None) -> None:
            blank = self._form.values() == self._blank
            if draft is not None and blank and place == self._place():
                self._form.fill(draft.fields)

        ask(self, self._desk.disk, self._drafts.load, place, then=restore, fail=self._trouble)

    def _who(self) -> str:
        officer = self._desk.session.officer
        return str(officer.id) if officer is not None else ""

    def _place(self) -> str:
        return f"{self._key}-{self._author}" if self._author else self._key

    def _trouble(self, error: Exception) -> None:
        self._desk.say(self.tr("No draft could be kept: {why}").format(why=explain(error)))
