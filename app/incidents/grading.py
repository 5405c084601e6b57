"""The level of an incident: proposed from its numbers with the clause that gives it, judged by an officer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Handling, Way
from app.incidents.intake import standing
from app.incidents.levels import Grade, Judged, Scale, Scales, judged
from app.incidents.records import Count, EventClass, Figure, Graded, Incident, Level
from app.incidents.traced import settled
from app.people.records import Officer
from app.people.rights import Act, demand

CRITERIA = {
    "deaths": Count.DEAD,
    "missing": Count.MISSING,
    "trapped": Count.TRAPPED,
    "serious_injuries": Count.BADLY_HURT,
    "hurt_unknown": Count.HURT_UNKNOWN,
    "people_at_risk": Count.AT_RISK,
    "evacuated": Count.LEFT,
    "resettled": Count.RESETTLED,
}
WORDS = {
    "deaths": "死亡{n}人",
    "deaths_and_missing": "死亡失联{n}人",
    "serious_injuries": "重伤{n}人",
    "loss_wan_yuan": "直接经济损失{n}万元",
    "area_ha": "受害面积{n}公顷",
    "magnitude": "震级{n}级",
}
_RANKS = (Level.I, Level.II, Level.III, Level.IV)


class Starts(Protocol):
    """What a judgement brings besides: the clocks of the new level."""

    def put_after(self, change: Change, incident: Incident, known_at: datetime | None) -> None: ...


class GradingStore(Protocol):
    def figures(self, incident_id: UUID) -> list[Figure]: ...

    def gradings(self, incident_id: UUID) -> list[Graded]: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the numbers give. `scale` None: no scale is known for this kind, nothing is proposed.

    `confirmed` and `possible` are the scale's own words, empty = none; `at_risk` names 较大涉险事故,
    `starts` the responses whose numbers are reached, each with its source.
    """

    scale: Scale | None
    confirmed: str = ""
    possible: str = ""
    clause: str = ""
    at_risk: str = ""
    starts: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        return level_of(self.scale, self.confirmed)

    @property
    def level_possible(self) -> Level:
        return level_of(self.scale, self.possible)


class Grading:
    """Proposals are pure; judgements run on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: GradingStore,
        log: DutyLog,
        starts: Starts,
        scales: Scales,
        clock: Clock,
        mark: Mark,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._log = log
        self._starts = starts
        self.scales = scales
        self._clock = clock
        self._mark = mark

    def proposal(self, incident: Incident) -> Proposal:
        """From the numbers that stand; never kept unless an officer confirms it."""
        return proposed(self.scales, incident, self._store.figures(incident.id))

    def history(self, incident_id: UUID) -> list[Graded]:
        return self._store.gradings(incident_id)

    def judge(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Incident,
        level: Level,
        possible: Level,
        reason: str,
        known_at: datetime | None = None,
    ) -> Incident:
        """The shift chief's judgement, its log line and the clocks it brings, in one change.

        `known_at`: when the fact that gives the level was known here, None = now. What the numbers propose
        is kept beside what was judged, and never overrides it.
        """
        demand(by, Act.CONFIRM_LEVEL)
        if not reason.strip():
            raise Refused("reason", "empty")
        now = self._clock.now()
        if known_at is not None and known_at > now:
            raise Refused("known_at", "in_the_future")
        if (
            known_at is not None
            and (known_at := settled(known_at, seen.received_at)) < seen.received_at
        ):
            raise Refused("known_at", "before_received", received=day_hhmm(seen.received_at))
        proposal = self.proposal(seen)
        new = replace(seen, level=level, level_possible=possible)
        made = Graded(
            id=new_id(),
            incident_id=seen.id,
            scale="" if proposal.scale is None else proposal.scale.key,
            confirmed=word_of(proposal.scale, level),
            possible=word_of(proposal.scale, possible),
            level=level,
            level_possible=possible,
            clause=proposal.clause,
            reason=reason.strip(),
            at=now,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        entry = self._log.make(shift_id, _line(seen, new, made), str(by.id), by.name)
        subject = ("incident", str(seen.id))
        with self._ledger.change(str(by.id), "incident.grade", subject) as change:
            change.put("incident", new, seen=seen)
            change.put("grading", made)
            self._log.put(change, entry)
            if _higher(level, seen.level):
                self._starts.put_after(change, new, known_at or now)
        return new


def proposed(scales: Scales, incident: Incident, figures: Iterable[Figure]) -> Proposal:
    """What the standing numbers give on the scale of its kind; 较大涉险 is said of accidents only."""
    held = {kind: float(figure.number) for kind, figure in standing(list(figures)).items()}
    known: dict[str, float | None] = {name: held.get(count) for name, count in CRITERIA.items()}
    gone = [n for n in (known["missing"], known["trapped"]) if n is not None]
    known["trapped_or_missing"] = sum(gone) if gone else None
    accident = incident.event_class is EventClass.ACCIDENT
    at_risk = scales.at_risk.name if accident and scales.at_risk.holds(known) else ""
    starts = tuple(_started(one, level) for one, level in scales.starting(incident.kind, known))
    scale = scales.of(incident.kind)
    if scale is None:
        return Proposal(None, at_risk=at_risk, starts=starts)
    found = judged(scale, known)
    told = clause(found, known)
    return Proposal(scale, found.confirmed.level, found.possible.level, told, at_risk, starts)


def _started(response: Scale, level: str) -> str:
    scope = f"，{response.scope}" if response.scope else ""
    return f"达到{response.name}{level}启动条件（{response.source}{scope}）"


def clause(found: Judged, figures: Mapping[str, float | None]) -> str:
    """死亡3人，较大（国务院令第493号第三条）; empty when no number gives a level."""
    parts = [_because(found.scale, found.confirmed, figures)]
    if found.higher_possible:
        parts.append(f"失联、被困或伤势不明人员计入后可能达到{found.possible.level}")
    told = "；".join(part for part in parts if part)
    return f"{told}（{found.scale.source}）" if told else ""


def _because(scale: Scale, grade: Grade, figures: Mapping[str, float | None]) -> str:
    if not grade.level:
        return ""
    known = [
        WORDS.get(name, name).format(n=f"{figure:g}")
        for name in grade.by
        if (figure := figures.get(name)) is not None
    ]
    return f"{'、'.join(known)}，{grade.level}" if known else grade.level


def level_of(scale: Scale | None, word: str) -> Level:
    """The rank of a scale's own word: 小型 is the lowest. No word = 未定级."""
    if scale is None or word not in scale.levels:
        return Level.NONE
    return _RANKS[scale.levels.index(word)]


def word_of(scale: Scale | None, level: Level) -> str:
    """The scale's own word for a rank; of no scale that of the level itself; empty for 未定级."""
    if level is Level.NONE:
        return ""
    return level.value.split()[-1] if scale is None else scale.levels[_RANKS.index(level)]


def _line(seen: Incident, new: Incident, made: Graded) -> Line:
    told = f"事件 {seen.no} 初判级别：{seen.level.value}→{new.level.value}"
    if new.level_possible is not Level.NONE:
        told += f"，可能 {new.level_possible.value}"
    return Line(
        f"{told}。{made.reason}",
        Way.INSIDE,
        category=Category.INCIDENT,
        status=Handling.DONE,
        incident_id=seen.id,
    )


def _higher(level: Level, than: Level) -> bool:
    order = (Level.NONE, *reversed(_RANKS))
    return order.index(level) > order.index(than)
