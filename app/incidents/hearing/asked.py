"""Numbers in answer to a question: 九个人 means what was asked for; 还有我爸 is the one still inside."""

from __future__ import annotations

import re

from app.incidents.hearing.denied import asked
from app.incidents.hearing.giving import is_bare
from app.incidents.hearing.people import ALL_HARM, Number, numbers
from app.incidents.hearing.records import People
from app.incidents.hearing.tally import Piece, Tally

_QUESTION = re.compile(r"[?,;。!]")


def answer(pieces: list[Piece], tally: Tally) -> None:
    """九个人 in answer to 车上多少人: the question says what the number means."""
    if not pieces:
        return
    first = pieces[0].clause
    topic = _topic(first.question, tally)
    if topic is None and pieces[0].clause.first:
        topic = _any_of(first.question, first.text, tally)
    if topic is None:
        return
    for piece in pieces:
        if piece.named and topic not in (People(o.kind) for o in piece.named if o.kind != ALL_HARM):
            continue
        for number in piece.numbers or _one_person(piece, topic, tally):
            _take(number, piece, topic, tally)


def _take(number: Number, piece: Piece, topic: People, tally: Tally) -> None:
    words, text = tally.rules.words["people"], piece.clause.text
    if number.used or piece.doubted:
        return
    before = text[: number.start]
    if not (
        is_bare(number, piece, tally)
        or words["adds.sum"].search(before)
        or (topic is People.TRAPPED and words["subjects.yes"].match(before))
        or tally.one_more(number, before)
    ):
        return
    if topic is People.AT_RISK and _is_part(number, piece, tally):
        return
    number.used.add(topic)
    tally.put(topic, number, piece.clause, bool(re.search("又来|又送|又有", text)))


def _is_part(number: Number, piece: Piece, tally: Tally) -> bool:
    """班车上二十三个,货车上两个,一共二十五个: the sum was told in the same answer."""
    held = tally.counts.get(People.AT_RISK)
    if held is None or piece.clause.corrects or number.value is None:
        return False
    return piece.clause.turn == held.basis[0].turn and number.value < held.number


def _topic(question: str, tally: Tally) -> People | None:
    """What a question for a number asks to count."""
    words = tally.rules.words["people"]
    for part in _QUESTION.split(question):
        if not words["subjects.pending_ask"].search(part) and not numbers(part, tally.rules):
            continue
        kinds = {one.kind for one in asked(part, tally)} - {ALL_HARM}
        if len(kinds) == 1:
            kind = People(kinds.pop())
            moved = kind is People.LEFT and tally.natural
            return People.MOVED if moved else kind
        if words["subjects.aboard_ask"].search(part) and not tally.quiet:
            caught = re.search("厢|梯|缆|索道", part) and tally.pending is People.TRAPPED
            return People.TRAPPED if caught else People.AT_RISK
        if tally.health:
            return People.ILL
        return None if kinds else tally.pending
    return None


def _any_of(question: str, said: str, tally: Tally) -> People | None:
    """有,三个 in answer to 有没有人受伤, which asks for one kind only."""
    words = tally.rules.words["people"]
    if words["subjects.caught_ask"].search(question):
        return People.TRAPPED
    if not re.search("有没有|有无", question) or not words["subjects.yes"].match(said):
        return None
    kinds = {one.kind for one in asked(question, tally)}
    kind = kinds.pop() if len(kinds) == 1 else ALL_HARM
    return None if kind == ALL_HARM else People(kind)


def _one_person(piece: Piece, topic: People, tally: Tally) -> list[Number]:
    """还有我爸: one person without a number, of whom nothing else is told."""
    found = tally.rules.words["people"]["subjects.single"].search(piece.clause.text)
    if found is None or topic is not People.TRAPPED or piece.named or not piece.clause.first:
        return []
    return [Number(found.start(), found.end(), 1, False)]
