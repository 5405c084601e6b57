"""A call as clauses: who says what, in answer to which question, corrected or only heard of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.incidents.hearing.records import Turn, Words

READ_AT_MOST = 3_000
"""Characters of a call that are read: nobody says more; what lies behind is a paste. [choice]"""

LONGEST_CLAUSE = 80
_ASIDE = re.compile(r"\([^()]{0,40}\)")
_REST = re.compile(r"[…]+|\.{3,}|—{1,}")
_SENTENCE = re.compile(r"([。!?;\n]+)")
_CLAUSE = re.compile(r"[,]+|:(?!\d)")
_WRONG = re.compile(
    r"^(?:[哦啊呃噢唉哎]*(?:不对|不是|不|错了|说错了?|我?说错了|搞错了|记错了|更正一?下?|讲错了?|哦)[的啊哦,]*)+"
)


@dataclass(slots=True)
class Clause:
    """A piece between commas. `sentence` counts on through the call; `question` is what the officer
    asked last; `corrects`: the caller took back what stood before; `asks`: the sentence is a question."""

    text: str
    turn: int
    sentence: int
    question: str
    first: bool
    corrects: bool
    asks: bool

    @property
    def words(self) -> Words:
        return Words(self.turn, self.text)


@dataclass(slots=True)
class Talk:
    """What the caller said, by clauses and by sentences; `whole` all of it, `raw` turn by
    turn with asides and corrections, `asked` what the officer said."""

    clauses: list[Clause]
    sentences: list[list[Clause]] = field(default_factory=list)
    whole: str = ""
    raw: list[str] = field(default_factory=list)
    asked: str = ""


def listen(turns: Sequence[Turn]) -> Talk:
    """Never fails, whatever the characters are."""
    clauses: list[Clause] = []
    question, left, number = "", READ_AT_MOST, 0
    raw: list[str] = []
    asked: list[str] = []
    for n, turn in enumerate(turns):
        words = plain(turn.words[: max(left, 0)])
        left -= len(turn.words)
        if not turn.by_caller:
            question = words
            asked.append(words)
            continue
        raw.append(words)
        number = _split(clauses, _ASIDE.sub(" ", words), n, question, number)
    talk = Talk(clauses)
    for clause in clauses:
        if not talk.sentences or talk.sentences[-1][-1].sentence != clause.sentence:
            talk.sentences.append([])
        talk.sentences[-1].append(clause)
    talk.whole = "。".join(",".join(c.text for c in row) for row in talk.sentences)
    talk.raw, talk.asked = raw, "。".join(asked)
    return talk


def plain(words: str) -> str:
    """One width, no blanks; hesitation is a comma."""
    even = unicodedata.normalize("NFKC", _REST.sub(",", words).replace("……", ","))
    return re.sub(r"[ \t\r\u3000]+", "", even)


def _cut(sentence: str) -> Iterator[str]:
    """Between commas, and never longer than anybody speaks without a breath."""
    for piece in _CLAUSE.split(sentence):
        for at in range(0, max(len(piece), 1), LONGEST_CLAUSE):
            yield piece[at : at + LONGEST_CLAUSE]


def _split(into: list[Clause], words: str, turn: int, question: str, number: int) -> int:
    first = True
    pieces = [*_SENTENCE.split(words), ""]
    for sentence, end in zip(pieces[::2], pieces[1::2], strict=False):
        corrects, any_here = False, False
        for piece in _cut(sentence):
            taken_back = _WRONG.match(piece)
            if taken_back and taken_back.end() == len(piece):
                corrects = "不" in piece or "错" in piece or "正" in piece
                if not first:
                    continue
            text = piece
            if not text.strip():
                continue
            into.append(Clause(text, turn, number, question, first, corrects, "?" in end))
            corrects, first, any_here = False, False, True
        number += any_here
    return number
