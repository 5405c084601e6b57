"""What the views of the plans share: they read only while they are seen, and say refusals in their words."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent

from widgets.plans.words import plan_refusals
from widgets.study.view import StudyView


class PlansView(StudyView):
    """The contact book changes often and is long: nobody reads it for a page that is not seen."""

    def read(self) -> None:
        if self.isVisible():
            super().read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def words(self) -> dict[str, str]:
        return plan_refusals()
