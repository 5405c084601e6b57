"""Radios without a protocol: what they do by themselves, how they answer, and that a seed repeats it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import SteeredClock
from app.base.ports.pty import Pty
from app.radio.events import CallKind
from app.radio.simulator.console import Console, radios_listed
from app.radio.simulator.happenings import (
    Alarmed,
    Came,
    Happening,
    Moved,
    Radio,
    Reported,
    Talks,
    Went,
)
from app.radio.simulator.line import Line
from app.radio.simulator.scenario import Traffic, flood, play, radios_of, read_scenario
from app.radio.simulator.speakers import speaker_named
from app.radio.simulator.tracks import Track
from app.radio.simulator.world import World

SCENARIOS = Path(__file__).parents[4] / "resources" / "simulator"
NIGHT = datetime(2026, 6, 24, 12, tzinfo=UTC)


class Watched:
    """A world that stands still until it is told to go on, with what was heard and told in it."""

    def __init__(self, *radios: Radio, seed: int = 1) -> None:
        self.clock = SteeredClock(NIGHT)
        self.told: list[dict[str, Any]] = []
        self.heard: list[Happening] = []
        self.world = World(self.clock, self.told.append, radios, seed)
        self.world.listen(self.heard.append)
        line = Line(self.world, len)
        speaker = speaker_named("hrnp")(self.world, line.put)
        self.console = Console(self.world, speaker, line, Pty(Path("nowhere")), self.told.append)

    def go_on(self, seconds: float, step_s: float = 0.5) -> None:
        for _ in range(round(seconds / step_s)):
            self.clock.forward(timedelta(seconds=step_s))
            self.world.beat()


def test_a_radio_follows_its_track_there_and_back() -> None:
    track = Track(((28.6, 109.6), (28.7, 109.6)), 36.0)
    there = track.at(500)
    assert (there.lat, there.course_deg) == (pytest.approx(28.6449, abs=1e-3), 0)
    back = track.at(2 * 11_132 / 10 - 500)
    assert (back.lat, back.course_deg) == (pytest.approx(there.lat, abs=1e-6), 180)
    assert Track(((28.6, 109.6),), 36.0).at(99).speed_kmh == 0

    seen = Watched(Radio(1, True))
    assert seen.console.obey("track 1 36 10 28.6 109.6 28.7 109.6") == "ok"
    seen.go_on(61)
    reports = [what for what in seen.heard if isinstance(what, Moved)]
    assert len(reports) == 6
    assert seen.world.radio(1).lat == pytest.approx(28.6 + 10 * 60 / 111_320, abs=2e-3)
    assert seen.console.obey("stay 1") == "ok"
    seen.go_on(60)
    assert sum(isinstance(what, Moved) for what in seen.heard) == 6


def test_what_is_asked_by_air_is_answered_late_or_never() -> None:
    seen = Watched(Radio(1, True), Radio(2, True, answers=0.0), Radio(3))
    answered: list[int] = []
    seen.console.obey("answers 1 1 2 2")
    for number in (1, 2, 3):
        seen.world.ask(number, lambda radio: answered.append(radio.number))
    seen.go_on(1.5)
    assert answered == []
    seen.go_on(1)
    assert answered == [1]
    seen.world.stun(1, True, lambda radio: answered.append(-radio.number))
    seen.go_on(3)
    seen.world.ask(1, lambda radio: answered.append(radio.number))
    seen.go_on(3)
    assert (answered, seen.told) == ([1, -1], [{"stunned": 1}])


def test_the_duty_room_talks_when_the_net_is_free() -> None:
    seen = Watched(Radio(1, True))
    world = seen.world
    assert not world.press()
    assert not world.call(CallKind.PRIVATE, 2)
    world.talk(1, 901, 5)
    assert not world.call(CallKind.GROUP, 901)
    seen.go_on(6)
    assert world.call(CallKind.GROUP, 901)
    assert world.press()
    world.hang_up()
    assert [news.get("on") for news in seen.told] == [None, True, False, None]
    assert world.choose(902)
    assert not world.choose(999)


def test_the_same_seed_is_the_same_hour() -> None:
    def an_hour(seed: int) -> list[str]:
        seen = Watched(*radios_of(range(1, 21), 5), seed=seed)
        flood(seen.world, Traffic(0, 30, 10, {"position": 1, "text": 1, "talk": 1, "status": 1}))
        seen.go_on(40)
        return [repr(what) for what in seen.heard]

    assert an_hour(3) == an_hour(3) != an_hour(4)


def test_the_flood_night_and_the_storm_are_played_from_their_files() -> None:
    seen = Watched()
    night = read_scenario(SCENARIOS / "flood-night.toml", 7)
    play(seen.world, night, seen.console.obey, speed=60)
    seen.go_on(11 * 60)
    kinds = [type(what) for what in seen.heard]
    assert (kinds.count(Alarmed), kinds.count(Talks), kinds.count(Came)) == (1, 10, 6)
    assert kinds.count(Moved) > 300
    assert sum(radio.answers == 0 for radio in night.radios) == 3

    storm = Watched()
    written = read_scenario(SCENARIOS / "storm.toml", 7)
    short = replace(written, traffic=(replace(written.traffic[0], for_s=6),))
    play(storm.world, short, storm.console.obey, speed=60)
    storm.go_on(2)
    kinds = [type(what) for what in storm.heard]
    assert kinds.count(Alarmed) == 3
    assert sum(kind in (Moved, Reported, Talks) for kind in kinds) > 2_500
    assert len(storm.world.radios) == 500


def test_a_file_that_is_no_scenario_is_refused_by_name(tmp_path: Path) -> None:
    for words in ("title = 3 4", "[radios]", 'title = "a"\n[[traffic]]\nper_s = 2'):
        (tmp_path / "odd.toml").write_text(words)
        with pytest.raises(ValueError, match=r"odd\.toml"):
            read_scenario(tmp_path / "odd.toml", 1)


def test_the_console_takes_every_verb_and_says_what_it_does_not_know() -> None:
    seen = Watched(Radio(1, True))
    for line in (
        "online 1 2",
        "text 1 已到位",
        "group 1 901 已到位",
        "status 1 3",
        "blank 1",
        "position 1 28.6 109.6 12 -88",
        "emergency 1",
        "clear 1 1",
        "talk 1 901 2",
        "shout 1 911 2",
        "battery 1 20",
        "busy 3",
        "after 5 offline 2",
        "storm 10 2",
        "flip 0.1",
        "insert 0.1",
        "delete 0.1",
        "noise 0",
        "garbage 10",
        "cut",
        "double",
        "swap",
        "bad",
        "ack 0.5",
        "ack double",
        "split 1",
        "echo off",
        "patient on",
        "baud 9600",
        "stall 1",
        "silent",
        "speak",
        "count",
        "window 8",
        "offline 1",
    ):
        assert seen.console.obey(line) == "ok", line
    for line in (
        "dance",
        "text",
        "ack maybe",
        "echo perhaps",
        "window 0",
        "status 1",
        "track 1 5 0",
    ):
        assert seen.console.obey(line).startswith("error "), line
    seen.go_on(6)
    assert [what.radio.number for what in seen.heard if isinstance(what, Went)] == [1, 2]
    assert [radio.number for radio in radios_listed("# a\n1 online 28.6 109.6\n\n2")] == [1, 2]
