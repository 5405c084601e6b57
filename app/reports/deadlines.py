"""Which clocks an incident starts: rules are data, each with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.records import Deadline, Incident

STARTS = ("received", "happened")


@dataclass(frozen=True, slots=True)
class Rule:
    """One time limit. `start` names the time it counts from; `source` is shown beside the clock."""

    key: str
    name: str
    start: str
    minutes: int
    source: str


def load_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of one profile file. `Refused("rules", …)` names what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    return tuple(_rule(path.name, row) for row in held.get("rule", []))


def _rule(file: str, row: dict[str, str]) -> Rule:
    try:
        rule = Rule(row["key"], row["name"], row["start"], int(row["minutes"]), row["source"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("rules", "incomplete", file=file, why=str(error)) from error
    if rule.start not in STARTS or rule.minutes <= 0:
        raise Refused("rules", "impossible", file=file, rule=rule.key)
    return rule


class Deadlines:
    """Starts the clocks of a profile."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def of(self, incident: Incident) -> list[Deadline]:
        """One running clock per rule, earliest due first.

        A rule that counts from the time of occurrence counts from receipt while that is 不详.
        """
        clocks = [self._clock(rule, incident) for rule in self.rules]
        return sorted(clocks, key=lambda clock: clock.due_at)

    @staticmethod
    def _clock(rule: Rule, incident: Incident) -> Deadline:
        start: datetime = incident.received_at
        if rule.start == "happened" and incident.happened_at is not None:
            start = incident.happened_at
        return Deadline(
            id=new_id(),
            incident_id=incident.id,
            rule=rule.key,
            name=rule.name,
            source=rule.source,
            starts_at=start,
            due_at=start + timedelta(minutes=rule.minutes),
            met_at=None,
            mark=incident.mark,
        )
