"""What the tabs of an incident have in common: one read is shown, acts are done for who sits here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.incidents.records import Incident
from app.people.records import Officer
from widgets.incidents.refused import said
from widgets.incidents.seen import Seen
from widgets.incidents.services import Services
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.form import Form
from widgets.kit.labels import Label
from widgets.kit.scroll import scrolling

T = TypeVar("T")
Work = Callable[[Officer, UUID, Incident], T]


class Tab(QWidget):
    """A subclass builds itself in `build(box)` and shows an incident in `show_seen`.

    `forms` are what can be typed, by a name of its own: their words are kept as the draft of the incident.
    `done` after an act of the officer.
    """

    done = Signal()

    def __init__(self, desk: Desk, services: Services) -> None:
        super().__init__()
        self.desk, self.theme, self.services = desk, desk.theme, services
        self.seen: Seen | None = None
        self.forms: dict[str, Form] = {}
        self._acting = False
        self.trouble = Label(desk.theme, "", "small", tone="now")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        holder = QWidget()
        self._box = QVBoxLayout(holder)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(desk.theme.px("space.m"))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(QScrollArea(), holder))
        self.build(self._box)

    def build(self, box: QVBoxLayout) -> None:
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        return self

    def show_seen(self, seen: Seen | None) -> None:
        """None: no incident is chosen."""
        raise NotImplementedError

    def choose(self, key: UUID) -> bool:
        """Go to the record with this key, where it is one of this tab's."""
        return False

    def take(self, seen: Seen | None) -> None:
        self.seen = seen
        self.show_seen(seen)

    def act(
        self,
        form: Form | None,
        work: Work[T],
        then: Callable[[T], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        """`work(officer, shift, incident)` on the store thread. A second key while one is under way does
        nothing: it would say the same again."""
        if self._acting or self.seen is None:
            return
        incident = self.seen.incident

        def done(answer: T) -> None:
            self._acting = False
            self.clear_refusal(form)
            if then is not None and self.seen is not None and self.seen.incident.id == incident.id:
                then(answer)
            self.done.emit()

        def refused(error: Exception) -> None:
            self._acting = False
            (fail or (lambda failed: self.refuse(form, failed)))(error)

        try:
            officer, shift = self.desk.session.demand(), self.desk.session.demand_shift()
        except Refused as error:
            refused(error)
            return
        self._acting = True
        ask(self, self.desk.store, work, officer, shift, incident, then=done, fail=refused)

    def refuse(self, form: Form | None, error: Exception) -> None:
        field = error.field if isinstance(error, Refused) else ""
        if form is None or not form.show_error(field, said(error)):
            self.trouble.setText(said(error))
            self.trouble.show()

    def clear_refusal(self, form: Form | None) -> None:
        self.trouble.hide()
        if form is not None:
            form.clear_errors()


class Forms(QObject):
    """The forms of all tabs as one, for the draft of an incident: "order.giver" -> words."""

    changed = Signal()

    def __init__(self, forms: dict[str, Form], parent: QObject) -> None:
        super().__init__(parent)
        self._forms = forms
        for form in forms.values():
            form.changed.connect(self.changed)

    def values(self) -> dict[str, Any]:
        return {
            f"{name}.{field}": value
            for name, form in self._forms.items()
            for field, value in form.values().items()
        }

    def fill(self, values: dict[str, Any]) -> None:
        for name, form in self._forms.items():
            head = f"{name}."
            form.fill({k.removeprefix(head): v for k, v in values.items() if k.startswith(head)})

    def clear(self) -> None:
        for form in self._forms.values():
            form.clear()
