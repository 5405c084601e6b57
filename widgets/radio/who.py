"""How a radio is named on the screen."""

from __future__ import annotations

from app.radio.records import RadioAlarm, RadioEvent
from app.radio.roster import RadioSeen
from widgets.radio.words import tr


def who(unit: str, holder: str) -> str:
    """Unit and holder; a radio nobody enrolled is said to be so."""
    named = f"{unit} {holder}".strip()
    return named or tr("not in the roster")


def alarm_who(alarm: RadioAlarm) -> str:
    return who(alarm.unit, alarm.holder)


def event_who(event: RadioEvent) -> str:
    return who(event.unit, event.holder) if event.radio is not None else ""


def seen_who(seen: RadioSeen) -> str:
    return who(seen.unit, seen.holder)
