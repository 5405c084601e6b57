"""Examples of what a report contains: put to resources/rules/contents.toml and the scales."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.incidents.levels import judged, load_scales
from app.incidents.records import IncidentStatus
from app.reports.contents import load_contents, reason_needed
from tests.cases import CannotEvaluate, Given

RULES = Path(__file__).parents[2] / "resources" / "rules"


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    contents = load_contents(RULES / "contents.toml")
    if "reports" in given:
        return _figures(given["reports"], str(given.get("kind", "生产安全事故")))
    if "event_status" in given:
        status = IncidentStatus(given["event_status"])
        return {f"{name}_allowed": one.allowed(status) for name, one in contents.items()}
    kind = str(given.get("type", given.get("kind", "初报")))
    if kind not in contents:
        raise CannotEvaluate(f"no elements are known for {kind}")
    content = contents[kind]
    held = [name for name, there in given.get("report", {}).items() if there]
    return {
        "required": list(content.elements),
        "missing": list(content.missing(held)),
        "may_send": True,
        "banner": content.banner(held),
    }


def _figures(reports: list[Mapping[str, Any]], kind: str) -> Mapping[str, Any]:
    """One report after the other: is a lower figure taken, and what level did each give?"""
    scale = load_scales(RULES / "levels.toml").of(kind)
    if scale is None:
        raise CannotEvaluate(f"no scale for {kind}")
    levels: list[str] = []
    accepted, needed = True, False
    for n, report in enumerate(reports):
        before = reports[n - 1].get("deaths") if n else None
        down = reason_needed(before, report.get("deaths"))
        needed = needed or down
        accepted = accepted and not (down and not str(report.get("reason", "")).strip())
        level = judged(scale, report).confirmed.level
        if not levels or levels[-1] != level:
            levels.append(level)
    return {
        "accepted": accepted,
        "reason_required": needed,
        "level_now": levels[-1],
        "level_history": levels,
    }
