"""What an incident takes from the plans: the plan itself, its duties as orders, and who sits in command."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog
from app.incidents.records import Incident
from app.incidents.traced import Traced, filled, settled
from app.people.records import Officer
from app.people.rights import Act, demand
from app.plans.records import Plan, PlanTaken, Sitting


class PlannedStore(Protocol):
    def taken(self, incident_id: UUID) -> list[PlanTaken]:
        """Oldest first, as both."""
        ...

    def sittings(self, incident_id: UUID) -> list[Sitting]: ...

    def seated(self) -> list[Sitting]:
        """Of all incidents, who sits in command still."""
        ...


class Planned(Traced):
    """Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, store: PlannedStore, log: DutyLog, clock: Clock, mark: Mark
    ) -> None:
        super().__init__(ledger, log, clock, mark)
        self.store = store

    def take(self, by: Officer, shift_id: UUID, incident: Incident, plan: Plan) -> PlanTaken:
        """The plan that is worked by. `Refused("plan", "taken_already")`. It starts no response: that is a
        document of its own."""
        demand(by, Act.INTAKE)
        held = self.store.taken(incident.id)
        if any(one.plan_id == plan.id and one.left_at is None for one in held):
            raise Refused("plan", "taken_already", plan=plan.name)
        hand = str(by.id), by.name, self._mark
        made = PlanTaken(
            new_id(), incident.id, plan.id, plan.name, self._clock.now(), None, *hand
        )  # fmt: skip
        words = f"按《{plan.name}》处置"
        self._put(by, shift_id, incident, "plan.take", {"plan_taken": made}, words)
        return made

    def leave(self, by: Officer, shift_id: UUID, incident: Incident, seen: PlanTaken) -> None:
        """It was not the right one, or is over."""
        demand(by, Act.INTAKE)
        if seen.left_at is not None:
            raise Refused("plan", "left_already", plan=seen.plan)
        new = replace(seen, left_at=self._clock.now())
        words = f"不再按《{seen.plan}》处置"
        self._put(by, shift_id, incident, "plan.leave", {"plan_taken": (new, seen)}, words)

    def sit(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        headquarters: str,
        name: str,
        *,
        duty: str = "",
        place: str = "",
        since: datetime | None = None,
    ) -> Sitting:
        """坐镇指挥 begins. `Refused("name", "sits_already")` when they sit there already."""
        demand(by, Act.RELAY)
        filled(headquarters=headquarters, name=name)
        headquarters, name = headquarters.strip(), name.strip()
        for one in self.store.sittings(incident.id):
            if one.until is None and (one.headquarters, one.name) == (headquarters, name):
                raise Refused("name", "sits_already", name=name)
        made = Sitting(
            new_id(),
            incident.id,
            headquarters,
            name,
            duty.strip(),
            place.strip(),
            self._past("since", since or self._clock.now()),
            None,
            str(by.id),
            by.name,
            self._mark,
        )
        words = f"{hhmm(made.since)} {spoken(made)}坐镇{made.headquarters}指挥"
        self._put(by, shift_id, incident, "sitting.begin", {"sitting": made}, words)
        return made

    def rise(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        seen: Sitting,
        until: datetime | None = None,
    ) -> Sitting:
        """They left their seat. `Refused`: until before_sitting; step done_already."""
        demand(by, Act.RELAY)
        if seen.until is not None:
            raise Refused("step", "done_already")
        at = settled(self._past("until", until or self._clock.now()), seen.since)
        if at < seen.since:
            raise Refused("until", "before_sitting")
        new = replace(seen, until=at)
        words = f"{hhmm(at)} {spoken(seen)}离开{seen.headquarters}"
        self._put(by, shift_id, incident, "sitting.end", {"sitting": (new, seen)}, words)
        return new


def spoken(one: Sitting) -> str:
    """副县长赵示范."""
    return f"{one.duty}{one.name}" if one.duty else one.name
