"""Refusals about plans and headquarters in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from widgets.people.words import contact_refusals
from widgets.study.view import own_words


def plan_refusals() -> dict[str, str]:
    return {
        **contact_refusals(),
        **own_words(),  # a file that is too large or empty is the plan's own, not a table
        "no_headquarters": tr("{name} is no headquarters in the contact book."),
        "before_issued": tr("Before it was issued, {day}."),
        "before_revised": tr("Not later than it was issued or revised, {day}."),
        "twice": tr("{name} stands there twice."),
        "stays": tr("{kind} it stays: enter another one."),
        "has_plans": tr("Plans name it still: {names}"),
    }


def tr(words: str) -> str:
    return QCoreApplication.translate("Plans", words)
