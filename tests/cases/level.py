"""Examples of levels: put to resources/rules/levels.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.incidents.levels import judged, load_scales
from tests.cases import CannotEvaluate, Given

RULES = Path(__file__).parents[2] / "resources" / "rules"


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    scales = load_scales(RULES / "levels.toml")
    if scales.at_risk.name in names:
        return {scales.at_risk.name: scales.at_risk.holds(given)}
    scale = scales.of(str(given["kind"]))
    if scale is None:
        raise CannotEvaluate(f"no scale for {given['kind']}")
    found = judged(scale, given)
    return {
        "level": found.confirmed.level,
        "level_confirmed": found.confirmed.level,
        "level_possible": found.possible.level,
        "suggest": found.suggestion,
    }
