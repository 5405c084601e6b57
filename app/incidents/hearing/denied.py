"""What a caller says there is none of: 没有死亡的, 没有 in answer to a question, 人都没事."""

from __future__ import annotations

import re

from app.incidents.hearing.giving import of_some
from app.incidents.hearing.people import ALL_HARM, CASUALTIES, Named, named
from app.incidents.hearing.records import People
from app.incidents.hearing.talk import Clause
from app.incidents.hearing.tally import Piece, Tally

ZEROED = (*CASUALTIES, People.MISSING, People.TRAPPED)
"""Kinds of which a caller says that there are none."""
_THEIRS = re.compile("[您你](?:家|自己|看到|受伤|伤)|家里")


def is_denied(one: Named, pieces: list[Piece], n: int, tally: Tally) -> bool:
    """受伤的,没有: the denial may stand in the next clause."""
    if one.denied:
        return True
    piece = pieces[n]
    if n + 1 >= len(pieces) or piece.numbers:
        return False
    rest = piece.clause.text[one.end :]
    bare = tally.rules.words["people"]["denied.bare"]
    return bool(
        re.fullmatch("(?:的|人|情况|者)*", rest)
        and one.start <= 2
        and bare.match(pieces[n + 1].clause.text)
    )


def deny(one: Named, pieces: list[Piece], n: int, tally: Tally) -> None:
    """None of this kind; nothing follows where only one person or the caller's own house is meant."""
    piece = pieces[n]
    clause, words = piece.clause, tally.rules.words["people"]
    if one.unsure or piece.doubted or of_some(one, pieces, n, tally):
        return
    some = [m for m in piece.numbers if m.end <= one.start]
    mine = words["denied.only_mine"].search(clause.text)
    if some or mine or words["subjects.single"].search(clause.text[: one.start]):
        return
    if words["denied.no_thing"].search(clause.text):
        return
    _none(one, clause, bool(words["subjects.others"].search(clause.text)), tally)


def bare_answer(pieces: list[Piece], tally: Tally) -> None:
    """没有 in answer to 有没有人受伤 says: none."""
    if not pieces or not pieces[0].clause.first:
        return
    words = tally.rules.words["people"]
    if len(pieces) > 1 and words["denied.filler"].match(pieces[0].clause.text):
        pieces = pieces[1:]
    first = pieces[0].clause
    after = pieces[1].clause.text if len(pieces) > 1 else ""
    if (
        not words["denied.bare"].match(first.text)
        or words["doubted.guess"].search(after)
        or _THEIRS.search(first.question)
    ):
        return
    rest = bool(words["subjects.others"].search(first.question))
    if rest and tally.uncertain:
        return
    for one in asked(first.question, tally):
        _none(one, first, rest, tally)
    if words["denied.ill_ask"].search(first.question):
        tally.none([People.ILL], first, over=False)


def asked(question: str, tally: Tally) -> list[Named]:
    """The kinds of people a question is about."""
    plain = re.sub("有没有|有无|没有(?=$|[?,])", "", question)
    return named(plain, tally.rules, tally.health)


def all_well(pieces: list[Piece], tally: Tally) -> None:
    """人都没事: nobody dead, nobody hurt; 我家没事 is only mine."""
    words = tally.rules.words["people"]
    for n, piece in enumerate(pieces):
        text = piece.clause.text
        if not piece.doubted and words["denied.not_ill"].search(text):
            tally.none([People.ILL], piece.clause, over=False)
        if not piece.doubted and words["denied.all_there"].search(text):
            tally.none([People.MISSING], piece.clause, over=False)
        if not piece.doubted and words["denied.nobody_in"].search(text):
            tally.none([People.TRAPPED], piece.clause, over=True)
        if not words["denied.unhurt"].search(text) or words["subjects.others"].search(text):
            continue
        if piece.doubted or piece.numbers or tally.health:
            continue
        around = [near.clause.text for near in pieces[max(0, n - 2) : n + 2]]
        if any(words["denied.only_mine"].search(text) for text in around):
            continue
        if any(words["doubted.guess"].search(text) for text in around):
            continue
        tally.none(CASUALTIES, piece.clause, over=False)


def _none(one: Named, clause: Clause, rest: bool, tally: Tally) -> None:
    """`rest`: only the others are spoken of, so what was counted stands."""
    if one.kind == ALL_HARM:
        tally.none(CASUALTIES, clause, over=False)
        return
    kind = People(one.kind)
    if kind not in ZEROED:
        return
    tally.none([kind], clause, over=not rest)
    partly = tally.rules.words["people"]["subjects.partly"].search(clause.text)
    if kind is People.HURT and not rest and not partly:
        tally.none([People.HEAVY, People.LIGHT], clause, over=False)
