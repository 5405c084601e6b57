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


@dataclass(frozen=True, slots=True)
class _Spot:
    lat: float | None = None
    lon: float | None = None
    at: datetime | None = None


class AlarmBook:
    """Holds the open alarms. Not safe for threads by itself: the service holds the lock."""

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._open: dict[UUID, RadioAlarm] = {}
        self._closed: set[UUID] = set()
        """Over here; the record may not know it yet."""
        self._clearing: dict[tuple[str, int], datetime] = {}

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

    def raised(self, event: Emergency, seen: RadioSeen, shift: UUID | None = None) -> Step:
        """Without a position in its frame, an alarm has the last known place of its radio, with its age."""
        for key in [one for one in self._clearing if one[1] == event.radio]:
            del self._clearing[key]
        at, said = event.heard.at, event.position
        spot = _Spot()
        if said is not None and said.lat is not None and said.lon is not None:
            spot = _Spot(said.lat, said.lon, at)
        held = self._of(event.radio)
        if held is not None and not _again(held, at):
            folded = replace(held, last_at=at, times=held.times + 1)
            return self._keep(held, _placed(folded, spot) if lacks_fix(held) else folded)
        if spot.at is None and seen.place is not None:
            spot = _Spot(seen.place.lat, seen.place.lon, seen.place.at)
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
            lat=spot.lat,
            lon=spot.lon,
            placed_at=spot.at,
            raw=event.heard.raw,
            answered_by="",
            answered_name="",
            answered_at=None,
            cleared_at=None,
            incident_id=None,
            shift_id=shift,
            mark=self._mark,
        )
        return self._keep(None, alarm)

    def placed(self, radio: int, lat: float, lon: float, at: datetime) -> Step | None:
        """The first position of a radio after its alarm was raised; later ones are its track."""
        held = self._of(radio)
        if held is None or not lacks_fix(held):
            return None
        return self._keep(held, _placed(held, _Spot(lat, lon, at)))

    def sought(self) -> list[RadioAlarm]:
        """Those nobody has answered whose radio has not said where it is since."""
        return [one for one in self.open() if one.answered_at is None and lacks_fix(one)]

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

    def follow(self, kept: list[RadioAlarm]) -> list[Step]:
        """What the record says of our open alarms and of others, because another desk wrote it. Nothing goes
        back: what was answered or cleared here stays so while its line is on the way."""
        steps = []
        for told in kept:
            held = self._open.get(told.id)
            if held is None:
                over = told.answered_at is not None and told.cleared_at is not None
                if not over and told.id not in self._closed:
                    steps.append(self._keep(None, told))
                continue
            new = held
            if held.answered_at is None and told.answered_at is not None:
                new = replace(new, answered_by=told.answered_by, answered_name=told.answered_name,
                              answered_at=told.answered_at)  # fmt: skip
            if held.cleared_at is None and told.cleared_at is not None:
                new = replace(new, cleared_at=told.cleared_at)
            if told.placed_at is not None and _is_before(held.placed_at, told.placed_at):
                new = _placed(new, _Spot(told.lat, told.lon, told.placed_at))
            if held.incident_id is None and told.incident_id is not None:
                new = replace(new, incident_id=told.incident_id)
            if new != held:
                steps.append(self._keep(held, new))
        return steps

    def cleared(self, event: EmergencyCleared) -> list[Step]:
        """Nothing at the first frame; at the second by the same gateway every open alarm of that radio. Two
        gateways that hear one frame are one witness each."""
        key = event.heard.gateway, event.radio
        at, first = event.heard.at, self._clearing.get(key)
        held = [
            alarm
            for alarm in self._open.values()
            if alarm.radio == event.radio and alarm.cleared_at is None
        ]
        if not held:
            return []
        if first is None or abs(at - first) > CLEAR_PAIR:
            self._clearing[key] = at
            return []
        del self._clearing[key]
        return [self._keep(alarm, replace(alarm, cleared_at=at)) for alarm in held]

    def _of(self, radio: int) -> RadioAlarm | None:
        """The newest alarm of this radio that it has not cleared itself."""
        held = [a for a in self._open.values() if a.radio == radio and a.cleared_at is None]
        return max(held, key=lambda alarm: alarm.raised_at) if held else None

    def _keep(self, old: RadioAlarm | None, new: RadioAlarm) -> Step:
        if new.answered_at is not None and new.cleared_at is not None:
            self._open.pop(new.id, None)
            self._closed.add(new.id)
        else:
            self._open[new.id] = new
        return Step(old, new)


def _again(held: RadioAlarm, at: datetime) -> bool:
    """Also when the clock was put back meanwhile: rather one alarm more than a cry that nobody hears."""
    return held.answered_at is not None and abs(at - held.last_at) > PRESSED_AGAIN


def lacks_fix(alarm: RadioAlarm) -> bool:
    """Its place is not known, or is from before it was raised."""
    return alarm.placed_at is None or alarm.placed_at < alarm.raised_at


def _is_before(known: datetime | None, told: datetime) -> bool:
    return known is None or known < told


def _placed(alarm: RadioAlarm, spot: _Spot) -> RadioAlarm:
    if spot.at is None:
        return alarm
    return replace(alarm, lat=spot.lat, lon=spot.lon, placed_at=spot.at)
