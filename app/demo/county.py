"""The demonstration county as records, ready to be written: a pure function of seed and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.base.clock import SHANGHAI
from app.demo.alerts import make_warnings
from app.demo.book import make_book
from app.demo.cameras import make_cameras, silent_cameras
from app.demo.checks import make_checks
from app.demo.drills import make_drills
from app.demo.events import make_events
from app.demo.gear import make_gear
from app.demo.ground import lay
from app.demo.history import first_moment, make_log
from app.demo.past import make_past
from app.demo.plans import make_plans
from app.demo.radios import make_groups, make_radios, make_roll_lists, silent_radios
from app.demo.roster import make_roster
from app.demo.sorties import make_sorties
from app.demo.stories import Picture
from app.demo.study import make_study
from app.demo.support import make_support
from app.demo.teams import county_teams, make_teams, village_sizes
from app.demo.things import make_things
from app.demo.threads import make_threads
from app.demo.trips import make_trips
from app.demo.units import make_units
from app.demo.watch import make_watch

START = date(2026, 6, 24)
"""The day of the flood night."""


@dataclass(frozen=True, slots=True)
class County:
    """`tables`: table -> records, what is referred to before what refers to it.

    `silent_cameras` and `silent_radios` are the codes and numbers of those off-line when it begins;
    `pictures` are files, to be painted and filed once.
    """

    seed: str
    start: date
    tables: Mapping[str, tuple[Any, ...]]
    silent_cameras: frozenset[str]
    silent_radios: frozenset[int]
    pictures: tuple[Picture, ...]

    @property
    def size(self) -> int:
        """Rows in all."""
        return sum(len(rows) for rows in self.tables.values())


def build(
    folder: Path, seed: str = "1", start: date = START, cameras_at: str = "rtsp://127.0.0.1:8554"
) -> County:
    """`folder` is resources/demo; `cameras_at` (no slash at the end) is where pictures come from.

    Takes about a second. Every record is marked 演示.
    """
    midnight = datetime.combine(start, time(), SHANGHAI)
    ground = lay(folder, seed)
    units = make_units(ground)
    crews = [(plan.unit, plan.size) for plan in county_teams(ground, units)]
    book = make_book(ground, units, midnight, crews, village_sizes(ground))
    teams = make_teams(ground, units, book)
    watch = make_watch(ground, book, start)
    roster = make_roster(watch, start)
    events, figures = make_events(ground, units, book, watch)
    past, past_figures = make_past(ground, units, book, watch)
    rows = ground.data["stories"]["story"]
    incidents, threads, pictures = make_threads(folder.parent, rows, events, figures, watch)
    warnings = make_warnings(ground, first_moment(midnight))
    log = make_log(ground, units, book, watch, incidents, warnings)
    radios = make_radios(ground)
    cameras = make_cameras(ground, units, cameras_at)
    gear = make_gear(folder, ground, units, book, watch)
    tables: dict[str, list[Any]] = {
        "org": units.rows,
        "person": book.persons,
        "contact_point": book.points,
        "post": book.posts,
        "support_turn": make_support(book, midnight),
        "team": teams.teams,
        "team_member": teams.members,
        "vehicle": teams.vehicles,
        **make_things(ground, units, book, midnight),
        "camera": cameras,
        "radio": radios,
        **make_roll_lists(radios, units, book),
        "radio_group": make_groups(ground),
        "officer": watch.officers,
        "shift": watch.shifts,
        "crew_place": watch.places,
        **roster,
        "incident": [*past, *incidents],
        **threads,
        "figure": [*past_figures, *threads["figure"]],
        "warning": warnings,
        "log_entry": log,
        **make_checks(folder, units, book, watch, log),
        **make_study(folder, watch),
        **make_trips(folder, watch),
        **gear,
        **make_sorties(folder, gear["gear"], cameras, past, watch),
        **make_drills(cameras, watch, midnight),
        **make_plans(folder, units, book, watch, threads),
    }
    held = {table: tuple(records) for table, records in tables.items()}
    silent = silent_cameras(ground), silent_radios(ground)
    return County(seed, start, held, *silent, tuple(pictures))
