"""The committee, special headquarters and plans of the demonstration, with people of its contact book."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import key
from app.demo.units import Units
from app.demo.watch import Watch
from app.incidents.acts import CommandOrder
from app.people.contacts import Org, OrgKind, Post
from app.people.pinyin import initials
from app.people.records import Role
from app.plans.headquarters import COMMANDER, DEPUTY
from app.plans.records import (
    DutyOrdered,
    Membership,
    Part,
    Plan,
    PlanDuty,
    PlanKind,
    PlanTaken,
    Sitting,
)

_PARTS = {"lead": Part.LEAD, "office": Part.OFFICE, "members": Part.MEMBER}


def make_plans(
    folder: Path, units: Units, book: Book, watch: Watch, threads: Mapping[str, Sequence[Any]]
) -> dict[str, list[Any]]:
    """`folder` is resources/demo, `threads` what befell the events that are told to their end.

    The headquarters come after all units of the county, and their posts after all others.
    """
    told = tomllib.loads((folder / "plans.toml").read_text(encoding="utf-8"))
    made = _Maker(told, units, book, watch)
    made.commanding()
    duties = list(made.duties())
    taken = list(made.taken(threads["sitting"]))
    return {
        "org": [*units.rows, *made.orgs],
        "post": [*book.posts, *made.posts],
        "membership": made.memberships,
        "plan": list(made.plans()),
        "plan_duty": duties,
        "plan_taken": taken,
        "duty_ordered": list(_ordered(taken, duties, threads["command_order"])),
    }


class _Maker:
    def __init__(self, told: dict[str, Any], units: Units, book: Book, watch: Watch) -> None:
        self._told, self._units, self._book = told, units, book
        chief = next(one for one in watch.officers if one.role is Role.CHIEF)
        self._hand = (str(chief.id), chief.name, Mark.DEMO)
        self.orgs: list[Org] = []
        self.posts: list[Post] = []
        self.memberships: list[Membership] = []
        self._named = {one.full_name: one for one in units.rows}

    def commanding(self) -> None:
        committee = self._org(self._told["committee"], OrgKind.COMMITTEE, self._units.county, "")
        self._post(committee, COMMANDER[OrgKind.COMMITTEE], self._told["chair"])
        for row in self._told["headquarters"]:
            org = self._org(row["name"], OrgKind.HEADQUARTERS, committee, row.get("also", ""))
            self._post(org, COMMANDER[org.kind], [row["a"], row["b"]])
            if "deputy" in row:
                self._post(org, DEPUTY[org.kind], row["deputy"])
            for field, part in _PARTS.items():
                for unit in row[field]:
                    self._seat(org, self._named[unit], part)

    def plans(self) -> Iterator[Plan]:
        for row in self._told["plan"]:
            led = row.get("headquarters", "")
            yield Plan(
                key("plan", row["name"]),
                row["name"],
                PlanKind(row["kind"]),
                self._named[led].id if led else None,
                self._named[row["owner"]].id,
                tuple(row.get("covers", ())),
                tuple(row.get("levels", ())),
                row.get("document_no", ""),
                row.get("issued"),
                row.get("revised"),
                row.get("revise_by"),
                row.get("starts", "").strip(),
                row.get("flow", "").strip(),
                row.get("card", "").strip(),
                None,
                True,
                *self._hand,
            )

    def duties(self) -> Iterator[PlanDuty]:
        for row in self._told["plan"]:
            for n, (unit, lead, phase, what) in enumerate(row.get("duties", ()), 1):
                org = self._named.get(unit)
                label = key("plan_duty", f"{row['name']}/{n}")
                yield PlanDuty(
                    label, key("plan", row["name"]), org.id if org else None, unit, lead, phase,
                    what, n, True, Mark.DEMO,
                )  # fmt: skip

    def taken(self, sittings: Sequence[Sitting]) -> Iterator[PlanTaken]:
        """Where somebody sat in a headquarters, its plan was taken as they sat down."""
        for one in sittings:
            for row in self._told["plan"]:
                if row.get("headquarters") == one.headquarters:
                    label = key("plan_taken", f"{one.incident_id}/{row['name']}")
                    plan = key("plan", row["name"])
                    yield PlanTaken(
                        label, one.incident_id, plan, row["name"], one.since, one.until,
                        one.by, one.by_name, Mark.DEMO,
                    )  # fmt: skip

    def _org(self, name: str, kind: OrgKind, above: Org, also: str) -> Org:
        sort = len(self._units.rows) + len(self.orgs)
        spelled, empty = initials(name), (None, None, None, None)
        made = Org(
            key("org", f"commanding/{name}"), name, also, spelled, kind, above.id, "", "", *empty,
            sort, Mark.DEMO,
        )  # fmt: skip
        self.orgs.append(made)
        self._named[made.full_name] = made
        return made

    def _post(self, org: Org, name: str, duties: Sequence[str]) -> None:
        a, b = (self._book.at(self._units.county, duty)[0] for duty in duties)
        label = key("post", f"{org.name}/{name}")
        n = len(self._book.posts) + len(self.posts)
        self.posts.append(Post(label, org.id, name, a.id, b.id, n, Mark.DEMO))

    def _seat(self, org: Org, unit: Org, part: Part) -> None:
        n = sum(one.headquarters_id == org.id for one in self.memberships) + 1
        label = key("membership", f"{org.name}/{part.value}/{unit.name}")
        self.memberships.append(Membership(label, org.id, unit.id, part, n, True, Mark.DEMO))


def _ordered(
    taken: Sequence[PlanTaken], duties: Sequence[PlanDuty], orders: Sequence[CommandOrder]
) -> Iterator[DutyOrdered]:
    """Orders of the event to a unit that the plan charges."""
    for plan in taken:
        mine = [one for one in orders if one.incident_id == plan.incident_id]
        for duty in (one for one in duties if one.plan_id == plan.plan_id):
            for order in (one for one in mine if one.unit == duty.unit):
                label = key("duty_ordered", f"{duty.id}/{order.id}")
                yield DutyOrdered(label, plan.incident_id, duty.id, order.id, Mark.DEMO)
