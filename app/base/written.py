"""Words as an officer types them into a field."""

from __future__ import annotations

from app.base.errors import Refused

MOST_LETTERS = 60


def words(field: str, text: str, most: int = MOST_LETTERS, *, needed: bool = True) -> str:
    """No blanks at its ends, single ones within. `Refused(field, …)`: missing, too_long (most)."""
    text = " ".join(text.split())
    if needed and not text:
        raise Refused(field, "missing")
    if len(text) > most:
        raise Refused(field, "too_long", most=most)
    return text
