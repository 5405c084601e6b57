"""What a report must contain, and when it may be made: rules are data, each with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import Refused
from app.incidents.records import IncidentStatus

INCOMPLETE = "要素不全：{missing}；先报已掌握情况，随后补报"


@dataclass(frozen=True, slots=True)
class Content:
    """Elements of one kind of report in their order. `only_when`: states of the event; empty = any."""

    report: str
    elements: tuple[str, ...]
    only_when: frozenset[IncidentStatus]
    source: str

    def missing(self, given: Collection[str]) -> tuple[str, ...]:
        return tuple(name for name in self.elements if name not in given)

    def banner(self, given: Collection[str]) -> str:
        """What stands above a report that lacks elements, empty when none is missing.

        It never holds the report back: what is known is reported first.
        """
        missing = self.missing(given)
        return INCOMPLETE.format(missing="、".join(missing)) if missing else ""

    def allowed(self, status: IncidentStatus) -> bool:
        return not self.only_when or status in self.only_when


def load_contents(path: Path) -> Mapping[str, Content]:
    """Reads `resources/rules/contents.toml`. `Refused("rules", ...)` names what is wrong with it."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["content"]
        return {
            row["report"]: Content(
                row["report"],
                tuple(row["elements"]),
                frozenset(IncidentStatus(word) for word in row.get("only_when", ())),
                row["source"],
            )
            for row in rows
        }
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error


def reason_needed(before: int | None, after: int | None) -> bool:
    """A number that goes down keeps its history with a reason."""
    return before is not None and after is not None and after < before
