"""Visual drills, read back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.drills.asked import Rows
from app.drills.records import DrillRun
from app.video.records import Camera
from db.stores.reader import Reader
from db.tables.drills import (
    drill_check,
    drill_coverage,
    drill_inject,
    drill_note,
    drill_pause,
    drill_run,
    drill_target,
)
from db.tables.video import camera


class DrillRows(Reader):
    """Answers `app.drills.service.DrillStore`."""

    def runs(self) -> list[Rows]:
        return self._with_parts(self._all("drill_run", _newest_first()), None)

    def latest(self, most: int) -> list[DrillRun]:
        return self._all("drill_run", _newest_first().limit(most))

    def run(self, key: UUID) -> Rows | None:
        one = self._one("drill_run", sa.select(drill_run).where(drill_run.c.id == key))
        return self._with_parts([one], key)[0] if one is not None else None

    def under_way(self) -> list[UUID]:
        row = drill_run.c
        going = row.started_at.is_not(None) & row.ended_at.is_(None) & (row.cancelled == "")
        query = sa.select(row.id).where(going).order_by(row.planned_at.desc(), row.id.desc())
        with self._db.read() as connection:
            return list(connection.execute(query).scalars())

    def cameras(self) -> list[Camera]:
        return self._all("camera", sa.select(camera).order_by(camera.c.code))

    def _with_parts(self, runs: list[DrillRun], only: UUID | None) -> list[Rows]:
        targets = self._of_runs("drill_target", drill_target, drill_target.c.sort, only)
        pauses = self._of_runs("drill_pause", drill_pause, drill_pause.c.since, only)
        notes = self._of_runs("drill_note", drill_note, drill_note.c.at, only)
        injects = self._of_runs("drill_inject", drill_inject, drill_inject.c.sort, only)
        covered = self._of_runs("drill_coverage", drill_coverage, drill_coverage.c.at, only)
        query = sa.select(drill_check).order_by(drill_check.c.at, drill_check.c.id)
        if only is not None:
            keys = sa.select(drill_target.c.id).where(drill_target.c.run_id == only)
            query = query.where(drill_check.c.target_id.in_(keys))
        of = {one.id: one.run_id for found in targets.values() for one in found}
        checks: defaultdict[UUID, list[Any]] = defaultdict(list)
        for one in self._all("drill_check", query):
            checks[of[one.target_id]].append(one)
        return [
            Rows(
                run,
                tuple(targets[run.id]),
                tuple(checks[run.id]),
                tuple(pauses[run.id]),
                tuple(notes[run.id]),
                tuple(injects[run.id]),
                covered[run.id][-1] if covered[run.id] else None,
            )
            for run in runs
        ]

    def _of_runs(
        self, name: str, table: sa.Table, order: sa.Column[Any], only: UUID | None
    ) -> defaultdict[UUID, list[Any]]:
        query = sa.select(table).order_by(order, table.c.id)
        if only is not None:
            query = query.where(table.c.run_id == only)
        found: defaultdict[UUID, list[Any]] = defaultdict(list)
        for one in self._all(name, query):
            found[one.run_id].append(one)
        return found


def _newest_first() -> sa.Select[Any]:
    return sa.select(drill_run).order_by(drill_run.c.planned_at.desc(), drill_run.c.id.desc())
