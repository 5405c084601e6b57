"""出车 and 到岗签到: who is there, which vehicle is out, with whom and for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.people.records import Officer, Role
from app.people.rights import Act, demand, may

MOST = 300


class ArrivalKind(StrEnum):
    """Who belongs to the shift signs 到岗; 备班 that was called in signs 进驻. domain.md 1.1"""

    POST = "到岗"
    CALLED_IN = "进驻"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody signed, by their own PIN at the desk, that they are there. `left_at` None: still there."""

    id: UUID
    shift_id: UUID
    officer_id: UUID
    name: str
    post: str
    kind: ArrivalKind
    at: datetime
    left_at: datetime | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Trip:
    """`vehicle` is the plate or what it is called. `driver_id` None: the driver is no officer of this room.
    None in km or `passengers` is 不详; `back_at` None: still out. `asked_by` is who sent the vehicle."""

    id: UUID
    shift_id: UUID
    vehicle: str
    driver_id: UUID | None
    driver: str
    purpose: str
    destination: str
    asked_by: str
    out_at: datetime
    back_at: datetime | None
    km_out: int | None
    km_back: int | None
    passengers: int | None
    incident_id: UUID | None
    by: str
    by_name: str
    mark: Mark

    @property
    def km(self) -> int | None:
        """How far it went; None = 不详."""
        if self.km_out is None or self.km_back is None:
            return None
        return self.km_back - self.km_out


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is said when a vehicle goes. `out_at` None = now."""

    vehicle: str
    driver: str
    purpose: str
    destination: str
    asked_by: str = ""
    out_at: datetime | None = None
    km_out: int | None = None
    passengers: int | None = None
    incident_id: UUID | None = None


class TripStore(Protocol):
    def trips(self, driver_id: UUID | None, most: int) -> list[Trip]:
        """Those still out first, then the newest; of one driver, or None for all."""
        ...

    def arrivals(self, shift_id: UUID) -> list[Arrival]:
        """Of a shift, in their order."""
        ...


class Trips:
    """Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: TripStore,
        officers: Callable[[], list[Officer]],
        clock: Clock,
        mark: Mark,
    ) -> None:
        self._ledger, self._store, self._officers = ledger, store, officers
        self._clock, self._mark = clock, mark

    def listed(self, by: Officer) -> list[Trip]:
        """All, for who may read the record; a driver's own."""
        if may(by, Act.READ):
            return self._store.trips(None, MOST)
        demand(by, Act.TRIP)
        return self._store.trips(by.id, MOST)

    def outside(self) -> list[Trip]:
        """Vehicles that are not back, whatever the shift, the longest away first."""
        return [one for one in self._store.trips(None, MOST)[::-1] if one.back_at is None]

    def arrivals(self, by: Officer, shift_id: UUID) -> list[Arrival]:
        """All of the shift, or, for who may not read the record, one's own."""
        there = self._store.arrivals(shift_id)
        if may(by, Act.READ):
            return there
        demand(by, Act.PRESENCE)
        return [one for one in there if one.officer_id == by.id]

    def sign(self, by: Officer, shift_id: UUID) -> Arrival:
        """One is there. `Refused("arrival", "already_there")`."""
        demand(by, Act.PRESENCE)
        if self._there(by, shift_id) is not None:
            raise Refused("arrival", "already_there")
        kind = ArrivalKind.CALLED_IN if by.role is Role.RESERVE else ArrivalKind.POST
        now = self._clock.now()
        made = Arrival(
            new_id(), shift_id, by.id, by.name, by.role.value, kind, now, None, self._mark
        )
        self._put(by, "presence.sign", "arrival", made, None)
        return made

    def leave(self, by: Officer, shift_id: UUID) -> Arrival:
        """One goes. `Refused("arrival", "not_there")`."""
        demand(by, Act.PRESENCE)
        seen = self._there(by, shift_id)
        if seen is None:
            raise Refused("arrival", "not_there")
        made = replace(seen, left_at=self._clock.now())
        self._put(by, "presence.leave", "arrival", made, seen)
        return made

    def out(self, by: Officer, shift_id: UUID, told: Leaving) -> Trip:
        """A vehicle goes. A driver enters only his own trips and need not
        name himself. `Refused`: vehicle, driver, purpose,
        destination (empty), driver (own_trips), out_at (in_the_future)."""
        demand(by, Act.TRIP)
        if not may(by, Act.LOG):
            told = replace(told, driver=told.driver.strip() or by.name)
        self._check(by, told)
        now = self._clock.now()
        at = told.out_at or now
        if at > now:
            raise Refused("out_at", "in_the_future")
        made = Trip(
            id=new_id(),
            shift_id=shift_id,
            vehicle=told.vehicle.strip(),
            driver_id=self._driver(by, told.driver.strip()),
            driver=told.driver.strip(),
            purpose=told.purpose.strip(),
            destination=told.destination.strip(),
            asked_by=told.asked_by.strip(),
            out_at=at,
            back_at=None,
            km_out=told.km_out,
            km_back=None,
            passengers=told.passengers,
            incident_id=told.incident_id,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        self._put(by, "trip.out", "trip", made, None)
        return made

    def back(
        self, by: Officer, seen: Trip, back_at: datetime | None = None, km_back: int | None = None
    ) -> Trip:
        """It is back; None = now, 不详. `Refused`: trip (wrong_step), driver (own_trips), back_at
        (before_out, in_the_future), km_back (km_less)."""
        demand(by, Act.TRIP)
        if not may(by, Act.LOG) and seen.driver_id != by.id:
            raise Refused("driver", "own_trips")
        if seen.back_at is not None:
            raise Refused("trip", "wrong_step")
        now = self._clock.now()
        at = back_at or now
        if at > now:
            raise Refused("back_at", "in_the_future")
        if at < seen.out_at:
            raise Refused("back_at", "before_out")
        if km_back is not None and seen.km_out is not None and km_back < seen.km_out:
            raise Refused("km_back", "km_less", out=seen.km_out)
        made = replace(seen, back_at=at, km_back=km_back)
        self._put(by, "trip.back", "trip", made, seen)
        return made

    def _there(self, by: Officer, shift_id: UUID) -> Arrival | None:
        mine = (one for one in self._store.arrivals(shift_id) if one.officer_id == by.id)
        return next((one for one in mine if one.left_at is None), None)

    def _check(self, by: Officer, told: Leaving) -> None:
        for field in ("vehicle", "driver", "purpose", "destination"):
            if not getattr(told, field).strip():
                raise Refused(field, "empty")
        if not may(by, Act.LOG) and told.driver.strip() != by.name:
            raise Refused("driver", "own_trips")

    def _driver(self, by: Officer, name: str) -> UUID | None:
        """The one driver of this room who bears the name."""
        if not may(by, Act.LOG):
            return by.id
        named = [one for one in self._officers() if one.name == name and one.role is Role.DRIVER]
        return named[0].id if len(named) == 1 else None

    def _put(
        self, by: Officer, what: str, table: str, made: Trip | Arrival, seen: Trip | Arrival | None
    ) -> None:
        with self._ledger.change(str(by.id), what, (table, str(made.id))) as change:
            change.put(table, made, seen=seen)
