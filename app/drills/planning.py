"""What a plan of a drill becomes: its run, who was drawn, and the sealed script. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.drills import order
from app.drills.asked import Told
from app.drills.drawing import drawn
from app.drills.records import DrillInject, DrillRun, DrillTarget
from app.drills.script import Seals, script_said, sealed
from app.people.records import Officer
from app.video.records import Camera


@dataclass(frozen=True, slots=True)
class Planned:
    run: DrillRun
    targets: list[DrillTarget]
    injects: list[DrillInject]


def planned(by: Officer, told: Told, cameras: Collection[Camera], seals: Seals) -> Planned:
    """Those out of service are listed beside the others. The script is sealed, and so is the scenario of
    a double-blind drill."""
    title = order.words("title", told.title, order.TITLE_MOST)
    scenario = order.words("scenario", told.scenario, needed=False)
    script = script_said(told.script)
    if told.until is not None and told.until <= told.planned_at:
        raise Refused("until", "before_first")
    if told.draw is not None:
        found = drawn(cameras, told.draw)
        chosen, how, seed = [*found.cameras, *found.out], told.draw.words(), told.draw.seed
    else:
        chosen = [one for one in cameras if one.id in told.cameras]
        how, seed = "人工指定", ""
    if all(one.out_of_service for one in chosen):
        raise Refused("count", "nobody_to_draw")
    shut = told.double_blind and bool(scenario)
    run = DrillRun(
        new_id(), title, "" if shut else scenario, told.double_blind, told.planned_at, told.until, how,
        seed, None, None, None, "", str(by.id), by.name, Mark.DRILL,
    )  # fmt: skip
    pieces = [*([(None, scenario)] if shut else []), *script]
    return Planned(
        run,
        [_target(run, n, one) for n, one in enumerate(chosen)],
        [
            sealed(seals, run, n, after, text)
            for n, (after, text) in enumerate(pieces, 0 if shut else 1)
        ],
    )


def planned_time(now: datetime) -> datetime:
    """The next full ten minutes."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=10 - now.minute % 10)


def _target(run: DrillRun, sort: int, one: Camera) -> DrillTarget:
    return DrillTarget(
        new_id(), run.id, one.id, one.code, one.name, one.kind, one.township, sort,
        one.out_of_service, None, None, None, None, 0, "", Mark.DRILL,
    )  # fmt: skip
