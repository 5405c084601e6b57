"""Judging the level: what the numbers propose stands above, the officer's own judgement is what is kept."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.incidents.records import Incident, Level
from widgets.incidents.refused import at_said, said
from widgets.incidents.seen import Seen
from widgets.incidents.services import Services
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.overcard import OverCard


class LevelCard(OverCard):
    """Half-typed reasons stay while it is left and opened again for the same incident."""

    card_w = 680

    def __init__(self, desk: Desk, services: Services, page: QWidget) -> None:
        theme = desk.theme
        words = [(level.value, level.value) for level in Level]
        super().__init__(
            theme,
            page,
            {
                "level": SegmentField(theme, tr("Confirmed level"), words),
                "possible": SegmentField(theme, tr("Possible"), words),
                "known_at": TextField(
                    theme,
                    tr("Known here at"),
                    placeholder=tr("14:50; empty = now. Its clocks count from then"),
                ),
                "reason": TextField(theme, tr("Reason"), required=True),
            },
        )
        self._desk, self._services = desk, services
        self._seen: Incident | None = None
        self._about: UUID | None = None
        self.given.connect(self._judge)

    def begin(self, seen: Seen, proposal: str, below: QWidget) -> None:
        """Opens with the level as it stands: `proposal` is read, never filled in."""
        one = self._seen = seen.incident
        if self._about != one.id:
            for field in self.fields.values():
                field.clear()
        self._about = one.id
        self.fields["level"].set_value(one.level.value)
        self.fields["possible"].set_value(one.level_possible.value)
        title = self.tr("Level of {title}").format(title=one.title)
        self.ask_for(title, proposal, self.tr("Judge"), below)

    def _judge(self) -> None:
        seen, values = self._seen, {name: f.value() for name, f in self.fields.items()}
        if seen is None:
            return
        try:
            officer, shift = self._desk.session.demand(), self._desk.session.demand_shift()
            known = at_said("known_at", values["known_at"], self._desk.clock.now())
        except Refused as refused:
            self._refused(refused)
            return
        level, possible = Level(values["level"]), Level(values["possible"])
        ask(
            self,
            self._desk.store,
            lambda: self._services.grading.judge(
                officer, shift, seen, level, possible, values["reason"], known
            ),
            then=self._judged,
            fail=self._refused,
        )

    def _judged(self, one: Incident) -> None:
        self._about = None
        self.close_card()
        self._desk.say(self.tr("Level put down: {level}").format(level=one.level.value))

    def _refused(self, error: Exception) -> None:
        own = {error.code: said(error)} if isinstance(error, Refused) else None
        self.refuse(error, own)


def tr(words: str) -> str:
    return QCoreApplication.translate("LevelCard", words)
