"""Radios of the demonstration county, and which of them are silent when it begins."""

from __future__ import annotations

from typing import Any

from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import Ground, key
from app.demo.units import Units
from app.people.contacts import PointKind
from app.radio.records import Radio, RadioGroup, RadioKind
from app.radio.rollcall_records import RadioList, RadioPost, RollMode

ALL_GROUP, TOWN_GROUPS = 901, 920
"""Talk-group of the county, and what a township's number is added to for its own."""

COUNTY_GATEWAY, HILL_GATEWAY = "城关网关", "高山网关"
HILL_TOWNS = frozenset({"狮子垭镇", "梨子坪镇", "高望坪镇"})
"""Behind the ridge: the gateway on the mountain hears them."""

_ELSE = (PointKind.DUTY, PointKind.SATELLITE)


def gateway_of(radio: Radio) -> str:
    return HILL_GATEWAY if radio.township in HILL_TOWNS else COUNTY_GATEWAY


def make_radios(ground: Ground) -> list[Radio]:
    radios: list[Radio] = []

    def add(t: int, nn: int, unit: str, holder: str, kind: RadioKind, township: str) -> None:
        number = 370_000 + 100 * t + nn
        group = TOWN_GROUPS + t if t else ALL_GROUP
        n = len(radios)
        radios.append(
            Radio(
                key("radio", number),
                number,
                unit,
                holder,
                kind,
                group,
                township,
                n,
                True,
                Mark.DEMO,
            )
        )

    for row in ground.data["things"]["radios"]["county"]:
        for nn in range(row["first"], row["last"] + 1):
            holder = f"{row['holder']}{nn - row['first'] + 1}"
            add(0, nn, row["unit"], holder, RadioKind(row["kind"]), "")
    for town in ground.towns:
        for nn in range(1, town.radios + 1):
            holder = {1: "值班室", 2: "带班领导"}.get(nn, f"队员{nn - 2}")
            kind = RadioKind.BASE if nn == 1 else RadioKind.HANDHELD
            add(town.no, nn, town.name, holder, kind, town.name)
    return radios


def make_groups(ground: Ground) -> list[RadioGroup]:
    """The county's talk-group first, then those of the townships."""
    named = [(ALL_GROUP, "县级联络")]
    named += [(TOWN_GROUPS + town.no, f"{town.name}组") for town in ground.towns]
    return [
        RadioGroup(key("radio_group", number), number, name, n, True, Mark.DEMO)
        for n, (number, name) in enumerate(named)
    ]


def make_roll_lists(radios: list[Radio], units: Units, book: Book) -> dict[str, list[Any]]:
    """Who is called over the radio twice a day: base stations of the towns, the county's teams. Who does not
    answer is called by what else the contact book has of the town."""
    names = {one.id: one.name for one in units.rows}
    numbers: dict[tuple[str, PointKind], str] = {}
    for point in book.points:
        if point.org_id is not None:
            numbers.setdefault((names[point.org_id], point.kind), point.value)
    bases = [one for one in radios if one.kind is RadioKind.BASE and one.township]
    teams = [one for one in radios if not one.township and one.kind is RadioKind.HANDHELD]
    lists, posts = [], []
    for n, (name, mode, listed) in enumerate(
        (("乡镇电台", RollMode.MIXED, bases), ("县级队伍", RollMode.VOICE, teams)), 1
    ):
        one = RadioList(
            key("radio_list", name), name, mode, ("08:30", "20:30"), None, n, True, Mark.DEMO
        )
        lists.append(one)
        for place, radio in enumerate(listed, 1):
            by = [numbers.get((radio.township, kind), "") for kind in _ELSE]
            posts.append(_post(one, place, radio, *by))
    return {"radio_list": lists, "radio_post": posts}


def _post(one: RadioList, place: int, radio: Radio, phone: str, satellite: str) -> RadioPost:
    name = f"{radio.unit}{radio.holder}" if radio.township else f"{radio.unit} {radio.holder}"
    return RadioPost(
        key("radio_post", f"{one.name}/{radio.number}"),
        one.id,
        place,
        name,
        radio.unit,
        radio.number,
        radio.talkgroup,
        phone,
        "",
        satellite,
        None,
        "",
        True,
        Mark.DEMO,
    )


def silent_radios(ground: Ground) -> frozenset[int]:
    """Numbers of the radios that are off the air when the demonstration begins."""
    towns = ground.data["things"]["radios"]["silent_even"]
    return frozenset(
        370_000 + 100 * no + nn for no in towns for nn in range(4, ground.town(no).radios + 1, 2)
    )
