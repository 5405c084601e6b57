"""A plan as it is read on the screen: who commands now, when it starts, what everybody must know."""

from __future__ import annotations

from app.incidents.kinds import KINDS
from app.plans.card import PlanCard
from app.plans.headquarters import number_of
from app.plans.records import Part
from widgets.kit.desk import Desk
from widgets.plans.words import tr

KNOWN = frozenset(
    {one.value for one in KINDS} | {kind for kinds in KINDS.values() for kind in kinds}
)


def plan_lines(desk: Desk, card: PlanCard) -> list[str]:
    """Names of people are covered for who only looks on; figures in the plan's own words are not yet."""
    one, plan, unknown = card.shelved, card.shelved.plan, tr("unknown")
    led, lines = card.headquarters, []
    if led is not None:
        lines.append(tr("Headquarters: {name}").format(name=led.org.full_name))
        now = desk.clock.now()
        for held in led.held:
            acting = held.acting(now)
            name = desk.session.covered_name(acting.name) if acting else unknown
            lines.append(f"　{held.post.name}　{name}　{number_of(acting) or '—'}")
        lead = "、".join(unit.full_name for unit in led.of(Part.LEAD))
        lines.append(tr("Leading department: {names}").format(names=lead or unknown))
    events = "、".join(plan.covers) or tr("all events")
    lines.append(tr("For events: {names}").format(names=events))
    strange = "、".join(word for word in plan.covers if word not in KNOWN)
    if strange:
        words = tr("Not among the kinds of events offered at intake: {names}")
        lines.append(words.format(names=strange))
    if plan.levels:
        lines.append(tr("Levels: {names}").format(names="、".join(plan.levels)))
    lines.append(tr("Paper no.: {no}").format(no=plan.document_no or unknown))
    days = (at.isoformat() if at else unknown for at in (plan.issued, plan.revised, plan.revise_by))
    words = tr("Issued {issued}, revised {revised}, next revision by {by}")
    lines.append(words.format(**dict(zip(("issued", "revised", "by"), days, strict=True))))
    if one.file is not None:
        lines.append(tr("Whole text: {name}").format(name=one.file.name))
    for title, text in (
        (tr("Starts when"), plan.starts),
        (tr("Course of response"), plan.flow),
        (tr("One page"), plan.card),
    ):
        if text:
            lines += ["", f"【{title}】", *text.splitlines()]
    return lines
