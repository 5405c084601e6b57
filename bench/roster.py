"""A month's roster for forty people on a real store: `python -m bench.roster`. One line of JSON.

Drawn up and written, month after month through the year whose holidays are known; the slowest month
counts. Limits of issue 4: <= 1 s, no error, holiday shifts of the year apart by one at most.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.base.clock import SteeredClock
from app.base.marks import Mark
from app.duty.roster.conflicts import count_of
from app.duty.roster.rules import load_rules
from app.duty.roster.service import Roster
from app.duty.roster.view import spread
from app.people.records import Role
from db.engine import Database
from db.stores.roster import RosterRows
from tests.counties import EVENING, county

RULES = Path(__file__).parents[1] / "resources" / "rules" / "roster.toml"


def main() -> int:
    with TemporaryDirectory() as folder:
        db = Database(Path(folder) / "duty.db", "desk-a", SteeredClock(EVENING), lambda fact: None)
        people = county().tables["officer"]
        with db.change("system", "officer.add", ("officer", "all")) as change:
            change.put_many("officer", people)
        roster = Roster(db, RosterRows(db), load_rules(RULES), SteeredClock(EVENING), Mark.TEST)
        chief = next(one for one in people if one.role is Role.CHIEF)
        took, errors, warnings, apart = [], 0, 0, 0
        for month in range(1, 13):
            begun = perf_counter()
            view = roster.generate(chief, date(2026, month, 1))
            took.append(perf_counter() - begun)
            counts = count_of(view.conflicts)
            errors, warnings = errors + counts[True], warnings + counts[False]
            apart = max(apart, *(spread(view.shares, post) for post, _ in view.places))
        db.close()
    found = {
        "people": len(people),
        "slowest_month_s": round(max(took), 3),
        "errors": errors,
        "warnings": warnings,
        "holiday_shifts_apart": apart,
    }
    good = max(took) <= 1 and errors == 0 and apart <= 1
    sys.stdout.write(json.dumps({**found, "ok": good}) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
