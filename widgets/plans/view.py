"""What the views of the plans share: they read only while they are seen, and say refusals in their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtGui import QShowEvent

from app.base.bus import Changed
from widgets.kit.table import RecordTable
from widgets.plans.words import plan_refusals
from widgets.study.view import StudyView


class PlansView(StudyView):
    """The contact book changes often and is long: nobody reads it for a page that is not seen.

    `_wanted` is the row to be chosen when it comes; not `_offered`: the units to choose from are read anew.
    """

    table: RecordTable
    _wanted: UUID | None = None
    _offered = False

    def read(self) -> None:
        if self.isVisible():
            super().read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def settle(self, found: Sequence[Any]) -> None:
        """The row that was asked for, else the one chosen before, else the first."""
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        elif found and self.table.current() is None:
            self.table.select(found[0].id)
        self._choose(self.table.current())

    def _choose(self, record: Any) -> None:
        raise NotImplementedError

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "org":
            self._offered = False
        super()._changed(fact)

    def words(self) -> dict[str, str]:
        return plan_refusals()
