"""Calls to the duty telephone, and what a number has called about before."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.phone.book import Earlier, EarlierKind
from app.phone.records import PhoneRing
from db.numbers import only_figures, writings
from db.stores.reader import Reader
from db.tables.duty import log_entry
from db.tables.incidents import incident
from db.tables.phone import phone_ring

BACK = timedelta(days=730)
"""Older calls are left to the search: a number is compared figure by figure, without an index. [choice]"""


class PhoneRows(Reader):
    """Answers `app.phone.book.PhoneStore`."""

    def latest_rings(self, count: int) -> list[PhoneRing]:
        query = sa.select(phone_ring).order_by(phone_ring.c.at.desc(), phone_ring.c.id.desc())
        return self._all("phone_ring", query.limit(count))

    def earlier(self, number: str, before: datetime, count: int) -> list[Earlier]:
        """Two writings of one number are the same number."""
        same = writings(number)
        if not same:
            return []
        asked = (
            (
                EarlierKind.INCIDENT,
                incident.c.received_at,
                incident.c.reporter_phone,
                incident.c.title,
            ),
            (EarlierKind.LOG, log_entry.c.written_at, log_entry.c.phone, log_entry.c.text),
            (EarlierKind.RING, phone_ring.c.at, phone_ring.c.number, sa.literal("")),
        )
        found: list[Earlier] = []
        with self._db.read() as connection:
            for kind, at, phone, words in asked:
                query = (
                    sa.select(at.table.c.id, at, words)
                    .where(at < before, at >= before - BACK, only_figures(phone).in_(same))
                    .order_by(at.desc())
                    .limit(count)
                )
                rows = connection.execute(query)
                found += [Earlier(kind, key, when, said) for key, when, said in rows]
        return sorted(found, key=lambda one: one.at, reverse=True)[:count]
