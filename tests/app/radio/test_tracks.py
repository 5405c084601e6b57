"""Tracks: thinned, broken where nobody knows, walked again; read from the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.radio.events import Position
from app.radio.tracks import MOST, Replay, TrackPoint, pause, thinned
from tests.app.radio.room import Room

NOON = datetime(2026, 6, 24, 4, 0, tzinfo=UTC)


def point(minute: float, lat: float = 28.5, lon: float = 109.7) -> TrackPoint:
    return TrackPoint(NOON + timedelta(minutes=minute), lat, lon)


def test_a_long_track_keeps_its_ends_its_way_and_no_more_points_than_are_shown() -> None:
    day = [point(n / 4, 28.5 + n * 1e-3) for n in range(24 * 240)]
    kept = thinned(day, pause(timedelta(hours=24)))
    assert (kept[0], kept[-1]) == (day[0], day[-1])
    assert len(kept) <= MOST + 1
    assert kept == sorted(kept, key=lambda one: one.at)
    still = [point(n / 4, 28.5 + (n % 2) * 1e-5) for n in range(240)]
    assert len(thinned(still, timedelta(seconds=15))) <= 8, "one that stands is not drawn again"
    assert thinned([], timedelta(0)) == []
    assert thinned(day[:1], timedelta(0)) == day[:1]


def test_a_replay_goes_along_the_line_and_says_when_nobody_knows() -> None:
    replay = Replay([point(0, 28.5), point(4, 28.6), point(30, 28.9)])
    assert (replay.begins, replay.ends) == (point(0).at, point(30).at)
    there, sure = replay.place(NOON + timedelta(minutes=1))
    assert (round(there.lat, 6), sure) == (28.525, True)
    there, sure = replay.place(NOON + timedelta(minutes=20))
    assert (there.lat, sure) == (28.6, False), "in a gap it stays where it was last"
    assert replay.place(NOON - timedelta(hours=1)) == (point(0, 28.5), False)
    assert replay.place(replay.ends + timedelta(hours=1))[0].lat == 28.9
    with pytest.raises(ValueError, match="no points"):
        Replay([])


def test_positions_come_from_the_record_as_received(
    tmp_path: Path, clock: SteeredClock, jobs: Any
) -> None:
    room = Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs)
    begin = clock.now()
    for n in range(3):
        for radio in (371105, 371102):
            room.service.hear(
                Position(room.heard(), radio, 28.5 + n / 100, 109.7, clock.now(), True, 3.0, 90)
            )
        room.service.hear(Position(room.heard(), 371105, None, None, None, False, None, None))
        clock.forward(timedelta(minutes=5))
    room.emergency(371105, 28.61)
    all_of_them = room.rows.positions(begin, clock.now() + timedelta(seconds=1))
    assert len(all_of_them) == 7
    mine = room.rows.positions(begin + timedelta(minutes=5), clock.now(), 371105)
    assert [(one.radio, one.point.lat) for one in mine] == [(371105, 28.51), (371105, 28.52)]
    assert mine[0].point.at == begin + timedelta(minutes=5)
    room.db.close()
