"""The county as callers name it: townships, villages, known places, and the units that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.atlas.places import Place, PlaceKind
from app.duty.holidays import Calendar
from app.people.contacts import Org, OrgKind

_TOWN_END = re.compile(r"(?:街道|镇|乡)$")
_OFFICE = re.compile(r"\(.*\)$|管理[所站]$")
_VILLAGE_END = re.compile(r"(?:村|社区|居委会)$")


@dataclass(frozen=True, slots=True)
class Village:
    name: str
    town: str

    @property
    def stem(self) -> str:
        """老桂岭 of 老桂岭村: as people say it."""
        return _VILLAGE_END.sub("", self.name) or self.name


@dataclass(frozen=True, slots=True)
class Spot:
    """A school, firm, reservoir … known by name; `town` "" = not known."""

    name: str
    town: str


@dataclass(slots=True)
class County:
    """`units`: names of the county's own bodies, as written -> as said. `days` knows the holidays."""

    name: str
    towns: tuple[str, ...]
    villages: tuple[Village, ...]
    spots: tuple[Spot, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    days: Calendar = field(default_factory=Calendar)
    said_as: dict[str, list[Village | Spot | str]] = field(init=False, default_factory=dict)
    """What may be heard -> what it may be: a township's name (str), villages, spots."""
    heard: re.Pattern[str] = field(init=False)
    homes: re.Pattern[str] = field(init=False)
    """Names of townships and villages only."""

    def __post_init__(self) -> None:
        for town in self.towns:
            self._call(town, town)
            self._call(_TOWN_END.sub("", town), town)
        for village in self.villages:
            self._call(village.name, village)
            self._call(village.stem, village)
        short = self.name
        for spot in self.spots:
            self._call(spot.name, spot)
            bare = _OFFICE.sub("", spot.name.removeprefix(short).removeprefix("县"))
            self._call(bare, spot)
            if spot.town:
                self._call(spot.town + spot.name, spot)
        homes = [name for name, held in self.said_as.items() if not isinstance(held[0], Spot)]
        self.homes = _any_of(homes)
        self.heard = _any_of(self.said_as)

    def _call(self, words: str, what: Village | Spot | str) -> None:
        held = self.said_as.setdefault(words, [])
        if what not in held:
            held.append(what)

    def towns_of(self, village: str) -> tuple[str, ...]:
        return tuple(v.town for v in self.villages if v.name == village)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest name first; of nothing, what never matches."""
    known = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)) or r"(?!)")


def county_of(
    orgs: Iterable[Org], places: Iterable[Place] = (), days: Calendar | None = None
) -> County:
    """From the contact book's units and the gazetteer's points."""
    held = list(orgs)
    by_id = {org.id: org for org in held}
    top = next((org.name for org in held if org.kind is OrgKind.COUNTY), "")
    spots: dict[str, Spot] = {}
    for org in held:
        if org.kind is OrgKind.FIRM:
            home = by_id.get(org.parent_id) if org.parent_id else None
            spots[org.name] = Spot(org.name, org.township or (home.township if home else ""))
    known = (PlaceKind.FIRM, PlaceKind.RESERVOIR)
    for place in places:
        if place.kind in known:
            spots.setdefault(place.name, Spot(place.name, place.township))
    return County(
        top,
        tuple(org.name for org in held if org.kind is OrgKind.TOWNSHIP),
        tuple(Village(o.name, o.township) for o in held if o.kind is OrgKind.VILLAGE),
        tuple(spots.values()),
        {org.name: org.also or org.name for org in held if org.kind is OrgKind.BODY},
        days or Calendar(),
    )
