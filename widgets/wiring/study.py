"""What is missing before a special period or in the month, as messages; the rules of a page by its button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.duty.study import Lack, Reminder, Study
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.shell.messages import Kind, Messages
from widgets.wiring.reminding import Reminding


class StudyReminders(Reminding):
    """Each matter is told once, to whoever is on duty, and is over when what was missing is there."""

    kinds = frozenset({"special_period", "period_tick", "training"})

    def __init__(self, desk: Desk, messages: Messages, study: Study) -> None:
        self._messages = messages
        self._told: dict[str, Reminder] = {}
        super().__init__(desk, study.reminders)

    def show_due(self, found: list[Reminder]) -> None:
        now = {one.key: one for one in found}
        for key in [key for key in self._told if key not in now]:
            del self._told[key]
            self._messages.over(key, self.tr("It is there now"))
        for key, one in now.items():
            if self._told.get(key) != one:
                self._told[key] = one
                title, text = self._words(one)
                self._messages.tell(Kind.CLOCK, title, text, key, place="study")

    def _words(self, one: Reminder) -> tuple[str, str]:
        day = f"{one.first:%m-%d}"
        if one.lack is Lack.TRAINING:
            return (
                self.tr("{name}: no training yet").format(name=one.about),
                self.tr("It begins on {day}; enter the training under Rules, Alt+7").format(
                    day=day
                ),
            )
        if one.lack is Lack.CHECKLIST:
            return (
                self.tr("{name}: {n} checks open").format(name=one.about, n=len(one.left)),
                self.tr("It begins on {day}: {items}").format(day=day, items="；".join(one.left)),
            )
        return (
            self.tr("No training in this month yet"),
            self.tr("One a month; enter it under Rules, Alt+7"),
        )


def rules_button(desk: Desk, page: str, go: Callable[[str, Any], None]) -> PlainButton:
    """Opens the rules that hold for a page of the console."""
    words = QCoreApplication.translate("Study", "Rules of the room")
    button = PlainButton(desk.theme, words, "Shift+F1", "book-bookmark")
    button.clicked.connect(lambda: go("study", ("place", page)))
    return button
