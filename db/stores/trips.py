"""Arrivals and trips, read back."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.duty.trips import Arrival, Trip
from db.stores.reader import Reader
from db.tables.trips import arrival, trip


class TripRows(Reader):
    """Answers `app.duty.trips.TripStore`."""

    def trips(self, driver_id: UUID | None, most: int) -> list[Trip]:
        query = sa.select(trip)
        if driver_id is not None:
            query = query.where(trip.c.driver_id == driver_id)
        order = (trip.c.back_at.is_not(None), trip.c.out_at.desc(), trip.c.id.desc())
        return self._all("trip", query.order_by(*order).limit(most))

    def arrivals(self, shift_id: UUID) -> list[Arrival]:
        of_shift = sa.select(arrival).where(arrival.c.shift_id == shift_id)
        return self._all("arrival", of_shift.order_by(arrival.c.at, arrival.c.id))
