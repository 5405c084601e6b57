"""Drafting: a report with all its texts from the record, edited by hand, put right by a further one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.base.clock import local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.records import Incident
from app.people.records import Officer
from app.people.rights import Act, demand
from app.reports.contents import Content
from app.reports.facts import Facts, canonical, restored
from app.reports.gathering import Gathering
from app.reports.records import (
    COLUMNS,
    ISSUED,
    WITH_DRAFTER,
    Element,
    Form,
    Report,
    ReportKind,
    Stage,
    Statement,
    StepKind,
)
from app.reports.rules import ReportRules
from app.reports.steps import Steps, demand_reason, demand_stage
from app.reports.texts import Texts, given, texts
from app.reports.wording import Wording

LONGEST = 50_000
"""Characters of one text; a longer one belongs in an attachment."""
LONGEST_TITLE = 200
_CHAIN = frozenset({ReportKind.FIRST, ReportKind.FOLLOW_UP})


class Writing:
    """Drafts and texts. Runs on the store thread."""

    def __init__(
        self,
        steps: Steps,
        gathering: Gathering,
        wording: Wording,
        contents: Mapping[str, Content],
        rules: ReportRules,
        incident: Callable[[UUID], Incident | None],
        mark: Mark,
    ) -> None:
        self._steps = steps
        self.gathering = gathering
        self.wording = wording
        self._contents = contents
        self._rules = rules
        self._incident = incident
        self._mark = mark

    def next_kind(self, incident: Incident) -> ReportKind:
        """What is due next for an incident."""
        if self._contents[ReportKind.FINAL.value].allowed(incident.status):
            return ReportKind.FINAL
        return ReportKind.FOLLOW_UP if self._chain(incident.id) else ReportKind.FIRST

    def draft(self, by: Officer, shift_id: UUID, incident: Incident, kind: ReportKind) -> Report:
        """A new report with all its texts. `Refused("kind", …)`: a 终报 before 办结, a second 初报, a 续报
        without one."""
        demand(by, Act.INTAKE)
        chain = self._chain(incident.id)
        content = self._contents.get(kind.value)
        if content is not None and not content.allowed(incident.status):
            raise Refused("kind", "not_closed", status=incident.status.value)
        if kind is ReportKind.FIRST and chain:
            raise Refused("kind", "first_exists", report=chain[0].spoken)
        if kind is ReportKind.FOLLOW_UP and not chain:
            raise Refused("kind", "no_first")
        facts = self.gathering.facts(incident, self._steps.clock.now())
        made = self._made(by, incident, kind, facts, self._before(chain))
        follow_ups = sum(one.kind is ReportKind.FOLLOW_UP for one in chain)
        if kind is ReportKind.FOLLOW_UP:
            made = replace(made, seq=follow_ups + 1)
        self._steps.begin(by, shift_id, made, StepKind.DRAFTED, "report.draft")
        return made

    def unwritten(self, by: Officer, incident: Incident, kind: ReportKind) -> Report:
        """As it would be drafted now; nothing is written."""
        facts = self.gathering.facts(incident, self._steps.clock.now())
        return self._made(by, incident, kind, facts, self._before(self._chain(incident.id)))

    def _made(
        self,
        by: Officer,
        incident: Incident,
        kind: ReportKind,
        facts: Facts,
        before: Facts | None,
    ) -> Report:
        told = texts(facts, before, self.wording, kind)
        blank = self._blank(by, kind, told.title, told.body)
        return replace(
            blank,
            incident_id=incident.id,
            message=told.message,
            script=told.script,
            bulletin=told.bulletin,
            facts=canonical(facts),
            as_of=facts.as_of,
            also=self._rules.also_to(incident),
            mark=incident.mark,
        )

    def compose(
        self,
        by: Officer,
        shift_id: UUID,
        kind: ReportKind,
        title: str,
        body: str,
        incident: Incident | None = None,
    ) -> Report:
        """What is not drafted from the facts of an event: 每日一报, 值班快报 of the day, 纪要."""
        demand(by, Act.INTAKE)
        made = self._blank(by, kind, title, body)
        if incident is not None:
            made = replace(made, incident_id=incident.id, mark=incident.mark)
        self._steps.begin(by, shift_id, made, StepKind.DRAFTED, "report.draft")
        return made

    def _blank(self, by: Officer, kind: ReportKind, title: str, body: str) -> Report:
        now = self._steps.clock.now()
        return Report(
            id=new_id(),
            incident_id=None,
            kind=kind,
            seq=0,
            year=local(now).year,
            year_no=0,
            stage=Stage.DRAFT,
            title=title,
            body=body,
            message=body,
            script="",
            bulletin=body,
            own_body=False,
            own_message=False,
            own_script=False,
            own_bulletin=False,
            facts="",
            as_of=now,
            to=self._rules.to,
            also=(),
            copies=self._rules.copies,
            drafted_by=str(by.id),
            drafted_name=by.name,
            drafted_at=now,
            reviewed_by="",
            reviewed_name="",
            issued_by="",
            issued_name="",
            issued_at=None,
            signed=False,
            corrects=None,
            mark=self._mark,
        )

    def edit(self, by: Officer, seen: Report, words: Mapping[Form, str], **other: object) -> Report:
        """Texts as an officer wrote them; `other` are title, to, also, copies. Whoever changes a draft of
        somebody else is a drafter of it from then on."""
        demand(by, Act.INTAKE)
        demand_stage(seen, WITH_DRAFTER)
        for form, text in words.items():
            if len(text) > LONGEST:
                raise Refused(COLUMNS[form], "too_long", length=len(text), most=LONGEST)
        title = str(other.get("title", ""))
        if len(title) > LONGEST_TITLE:
            raise Refused("title", "too_long", length=len(title), most=LONGEST_TITLE)
        fields: dict[str, object] = dict(other)
        for form, text in words.items():
            if text != seen.text(form):
                fields |= {COLUMNS[form]: text, f"own_{COLUMNS[form]}": True}
        new = replace(seen, **fields)  # type: ignore[arg-type]
        if new == seen:
            return seen
        with self._steps.ledger.change(
            str(by.id), "report.edit", ("report", str(seen.id))
        ) as change:
            change.put("report", new, seen=seen)
            if str(by.id) not in self._steps.drafters(seen):
                change.put(
                    "report_step", self._steps.step_of(seen, by, StepKind.DRAFTED, at=change.at)
                )
        return new

    def fresh(self, seen: Report) -> tuple[Facts, Texts]:
        """The texts as they would be drafted now, beside what is there; nothing is written."""
        incident = self._incident_of(seen)
        facts = self.gathering.facts(incident, self._steps.clock.now())
        return facts, texts(facts, self.before(seen), self.wording, seen.kind)

    def redraft(self, by: Officer, seen: Report, take: frozenset[Form] = frozenset()) -> Report:
        """The facts of now. Texts nobody wrote himself follow them; of the others only those in `take`."""
        demand(by, Act.INTAKE)
        demand_stage(seen, WITH_DRAFTER)
        if not seen.facts:
            raise Refused("kind", "not_from_facts", kind=seen.kind.value)
        facts, told = self.fresh(seen)
        fields: dict[str, object] = {"facts": canonical(facts), "as_of": facts.as_of}
        for form in Form:
            if form in take or not seen.own(form):
                fields |= {COLUMNS[form]: told.of(form), f"own_{COLUMNS[form]}": False}
        new = replace(seen, **fields)  # type: ignore[arg-type]
        with self._steps.ledger.change(
            str(by.id), "report.edit", ("report", str(seen.id))
        ) as change:
            change.put("report", new, seen=seen)
        return new

    def before(self, report: Report) -> Facts | None:
        """The facts of the report before this one."""
        if report.incident_id is None:
            return None
        chain = [
            one
            for one in self._chain(report.incident_id)
            if one.id not in (report.id, report.corrects) and one.drafted_at <= report.drafted_at
        ]
        return self._before(chain)

    def previous(self, report: Report) -> Report | None:
        """The report before this one in its chain; None for the first."""
        if report.incident_id is None:
            return None
        chain = [
            one
            for one in self._chain(report.incident_id)
            if one.id != report.id and one.drafted_at <= report.drafted_at
        ]
        return chain[-1] if chain else None

    def missing(self, report: Report) -> str:
        """The banner above a report that lacks elements; empty when nothing is missing."""
        content = self._contents.get(report.kind.value)
        if content is None or not report.facts:
            return ""
        held = given(restored(report.facts), self.before(report), report.kind, self.wording)
        return content.banner(held)

    def correct(self, by: Officer, shift_id: UUID, seen: Report, reason: str) -> Report:
        """更正: a new report that names the one it puts right; it goes the whole way again."""
        demand(by, Act.INTAKE)
        demand_stage(seen, ISSUED)
        demand_reason(reason)
        head = (
            f"更正{seen.spoken}（{seen.year}年第{seen.year_no}期）：{reason.strip().rstrip('。')}。"
        )
        made = replace(
            seen,
            id=new_id(),
            stage=Stage.DRAFT,
            year=local(self._steps.clock.now()).year,
            year_no=0,
            body=f"{head}\n{seen.body}",
            message=f"{head}{seen.message}",
            own_body=True,
            own_message=True,
            drafted_by=str(by.id),
            drafted_name=by.name,
            drafted_at=self._steps.clock.now(),
            reviewed_by="",
            reviewed_name="",
            issued_by="",
            issued_name="",
            issued_at=None,
            signed=False,
            corrects=seen.id,
        )
        self._steps.begin(by, shift_id, made, StepKind.CORRECTED, "report.correct", reason.strip())
        return made

    def state(
        self,
        by: Officer,
        incident: Incident,
        element: Element,
        text: str,
        unit: str = "",
        at: datetime | None = None,
        replaces: Statement | None = None,
        reason: str = "",
    ) -> Statement:
        """One thing for the reports. What puts an earlier statement right needs a reason."""
        demand(by, Act.INTAKE)
        now = self._steps.clock.now()
        if not text.strip():
            raise Refused("text", "empty")
        if len(text) > LONGEST:
            raise Refused("text", "too_long", length=len(text), most=LONGEST)
        if at is not None and (at - now).total_seconds() > 60:
            raise Refused("at", "in_the_future")
        if replaces is not None:
            demand_reason(reason)
        made = Statement(
            id=new_id(),
            incident_id=incident.id,
            element=element,
            text=text.strip(),
            unit=unit.strip(),
            at=at or now,
            replaces=None if replaces is None else replaces.id,
            reason=reason.strip(),
            by=str(by.id),
            by_name=by.name,
            mark=incident.mark,
        )
        subject = ("incident", str(incident.id))
        with self._steps.ledger.change(str(by.id), "report.state", subject) as change:
            change.put("statement", made)
        return made

    def _chain(self, incident_id: UUID) -> list[Report]:
        """初报 and 续报 that count: not cancelled, not put right by a later one. What puts one right takes
        its place once it is issued."""
        found = [
            one
            for one in self._steps.store.of_incident(incident_id)
            if one.stage is not Stage.CANCELLED
        ]
        replaced = {one.corrects for one in found if one.stage in ISSUED}
        return [
            one
            for one in found
            if one.kind in _CHAIN
            and one.id not in replaced
            and (one.corrects is None or one.stage in ISSUED)
        ]

    @staticmethod
    def _before(chain: list[Report]) -> Facts | None:
        return restored(chain[-1].facts) if chain and chain[-1].facts else None

    def _incident_of(self, report: Report) -> Incident:
        found = None if report.incident_id is None else self._incident(report.incident_id)
        if found is None:
            raise Refused("incident", "not_here")
        return found
