"""What a telephone number looks like, and when one was last checked."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.base.errors import Refused
from app.people.contacts import ContactPoint, PointKind

MOBILE_FIGURES = 11
FEWEST_FIGURES, MOST_FIGURES = 3, 18
_WRITTEN = re.compile(r"\+?[0-9][0-9 ()\-]*((转|-|,)[0-9]+)?")


@dataclass(frozen=True, slots=True)
class ContactRules:
    """`stale`: after this a number counts as 核对过期. `heads`: what a column of an import may be
    called, by the field it fills. `source` says whose rules these are."""

    stale: timedelta
    heads: dict[str, tuple[str, ...]]
    source: str

    def is_stale(self, point: ContactPoint, now: datetime) -> bool:
        """Never verified counts as stale; numbers noted when they rang are not asked for."""
        if point.kind is PointKind.CALLER:
            return False
        return point.verified_at is None or now - point.verified_at > self.stale


def load_rules(path: Path) -> ContactRules:
    """Reads `resources/rules/contacts.toml`. Raises `ValueError` when something is missing there."""
    with open(path, "rb") as file:
        held = tomllib.load(file)
    try:
        return ContactRules(
            stale=timedelta(days=float(held["stale"]["days"])),
            heads={field: tuple(names) for field, names in held["heads"].items()},
            source=str(held["source"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def figures(value: str) -> str:
    """Only the figures of a number: two writings of one number are the same number."""
    return "".join(one for one in value if one.isdigit())


def checked_number(kind: PointKind, value: str) -> str:
    """As it is kept. `Refused("value", …)`: missing, not_a_number, mobile_figures, number_figures."""
    value = " ".join(unicodedata.normalize("NFKC", value).replace("—", "-").split())
    if not value:
        raise Refused("value", "missing")
    if not _WRITTEN.fullmatch(value):
        raise Refused("value", "not_a_number", value=value)
    count = len(figures(value.removeprefix("+86")))
    if kind is PointKind.MOBILE and count != MOBILE_FIGURES:
        raise Refused("value", "mobile_figures", want=MOBILE_FIGURES, got=count)
    if not FEWEST_FIGURES <= count <= MOST_FIGURES:
        raise Refused("value", "number_figures", least=FEWEST_FIGURES, most=MOST_FIGURES)
    return value
