"""Pictures missing by their time stamps: real gaps are counted, another rate or another clock is none."""

from __future__ import annotations

from app.video.lost import HOUR_S, Gaps, Lost
from app.video.meter import Meter


def counted(*media: float) -> int:
    lost = Lost()
    gaps = Gaps(lost)
    for n, media_s in enumerate(media):
        gaps.packet(media_s, 0.04 * n)
    return lost.in_hour(0.04 * len(media))


def times(count: int, step_s: float, begin_s: float = 0.0) -> list[float]:
    return [begin_s + n * step_s for n in range(count)]


def test_a_gap_is_so_many_pictures_and_another_rate_is_none() -> None:
    assert counted(*times(50, 0.04)) == 0
    assert counted(*times(10, 0.04), *times(10, 0.04, 0.44)) == 1
    assert counted(*times(10, 0.04), *times(10, 0.04, 1.40)) == 25
    assert counted(*times(10, 0.04), 0.48, *times(10, 0.04, 0.64)) == 2 + 3, "two gaps in a row"
    assert counted(*times(10, 0.04), *times(10, 0.08, 0.44)) == 0, "half as many by night"
    assert counted(*times(10, 0.08), *times(10, 0.04, 0.76)) == 0
    assert counted(*[0.04 * n + (0.008 if n % 2 else 0) for n in range(50)]) == 0, "unrest"
    assert counted(*times(10, 0.04), *times(10, 0.04, 3600.0)) == 0, "its clock was put right"
    assert counted(*times(10, 0.04, 50.0), *times(10, 0.04)) == 0, "it began anew"


def test_what_is_missing_is_kept_for_an_hour_whatever_connections_there_were() -> None:
    lost = Lost()
    for begin_s in (0.0, 100.0):
        meter = Meter(lost)
        for n in (*range(10), *range(12, 40)):
            meter.packet(1000, n == 0, 0.04 * n, 0.03, begin_s + 0.04 * n)
    assert lost.in_hour(101.0) == 4
    assert lost.in_hour(101.0 + HOUR_S - 100.0) == 2
    assert lost.in_hour(101.0 + HOUR_S) == 0
