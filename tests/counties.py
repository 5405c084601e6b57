"""The demonstration county, built once, and a store that holds it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from app.base.clock import SHANGHAI, SteeredClock
from app.demo.county import County, build
from app.demo.seed import seed
from db.engine import Database
from db.stores.demo import KeyRows
from tests.blank import blank

FOLDER = Path(__file__).parents[1] / "resources" / "demo"
EVENING = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI)


@cache
def county(seed_word: str = "1") -> County:
    return build(FOLDER, seed_word)


def seeded(path: Path, facts: list[object] | None = None) -> Database:
    """A store with the whole county in it; the caller closes it."""
    publish = (lambda fact: None) if facts is None else facts.append
    db = Database(blank(path), "desk-a", SteeredClock(EVENING), publish)
    assert seed(db, KeyRows(db), county(), lambda done, total: True)
    return db
