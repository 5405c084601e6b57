"""The way of a report through the house: drafted, reviewed, issued; each step by another person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.base.clock import day_hhmm, local
from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act, demand, may
from app.reports.records import (
    ADDRESSED,
    ISSUED,
    WITH_DRAFTER,
    Report,
    ReportKind,
    Stage,
    StepKind,
    series,
)
from app.reports.rules import ReportRules
from app.reports.steps import Steps, demand_reason, demand_stage


@dataclass(frozen=True, slots=True)
class Numbering:
    """Issue numbers of a year: the next free one, and the largest given."""

    year: int
    next: int
    largest: int


class Flow:
    """Sign-off. Runs on the store thread."""

    def __init__(self, steps: Steps, rules: ReportRules, gap: str) -> None:
        """`gap`: the words that a draft leaves where an officer has to write."""
        self._steps = steps
        self._rules = rules
        self._gap = gap

    def submit(self, by: Officer, shift_id: UUID, seen: Report) -> Report:
        demand(by, Act.INTAKE)
        demand_stage(seen, WITH_DRAFTER)
        self._whole(seen)
        new = replace(seen, stage=Stage.REVIEW)
        return self._steps.move(by, shift_id, seen, new, StepKind.SUBMITTED, "report.submit")

    def review(self, by: Officer, shift_id: UUID, seen: Report) -> Report:
        demand(by, Act.REVIEW)
        demand_stage(seen, {Stage.REVIEW})
        self._not_drafter(str(by.id), seen)
        new = replace(seen, stage=Stage.ISSUE, reviewed_by=str(by.id), reviewed_name=by.name)
        return self._steps.move(by, shift_id, seen, new, StepKind.REVIEWED, "report.review")

    def give_back(self, by: Officer, shift_id: UUID, seen: Report, reason: str) -> Report:
        """To its drafter, with the reason; by whoever was to review or issue it."""
        demand_stage(seen, {Stage.REVIEW, Stage.ISSUE})
        demand(by, Act.REVIEW if seen.stage is Stage.REVIEW else Act.ISSUE)
        demand_reason(reason)
        new = replace(seen, stage=Stage.RETURNED, reviewed_by="", reviewed_name="")
        return self._steps.move(by, shift_id, seen, new, StepKind.RETURNED, "report.return", reason)

    def numbering(self, kind: ReportKind) -> Numbering:
        """Issue numbers of this year among the reports that are counted with `kind`."""
        year = local(self._steps.clock.now()).year
        largest = max(self._numbers(year, kind), default=0)
        return Numbering(year, largest + 1, largest)

    def _numbers(self, year: int, kind: ReportKind) -> list[int]:
        kinds = frozenset(ReportKind) if self._rules.one_series else series(kind)
        return self._steps.store.numbers(year, kinds)

    def issue(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Report,
        number: int | None = None,
        twice: bool = False,
    ) -> Report:
        """签发 by the leader. A number that was given before is `Refused("year_no", "number_used", …)`
        until it is said that it stands `twice`."""
        demand(by, Act.ISSUE)
        demand_stage(seen, {Stage.ISSUE})
        self._may_issue(str(by.id), seen)
        new = self._issued(seen, by, number, twice, signed=True)
        return self._steps.move(by, shift_id, seen, new, StepKind.ISSUED, "report.issue")

    def consent(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Report,
        leader: Officer,
        said_at: datetime,
        number: int | None = None,
        twice: bool = False,
    ) -> Report:
        """The leader consented by telephone at `said_at`; `by` took it. The signature is owed."""
        demand(by, Act.INTAKE)
        demand_stage(seen, {Stage.ISSUE})
        if not may(leader, Act.ISSUE):
            raise Refused("leader", "not_allowed", role=leader.role.value, act=Act.ISSUE.value)
        self._may_issue(str(leader.id), seen)
        now = self._steps.clock.now()
        if (said_at - now).total_seconds() > 60:
            raise Refused("said_at", "in_the_future")
        if said_at < seen.drafted_at:
            raise Refused("said_at", "before_draft", drafted=day_hhmm(seen.drafted_at))
        new = self._issued(seen, leader, number, twice, signed=False)
        step = replace(
            self._steps.step_of(seen, by, StepKind.CONSENTED), person=leader.name, said_at=said_at
        )
        return self._steps.move(
            by, shift_id, seen, new, StepKind.CONSENTED, "report.consent", step=step
        )

    def sign(self, by: Officer, shift_id: UUID, seen: Report) -> Report:
        """The signature that was owed, by the leader who consented."""
        demand(by, Act.ISSUE)
        demand_stage(seen, ISSUED)
        if seen.signed:
            raise Refused("report", "signed_already")
        if str(by.id) != seen.issued_by:
            raise Refused("officer", "not_who_consented", name=seen.issued_name)
        new = replace(seen, signed=True)
        return self._steps.move(by, shift_id, seen, new, StepKind.SIGNED, "report.sign")

    def cancel(self, by: Officer, shift_id: UUID, seen: Report, reason: str) -> Report:
        """A report that was not sent; one that was is corrected by a further one."""
        demand(by, Act.ISSUE if seen.stage in ISSUED else Act.INTAKE)
        demand_stage(seen, {Stage.REVIEW, Stage.ISSUE, Stage.SEND, *WITH_DRAFTER})
        demand_reason(reason)
        if self._steps.store.sendings(seen.id):
            raise Refused("stage", "sent_already")
        new = replace(seen, stage=Stage.CANCELLED)
        return self._steps.move(
            by, shift_id, seen, new, StepKind.CANCELLED, "report.cancel", reason
        )

    def barred(self, report: Report) -> frozenset[str]:
        """Ids of those who may neither review nor issue it: who wrote on it, and who reviewed it."""
        who = self._steps.drafters(report)
        if report.stage is Stage.ISSUE and not self._rules.reviewer_may_issue:
            who |= {report.reviewed_by}
        return who

    def _issued(
        self, seen: Report, leader: Officer, number: int | None, twice: bool, signed: bool
    ) -> Report:
        numbers = self.numbering(seen.kind)
        given_no = numbers.next if number is None else number
        if given_no < 1:
            raise Refused("year_no", "out_of_range", least=1)
        if given_no in self._numbers(numbers.year, seen.kind) and not twice:
            raise Refused("year_no", "number_used", number=given_no, largest=numbers.largest)
        return replace(
            seen,
            stage=Stage.SEND,
            year=numbers.year,
            year_no=given_no,
            issued_by=str(leader.id),
            issued_name=leader.name,
            issued_at=self._steps.clock.now(),
            signed=signed,
        )

    def _whole(self, seen: Report) -> None:
        """A report without title, text or addressee, or with a gap, is no report yet. What is not known of
        the event holds nothing back: it is 正在核实."""
        if not seen.title.strip():
            raise Refused("title", "empty")
        if not seen.body.strip():
            raise Refused("body", "empty")
        if self._gap in seen.body:
            raise Refused("body", "to_fill", words=self._gap)
        if not seen.to and seen.kind in ADDRESSED:
            raise Refused("to", "empty")

    def _not_drafter(self, who: str, seen: Report) -> None:
        if who in self._steps.drafters(seen):
            raise Refused("officer", "drafted_it", name=seen.drafted_name)

    def _may_issue(self, who: str, seen: Report) -> None:
        self._not_drafter(who, seen)
        if who == seen.reviewed_by and not self._rules.reviewer_may_issue:
            raise Refused("officer", "reviewed_it", name=seen.reviewed_name)
