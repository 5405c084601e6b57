"""A scenario: radios, and what happens when. Read from TOML, played on a world's own clock."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from app.radio.simulator.happenings import Alarmed, Fell, Moved, Radio, Reported, Said, Talks
from app.radio.simulator.tracks import wandering
from app.radio.simulator.world import GROUPS, OWN, World

CENTRE = (28.65, 109.60)
REACH_DEG = 0.15
FIRST = 370001
_WORDS = (
    "已到位",
    "水位上涨，请指示",
    "转移群众32人，安置点正常",
    "道路塌方，正在绕行",
    "收到，马上出发",
)


@dataclass(frozen=True, slots=True)
class Traffic:
    """So many happenings a second for a while; the weights say how often each kind comes."""

    from_s: float
    for_s: float
    per_s: float
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`lines` are console commands with their second; in order."""

    title: str
    radios: tuple[Radio, ...]
    lines: tuple[tuple[float, str], ...]
    traffic: tuple[Traffic, ...]
    moving: float = 0.0
    """Share of the radios that go about, reporting every `every_s`."""
    every_s: float = 30.0


def radios_of(numbers: Iterable[int], seed: int, **kind: Any) -> tuple[Radio, ...]:
    """Radios about the county, all of them on."""
    chance = Random(seed)
    return tuple(
        Radio(
            int(number),
            online=True,
            lat=round(CENTRE[0] + chance.uniform(-REACH_DEG, REACH_DEG), 6),
            lon=round(CENTRE[1] + chance.uniform(-REACH_DEG, REACH_DEG), 6),
            rssi_dbm=chance.randint(-110, -60),
            battery=chance.randint(20, 100),
            **kind,
        )
        for number in numbers
    )


def read_scenario(path: Path, seed: int) -> Scenario:
    """Raises ValueError when it is no scenario, OSError when it cannot be read."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return _scenario(told, seed)
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _scenario(told: dict[str, Any], seed: int) -> Scenario:
    chance = Random(seed)
    about = told.get("radios", {})
    delay = tuple(about.get("answer_s", (0.1, 0.1)))
    numbers = about.get("numbers") or range(FIRST, FIRST + about.get("count", 0))
    radios = radios_of(numbers, seed, answer_s=delay)
    for radio in chance.sample(radios, round(len(radios) * about.get("silent", 0.0))):
        radio.answers = 0.0
    lines = [
        (_seconds(one["at"]) + chance.uniform(0, one.get("within_s", 0)), str(one["say"]))
        for one in told.get("event", ())
    ]
    traffic = tuple(
        Traffic(
            _seconds(one.get("from", 0)), float(one["for_s"]), float(one["per_s"]), dict(one["mix"])
        )
        for one in told.get("traffic", ())
    )
    return Scenario(
        str(told["title"]),
        radios,
        tuple(sorted(lines, key=lambda line: line[0])),
        traffic,
        float(about.get("moving", 0.0)),
        float(about.get("every_s", 30.0)),
    )


def _seconds(told: object) -> float:
    """Seconds, or "h:mm:ss" after the beginning."""
    if isinstance(told, int | float):
        return float(told)
    total = 0.0
    for part in str(told).split(":"):
        total = total * 60 + float(part)
    return total


def play(world: World, scenario: Scenario, obey: Callable[[str], str], speed: float = 1.0) -> None:
    """Everything is entered with the world; it happens as the world's time goes on, `speed` times as
    quickly as written. `obey` takes the console commands."""
    world.radios |= {radio.number: radio for radio in scenario.radios}
    for radio in scenario.radios:
        if world.chance.random() < scenario.moving:
            track = wandering(world.chance, (radio.lat or CENTRE[0], radio.lon or CENTRE[1]), 0.03)
            world.follow(radio.number, track, scenario.every_s / speed)
    for at_s, line in scenario.lines:
        world.after(at_s / speed, partial(obey, line))
    for traffic in scenario.traffic:
        flood(world, traffic, speed)


def flood(world: World, traffic: Traffic, speed: float = 1.0) -> None:
    """Happenings of all kinds in turn, evenly over the time. Keeps the rate when a round comes late."""
    per_s = traffic.per_s * speed
    begun_s = world.now_s + traffic.from_s / speed
    count = round(traffic.for_s * traffic.per_s)
    done = 0

    def more() -> None:
        nonlocal done
        due = min(count, int((world.now_s - begun_s) * per_s) + 1)
        while done < due:
            done += 1
            happen(world, traffic.weights)
        if done < count:
            world.after(1 / per_s, more)

    world.after(traffic.from_s / speed, more)


def happen(world: World, weights: dict[str, float]) -> None:
    """One thing by chance: position, text, status, talk or emergency."""
    chance = world.chance
    numbers = [number for number, radio in world.radios.items() if radio.online]
    if not numbers:
        return
    radio = world.radio(chance.choice(numbers))
    (kind,) = chance.choices(list(weights), list(weights.values()))
    if kind == "position":
        radio.lat = (CENTRE[0] if radio.lat is None else radio.lat) + chance.uniform(-1, 1) * 1e-4
        radio.lon = (CENTRE[1] if radio.lon is None else radio.lon) + chance.uniform(-1, 1) * 1e-4
        world.happen(Moved(radio, strength=True))
    elif kind == "text":
        world.happen(Said(radio, OWN, False, chance.choice(_WORDS)))
    elif kind == "status":
        world.happen(Reported(radio, OWN, False, chance.randint(1, 9)))
    elif kind == "talk":
        world.happen(Talks(radio, GROUPS[0][0], True))
        world.happen(Fell(radio, GROUPS[0][0], True))
    elif kind == "emergency":
        world.happen(Alarmed(radio))
    else:
        raise ValueError(f"no traffic of the kind {kind!r}")
