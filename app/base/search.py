"""Words sought in the record: how texts are compared, and where a word stands in one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.base.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Found:
    """Records that hold every word, newest first. `more`: there are older ones that were not asked for.

    `whole` False: the index is still being built, and only the newest part of the record was read.
    """

    records: tuple[Any, ...] = ()
    more: bool = False
    whole: bool = True


class Search(Protocol):
    """Answered by the store; read on the store thread."""

    def find(self, kind: str, asked: str, most: int) -> Found:
        """Records of the table `kind` in which every word of `asked` stands, letter for letter.

        Words are divided by blanks; full width and half, capitals and small letters are the same. No
        word at all finds everything.
        """
        ...

    def build_on(self) -> bool:
        """One step of building the index of a record that has none yet. True when it is whole."""
        ...


def build_index(search: Search, store: Jobs) -> None:
    """Ask for one step after the other until the index is whole; what is written comes in between."""

    def on(whole: bool) -> None:
        if not whole:
            store.run(search.build_on, then=on)

    on(False)


def normal(text: str) -> str:
    """The form in which texts are compared: compatibility forms and capitals are one and the same."""
    while (folded := unicodedata.normalize("NFKC", text).casefold()) != text:
        text = folded
    return text


def words(asked: str) -> tuple[str, ...]:
    """The words to look for, each once, in normal form."""
    return tuple(dict.fromkeys(normal(asked).split()))


def marks(text: str, sought: Sequence[str]) -> list[tuple[int, int]]:
    """Half-open places in `text` at which one of `sought` (of `words`) stands, in order, none twice.

    A word that only comes about when neighbours of the text melt into one letter is not marked.
    """
    there: list[int] = []
    parts = [normal(character) for character in text]
    for place, part in enumerate(parts):
        there.extend([place] * len(part))
    whole = "".join(parts)
    held = bytearray(len(text))
    for word in sought:
        begin = whole.find(word)
        while begin >= 0:
            for place in there[begin : begin + len(word)]:
                held[place] = 1
            begin = whole.find(word, begin + 1)
    return _pairs(held)


def _pairs(held: bytearray) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = held.find(1)
    while begin >= 0:
        end = held.find(0, begin)
        end = len(held) if end < 0 else end
        found.append((begin, end))
        begin = held.find(1, end)
    return found
