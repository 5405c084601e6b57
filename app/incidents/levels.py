"""Levels of events by separate scales, which are data; a level is said with the clause that gives it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base.errors import Refused

Figures = Mapping[str, float | None]
"""Name of a criterion -> what is known, None = 不详. People, 万元, 公顷, magnitude."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`levels` from the highest. `at_least` gives for each criterion the numbers of all but the lowest,
    which anything above 0 gives; where it gives one for the lowest too, less than that gives no level.

    `scope`: of what the numbers are counted when it is more than one event.
    """

    key: str
    name: str
    kinds: frozenset[str]
    levels: tuple[str, ...]
    at_least: Mapping[str, tuple[float, ...]]
    possible: Mapping[str, tuple[str, ...]]
    source: str
    confidence: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """`by`: the criteria that give the level; empty when no figure gives one (`level` is empty then)."""

    level: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """`confirmed` by what is known to be so; `possible` if those still missing should be dead."""

    scale: Scale
    confirmed: Grade
    possible: Grade

    @property
    def higher_possible(self) -> bool:
        return bool(self.possible.level) and self.possible != self.confirmed

    @property
    def suggestion(self) -> str:
        """What the shift chief is asked to confirm; empty when nothing more may come of it."""
        return f"按{self.possible.level}初判提示，由值班长确认" if self.higher_possible else ""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """较大涉险事故: one category, no scale."""

    name: str
    at_least: Mapping[str, float]
    facts: frozenset[str]
    source: str

    def holds(self, figures: Mapping[str, float | bool | None]) -> bool:
        reached = (figures.get(name) or 0 for name in self.at_least)
        enough = any(
            figure >= least for figure, least in zip(reached, self.at_least.values(), strict=True)
        )
        return enough or any(figures.get(name) for name in self.facts)


@dataclass(frozen=True, slots=True)
class Scales:
    """`responses` start a response of a plan: told beside the level, never instead of it."""

    all: tuple[Scale, ...]
    at_risk: AtRisk
    responses: tuple[Scale, ...] = ()

    def of(self, kind: str) -> Scale | None:
        """The scale of this kind of event, None when no scale is known: then no level is suggested."""
        return next((scale for scale in self.all if kind in scale.kinds), None)

    def starting(self, kind: str, figures: Figures) -> list[tuple[Scale, str]]:
        """Responses whose numbers are reached by what is known to be so, each with its level."""
        reached = [(one, judged(one, figures)) for one in self.responses if kind in one.kinds]
        return [(one, found.confirmed.level) for one, found in reached if found.confirmed.level]


def load_scales(path: Path) -> Scales:
    """Reads `resources/rules/levels.toml`. `Refused("rules", ...)` names what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    try:
        scales = tuple(_scale(row) for row in held["scale"])
        responses = tuple(_scale(row) for row in held.get("response", ()))
        risk = held["at_risk"]
        at_risk = AtRisk(
            risk["name"], dict(risk["at_least"]), frozenset(risk["facts"]), risk["source"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error
    return Scales(scales, at_risk, responses)


def _scale(row: dict[str, Any]) -> Scale:
    levels = tuple(row["levels"])
    at_least = {name: tuple(steps) for name, steps in row["at_least"].items()}
    for name, steps in at_least.items():
        if len(steps) not in (len(levels) - 1, len(levels)) or list(steps) != sorted(
            steps, reverse=True
        ):
            raise ValueError(f"{row['key']}.{name}")
    possible = {name: tuple(more) for name, more in row.get("possible", {}).items()}
    return Scale(
        row["key"],
        row["name"],
        frozenset(row["kinds"]),
        levels,
        at_least,
        possible,
        row["source"],
        row["confidence"],
        row.get("scope", ""),
    )


def judged(scale: Scale, figures: Figures) -> Judged:
    """What the figures give on this scale. 不详 gives nothing, and 0 gives no level."""
    if "deaths_and_missing" in scale.at_least:
        figures = {"deaths_and_missing": _sum(figures, "deaths", "missing"), **figures}
    hoped = dict(figures)
    for name, more in scale.possible.items():
        hoped[name] = _sum(figures, name, *more)
    return Judged(scale, grade(scale, figures), grade(scale, hoped))


def grade(scale: Scale, figures: Figures) -> Grade:
    """The highest level that any criterion gives, and which criteria give it."""
    found: dict[int, list[str]] = {}
    for name, steps in scale.at_least.items():
        figure = figures.get(name)
        if figure is not None and figure > 0:
            rank = next((n for n, least in enumerate(steps) if figure >= least), len(steps))
            if rank < len(scale.levels):
                found.setdefault(rank, []).append(name)
    if not found:
        return Grade("", ())
    highest = min(found)
    return Grade(scale.levels[highest], tuple(found[highest]))


def _sum(figures: Figures, *names: str) -> float | None:
    known = [figure for name in names if (figure := figures.get(name)) is not None]
    return sum(known) if known else None
