"""The calls being written at this desk: each a sheet, each kept as a draft until it is registered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.base.drafts import Draft, Drafts
from app.base.ids import new_id
from app.incidents.alarm_draft import RADIO_PLACE
from app.incidents.drafted import PREFIX, IncidentDrafted
from app.incidents.form import is_blank
from app.incidents.intake import Intake
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen

UNTYPED = ("received_at", "lat", "lon", "township", "placed_by", RADIO_PLACE)
"""Fields of a sheet that the form does not have."""

_TOLD = ("received_at", RADIO_PLACE)
"""Those of them that hold whatever is typed for the place."""


@dataclass(slots=True)
class Sheet:
    """`key` becomes the incident's id: registering twice gives one incident. `saved_at` None = not
    on the disk yet; `sent` are the words last given to the disk, None = never any."""

    key: UUID = field(default_factory=new_id)
    fields: dict[str, Any] = field(default_factory=dict)
    by: str = ""
    by_name: str = ""
    saved_at: datetime | None = None
    sent: dict[str, Any] | None = None

    @property
    def blank(self) -> bool:
        return is_blank(self.fields)

    @property
    def place(self) -> str:
        """Key of its draft."""
        return f"{PREFIX}{self.key}"

    def take(self, typed: dict[str, Any]) -> None:
        """What stands in the form now. When the call came and where the place lies is in no field of it: kept
        as long as the words of the place are those the position was found for."""
        held = {name: self.fields[name] for name in UNTYPED if name in self.fields}
        place = str(typed.get("place", ""))
        if self.fields.get("place") and not place:
            held = {name: one for name, one in held.items() if name in _TOLD}
        if held.get("placed_by", "") not in place:  # a position taken over for other words
            held = {name: held[name] for name in (*_TOLD, "township") if name in held}
        self.fields = held | typed


class Calls(QObject):
    """`changed` when the strip of calls is another; `kept(sheet)` after the draft reached the disk;
    `not_kept(error)` when it did not."""

    changed = Signal()
    kept = Signal(object)
    not_kept = Signal(object)

    def __init__(self, desk: Desk, drafts: Drafts, intake: Intake) -> None:
        super().__init__()
        self._desk = desk
        self._drafts = drafts
        self._intake = intake
        self.sheets: list[Sheet] = []
        listen(self, desk.bus, IncidentDrafted, lambda _: self.restore())

    def restore(self) -> None:
        """Bring back what was half typed when the program ended, however it ended."""
        ask(self, self._desk.disk, self._drafts.all, then=self._found, fail=self.not_kept.emit)

    def open(self) -> Sheet:
        """A blank sheet: the one that is blank already, else a new one, first in the strip."""
        for sheet in self.sheets:
            if sheet.blank:
                return sheet
        sheet = Sheet()
        self.sheets.insert(0, sheet)
        self.changed.emit()
        return sheet

    def take_over(self, fields: dict[str, Any]) -> Sheet:
        """A sheet of its own for words typed while the first was on its way."""
        sheet = Sheet(fields=dict(fields))
        self.sheets.insert(0, sheet)
        self.changed.emit()
        return sheet

    def sheet(self, key: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if str(sheet.key) == key), None)

    def keep(self, sheet: Sheet) -> None:
        """Write the draft when its words are new; a blank sheet has none. It stays with the officer
        who began it, whoever reads it later."""
        if sheet.blank:
            self._drop_draft(sheet)
            return
        words = dict(sheet.fields)
        if words == sheet.sent:
            return
        sheet.sent = words
        officer = self._desk.session.officer
        if officer is not None and not sheet.by:
            sheet.by, sheet.by_name = str(officer.id), officer.name
        ask(
            self,
            self._desk.disk,
            self._drafts.save,
            sheet.place,
            sheet.by,
            {"by_name": sheet.by_name, "words": words},
            then=lambda draft: self._kept(sheet, draft),
            fail=lambda error: self._not_kept(sheet, error),
        )

    def drop(self, sheet: Sheet) -> None:
        """It was registered, or thrown away."""
        if sheet in self.sheets:
            self.sheets.remove(sheet)
        self._drop_draft(sheet)
        self.changed.emit()

    def _drop_draft(self, sheet: Sheet) -> None:
        if sheet.sent is None:
            return
        sheet.saved_at = sheet.sent = None
        ask(self, self._desk.disk, self._drafts.drop, sheet.place, fail=self.not_kept.emit)

    def _not_kept(self, sheet: Sheet, error: Exception) -> None:
        sheet.sent = {}
        self.not_kept.emit(error)

    def _kept(self, sheet: Sheet, draft: Draft) -> None:
        sheet.saved_at = draft.saved_at
        self.kept.emit(sheet)
        self.changed.emit()

    def _found(self, drafts: list[Draft]) -> None:
        for draft in reversed(drafts):
            sheet = _sheet_of(draft)
            if sheet is not None and self.sheet(str(sheet.key)) is None:
                self.sheets.append(sheet)
                ask(
                    self,
                    self._desk.store,
                    self._intake.incident,
                    sheet.key,
                    then=lambda known, sheet=sheet: self.drop(sheet) if known else None,
                    fail=self.not_kept.emit,
                )
        self.changed.emit()


def _sheet_of(draft: Draft) -> Sheet | None:
    if not draft.key.startswith(PREFIX):
        return None
    words = draft.fields.get("words")
    try:
        key = UUID(draft.key.removeprefix(PREFIX))
    except ValueError:
        return None
    who = str(draft.fields.get("by_name", ""))
    held = dict(words) if isinstance(words, dict) else {}
    return Sheet(key, held, draft.by, who, draft.saved_at, dict(held))
