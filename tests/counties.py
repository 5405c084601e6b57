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


DUTY = ("officer", "shift", "crew_place", "roster_month", "roster_slot", "roster_change", "absence",
        "deputy")  # fmt: skip


def duty_only(path: Path, bureau: bool = False) -> Database:
    """Officers, shifts and the roster of the county, with `bureau` its own contact book too; the rest of
    the county takes seconds to write. The caller closes it."""
    db = Database(blank(path), "desk-a", SteeredClock(EVENING), lambda fact: None)
    held = county().tables
    with db.change("system", "demo.seed", ("demo", "county")) as change:
        for table in DUTY:
            change.put_many(table, held[table])
        if bureau:
            top = next(org for org in held["org"] if org.parent_id is None)
            home = next(org for org in held["org"] if org.name == "县应急管理局")
            people = [one for one in held["person"] if one.org_id == home.id]
            keys = {one.id for one in people}
            change.put_many("org", {top.id: top, home.id: home}.values())
            change.put_many("person", people)
            numbers = [one for one in held["contact_point"] if one.person_id in keys]
            change.put_many("contact_point", numbers)
    return db


def seeded(path: Path, facts: list[object] | None = None) -> Database:
    """A store with the whole county in it; the caller closes it."""
    publish = (lambda fact: None) if facts is None else facts.append
    db = Database(blank(path), "desk-a", SteeredClock(EVENING), publish)
    assert seed(db, KeyRows(db), county(), lambda done, total: True)
    return db
