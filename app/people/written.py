"""Words as an officer types them into a field."""

from __future__ import annotations

from app.base.errors import Refused

MOST_LETTERS = 60


def words(field: str, text: str, *, needed: bool = True) -> str:
    """Without blanks at its ends. `Refused(field, …)`: missing, too_long."""
    text = " ".join(text.split())
    if needed and not text:
        raise Refused(field, "missing")
    if len(text) > MOST_LETTERS:
        raise Refused(field, "too_long", most=MOST_LETTERS)
    return text
