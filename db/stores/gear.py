"""Communication gear, read back: each piece with its last test and where it is out to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.people.contacts import OrgKind
from app.rescue.gear import Gear, GearKind, GearOuting, GearTest, Standing
from db.change import record_of
from db.stores.reader import Reader
from db.tables.contacts import org
from db.tables.gear import gear, gear_outing, gear_test


class GearRows(Reader):
    """Answers `app.rescue.gear.GearStore`."""

    def listed(self) -> list[Standing]:
        order = [kind.value for kind in GearKind]
        found = self._standing(gear.c.active)
        return sorted(found, key=lambda one: (order.index(one.gear.kind), one.gear.sort))

    def standing(self, key: UUID) -> Standing | None:
        found = self._standing(gear.c.id == key)
        return found[0] if found else None

    def tests(self, gear_id: UUID, most: int) -> list[GearTest]:
        query = sa.select(gear_test).where(gear_test.c.gear_id == gear_id)
        order = (gear_test.c.at.desc(), gear_test.c.id.desc())
        return self._all("gear_test", query.order_by(*order).limit(most))

    def outings(self, gear_id: UUID, most: int) -> list[GearOuting]:
        query = sa.select(gear_outing).where(gear_outing.c.gear_id == gear_id)
        order = (gear_outing.c.out_at.desc(), gear_outing.c.id.desc())
        return self._all("gear_outing", query.order_by(*order).limit(most))

    def towns(self) -> list[str]:
        query = sa.select(org.c.name).where(org.c.kind == OrgKind.TOWNSHIP, org.c.active)
        with self._db.read() as connection:
            return [str(name) for (name,) in connection.execute(query.order_by(org.c.sort))]

    def next_sort(self) -> int:
        return self._number(sa.select(sa.func.coalesce(sa.func.max(gear.c.sort), 0) + 1))

    def _standing(self, which: sa.ColumnElement[bool]) -> list[Standing]:
        """Three reads, however many pieces; of two tests at one moment the later key counts."""
        last = sa.select(gear_test.c.gear_id, sa.func.max(gear_test.c.at).label("at"))
        newest = last.group_by(gear_test.c.gear_id).subquery()
        tried = (
            sa.select(gear_test)
            .join(
                newest, (newest.c.gear_id == gear_test.c.gear_id) & (newest.c.at == gear_test.c.at)
            )
            .order_by(gear_test.c.id)
        )
        out = sa.select(gear_outing).where(gear_outing.c.back_at.is_(None))
        with self._db.read() as connection:

            def rows(table: str, query: sa.Select[Any]) -> list[Any]:
                return [record_of(table, row._mapping) for row in connection.execute(query)]

            pieces: list[Gear] = rows("gear", sa.select(gear).where(which))
            tests = {one.gear_id: one for one in rows("gear_test", tried)}
            outings = {one.gear_id: one for one in rows("gear_outing", out)}
        return [Standing(one, outings.get(one.id), tests.get(one.id)) for one in pieces]
