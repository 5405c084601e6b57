"""What the page of reports says: refusals, stages, the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.base.clock import hhmm
from app.base.errors import Refused
from app.reports.records import FLOW, ISSUED, Report, ReportStep, Stage, StepKind
from widgets.kit.explain import explain
from widgets.kit.steps import AHEAD, DONE, HERE, Step


def tr(words: str) -> str:
    return QCoreApplication.translate("ReportWords", words)


def why(error: Exception) -> str:
    """One sentence: what is wrong, and how to mend it."""
    if isinstance(error, Refused) and error.code == "wrong_stage":
        return tr("It stands at {stage} by now; look again.").format(**error.figures)
    return explain(error, own_words())


def own_words() -> dict[str, str]:
    return {
        "not_issued": tr("Not issued yet: nothing is sent before the leader has issued it."),
        "drafted_it": tr("{name} drafted it: another person must review and issue it."),
        "reviewed_it": tr("{name} reviewed it: another person must issue it."),
        "not_closed": tr("The event is {status}: a final report waits until it is closed."),
        "first_exists": tr("There is a first report already: draft a follow-up."),
        "no_first": tr("Draft the first report first."),
        "number_used": tr(
            "No. {number} was given this year, the largest is {largest}. Enter again gives it twice."
        ),
        "before_draft": tr("It was drafted at {drafted}: consent cannot be earlier."),
        "not_who_consented": tr("{name} consented: only that leader may sign."),
        "signed_already": tr("It is signed."),
        "sent_already": tr("It was sent: put it right by a correction."),
        "confirmed_already": tr("{who} confirmed it already."),
        "too_early": tr("It cannot be earlier than {least}."),
        "empty": tr("Still empty: write it first."),
        "not_from_facts": tr("{kind} is not drafted from facts: write into the text itself."),
        "to_fill": tr("The text still says {words}: write it, or take it out."),
        "too_long": tr("{length} characters; at most {most}."),
        "in_the_future": tr("This time has not come yet."),
        "late": tr("It was met {over} after its limit: write why."),
        "met_already": tr("It was met at {at}."),
        "another_shown": tr("Another report is shown by now: go back and begin again."),
        "say_again": tr("{name} will end: told {to} at {at}. Enter again writes it into the log."),
        "in_time": tr("This clock is in time: there is nothing to explain."),
        "not_a_time": tr("Write the time as 14:50 or 06-18 14:50."),
        "not_open": tr("No shift is open: take over the shift first."),
        "out_of_range": tr("A number from 1 on."),
        "lone_surrogate": tr("Character {place} cannot be kept; delete it."),
        "nul_character": tr("It holds a character that cannot be kept; delete it."),
    }


_MADE = {
    StepKind.DRAFTED: Stage.DRAFT,
    StepKind.CORRECTED: Stage.DRAFT,
    StepKind.REVIEWED: Stage.REVIEW,
    StepKind.ISSUED: Stage.ISSUE,
    StepKind.CONSENTED: Stage.ISSUE,
}


def flow_steps(
    report: Report | None, steps: Sequence[ReportStep], sent_at: datetime | None
) -> list[Step]:
    """The strip: who did each stage and when, and where the report stands."""
    notes: dict[Stage, str] = {}
    for step in steps:
        stage = _MADE.get(step.kind)
        if stage is not None:
            notes[stage] = f"{step.person or step.by_name} {hhmm(step.at)}"
    if sent_at is not None:
        notes[Stage.SEND] = hhmm(sent_at)
    here = Stage.DRAFT if report is None else report.stage
    if here is Stage.RETURNED:
        here = Stage.DRAFT
    if here in (Stage.FILED, Stage.CANCELLED):
        at = len(FLOW) if here is Stage.FILED else -1
    else:
        at = FLOW.index(here)
    states = [DONE if n < at else HERE if n == at else AHEAD for n in range(len(FLOW))]
    return [
        Step(stage.value, notes.get(stage, "") if state is not AHEAD else "", state)
        for stage, state in zip(FLOW, states, strict=True)
    ]


def named(report: Report) -> str:
    """初报 第1期 · 报送."""
    number = f" 第{report.year_no}期" if report.year_no else ""
    fix = "（更正）" if report.corrects is not None else ""
    owed = "·待补签" if report.stage in ISSUED and not report.signed and report.year_no else ""
    return f"{report.spoken}{fix}{number} · {report.stage.value}{owed}"
