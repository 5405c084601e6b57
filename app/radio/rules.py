"""What differs between counties in the radio room: resources/rules/radio.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.radio.talk import TalkRules

_TALK = TalkRules()


@dataclass(frozen=True, slots=True)
class StatusRule:
    words: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class RadioRules:
    """`control_for` is how long a stun or revive waits for the second person; one of the two must have a role
    of `control_roles` (any will do when it is empty). The sources are shown where the rule is."""

    talk: TalkRules = _TALK
    control_for: timedelta = timedelta(minutes=5)
    control_roles: frozenset[str] = frozenset()
    statuses: dict[int, StatusRule] = field(default_factory=dict)
    source: str = ""
    talk_source: str = ""
    control_source: str = ""
    status_source: str = ""


def load_rules(path: Path) -> RadioRules:
    """Reads `resources/rules/radio.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        talk, control, status = held["talk"], held["control"], held["status"]
        return RadioRules(
            talk=TalkRules(
                hold_s=float(talk["hold_s"]),
                limit_s=float(talk["limit_s"]),
                quiet_s=float(talk["quiet_s"]),
            ),
            control_for=timedelta(minutes=float(control["minutes"])),
            control_roles=frozenset(str(role) for role in control["one_of"]),
            statuses={
                int(one["code"]): StatusRule(str(one["words"]), bool(one.get("urgent", False)))
                for one in status["entries"]
            },
            source=str(held["source"]),
            talk_source=str(talk["source"]),
            control_source=str(control["source"]),
            status_source=str(status["source"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{path.name}: {error}") from error
