"""Reports on a small duty room: the services wired, and the leader who issues."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.duty.holidays import Calendar
from app.incidents.grading import Grading
from app.incidents.levels import load_scales
from app.people.records import Officer, Role
from app.reports.around import ConsultationRoom
from app.reports.desk import ReportDesk
from app.reports.facts import Alone, Around
from app.reports.flow import Flow
from app.reports.gathering import Gathering
from app.reports.sending import Sender
from app.reports.steps import ReportStore
from app.reports.writing import Writing
from db.stores.clocks import ClockRows
from db.stores.command import CommandRows
from db.stores.reports import ReportRows
from tests.rooms import Room, officer

RESOURCES = Path(__file__).parents[1] / "resources"
UNIT = "示范县应急管理局值班室"


@dataclass(slots=True)
class Reporting:
    room: Room
    leader: Officer
    desk: ReportDesk
    grading: Grading

    @property
    def store(self) -> ReportStore:
        return self.desk.store

    @property
    def gathering(self) -> Gathering:
        return self.desk.gathering

    @property
    def writing(self) -> Writing:
        return self.desk.writing

    @property
    def flow(self) -> Flow:
        return self.desk.flow

    @property
    def sender(self) -> Sender:
        return self.desk.sender


def reporting(room: Room, around: Around | None = None) -> Reporting:
    """The services of reports over the store of `room`, and a leader among its officers."""
    leader = officer("田演平", Role.LEADER, 9)
    with room.db.change("system", "officer.add", ("officer", "leader")) as change:
        change.put("officer", leader)
    incidents = ClockRows(room.db)
    scales = load_scales(RESOURCES / "rules" / "levels.toml")
    mark = room.shift.mark
    desk = ReportDesk(
        room.db, ReportRows(room.db), incidents, around or Alone(), room.clocks, room.log, scales,
        Calendar, RESOURCES, UNIT, room.clock, mark,
        consulted=ConsultationRoom(CommandRows(room.db)).consulted,
    )  # fmt: skip
    grading = Grading(room.db, incidents, room.log, room.clocks, scales, room.clock, mark)
    return Reporting(room, leader, desk, grading)
