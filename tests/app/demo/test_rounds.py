"""The radios of the demonstration on their rounds."""

from __future__ import annotations

from app.demo.rounds import rounds
from tests.counties import county


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
