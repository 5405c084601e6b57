"""Refusals of the roster in the officer's words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WORDS = {
    "published": QT_TRANSLATE_NOOP(
        "Roster", "This month is published: change it by a swap or a stand-in"
    ),
    "draft": QT_TRANSLATE_NOOP("Roster", "This month is a draft: change the place itself (Enter)"),
    "year_unknown": QT_TRANSLATE_NOOP(
        "Roster",
        "The holiday notice of {year} is not here (built in: until {last}): import it first (Alt+O)",
    ),
    "errors": QT_TRANSLATE_NOOP("Roster", "{n} errors must be mended first"),
    "warnings": QT_TRANSLATE_NOOP("Roster", "{n} warnings: say why it is published all the same"),
    "not_theirs": QT_TRANSLATE_NOOP("Roster", "Somebody else has this place by now"),
    "not_as_asked": QT_TRANSLATE_NOOP(
        "Roster", "Another change stands upon it: undo that one first"
    ),
    "under_change": QT_TRANSLATE_NOOP(
        "Roster", "A swap or a stand-in holds here: undo that one first"
    ),
    "same_person": QT_TRANSLATE_NOOP("Roster", "This is the same person"),
    "other_post": QT_TRANSLATE_NOOP("Roster", "The other place is a {post}: same post only"),
    "would_conflict": QT_TRANSLATE_NOOP("Roster", "That would not do: {words}"),
    "begun": QT_TRANSLATE_NOOP("Roster", "The shift of {day} has begun"),
    "decided": QT_TRANSLATE_NOOP("Roster", "This is {state} already"),
    "over": QT_TRANSLATE_NOOP("Roster", "This is {state} already"),
    "own_change": QT_TRANSLATE_NOOP("Roster", "Nobody decides in their own matter"),
    "not_away": QT_TRANSLATE_NOOP("Roster", "Who stands here is not away that day"),
    "no_deputy": QT_TRANSLATE_NOOP("Roster", "No B is named for this person (Alt+P)"),
    "both_away": QT_TRANSLATE_NOOP("Roster", "A and B are both away"),
    "has_one": QT_TRANSLATE_NOOP("Roster", "A has a B already"),
    "before_first": QT_TRANSLATE_NOOP("Roster", "The last day is before the first"),
    "too_long": QT_TRANSLATE_NOOP("Roster", "No longer than {most} days"),
    "not_a_day": QT_TRANSLATE_NOOP("Roster", "Write a day like 2026-07-01"),
    "crew_line": QT_TRANSLATE_NOOP("Roster", "Line {n}: post, how many, 在编 or 不限, posts"),
    "unknown_post": QT_TRANSLATE_NOOP("Roster", "Line {n}: no post is called {word}"),
    "count": QT_TRANSLATE_NOOP("Roster", "Line {n}: at least one"),
    "unknown_person": QT_TRANSLATE_NOOP("Roster", "Line {n}: nobody is called {name}"),
    "two_of_name": QT_TRANSLATE_NOOP(
        "Roster", "Line {n}: two are called {name}; write their number, as {name}（第12）"
    ),
    "named_twice": QT_TRANSLATE_NOOP("Roster", "Line {n}: {name} is there already"),
    "not_hours": QT_TRANSLATE_NOOP("Roster", "“{word}” are no hours: write 08:00-20:00"),
    "gap": QT_TRANSLATE_NOOP("Roster", "The shifts must fill 24 hours without a gap or an overlap"),
    "published_until": QT_TRANSLATE_NOOP(
        "Roster", "Shifts are published until {day}: choose a later day"
    ),
    "not_a_leader": QT_TRANSLATE_NOOP("Roster", "This is no leader"),
    "in_the_future": QT_TRANSLATE_NOOP("Roster", "This time is still to come"),
    "before_asked": QT_TRANSLATE_NOOP("Roster", "It was asked for only at {at}"),
    "not_a_time": QT_TRANSLATE_NOOP("Roster", "Write a time like 20:05"),
    "columns": QT_TRANSLATE_NOOP("Roster", "The first row must read: {wanted}"),
    "kind": QT_TRANSLATE_NOOP("Roster", "Neither .xlsx nor .csv"),
    "old_xls": QT_TRANSLATE_NOOP(
        "Roster", "This is an old .xls, or one with a password: save it as .xlsx first"
    ),
    "damaged": QT_TRANSLATE_NOOP("Roster", "The file cannot be read"),
    "encoding": QT_TRANSLATE_NOOP("Roster", "The file is neither UTF-8 nor GB18030"),
    "too_large": QT_TRANSLATE_NOOP("Roster", "More than {most} rows"),
}
_ROWS = {
    "not_a_day": QT_TRANSLATE_NOOP("RosterRow", "not a day"),
    "not_of_month": QT_TRANSLATE_NOOP("RosterRow", "not of this month"),
    "twice": QT_TRANSLATE_NOOP("RosterRow", "there twice"),
    "unknown_person": QT_TRANSLATE_NOOP("RosterRow", "nobody of this name"),
    "two_of_name": QT_TRANSLATE_NOOP("RosterRow", "two people of this name"),
    "no_such_place": QT_TRANSLATE_NOOP("RosterRow", "this crew has no such place"),
    "under_change": QT_TRANSLATE_NOOP("RosterRow", "a swap or a stand-in holds here"),
    "unknown_word": QT_TRANSLATE_NOOP("RosterRow", "unknown word"),
    "missing": QT_TRANSLATE_NOOP("RosterRow", "is missing"),
}


def refusals() -> dict[str, str]:
    return {code: QCoreApplication.translate("Roster", words) for code, words in _WORDS.items()}


def row_words(code: str) -> str:
    return QCoreApplication.translate("RosterRow", _ROWS[code])
