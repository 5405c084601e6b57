"""What was typed into a field, made fit to be kept."""

from __future__ import annotations

from app.base.errors import Refused

LINE, TEXT = 200, 200_000
"""Letters of a field of one line, and of a whole document."""


def typed(field: str, text: str, *, needed: bool = True) -> str:
    """One line without blanks at its ends. `Refused(field, …)`: missing, too_long."""
    return _checked(field, " ".join(text.split()), needed, LINE)


def typed_text(field: str, text: str, *, needed: bool = True) -> str:
    """The same for several lines, which stay as they are."""
    return _checked(field, text.strip(), needed, TEXT)


def _checked(field: str, text: str, needed: bool, most: int) -> str:
    if needed and not text:
        raise Refused(field, "missing")
    if len(text) > most:
        raise Refused(field, "too_long", most=most)
    return text
