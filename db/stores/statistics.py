"""Incidents with the numbers that stand, for statistics."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.base.marks import Mark
from app.incidents.records import Count
from app.incidents.statistics import Counted
from db.stores.reader import Reader
from db.tables.incidents import figure, incident


class StatisticsRows(Reader):
    """Answers `app.incidents.statistics.StatisticsStore`."""

    def counted(self, start: datetime, end: datetime) -> list[Counted]:
        during = (
            (incident.c.received_at >= start)
            & (incident.c.received_at < end)
            & (incident.c.mark != Mark.DRILL)
        )
        columns = ("id", "received_at", "event_class", "kind", "level", "township")
        heads = sa.select(*(incident.c[name] for name in columns)).where(during)
        numbers = (
            sa.select(figure.c.incident_id, figure.c.kind, figure.c.number)
            .join(incident, incident.c.id == figure.c.incident_id)
            .where(during)
            .order_by(figure.c.at, figure.c.id)
        )
        people: defaultdict[UUID, dict[Count, int]] = defaultdict(dict)
        with self._db.read() as connection:
            for key, kind, number in connection.execute(numbers):
                people[key][kind] = number
            return [
                Counted(at, event_class, kind, level, town, people.get(key, {}))
                for key, at, event_class, kind, level, town in connection.execute(
                    heads.order_by(incident.c.received_at, incident.c.id)
                )
            ]
