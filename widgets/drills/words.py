"""What the acts of a drill refuse, and how its times are written."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from app.base.clock import hhmmss, span
from app.drills.metrics import RunLook, Standing, TargetLook, took_so_far
from app.drills.records import DrillRules, Verdict
from widgets.study.view import own_words

SOON = timedelta(minutes=10)
"""Left of the time to answer: the clock gets its outline."""
SIGNS = {Verdict.YES: "✓", Verdict.NO: "✗", Verdict.UNKNOWN: "·"}


def refusals() -> dict[str, str]:
    return own_words() | {
        "nobody_to_draw": tr("There is nobody to draw who is in service."),
        "too_many_to_draw": tr("Only {most} are in service there."),
        "number_between": tr("From {least} to {most}."),
        "another_runs": tr("Another drill is under way: end it first."),
        "not_running": tr("The drill has not been started, or is over."),
        "paused": tr("The drill stands still: go on with it first."),
        "excluded": tr("This target does not take part."),
        "not_called": tr("Give the instruction first."),
        "wrong_step": tr("This was done already, or does not fit here any more."),
        "before_order": tr("That lies before the instruction."),
        "before_connect": tr("It would have ended before it was connected."),
        "before_run": tr("That lies before the drill began."),
        "no_such_run": tr("Choose a drill first."),
        "not_director": tr("Only {name}, who directs this drill, opens what is sealed."),
        "still_sealed": tr("Sealed for {minutes} more minutes of the drill."),
        "no_inject": tr("All of the script has been opened."),
        "not_a_script": tr("Line {line}: write the minutes after the start, then what happens."),
        "too_many_injects": tr("Up to {most} pieces."),
        "before_first": tr("The end lies before the beginning."),
    }


def at_words(at: datetime | None) -> str:
    return hhmmss(at) if at is not None else "—"


def clock_words(one: TargetLook, run: RunLook, rules: DrillRules, now: datetime) -> str:
    """What is left of the time to answer, how long it took, or that it is over."""
    if one.took is not None:
        return span(one.took)
    if one.standing is not Standing.CALLED or one.target.order_at is None:
        return "—"
    left = rules.respond - took_so_far(one.target, run.pauses, now)
    if left < timedelta(0):
        return tr("over by {time}").format(time=span(left))
    return tr("{time} left").format(time=span(left))


def late(one: TargetLook, run: RunLook, rules: DrillRules, now: datetime) -> bool:
    if one.took is not None:
        return not one.in_time
    if one.standing is not Standing.CALLED or one.target.order_at is None:
        return one.standing is Standing.MISSED
    return took_so_far(one.target, run.pauses, now) > rules.respond


def alarm(one: TargetLook, run: RunLook, rules: DrillRules, now: datetime) -> str:
    """How urgent a target's clock is."""
    if one.standing in (Standing.EXCLUDED, Standing.WAITING):
        return "quiet"
    if late(one, run, rules, now):
        return "now"
    if one.standing is not Standing.CALLED:
        return "quiet"
    left = rules.respond - took_so_far(one.target, run.pauses, now)
    return "soon" if left <= SOON else "quiet"


def signs(one: TargetLook) -> str:
    return " ".join(SIGNS[verdict] for verdict in one.verdicts)


def tr(words: str) -> str:
    return QCoreApplication.translate("Drills", words)
