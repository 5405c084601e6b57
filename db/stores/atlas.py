"""The gazetteer: seats and villages of the contact book that have a position."""

from __future__ import annotations

import sqlalchemy as sa

from app.atlas.places import Place, PlaceKind
from app.people.contacts import Org, OrgKind
from db.stores.reader import Reader
from db.tables.contacts import org


class PlaceRows(Reader):
    """Answers `app.atlas.places.PlaceStore`. A change of `org` changes the gazetteer."""

    def places(self) -> list[Place]:
        query = (
            sa.select(org)
            .where(org.c.kind.in_([OrgKind.TOWNSHIP, OrgKind.VILLAGE]))
            .where(org.c.lat.is_not(None), org.c.lon.is_not(None))
            .order_by(org.c.sort, org.c.id)
        )
        return [_place(unit) for unit in self._all("org", query)]


def _place(unit: Org) -> Place:
    assert unit.lat is not None
    assert unit.lon is not None
    if unit.kind is OrgKind.TOWNSHIP:
        kind, township = PlaceKind.TOWNSHIP, unit.township or unit.name
    else:
        kind = PlaceKind.COMMUNITY if unit.name.endswith("社区") else PlaceKind.VILLAGE
        township = unit.township
    return Place(unit.id, unit.name, kind, township, unit.lat, unit.lon, unit.mark)
