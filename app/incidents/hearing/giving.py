"""Which number belongs to a word: of its own clause, carried from before, right behind, or one person."""

from __future__ import annotations

import re
from dataclasses import replace

from app.incidents.hearing.people import Named, Number
from app.incidents.hearing.records import Counted, People
from app.incidents.hearing.talk import Clause
from app.incidents.hearing.tally import Piece, Tally

FREE = frozenset({People.RESCUED, People.AT_RISK, People.LEFT, People.MOVED})
"""Kinds that do not use a number up: four brought out, all four hurt."""
SINGLE = frozenset(
    {
        People.DEAD,
        People.HEAVY,
        People.LIGHT,
        People.HURT,
        People.MISSING,
        People.TRAPPED,
        People.RESCUED,
    }
)
_COUNTS_ITSELF = re.compile(r"[一二两三四五六七八九十几\d](?:来|多|几)?[个名位](?!月|小时|钟)")
STATES = frozenset({People.TRAPPED, People.MISSING, People.HURT})


def own(one: Named, piece: Piece) -> Number | None:
    """The number of the same clause that belongs to this word."""

    def apart(start: int, end: int) -> bool:
        return any(start <= other.start < end for other in piece.named if other is not one)

    before = [m for m in piece.numbers if m.end <= one.start and not apart(m.end, one.start)]
    after = [
        m
        for m in piece.numbers
        if m.start >= one.end
        and not m.those
        and m.start - one.end <= 6
        and not apart(one.end, m.start)
    ]
    fresh = [m for m in before if not m.used - FREE]
    if fresh:
        return fresh[-1]
    if after and not after[0].used:
        return after[0]
    return before[-1] if before and may_share(before[-1], People(one.kind)) else None


def rest_of(one: Named, kind: People, pieces: list[Piece], n: int, tally: Tally) -> Number | None:
    """十四个受伤,一个重的,其余的是轻伤: what is left of the hurt."""
    hurt = tally.counts.get(People.HURT)
    before = pieces[n].clause.text[: one.start]
    if (
        kind not in (People.HEAVY, People.LIGHT)
        or hurt is None
        or not re.search("其余|其他|剩下|别的", before)
    ):
        return None
    named = [number.value for piece in pieces[:n] for number in piece.numbers]
    others = sum(value for value in named if value is not None and value < hurt.number)
    if None in named or not hurt.number - others > 0:
        return Number(one.start, one.end, None, False)
    return Number(one.start, one.end, hurt.number - others, hurt.about)


def may_share(number: Number, kind: People, all_of_them: bool = False) -> bool:
    """`all_of_them`: 都受伤了."""
    used = number.used - FREE
    if kind is People.HURT and all_of_them:
        return used <= {People.TRAPPED, kind}
    if kind is People.DEAD:
        return used <= STATES
    if kind is People.RESCUED:
        return used <= {People.HURT, kind}
    if kind is People.MISSING and used == {People.TRAPPED}:
        return True
    if kind in (People.HEAVY, People.LIGHT):
        return used <= {People.HURT, People.TRAPPED, kind}
    return not used or used == {kind}


def carried(kind: People, pieces: list[Piece], n: int, tally: Tally) -> Number | None:
    """The last number of the clauses just before, when it still needs a kind."""
    if _COUNTS_ITSELF.search(pieces[n].clause.text):
        return None
    helpers = tally.rules.words["people"]["subjects.helpers"]
    all_of_them = bool(re.search("^(?:人)?[都全]", pieces[n].clause.text))
    if helpers.search(pieces[n].clause.text) and kind in (People.MISSING,):
        return None
    for piece in reversed(pieces[max(0, n - 4) : n]):
        if not piece.numbers:
            if _COUNTS_ITSELF.search(piece.clause.text):
                return None
            continue
        number = piece.numbers[-1]
        one = number.value == 1 and "有" in piece.clause.text[: number.start + 1][-2:]
        if one and not piece.doubted and helpers.search(piece.clause.text[: number.start]):
            return number if may_share(number, kind, all_of_them) else None
        if one and helpers.search(piece.clause.text[number.end :][:3]):
            continue
        if tally.rules.words["people"]["denied.fine"].search(piece.clause.text):
            return None
        helped = helpers.search(piece.clause.text) and People.RESCUED not in number.used
        if piece.doubted or (helped and not number.those):
            return None
        return number if may_share(number, kind, all_of_them) else None
    return None


def behind(kind: People, pieces: list[Piece], n: int, tally: Tally) -> Number | None:
    """有人受伤,三个: a bare number right behind; of people moved any number that stands free."""
    if pieces[n].numbers:
        return None
    gone = kind in (People.LEFT, People.MOVED)
    for after in pieces[n + 1 : n + 3 if gone else n + 2]:
        if after.doubted or (after.named and not gone):
            return None
        for number in after.numbers:
            if gone or is_bare(number, after, tally):
                return number
    return None


