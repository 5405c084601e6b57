"""Pinyin initials of names, so that an officer finds 丁山镇 by dsz."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, pinyin

_READINGS = 16
"""At most this many spellings of one name are kept; long names read twice at every hanzi have more."""


@lru_cache(maxsize=4096)
def _letters(character: str) -> tuple[str, ...]:
    read = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    if not read:
        return (character.lower(),) if character.isalnum() else ("",)
    return tuple(dict.fromkeys(read[0]))


def initials(name: str) -> str:
    """All initials a name may be typed by, divided by blanks: 单演达 gives "dyd syd cyd …".

    Rare surnames are found by either reading. Letters and figures stand for themselves.
    """
    spellings = product(*(_letters(character) for character in name))
    return " ".join(dict.fromkeys("".join(s) for s in islice(spellings, _READINGS)))
