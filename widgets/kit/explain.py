"""Refusals and outages in the officer's words: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.base.errors import Refused, Unreachable

_REFUSED = {
    "wait": QT_TRANSLATE_NOOP("Refused", "Too many wrong PINs; try again in {seconds} s"),
    "wrong_pin": QT_TRANSLATE_NOOP("Refused", "Wrong PIN; {left} tries left before a pause"),
    "unknown_person": QT_TRANSLATE_NOOP("Refused", "This person may not sign in here"),
    "nobody_signed_in": QT_TRANSLATE_NOOP("Refused", "Sign in first"),
    "not_allowed": QT_TRANSLATE_NOOP(
        "Refused", "{role} may not do this; ask the chief of the shift"
    ),
    "missing": QT_TRANSLATE_NOOP("Refused", "This must be filled in"),
    "conflict": QT_TRANSLATE_NOOP(
        "Refused", "Another desk changed this meanwhile to: {theirs}. Yours was not written"
    ),
    "not_here": QT_TRANSLATE_NOOP("Refused", "This record is not on this desk"),
    "nul_character": QT_TRANSLATE_NOOP(
        "Refused", "It holds a character that cannot be kept; delete it."
    ),
    "lone_surrogate": QT_TRANSLATE_NOOP("Refused", "Character {place} cannot be kept; delete it."),
    "out_of_range": QT_TRANSLATE_NOOP("Refused", "{number} cannot be right."),
    "own_place": QT_TRANSLATE_NOOP(
        "Refused", "{name} would lie among the program's own files: choose another folder"
    ),
    "exists": QT_TRANSLATE_NOOP("Refused", "{name} is there already: choose another name"),
    "emergency_cannot_wait": QT_TRANSLATE_NOOP("Refused", "An emergency cannot be held"),
}
_UNREACHABLE = {
    "disk_full": QT_TRANSLATE_NOOP("Unreachable", "the disk is full; make room, then try again"),
    "read_only": QT_TRANSLATE_NOOP(
        "Unreachable", "the data folder is read-only; ask the administrator"
    ),
    "busy": QT_TRANSLATE_NOOP("Unreachable", "the store is busy; try again"),
    "cannot_open": QT_TRANSLATE_NOOP(
        "Unreachable", "the file or folder cannot be opened; ask the administrator"
    ),
    "damaged": QT_TRANSLATE_NOOP("Unreachable", "the store is damaged; restore the last backup"),
    "disk_error": QT_TRANSLATE_NOOP(
        "Unreachable", "the disk reports an error; ask the administrator"
    ),
    "upgrade_failed": QT_TRANSLATE_NOOP(
        "Unreachable", "the store could not be brought to this version; ask the administrator"
    ),
    "other_schema": QT_TRANSLATE_NOOP("Unreachable", "the store is of another version"),
    "not_a_record": QT_TRANSLATE_NOOP("Unreachable", "the file belongs to another program"),
    "emptied": QT_TRANSLATE_NOOP("Unreachable", "the store is empty; restore the last backup"),
    "newer_schema": QT_TRANSLATE_NOOP("Unreachable", "the store was written by a newer version"),
}


def explain(error: Exception, own: Mapping[str, str] | None = None) -> str:
    """One sentence for the screen. `own` are a page's words (already translated) for its own codes;
    their gaps are the refusal's figures. A bug is named as such, without its trace."""
    if isinstance(error, Refused):
        words = (own or {}).get(error.code)
        if words is None and error.code in _REFUSED:
            words = QCoreApplication.translate("Refused", _REFUSED[error.code])
        if words is None:
            words = QCoreApplication.translate("Refused", "Not accepted ({code})")
        return words.format(code=error.code, field=error.field, **error.figures)
    if isinstance(error, Unreachable):
        why = (own or {}).get(error.why)
        if why is None:
            known = _UNREACHABLE.get(error.why)
            why = QCoreApplication.translate("Unreachable", known) if known else error.why
        return QCoreApplication.translate("Unreachable", "Not written or read: {why}").format(
            why=why
        )
    return QCoreApplication.translate("Refused", "Something broke; it is in the log. Try again")
