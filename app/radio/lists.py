"""The county's own lists of the radio room: its radios, talk-groups by name, and what status codes mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.radio.asking import MOST_ADDRESS, check_address
from app.radio.records import Radio, RadioGroup, RadioKind, RadioStatus

MOST_NAME, MOST_STATUS = 30, 30
"""Characters."""


class ListStore(Protocol):
    """Read on the store thread."""

    def radios(self) -> list[Radio]:
        """The active ones, by their order."""
        ...

    def radio_groups(self) -> list[RadioGroup]:
        """The active ones, by their order."""
        ...

    def radio_statuses(self) -> list[RadioStatus]:
        """All, oldest first."""
        ...


class RadioLists:
    """On the store thread. The caller checks the right (`Act.DICTIONARIES`)."""

    def __init__(self, ledger: Ledger, store: ListStore, mark: Mark) -> None:
        self._ledger = ledger
        self._store = store
        self._mark = mark

    def radios(self) -> list[Radio]:
        return self._store.radios()

    def groups(self) -> list[RadioGroup]:
        return self._store.radio_groups()

    def statuses(self) -> list[RadioStatus]:
        """Rows of the county, those taken away too; the rule file's own codes are not here."""
        return self._store.radio_statuses()

    def put_radio(
        self, number: int, unit: str, holder: str, kind: RadioKind, talkgroup: int | None, by: str
    ) -> Radio:
        """Enter the radio of this number, or change what is known of it; `talkgroup` None: not known.
        Raises `Refused`: bad_target, empty, too_long."""
        check_address(number)
        if talkgroup is not None and not 0 < talkgroup < MOST_ADDRESS:
            raise Refused("talkgroup", "bad_target")
        held = self._store.radios()
        seen = next((one for one in held if one.number == number), None)
        unit = _words("unit", unit, MOST_NAME)
        holder = _words("holder", holder, MOST_NAME) if holder.strip() else ""
        if seen is not None:
            new = replace(seen, unit=unit, holder=holder, kind=kind, talkgroup=talkgroup or 0)
        else:
            sort = max((one.sort for one in held), default=-1) + 1
            new = Radio(
                new_id(), number, unit, holder, kind, talkgroup or 0, "", sort, True, self._mark
            )
        self._put("radio", new, seen, by, "radio.roster")
        return new

    def drop_radio(self, number: int, by: str) -> None:
        """It is not of the roster any more. Raises `Refused("number", "unknown")`."""
        seen = next((one for one in self._store.radios() if one.number == number), None)
        if seen is None:
            raise Refused("number", "unknown")
        self._put("radio", replace(seen, active=False), seen, by, "radio.roster.drop")

    def put_group(
        self, seen: RadioGroup | None, number: int, name: str, sort: int, by: str
    ) -> RadioGroup:
        """Enter (`seen` None) or change one. Raises `Refused`: bad_target, empty, too_long, taken."""
        check_address(number)
        name = _words("name", name, MOST_NAME)
        for other in self._store.radio_groups():
            if other.number == number and (seen is None or other.id != seen.id):
                raise Refused("number", "taken", name=other.name)
        key = seen.id if seen else new_id()
        group = RadioGroup(key, number, name, sort, True, seen.mark if seen else self._mark)
        self._put("radio_group", group, seen, by, "radio.group")
        return group

    def drop_group(self, seen: RadioGroup, by: str) -> None:
        self._put("radio_group", replace(seen, active=False), seen, by, "radio.group.drop")

    def put_status(self, code: int, words: str, urgent: bool, by: str) -> RadioStatus:
        """What `code` means from now on. Raises `Refused`: out_of_range, empty, too_long."""
        if not 0 <= code <= 0xFFFF:
            raise Refused("code", "out_of_range", number=code, least=0, most=0xFFFF)
        return self._status(code, _words("words", words, MOST_STATUS), urgent, True, by)

    def drop_status(self, code: int, by: str) -> RadioStatus:
        """From now on the number stands alone."""
        return self._status(code, "", False, False, by)

    def _status(self, code: int, words: str, urgent: bool, active: bool, by: str) -> RadioStatus:
        rows = [row for row in self._store.radio_statuses() if row.code == code]
        seen = rows[-1] if rows else None
        key, mark = (seen.id, seen.mark) if seen else (new_id(), self._mark)
        status = RadioStatus(key, code, words, urgent, active, mark)
        self._put("radio_status", status, seen, by, "radio.status")
        return status

    def _put(
        self,
        table: str,
        new: Radio | RadioGroup | RadioStatus,
        seen: Radio | RadioGroup | RadioStatus | None,
        by: str,
        what: str,
    ) -> None:
        with self._ledger.change(by, what, (table, str(new.id))) as change:
            change.put(table, new, seen=seen)


def _words(field: str, words: str, most: int) -> str:
    words = " ".join(words.split())
    if not words:
        raise Refused(field, "empty")
    if len(words) > most:
        raise Refused(field, "too_long", limit=most, length=len(words))
    return words
