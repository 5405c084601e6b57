"""Names and numbers of people covered, for those who only look on."""

from __future__ import annotations

import re

from app.people.records import Officer
from app.people.rights import MASKED

_NUMBER = re.compile(r"(?<![\d.])\+?\d(?:[ -]?\d){6,18}[Xx]?(?![\d.])")
_TRIED = re.compile(r"\d[ -]?\d[ -]?\d")
_KEPT_HEAD, _KEPT_TAIL = 3, 2


def is_covered(officer: Officer | None) -> bool:
    """Whether this person sees covered words. While nobody sits here a cover lies over all pages."""
    return officer is not None and officer.role in MASKED


def covered_name(name: str) -> str:
    """周试用 -> 周**; the surname stays."""
    name = name.strip()
    return name[:1] + "*" * (len(name) - 1)


def covered_text(text: str) -> str:
    """Seven figures or more, telephones and numbers of papers, keep three at the head and two at the end."""
    return _NUMBER.sub(lambda found: _covered_number(found[0]), text)


def seeks_covered(words: str) -> bool:
    """Three figures or more in a row: whoever sees numbers covered shall not try them out by searching."""
    return _TRIED.search(words) is not None


def _covered_number(number: str) -> str:
    return (
        number[:_KEPT_HEAD] + "*" * (len(number) - _KEPT_HEAD - _KEPT_TAIL) + number[-_KEPT_TAIL:]
    )
