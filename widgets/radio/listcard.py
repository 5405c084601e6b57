"""The county's own lists, entered and changed here: talk-groups by name, what status codes mean."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.people.rights import Act
from app.radio.records import RadioGroup, RadioStatus
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, NumberField, SegmentField, TextField
from widgets.kit.overcard import OverCard
from widgets.radio import words
from widgets.radio.words import tr

GROUPS, STATUSES = "groups", "statuses"
_PLAIN, _URGENT = "plain", "urgent"


class ListCard(OverCard):
    """Lies over the page; each entry is kept by itself, and the card stays for the next."""

    card_w = 520

    def __init__(self, desk: Desk, page: QWidget, service: RadioService) -> None:
        theme = desk.theme
        self._desk, self._service = desk, service
        self._groups: dict[int, RadioGroup] = {}
        self._urgent: set[int] = set()
        self.which = SegmentField(
            theme, tr("List"), ((GROUPS, tr("Talk-groups")), (STATUSES, tr("Status codes")))
        )
        self.entry = ComboField(theme, tr("Which entry"), [])
        self.number = NumberField(theme, tr("Number"), required=True)
        self.urgent = SegmentField(
            theme, tr("Urgency"), ((_PLAIN, tr("a report")), (_URGENT, tr("raises the alarm")))
        )
        self.name = TextField(theme, tr("Words"), required=True)
        super().__init__(
            theme,
            page,
            {
                "which": self.which,
                "entry": self.entry,
                "number": self.number,
                "urgent": self.urgent,
                "name": self.name,
            },
        )
        self.which.changed.connect(self._read)
        self.entry.changed.connect(self._fill)
        self.given.connect(self._keep)
        self.extra.clicked.connect(self._drop)

    def come(self, below: QWidget) -> None:
        self.which.set_value(GROUPS)
        note = tr("Status codes of the rule file: {source}. What is entered here goes before them.")
        source = self._service.rules.status_source or "—"
        self.ask_for(
            tr("Talk-groups and status codes"),
            note.format(source=source),
            tr("Keep this entry"),
            below,
            tr("Take it away"),
        )
        self._read()

    def _read(self) -> None:
        """What the lists hold now; the first line is for a new entry."""
        lists = self._service.lists
        ask(self, self._desk.store, lambda: (lists.groups(), lists.statuses()),
            then=lambda held: self._show(*held), fail=self._failed)  # fmt: skip

    def _show(self, groups: list[RadioGroup], own: list[RadioStatus]) -> None:
        self._groups = {one.number: one for one in groups}
        self._urgent = {code for code, rule in self._service.rules.statuses.items() if rule.urgent}
        for one in own:
            self._urgent.add(one.code) if one.urgent else self._urgent.discard(one.code)
        statuses = self._service.status_words()
        if self.which.value() == GROUPS:
            rows = [(str(one.number), f"{one.number}  {one.name}") for one in groups]
        else:
            rows = [(str(code), f"{code}  {said}") for code, said in statuses.items()]
        combo = self.entry.combo
        combo.clear()
        combo.addItem(tr("New entry"), "")
        for value, said in rows:
            combo.addItem(said, value)
        self.urgent.setVisible(self.which.value() == STATUSES)
        self._fill()

    def _fill(self) -> None:
        chosen = self.entry.value()
        self.number.set_value(chosen)
        self.urgent.set_value(_PLAIN)
        self.extra.setEnabled(bool(chosen))
        said = ""
        if chosen and self.which.value() == GROUPS:
            said = self._groups[int(chosen)].name
        elif chosen:
            code = int(chosen)
            said = self._service.status_words().get(code, "")
            self.urgent.set_value(_URGENT if code in self._urgent else _PLAIN)
        self.name.set_value(said)
        self._place()

    def _keep(self) -> None:
        lists, number, name = self._service.lists, self.number.value(), self.name.value()
        urgent = self.urgent.value() == _URGENT
        if number is None:
            self.refuse(Refused("number", "missing"))
        elif self.which.value() == GROUPS:
            chosen = self.entry.value()
            seen = self._groups.get(int(chosen)) if chosen else None
            sort = seen.sort if seen is not None else len(self._groups)
            self._do(lambda by: lists.put_group(seen, number, name, sort, by))
        elif number > 0xFFFF:
            self.refuse(Refused("number", "code_range"), words.refusals())
        else:
            self._do(lambda by: lists.put_status(number, name, urgent, by))

    def _drop(self) -> None:
        chosen, lists = self.entry.value(), self._service.lists
        if not chosen:
            return
        if self.which.value() == GROUPS:
            seen = self._groups[int(chosen)]
            self._do(lambda by: lists.drop_group(seen, by))
        else:
            self._do(lambda by: lists.drop_status(int(chosen), by))

    def _do(self, work: Any) -> None:
        try:
            officer = self._desk.session.demand(Act.DICTIONARIES)
        except Refused as error:
            self.refuse(error)
            return
        ask(self, self._desk.store, work, str(officer.id), then=self._kept, fail=self._failed)

    def _kept(self, _answer: object) -> None:
        self.settle()
        self._desk.say(tr("The list is changed."))
        self._read()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field in ("target", "code"):
            error = Refused("number", error.code, **error.figures)
        elif isinstance(error, Refused) and error.field in ("words", "text"):
            error = Refused("name", error.code, **error.figures)
        self.refuse(error, words.refusals())
