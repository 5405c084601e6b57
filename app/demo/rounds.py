"""Where the radios of the demonstration are and go: commands for its gateway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from app.demo.county import County
from app.people.contacts import Org, OrgKind
from app.radio.records import Radio, RadioKind

ON_ROUNDS = ("队员2", "队员4")
"""Of each township these two go from village to village."""

CAR_KMH, RELAY_KMH, STOPS = 24, 40, 4
MOVING_S, STANDING_S = 30, 120
"""How often one tells its place."""


def rounds(county: County) -> Iterator[str]:
    """Base radios stand at their seat, two of each township are on the roads of its villages, relay cars go
    from seat to seat."""
    seats: dict[str, Org] = {}
    villages: dict[str, list[Org]] = defaultdict(list)
    for org in county.tables["org"]:
        if org.lat is not None and org.kind is OrgKind.TOWNSHIP:
            seats[org.township or org.name] = org
        elif org.lat is not None and org.kind is OrgKind.VILLAGE:
            villages[org.township].append(org)
    named = sorted(seats)
    for n, radio in enumerate(county.tables["radio"]):
        seat = seats.get(radio.township)
        if radio.number in county.silent_radios:
            continue
        if radio.kind is RadioKind.RELAY:
            legs = [seats[named[(n * 5 + step) % len(named)]] for step in range(STOPS)]
            yield _track(radio, RELAY_KMH, MOVING_S, legs)
        elif seat is not None and radio.kind is RadioKind.BASE:
            yield _track(radio, 0, STANDING_S, [seat])
        elif seat is not None and radio.holder in ON_ROUNDS:
            begin = ON_ROUNDS.index(radio.holder) * STOPS
            yield _track(
                radio, CAR_KMH, MOVING_S, [seat, *villages[radio.township][begin:][:STOPS]]
            )


def _track(radio: Radio, kmh: int, every_s: int, places: Iterable[Org]) -> str:
    points = [(one.lat, one.lon) for one in places]
    apart = [points[0], *(after for before, after in pairwise(points) if after != before)]
    told = " ".join(f"{lat:.5f} {lon:.5f}" for lat, lon in apart)
    return f"track {radio.number} {kmh} {every_s} {told}"
