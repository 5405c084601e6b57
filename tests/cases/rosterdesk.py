"""A little roster for each example, and what the product's rules say of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from unicodedata import normalize
from uuid import UUID

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.periods import Span
from app.duty.roster.conflicts import Around, Conflict, Fault, conflicts
from app.duty.roster.records import Absence, AbsenceKind, Deputy, RosterSlot
from app.people.records import Officer, Role
from tests.cases.shift import RULES


class Desk:
    """A little roster of its own for each example."""

    def __init__(self) -> None:
        self.named: dict[str, Officer] = {}
        self.slots: list[RosterSlot] = []
        self.absences: list[Absence] = []
        self.deputies: list[Deputy] = []

    def officer(self, name: str, role: Role, permanent: bool) -> Officer:
        if name not in self.named:
            sort = len(self.named)
            self.named[name] = Officer(
                new_id(), name, "", role, permanent, sort, "", True, Mark.TEST
            )
        return self.named[name]

    def place(self, span: Span, post: Role, officer_id: UUID | None) -> RosterSlot:
        sort = len(self.slots)
        slot = RosterSlot(
            new_id(), new_id(), span.starts_at, span.ends_at, post, sort, officer_id, Mark.TEST
        )
        self.slots.append(slot)
        return slot

    def leave(self, officer_id: UUID, days: Iterable[str]) -> None:
        first, *rest = (date.fromisoformat(str(day)[:10]) for day in days)
        last = rest[-1] if rest else first
        kind = AbsenceKind.LEAVE
        self.absences.append(Absence(new_id(), officer_id, first, last, kind, "", False, Mark.TEST))

    def around(self, a_week: int = RULES.a_week) -> Around:
        officers = {one.id: one for one in self.named.values()}
        permanent = RULES.permanent_posts()
        return Around(officers, self.absences, self.deputies, permanent, a_week)

    def judged(self, a_week: int = RULES.a_week) -> dict[str, Any]:
        return verdict(conflicts(self.slots, self.around(a_week)), tuple(self.named))


def verdict(found: list[Conflict], names: tuple[str, ...] = ()) -> dict[str, Any]:
    """The examples are written with western stops, and name nobody in what is said of them."""
    errors = [_plain(one, names) for one in found if one.error]
    warnings = [_plain(one, names) for one in found if not one.error]
    return {
        "ok": not errors,
        "error": errors[0] if errors else None,
        "errors": errors,
        "warning": warnings[0] if warnings else None,
        "warnings": warnings,
        "missing": [words.removesuffix("空缺") for words in errors if words.endswith("空缺")],
    }


def _plain(conflict: Conflict, names: tuple[str, ...]) -> str:
    words = conflict.words
    if conflict.fault is Fault.AB_ABSENT:
        words = words.split("：")[0]
    elif conflict.fault in (Fault.TWICE, Fault.ABSENT, Fault.NOT_ACTIVE):
        for name in sorted(names, key=len, reverse=True):
            words = words.removeprefix(name)
    return normalize("NFKC", words)
