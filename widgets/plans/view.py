"""What the views of the plans share: they read only while they are seen, and say refusals in their words."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent

from app.people.signin import SignedIn
from widgets.kit.listen import listen
from widgets.plans.words import plan_refusals
from widgets.study.view import StudyView


class PlansView(StudyView):
    """The contact book changes often and is long: nobody reads it for a page that is not seen."""

    _editing: Any = None

    def begin(self) -> None:
        self._author = self._who()
        self._theirs: dict[str, Any] = {}
        listen(self, self.desk.bus, SignedIn, lambda _: self._seated())
        super().begin()

    def _seated(self) -> None:
        """The words of a form go and come with their author: so does what they are the words of."""
        who = self._who()
        if who != self._author:
            self._theirs[self._author], self._author = self._editing, who
            self.take_up(self._theirs.pop(who, None))

    def take_up(self, one: Any) -> None:
        """What is in the form is of `one` from now on; None: of something new."""
        self._editing = one

    def _who(self) -> str:
        officer = self.desk.session.officer
        return str(officer.id) if officer is not None else ""

    def read(self) -> None:
        if self.isVisible():
            super().read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def words(self) -> dict[str, str]:
        return plan_refusals()