def is_bare(number: Number, piece: Piece, tally: Tally) -> bool:
    text, words = piece.clause.text, tally.rules.words["people"]
    return bool(
        words["subjects.answer"].match(text[: number.start])
        and words["subjects.tail"].match(text[number.end :])
    )


def alone(one: Named, pieces: list[Piece], n: int, kind: People, tally: Tally) -> bool:
    """Whether one person without a number is spoken of: 司机腿动不了."""
    words = tally.rules.words["people"]
    text = pieces[n].clause.text
    if words["subjects.the_one"].search(pieces[n].clause.question) and pieces[0].clause.first:
        return True
    if any(piece.numbers for piece in pieces[max(0, n - 2) : n + 1]):
        return False
    if kind is People.MISSING and re.search("联系|电话", text):
        return False
    for piece in reversed(pieces[max(0, n - 4) : n + 1]):
        upto = text[: one.end] if piece is pieces[n] else piece.clause.text
        if words["subjects.plural"].search(re.sub("他们(?=儿子)|他们的|我们", "", upto)):
            return False
        if words["subjects.single"].search(upto):
            return not piece.doubted
    harmed = [tally.counts[one].number for one in SINGLE if one in tally.counts]
    return tally.victim and not any(number > 1 for number in harmed)


def certain(one: Named, kind: People, pieces: list[Piece], n: int, tally: Tally) -> Number | None:
    """司机死了,他老婆也死了: certain persons, each counted once. None where nobody is named."""
    words, upto = tally.rules.words["people"], pieces[n].clause.text[: one.start]
    for piece in reversed(pieces[max(0, n - 3) : n]):
        others = words["subjects.plural"].search(upto.replace("我们", ""))
        if others or piece.numbers or words["subjects.certain"].search(upto):
            break
        upto = f"{piece.clause.text},{upto}"
    who = next(reversed(list(words["subjects.certain"].finditer(upto))), None)
    if kind not in SINGLE or who is None or words["subjects.else"].search(upto[who.end() :]):
        return None
    known = tally.persons.setdefault(kind, set())
    held = tally.counts.get(kind)
    if who[0] in known or (held is not None and held.number not in (0, len(known))):
        return None
    known.add(who[0])
    before = {
        state for state in STATES | {People.RESCUED} if who[0] in tally.persons.get(state, ())
    }
    return Number(who.start(), who.end(), len(known), False, used=before)


def all_out(pieces: list[Piece], n: int, tally: Tally) -> bool:
    """人救出来了; 埋了两个,挖出来了: those caught are caught no more."""
    held, piece = tally.counts.get(People.TRAPPED), pieces[n]
    if held is None or not held.number:
        return False
    just_said = n > 0 and held.basis[-1] == pieces[n - 1].clause.words
    if not just_said and not re.search("(?:人|都|全)[^,]{0,5}[救接吊拉挖]", piece.clause.text):
        return False
    tally.counts[People.RESCUED] = Counted(held.number, held.about, (piece.clause.words,))
    tally.counts[People.TRAPPED] = Counted(0, False, (piece.clause.words,))
    return True


def of_things(pieces: list[Piece], n: int, tally: Tally) -> bool:
    """三个煤气罐,拖出来两个: what was counted just before were things."""
    things = tally.rules.words["people"]["subjects.things"]
    return any(things.search(piece.clause.text) for piece in pieces[max(0, n - 1) : n + 1])


def lie_down(kind: People, number: Number, tally: Tally) -> None:
    """Whose telephone is dead is missing, not caught; whose hurt is slight is no more of unknown severity."""
    left = {People.MISSING: People.TRAPPED, People.HEAVY: People.HURT, People.LIGHT: People.HURT}
    before = left.get(kind)
    held = tally.counts.get(before) if before in number.used else None
    if before is not None and held is not None and held.number == number.value:
        del tally.counts[before]


def of_some(one: Named, pieces: list[Piece], n: int, tally: Tally) -> bool:
    """五个自己跑出来了,没伤: none of the five, not none at all."""
    before = pieces[n - 1] if n else None
    return (
        before is not None
        and bool(before.numbers)
        and one.start <= 3
        and bool(tally.rules.words["people"]["denied.of_some"].search(before.clause.text))
    )


def one_by_one(kind: People, number: Number, clause: Clause, tally: Tally) -> bool:
    """一个肚子上挨了一刀;一个手砍了: told one after the other, they add up."""
    sentence, first = tally.totals.get(kind, (-1, number))
    held = tally.counts.get(kind)
    return (
        held is not None
        and clause.sentence == sentence + 1
        and held.basis[0].turn == clause.turn
        and first is not number
        and (first.value, number.value) == (1, 1)
        and first.start == number.start == 0
    )


def leave(number: Number, tally: Tally) -> None:
    """Who was hurt, caught or brought out and is dead now is counted only among the dead."""
    for state in number.used & (STATES | {People.RESCUED}):
        held = tally.counts.get(state)
        if held is None or number.value is None or held.number < number.value:
            continue
        if held.number > number.value:
            tally.counts[state] = replace(held, number=held.number - number.value)
        else:
            del tally.counts[state]
