"""What the plans offer for an incident: which fit, who commands under one, whose duties it lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.incidents.records import Incident
from app.plans.fitting import Event, Fit, fitting
from app.plans.headquarters import HeadquartersBook, HqLook
from app.plans.planbook import Charged, Library
from app.plans.records import Plan, PlanTaken


@dataclass(frozen=True, slots=True)
class Offered:
    """`fits` the best first, a plan that was taken among them whether it fits or not. `plan` is the one
    whose duties are listed, `headquarters` what commands under it."""

    fits: tuple[Fit, ...]
    plan: Plan | None = None
    headquarters: HqLook | None = None
    duties: tuple[Charged, ...] = ()


class Offering:
    """Runs on the store thread; writes nothing."""

    def __init__(self, library: Library, commanding: HeadquartersBook) -> None:
        self._library, self._commanding = library, commanding

    def offer(
        self, one: Incident, taken: Sequence[PlanTaken], wanted: UUID | None = None
    ) -> Offered:
        """The duties of `wanted`, else of the last plan taken, else of the first that fits."""
        store = self._library.store
        plans = store.plans()
        by_key = store.units({one.owner_id for one in plans})
        where = Event(one.event_class.value, one.kind, one.township, f"{one.township}{one.place}")
        fits = fitting(plans, by_key, where)
        held = [row.plan_id for row in taken if row.left_at is None]
        others = [p for p in plans if p.id in held and all(p.id != fit.plan.id for fit in fits)]
        fits += [Fit(p, by_key[p.owner_id], None) for p in others if p.owner_id in by_key]
        fits.sort(key=lambda fit: fit.plan.id not in held)
        keys = [fit.plan.id for fit in fits]
        key = next((k for k in (wanted, *held[::-1], *keys[:1]) if k in keys), None)
        plan = next((fit.plan for fit in fits if fit.plan.id == key), None)
        if plan is None:
            return Offered(tuple(fits))
        led = self._commanding.look(plan.headquarters_id) if plan.headquarters_id else []
        return Offered(tuple(fits), plan, next(iter(led), None), self._library.charged(plan.id))

    def said(self, taken: Sequence[PlanTaken]) -> str:
        """What the plans taken say should be done, for a review: their course, and each unit's duties."""
        plans = {one.id: one for one in self._library.store.plans()}
        lines = []
        for row in taken:
            plan = plans.get(row.plan_id)
            if plan is None:
                continue
            lines.append(f"《{plan.name}》" + (f"：{plan.flow}" if plan.flow else ""))
            for one in self._library.duties(plan.id):
                step = f"（{one.phase}）" if one.phase else ""
                lines.append(f"{one.unit}{step}：{one.what}")
        return "\n".join(lines)
