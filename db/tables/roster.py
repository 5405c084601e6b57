"""The roster: days off, crews, rotation, months and their places, changes, absences, deputies."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.duty.holidays import CalendarDay, DayRule
from app.duty.roster.records import (
    Absence,
    AbsenceKind,
    ChangeKind,
    ChangeState,
    Consent,
    CrewPost,
    Deputy,
    DutyHours,
    GroupMember,
    PlanState,
    RosterChange,
    RosterMonth,
    RosterSlot,
)
from app.people.records import Role
from db.tables.base import feature_table, refers
from db.types import Choice, Day, Flag, Id, UtcTime, Whole, WordList, Words


def _mark() -> sa.Column[Mark]:
    return sa.Column("mark", Choice(Mark), nullable=False)


calendar_day = feature_table(
    "calendar_day",
    CalendarDay,
    sa.Column("day", Day, nullable=False),
    sa.Column("rule", Choice(DayRule), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("source", Words, nullable=False),
    _mark(),
    indexes=(("day",),),
)

crew_post = feature_table(
    "crew_post",
    CrewPost,
    sa.Column("template", Words, nullable=False),
    sa.Column("post", Choice(Role), nullable=False),
    sa.Column("count", Whole, nullable=False),
    sa.Column("permanent", Flag, nullable=False),
    sa.Column("roles", WordList, nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("active", Flag, nullable=False),
    _mark(),
)

duty_hours = feature_table(
    "duty_hours",
    DutyHours,
    sa.Column("since", Day, nullable=False),
    sa.Column("periods", WordList, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    _mark(),
    indexes=(("since",),),
)

group_member = feature_table(
    "group_member",
    GroupMember,
    sa.Column("post", Choice(Role), nullable=False),
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("active", Flag, nullable=False),
    _mark(),
    indexes=(("officer_id",),),
)

deputy = feature_table(
    "deputy",
    Deputy,
    sa.Column("a_id", Id, refers("officer"), nullable=False),
    sa.Column("b_id", Id, refers("officer"), nullable=False),
    sa.Column("active", Flag, nullable=False),
    _mark(),
    indexes=(("a_id",), ("b_id",)),
)

absence = feature_table(
    "absence",
    Absence,
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("first", Day, nullable=False),
    sa.Column("last", Day, nullable=False),
    sa.Column("kind", Choice(AbsenceKind), nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("cancelled", Flag, nullable=False),
    _mark(),
    groups=(frozenset({"first", "last"}),),
    indexes=(("officer_id",), ("last",)),
)

roster_month = feature_table(
    "roster_month",
    RosterMonth,
    sa.Column("month", Day, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("state", Choice(PlanState), nullable=False),
    sa.Column("published_at", UtcTime),
    sa.Column("published_by", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    _mark(),
    groups=(frozenset({"state", "published_at", "published_by", "reason"}),),
    indexes=(("month",),),
)

roster_slot = feature_table(
    "roster_slot",
    RosterSlot,
    sa.Column("month_id", Id, refers("roster_month"), nullable=False),
    sa.Column("starts_at", UtcTime, nullable=False),
    sa.Column("ends_at", UtcTime, nullable=False),
    sa.Column("post", Choice(Role), nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("officer_id", Id, refers("officer")),
    _mark(),
    sa.Column("acts_for", Id),
    groups=(frozenset({"officer_id", "acts_for"}),),
    indexes=(("month_id", "starts_at"), ("starts_at",), ("officer_id",)),
)

roster_change = feature_table(
    "roster_change",
    RosterChange,
    sa.Column("kind", Choice(ChangeKind), nullable=False),
    sa.Column("slot_id", Id, refers("roster_slot"), nullable=False),
    sa.Column("other_slot_id", Id, refers("roster_slot")),
    sa.Column("applicant_id", Id, refers("officer"), nullable=False),
    sa.Column("counterpart_id", Id, refers("officer"), nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("state", Choice(ChangeState), nullable=False),
    sa.Column("asked_by", Words, nullable=False),
    sa.Column("asked_at", UtcTime, nullable=False),
    sa.Column("approver_id", Id, refers("officer")),
    sa.Column("decided_at", UtcTime),
    sa.Column("undone_by", Words, nullable=False),
    sa.Column("undone_at", UtcTime),
    _mark(),
    sa.Column("how", Choice(Consent)),
    sa.Column("heard_at", UtcTime),
    sa.Column("taken_by", Words, nullable=False, server_default=""),
    groups=(
        frozenset(
            {
                "state",
                "approver_id",
                "decided_at",
                "undone_by",
                "undone_at",
                "how",
                "heard_at",
                "taken_by",
            }
        ),
    ),
    indexes=(
        ("slot_id",),
        ("other_slot_id",),
        ("applicant_id",),
        ("counterpart_id",),
        ("approver_id",),
    ),
)
