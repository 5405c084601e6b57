"""The radios of the demonstration on their rounds, the gateways that hear them, and who rings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from app.demo.opening import LIVELY, PHONE, UNLISTED
from app.demo.radios import COUNTY_GATEWAY, HILL_GATEWAY, gateway_of
from app.demo.rounds import rounds
from app.demo.script import Door, load_script
from app.people.numbers import figures
from tests.counties import county

SCRIPT = Path(__file__).parents[3] / "resources" / "demo" / "flood-night.json"


def test_radios_of_the_county_are_on_their_rounds_within_its_border() -> None:
    made = county()
    held = [line.split() for line in rounds(made)]
    numbers = [int(number) for _, number, *_ in held]
    assert len(set(numbers)) == len(numbers)
    assert not set(numbers) & made.silent_radios
    assert sum(float(kmh) > 0 for _, _, kmh, *_ in held) >= 18, (
        "two of each township move, where they are on the air"
    )
    border = [(one.lat, one.lon) for one in made.tables["org"] if one.lat is not None]
    for verb, _, _, every_s, *places in held:
        assert verb == "track"
        assert float(every_s) > 0
        points = list(zip(map(float, places[::2]), map(float, places[1::2]), strict=True))
        for lat, lon in points:
            assert min(abs(lat - a) + abs(lon - b) for a, b in border) < 1e-4


def test_two_gateways_hear_the_county() -> None:
    """What the night's script says by radio comes through the county's own: it tells who is on the air."""
    made = county()
    heard = Counter(gateway_of(radio) for radio in made.tables["radio"])
    assert heard[HILL_GATEWAY] > 30
    assert heard[COUNTY_GATEWAY] > 100
    behind = {one.number for one in made.tables["radio"] if gateway_of(one) == HILL_GATEWAY}
    script = load_script(SCRIPT)
    assert not behind & {item.who["radio_id"] for item in script if item.door is Door.RADIO}


def test_of_two_callers_one_stands_in_no_book() -> None:
    known = {figures(point.value) for point in county().tables["contact_point"]}
    calls = [line.split() for where, line in LIVELY if where == PHONE]
    assert [figures(number) in known for *_, number in calls] == [True, False]
    assert calls[1][-1] == UNLISTED
