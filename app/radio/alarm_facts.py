"""What an alarm tells: raised, placed, and what another desk heard of it or did with it."""

from __future__ import annotations

from datetime import datetime

from app.radio import facts
from app.radio.alarms import Step
from app.radio.records import RadioAlarm


def raised(alarm: RadioAlarm, restored: bool) -> facts.RadioAlarmRaised:
    return facts.RadioAlarmRaised(
        alarm.id,
        alarm.radio,
        alarm.unit,
        alarm.holder,
        alarm.kind,
        alarm.gateway,
        alarm.raised_at,
        alarm.lat,
        alarm.lon,
        restored,
        alarm.placed_at,
        alarm.shift_id,
    )


def placed(alarm: RadioAlarm, at: datetime) -> facts.RadioAlarmPlaced:
    assert alarm.lat is not None
    assert alarm.lon is not None
    return facts.RadioAlarmPlaced(alarm.id, alarm.radio, alarm.lat, alarm.lon, at, alarm.unit)


def followed(step: Step) -> list[object]:
    """What another desk's alarm tells here."""
    alarm, old = step.new, step.old
    told: list[object] = []
    if old is None and alarm.answered_at is None:
        told.append(raised(alarm, restored=True))
    if old is not None and alarm.placed_at is not None and old.placed_at != alarm.placed_at:
        told.append(placed(alarm, alarm.placed_at))
    if old is not None and old.answered_at is None and alarm.answered_at is not None:
        told.append(
            facts.RadioAlarmAnswered(
                alarm.id,
                alarm.radio,
                alarm.unit,
                alarm.answered_by,
                alarm.answered_name,
                alarm.answered_at,
            )
        )
    if old is not None and old.cleared_at is None and alarm.cleared_at is not None:
        told.append(facts.RadioAlarmCleared(alarm.id, alarm.radio, alarm.unit, alarm.cleared_at))
    return told
