"""The refusals of acts for an incident in the officer's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.base.clock import day_hhmm
from app.base.errors import Conflict, Refused
from app.base.said import moment_said
from widgets.duty.refused import words_for
from widgets.kit.explain import explain


def said(error: Exception) -> str:
    """One sentence: what is wrong, and how to mend it."""
    if isinstance(error, Conflict):
        words = tr("Another desk wrote {theirs} meanwhile; you wrote {ours}.")
        return words.format(theirs=_told(error.theirs), ours=_told(error.ours))
    own = {
        "before_the_order": tr("The order was not given yet at that time."),
        "done_already": tr("This is entered already."),
        "wrong_order": tr("This would come before what went before it."),
        "stands_already": tr("One headquarters stands; end it first."),
        "taken_already": tr("This plan is in use already."),
        "left_already": tr("This plan is not in use any more."),
        "choose_taken": tr("Choose a plan that is in use."),
        "one_unit": tr("One order goes to one unit: tick lines of one unit only."),
        "sits_already": tr("{name} sits there already."),
        "before_sitting": tr("They did not sit there yet at that time."),
        "no_headquarters": tr("No special headquarters is named by this plan."),
        "choose": tr("Choose a row first."),
    }
    if isinstance(error, Refused) and error.code in own:
        return explain(error, own)
    return words_for(error)


def at_said(field: str, words: str, now: datetime) -> datetime | None:
    """The time typed, None = none was. Raises `Refused(field, …)` for what is no time."""
    moment = moment_said(field, words, now)
    if moment.vague:
        raise Refused(field, "vague_time")
    return moment.at


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return day_hhmm(value)
    return f"“{value}”" if value not in (None, "") else tr("nothing")


def tr(words: str) -> str:
    return QCoreApplication.translate("Scene", words)
