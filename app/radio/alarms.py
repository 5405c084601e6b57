"""Emergencies: raised by one frame, folded, answered by name, cleared by two identical frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.radio.events import Emergency, EmergencyCleared
from app.radio.records import RadioAlarm
from app.radio.roster import RadioSeen

PRESSED_AGAIN = timedelta(seconds=60)
"""An answered alarm that was quiet for so long and comes again is a new cry for help. [choice]"""

CLEAR_PAIR = timedelta(seconds=30)
"""The second clearing frame has to come within this time. [choice]"""


@dataclass(frozen=True, slots=True)
class Step:
    """An alarm before (None = it is new) and after."""

    old: RadioAlarm | None
    new: RadioAlarm


class AlarmBook:
    """Holds the open alarms. Not safe for threads by itself: the service holds the lock."""

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._open: dict[UUID, RadioAlarm] = {}
        self._clearing: dict[int, datetime] = {}

    def load(self, alarms: list[RadioAlarm]) -> list[RadioAlarm]:
        """Open alarms of the record; gives those not known yet."""
        fresh = [alarm for alarm in alarms if alarm.id not in self._open]
        self._open.update({alarm.id: alarm for alarm in fresh})
        return fresh

    def open(self) -> list[RadioAlarm]:
        """Unanswered first, then the oldest first."""
        return sorted(
            self._open.values(),
            key=lambda alarm: (alarm.answered_at is not None, alarm.raised_at, alarm.id),
        )

    def unanswered(self) -> int:
        return sum(alarm.answered_at is None for alarm in self._open.values())

    def raised(self, event: Emergency, seen: RadioSeen) -> Step:
        self._clearing.pop(event.radio, None)
        place = event.position
        lat = place.lat if place else None
        lon = place.lon if place else None
        held = self._of(event.radio)
        at = event.heard.at
        if held is not None and not _again(held, at):
            had = held.lat is None and lat is not None
            return self._keep(
                held,
                replace(
                    held,
                    last_at=at,
                    times=held.times + 1,
                    lat=lat if had else held.lat,
                    lon=lon if had else held.lon,
                ),
            )
        alarm = RadioAlarm(
            id=new_id(),
            gateway=event.heard.gateway,
            radio=event.radio,
            unit=seen.unit,
            holder=seen.holder,
            kind=event.kind,
            raised_at=at,
            last_at=at,
            times=1,
            lat=lat,
            lon=lon,
            raw=event.heard.raw,
            answered_by="",
            answered_name="",
            answered_at=None,
            cleared_at=None,
            incident_id=None,
            mark=self._mark,
        )
        return self._keep(None, alarm)

    def placed(self, radio: int, lat: float, lon: float) -> Step | None:
        """A position of a radio whose alarm has none yet."""
        held = self._of(radio)
        if held is None or held.lat is not None:
            return None
        return self._keep(held, replace(held, lat=lat, lon=lon))

    def answered(self, key: UUID, by: str, by_name: str, at: datetime) -> Step:
        """Raises `Refused`: unknown, or answered by somebody before (with the name)."""
        held = self._open.get(key)
        if held is None:
            raise Refused("alarm", "unknown")
        if held.answered_at is not None:
            raise Refused("alarm", "already_answered", name=held.answered_name)
        return self._keep(
            held, replace(held, answered_by=by, answered_name=by_name, answered_at=at)
        )

    def tied(self, key: UUID, incident_id: UUID) -> Step | None:
        held = self._open.get(key)
        if held is None or held.incident_id == incident_id:
            return None
        return self._keep(held, replace(held, incident_id=incident_id))

    def cleared(self, event: EmergencyCleared) -> list[Step]:
        """Nothing at the first frame; at the second every open alarm of that radio."""
        at, first = event.heard.at, self._clearing.get(event.radio)
        held = [
            alarm
            for alarm in self._open.values()
            if alarm.radio == event.radio and alarm.cleared_at is None
        ]
        if not held:
            return []
        if first is None or at - first > CLEAR_PAIR:
            self._clearing[event.radio] = at
            return []
        del self._clearing[event.radio]
        return [self._keep(alarm, replace(alarm, cleared_at=at)) for alarm in held]

    def _of(self, radio: int) -> RadioAlarm | None:
        """The newest alarm of this radio that it has not cleared itself."""
        held = [a for a in self._open.values() if a.radio == radio and a.cleared_at is None]
        return max(held, key=lambda alarm: alarm.raised_at) if held else None

    def _keep(self, old: RadioAlarm | None, new: RadioAlarm) -> Step:
        if new.answered_at is not None and new.cleared_at is not None:
            self._open.pop(new.id, None)
        else:
            self._open[new.id] = new
        return Step(old, new)


def _again(held: RadioAlarm, at: datetime) -> bool:
    return held.answered_at is not None and at - held.last_at > PRESSED_AGAIN
