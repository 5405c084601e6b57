"""Units, people, numbers, A/B posts."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.people.contacts import ContactPoint, Org, OrgKind, Person, PointKind, PointState, Post
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Day, Flag, Id, Real, UtcTime, Whole, Words

org = feature_table(
    "org",
    Org,
    *(sa.Column(name, Words, nullable=False) for name in ("name", "also", "initials")),
    sa.Column("kind", Choice(OrgKind), nullable=False),
    sa.Column("parent_id", Id, refers("org")),
    sa.Column("township", Words, nullable=False),
    sa.Column("code", Words, nullable=False),
    sa.Column("people", Whole),
    sa.Column("households", Whole),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("active", Flag, nullable=False),
    groups=(frozenset({"lat", "lon"}),),
    indexes=(("kind", "sort"), ("parent_id",)),
    sought=Sought(spelled=("name", "also")),
)

person = feature_table(
    "person",
    Person,
    sa.Column("name", Words, nullable=False),
    sa.Column("initials", Words, nullable=False),
    sa.Column("org_id", Id, refers("org")),
    sa.Column("unit", Words, nullable=False),
    sa.Column("duty", Words, nullable=False),
    sa.Column("leave_from", UtcTime),
    sa.Column("leave_to", UtcTime),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("leave_why", Words, nullable=False, server_default=""),
    groups=(frozenset({"leave_from", "leave_to", "leave_why"}),),
    indexes=(("org_id",), ("sort",)),
    sought=Sought(spelled=("name",)),
)

contact_point = feature_table(
    "contact_point",
    ContactPoint,
    sa.Column("person_id", Id, refers("person")),
    sa.Column("org_id", Id, refers("org")),
    sa.Column("kind", Choice(PointKind), nullable=False),
    sa.Column("value", Words, nullable=False),
    sa.Column("label", Words, nullable=False),
    sa.Column("state", Choice(PointState), nullable=False),
    sa.Column("verified_at", UtcTime),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"person_id", "org_id"}), frozenset({"state", "verified_at"})),
    indexes=(("person_id",), ("org_id",), ("value",)),
)

post = feature_table(
    "post",
    Post,
    sa.Column("org_id", Id, refers("org"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("a_person", Id, refers("person"), nullable=False),
    sa.Column("b_person", Id, refers("person"), nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("since", Day),
    sa.Column("until", Day),
    sa.Column("ended", Words, nullable=False, server_default=""),
    groups=(frozenset({"until", "ended"}),),
    indexes=(("org_id",), ("a_person",), ("b_person",)),
)
