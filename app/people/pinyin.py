"""Pinyin initials of names, so that an officer finds 丁山镇 by dsz."""

from __future__ import annotations

from functools import lru_cache

MOST_SPELLINGS = 32


def initials(name: str) -> str:
    """All initials a name may be typed by, divided by blanks: 单演达 gives "dyd cyd syd".

    The first hanzi counts with every reading, since rare surnames have one of their own; the others
    as they are read here. Letters and figures stand for themselves.
    """
    return " ".join(first + _rest(name[1:]) for first in _firsts(name[:1]))


def spellings(name: str) -> set[str]:
    """Every way to type a name by initials, each hanzi with each of its readings: 单县 by dx, sx, cx.

    Of a name with more than `MOST_SPELLINGS` the last hanzi count only as they are read here.
    """
    found = [""]
    for place, character in enumerate(name):
        further = [begun + one for begun in found for one in _firsts(character)]
        if len(further) > MOST_SPELLINGS:
            return {begun + _rest(name[place:]) for begun in found}
        found = further
    return {one for one in found if one}


def pinyin_order(name: str) -> tuple[list[str], str]:
    """To sort names as a dictionary does: by whole syllables, then by the hanzi themselves."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(name), name


@lru_cache(maxsize=4096)
def _firsts(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # half a second to load: when the first name is spelled

    read = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors=_as_they_are)
    return tuple(dict.fromkeys(read[0])) if read else ("",)


@lru_cache(maxsize=4096)
def _rest(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_as_they_are))


def _as_they_are(characters: str) -> str:
    return "".join(character.lower() for character in characters if character.isalnum())
