"""The gazetteer: everything with a name and a position that other rooms keep."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.atlas.places import Place, PlaceKind
from app.people.contacts import Org, OrgKind
from db.stores.reader import Reader
from db.tables.contacts import org
from db.tables.rescue import hazard_point, reservoir, shelter

_THINGS = {
    PlaceKind.SHELTER: shelter,
    PlaceKind.HAZARD: hazard_point,
    PlaceKind.RESERVOIR: reservoir,
}


class PlaceRows(Reader):
    """Answers `app.atlas.places.PlaceStore`. A change of `org` changes the gazetteer."""

    def places(self) -> list[Place]:
        """Seats, villages and firms in official order, then shelters, danger points and waters."""
        found = self._units()
        for kind, table in _THINGS.items():
            rows = self._all(table.name, sa.select(table).order_by(table.c.sort, table.c.id))
            found.extend(_place(row, row.name, kind, row.township) for row in rows)
        return found

    def _units(self) -> list[Place]:
        query = (
            sa.select(org)
            .where(org.c.kind.in_([OrgKind.TOWNSHIP, OrgKind.VILLAGE, OrgKind.FIRM]))
            .where(org.c.lat.is_not(None), org.c.lon.is_not(None))
            .order_by(org.c.sort, org.c.id)
        )
        units: list[Org] = self._all("org", query)
        towns = {unit.id: unit.name for unit in units if unit.kind is OrgKind.TOWNSHIP}
        return [_place(unit, unit.name, _kind(unit), _township(unit, towns)) for unit in units]


def _kind(unit: Org) -> PlaceKind:
    if unit.kind is OrgKind.VILLAGE:
        return PlaceKind.COMMUNITY if unit.name.endswith("社区") else PlaceKind.VILLAGE
    return PlaceKind.TOWNSHIP if unit.kind is OrgKind.TOWNSHIP else PlaceKind.FIRM


def _township(unit: Org, towns: dict[Any, str]) -> str:
    """Its own, that of the unit above it (the county's firms stand in one too), or its name."""
    if unit.kind is OrgKind.TOWNSHIP:
        return unit.township or unit.name
    return unit.township or towns.get(unit.parent_id, "")


def _place(row: Any, name: str, kind: PlaceKind, township: str) -> Place:
    return Place(row.id, name, kind, township, row.lat, row.lon, row.mark)
