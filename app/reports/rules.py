"""Who may sign what, and to whom a report goes: data of the place, with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.base.errors import Refused
from app.incidents.records import EventClass, Incident, Level
from app.reports.profiles import level_of


@dataclass(frozen=True, slots=True)
class Addressees:
    """Units that are told; an empty condition binds every incident."""

    units: tuple[str, ...]
    kinds: frozenset[str]
    classes: frozenset[EventClass]
    levels: frozenset[Level]
    source: str

    def binds(self, incident: Incident) -> bool:
        return (
            (not self.kinds or incident.kind in self.kinds)
            and (not self.classes or incident.event_class in self.classes)
            and (not self.levels or incident.level in self.levels)
        )


class Sides(StrEnum):
    """How a paper of several pages is printed, and so where its foot (版记) stands.

    BOTH: at the foot of the last even page. AUTO: one page is printed on one side and bears its foot, more
    pages on both.
    """

    ONE = "单面"
    BOTH = "双面"
    AUTO = "自动"


@dataclass(frozen=True, slots=True)
class PaperSides:
    """Of documents after GB/T 9704 and minutes, and of bulletins, which have a form of their own."""

    documents: Sides = Sides.AUTO
    bulletins: Sides = Sides.ONE


USUAL = PaperSides()


@dataclass(frozen=True, slots=True)
class ReportRules:
    """`one_series`: all bulletins are counted together by the year, not each red name for itself."""

    reviewer_may_issue: bool
    one_series: bool
    copies: int
    paper: PaperSides
    to: tuple[str, ...]
    also: tuple[Addressees, ...]
    source: str

    def also_to(self, incident: Incident) -> tuple[str, ...]:
        """另列, each unit once, in the order of the rules."""
        units = (unit for one in self.also if one.binds(incident) for unit in one.units)
        return tuple(unit for unit in dict.fromkeys(units) if unit not in self.to)


def load_report_rules(path: Path) -> ReportRules:
    """Reads `resources/rules/reports.toml`. `Refused("rules", ...)` names what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    try:
        return ReportRules(
            reviewer_may_issue=bool(held["flow"]["reviewer_may_issue"]),
            one_series=bool(held["flow"]["one_series"]),
            copies=int(held["flow"]["copies"]),
            paper=PaperSides(Sides(held["paper"]["sides"]), Sides(held["paper"]["bulletin_sides"])),
            to=_units(held["to"]),
            also=tuple(_addressees(row) for row in held.get("also", ())),
            source=held["source"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error


def _units(rows: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for row in rows for unit in row["units"]))


def _addressees(row: dict[str, Any]) -> Addressees:
    return Addressees(
        units=tuple(row["units"]),
        kinds=frozenset(row.get("kinds", ())),
        classes=frozenset(EventClass(word) for word in row.get("classes", ())),
        levels=frozenset(level_of(word) for word in row.get("levels", ())),
        source=row.get("source", ""),
    )
