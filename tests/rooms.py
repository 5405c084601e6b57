"""A small duty room on a real store, for tests: one shift, two officers, a clock that is steered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher

from app.base.clock import SHANGHAI, SteeredClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.checking import Checking
from app.duty.instructions import Instructions
from app.duty.log import DutyLog, line_of
from app.duty.records import LogEntry, Shift
from app.duty.roster.rules import load_rules as load_roster_rules
from app.duty.shifts import Shifts
from app.duty.study import Study
from app.incidents.intake import Intake
from app.people.records import Officer, Role
from app.people.signin import SignIn
from app.reports.clocks import Clocks
from app.reports.profiles import load_profiles
from db.engine import Database
from db.stores.checks import CheckRows
from db.stores.clocks import ClockRows
from db.stores.duty import InstructionRows, ShiftRows
from db.stores.incidents import IncidentRows
from db.stores.log import LogRows
from db.stores.people import OfficerRows
from db.stores.search import SearchRows
from db.stores.study import StudyRows
from tests.blank import blank

EVENING = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI)
PIN = "2468"
RULES = Path(__file__).parents[1] / "resources" / "rules" / "deadlines"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(slots=True)
class Room:
    """Services over one database file; `facts` holds everything that was published."""

    db: Database
    clock: SteeredClock
    facts: list[object]
    chief: Officer
    watch: Officer
    shift: Shift
    shifts: Shifts
    log: DutyLog
    instructions: Instructions
    clocks: Clocks
    intake: Intake
    checks: Checking
    study: Study
    sign_in: SignIn


def reword(log: DutyLog, by: Officer, key: UUID, text: str, reason: str) -> LogEntry:
    """A correction of the words of a line only."""
    entry = log.entry(key)
    assert entry is not None
    return log.correct(by, key, replace(line_of(entry), text=text), reason)


def officer(name: str, role: Role, sort: int = 0) -> Officer:
    return Officer(new_id(), name, "", role, True, sort, QUICK.hash(PIN), True, Mark.TEST)


def open_room(path: Path, start: datetime = EVENING) -> Room:
    """A new room, or the same one again when `path` already holds it."""
    clock = SteeredClock(start)
    facts: list[object] = []
    db = Database(blank(path), "desk-a", clock, facts.append)
    people = OfficerRows(db)
    if not people.officers():
        crew = [
            officer("彭例安", Role.CHIEF, 1),
            officer("向示月", Role.PROFESSIONAL, 2),
            officer("翟示梅", Role.CHIEF, 3),
        ]
        with db.change("system", "officer.add", ("officer", "all")) as change:
            for one in crew:
                change.put("officer", one)
    chief, watch, *_ = people.officers()
    shifts = Shifts(db, ShiftRows(db), clock, Mark.TEST)
    rules = load_roster_rules(RULES.parent / "roster.toml")
    log = DutyLog(db, LogRows(db), SearchRows(db), clock, Mark.TEST)
    study = Study(
        db, StudyRows(db), log, clock, Mark.TEST, RULES.parents[1], lambda: rules.templates
    )
    clocks = Clocks(db, ClockRows(db), load_profiles(RULES), clock, Mark.TEST)
    return Room(
        db=db,
        clock=clock,
        facts=facts,
        chief=chief,
        watch=watch,
        shift=shifts.open(watch),
        shifts=shifts,
        log=log,
        instructions=Instructions(db, InstructionRows(db), log, clock, Mark.TEST),
        clocks=clocks,
        intake=Intake(db, IncidentRows(db), log, clocks, clock, Mark.TEST),
        checks=Checking(
            db,
            CheckRows(db),
            log,
            clock,
            Mark.TEST,
            RULES.parent,
            "示范县应急管理局值班室",
            list,
            study.periods.zero_daily,
        ),
        study=study,
        sign_in=SignIn(db, people, clock, Mark.TEST, QUICK),
    )
