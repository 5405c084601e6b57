"""The two events told to their end, and the year and a half of events before them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import SteeredClock, local
from app.demo.county import County
from app.demo.pictures import file_pictures
from app.incidents.records import IncidentStatus
from app.reports.deadlines import late_by
from app.reports.facts import restored
from app.reports.records import ReportKind, Stage
from app.reports.texts import unfounded
from db.attachments import Files
from db.engine import Database
from db.stores.demo import KeyRows
from tests.blank import blank
from tests.counties import EVENING, county


@pytest.fixture(scope="module")
def made() -> County:
    return county()


def of(made: County, table: str, status: IncidentStatus) -> list[Any]:
    """Rows of the story that ended, or of the one that goes on."""
    told = {one.incident_id for one in made.tables["report"]}
    (story,) = (o for o in made.tables["incident"] if o.id in told and o.status is status)
    return [one for one in made.tables[table] if one.incident_id == story.id]


def test_reports_are_the_programs_own_drafts_signed_by_three_hands(made: County) -> None:
    ended = of(made, "report", IncidentStatus.CLOSED)
    assert [one.spoken for one in ended] == ["电话报告", "初报", "续报一", "终报"]
    for one in made.tables["report"]:
        assert unfounded(one.body, restored(one.facts)) == ()
        assert "待补充" not in one.body
        if one.kind is not ReportKind.PHONE:
            assert len({one.drafted_by, one.reviewed_by, one.issued_by}) == 3
            assert one.drafted_at < one.issued_at
    first, follow_up = ended[1], ended[2]
    assert "避险转移14人，无人员伤亡、失联、被困" in first.body
    assert "避险转移14→23" in follow_up.body
    numbers = [one.year_no for one in made.tables["report"] if one.year_no]
    assert len(set(numbers)) == len(numbers)


def test_every_clock_was_met_in_time_and_one_runs(made: County) -> None:
    assert all(one.met_at for one in of(made, "deadline", IncidentStatus.CLOSED))
    (running,) = (one for one in made.tables["deadline"] if one.met_at is None)
    assert running.due_at > EVENING
    assert all(late_by(one, EVENING).total_seconds() <= 0 for one in made.tables["deadline"])
    waiting = [one for one in made.tables["report"] if one.stage is not Stage.FILED]
    assert [one.spoken for one in waiting] == ["续报四"]


def test_the_ended_story_has_every_piece_of_a_dossier(made: County) -> None:
    pieces = (
        "incident_contact", "figure", "statement", "grading", "force", "command_order",
        "headquarters", "consultation", "consultation_task", "instruction", "paper_place",
        "review", "review_action",
    )  # fmt: skip
    ended = {table: of(made, table, IncidentStatus.CLOSED) for table in pieces}
    assert all(ended.values()), ended
    assert all(one.returned_at for one in ended["force"])
    assert all(one.done_at for one in ended["command_order"])
    (closed,) = {
        one.closed_at for one in made.tables["incident"] if one.id == ended["force"][0].incident_id
    }
    assert max(one.returned_at for one in ended["force"]) < closed
    assert max(one.at for one in ended["statement"]) < closed


def test_pictures_are_painted_once(made: County, tmp_path: Path) -> None:
    db = Database(blank(tmp_path / "duty.db"), "desk-a", SteeredClock(EVENING), lambda fact: None)
    files = Files(tmp_path / "blobs")
    try:
        with db.change("system", "demo.seed", ("demo", "county")) as change:
            told = {one.incident_id for one in made.pictures}
            change.put_many("incident", [o for o in made.tables["incident"] if o.id in told])
        for _ in range(2):
            file_pictures(db, KeyRows(db), files, made.pictures)
        assert KeyRows(db).keys("attachment") == {one.id for one in made.pictures}
    finally:
        db.close()


def test_this_year_stands_beside_the_last(made: County) -> None:
    years = Counter(local(one.received_at).year for one in made.tables["incident"])
    assert years[2025] > 200
    assert years[2026] > 100
    assert len({one.no for one in made.tables["incident"]}) == len(made.tables["incident"])
