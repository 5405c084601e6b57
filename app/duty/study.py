"""制度与培训, built together: special periods, responses, trainings, knowledge, rules of the room."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.base.clock import Clock
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty import knowledge, regulations, responses, special, training
from app.duty.log import DutyLog
from app.people.records import Officer


class StudyStore(
    special.SpecialStore,
    responses.ResponseStore,
    training.TrainingStore,
    knowledge.KnowledgeStore,
    regulations.RegulationStore,
    Protocol,
):
    """All that the five ask of the store."""

    def everybody(self) -> list[Officer]:
        """In official order, those too who may not sign in any more."""
        ...


class Lack(StrEnum):
    """What is missing before a special period, or in a month."""

    TRAINING = "培训"
    CHECKLIST = "检查表"
    MONTH = "本月培训"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`key` is the same for the same matter; `about` names the period (or "" for the month), `first` its
    first day, `left` the items still open."""

    lack: Lack
    key: str
    about: str
    first: date
    left: tuple[str, ...] = ()


class Study:
    """`periods`, `responses`, `trainings`, `knowledge`, `regulations`. `resources` holds rules and wording;
    `templates` answers the names of the crews."""

    def __init__(
        self,
        ledger: Ledger,
        store: StudyStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        resources: Path,
        templates: Callable[[], Collection[str]],
    ) -> None:
        rules = resources / "rules"
        self.periods = special.SpecialPeriods(
            ledger, store, clock, mark, special.load_rules(rules / "special.toml"), templates
        )
        self.responses = responses.Responses(
            ledger, store, log, clock, mark, responses.load_rules(rules / "responses.toml")
        )
        self.trainings = training.Trainings(
            ledger, store, clock, mark, training.load_rules(rules / "training.toml")
        )
        self.knowledge = knowledge.Knowledge(
            ledger, store, clock, mark, knowledge.load_cards(resources / "wording/knowledge.toml")
        )
        self.regulations = regulations.Regulations(
            ledger, store, clock, mark, regulations.load_rules(rules / "regulations.toml")
        )

    def reminders(self) -> list[Reminder]:
        """On the store thread: what is missing now, what begins first first."""
        found = []
        for look in self.periods.unprepared():
            one = look.period
            if not look.trained:
                found.append(Reminder(Lack.TRAINING, f"train {one.id}", one.name, one.first))
            if look.open_items and look.phase is special.Phase.AHEAD:
                found.append(
                    Reminder(
                        Lack.CHECKLIST, f"check {one.id}", one.name, one.first, look.open_items
                    )
                )
        month = self.trainings.month_without()
        if month is not None:
            found.append(Reminder(Lack.MONTH, f"month {month}", "", month))
        return found
