"""How many people: numbers given to kinds clause by clause, later words above earlier, hearsay left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.incidents.hearing.asked import answer
from app.incidents.hearing.denied import ZEROED, all_well, bare_answer, deny, is_denied
from app.incidents.hearing.giving import (
    SINGLE,
    STATES,
    all_out,
    alone,
    behind,
    carried,
    certain,
    is_bare,
    leave,
    lie_down,
    of_things,
    one_by_one,
    own,
    rest_of,
)
from app.incidents.hearing.people import ALL_HARM, Named, Number, named, numbers
from app.incidents.hearing.records import Counted, Counts, People, What, Words
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Clause, Talk
from app.incidents.hearing.tally import Piece, Tally


@dataclass(frozen=True, slots=True)
class Counting:
    """Numbers stated as fact; kinds there are some of (几个); the clauses that were hearsay."""

    counts: Counts
    vague: frozenset[People]
    hearsay: tuple[Words, ...]

    @property
    def harmed(self) -> bool:
        return any(self.counts[kind].number for kind in ZEROED if kind in self.counts)


def count(talk: Talk, rules: Rules, what: What) -> Counting:
    words, kind, event_class = rules.words["people"], rules.kind(what.key), what.event_class
    tally = Tally(
        rules,
        event_class == "自然灾害",
        event_class == "公共卫生事件",
        event_class in ("公共卫生事件", "社会安全事件") or (kind is not None and kind.partly),
    )
    opening = ",".join(clause.text for clause in talk.clauses[:6])
    tally.medical = bool(words["severity.caller"].search(opening))
    for sentence in talk.sentences:
        pieces = _pieces(sentence, tally)
        bare_answer(pieces, tally)
        all_well(pieces, tally)
        for n, piece in enumerate(pieces):
            _corrected(piece, tally)
            _aboard(piece, tally)
            for one in piece.named:
                _one(one, pieces, n, tally)
            _struck(pieces, n, tally)
            _summed(pieces, n, tally)
            _freed(piece, tally)
        answer(pieces, tally)
        _rest_aboard(pieces, tally)
    _settle(talk, tally)
    vague = frozenset(tally.vague - set(tally.counts))
    return Counting(tally.counts, vague, tuple(tally.hearsay))


def _pieces(sentence: Sequence[Clause], tally: Tally) -> list[Piece]:
    words, heard, trusted = tally.rules.words["people"], False, False
    judged = tally.medical
    made = []
    for clause in sentence:
        text = clause.text
        if words["doubted.trusted"].search(text):
            heard = False
            judged = judged or bool(words["severity.judges"].search(text))
            trusted = True
        elif (found_heard := words["doubted.hearsay"].search(text)) is not None:
            heard = heard or not (trusted and found_heard[0][0] in "他她说")
        refuted = bool(words["doubted.refuted"].search(text))
        heard = heard and not refuted
        guessed = bool(words["doubted.guess"].search(text)) or clause.asks
        doubted = heard or refuted or guessed or bool(words["doubted.plan"].search(text))
        found = named(text, tally.rules, tally.health)
        if doubted and found:
            tally.hearsay.append(clause.words)
        made.append(Piece(clause, numbers(text, tally.rules), found, doubted, judged))
    return made


def _kind(one: Named, piece: Piece, tally: Tally) -> People | None:
    """The kind a word stands for here; None when it must not be counted."""
    if one.kind == ALL_HARM:
        return None
    kind = People(one.kind)
    text, words = piece.clause.text, tally.rules.words["people"]
    if kind is People.LEFT:
        if words["subjects.hospital"].search(text):
            return None
        return People.MOVED if tally.natural else People.LEFT
    if (
        kind is People.DEAD
        and not piece.medical
        and words["severity.signs"].search(text[one.start : one.end])
    ):
        return People.HURT
    if kind is People.DEAD and words["severity.lay"].search(text):
        return None
    if kind is People.DEAD and words["subjects.beasts"].search(text) and not piece.numbers:
        return None
    if kind is People.LIGHT and "伤" in text[one.start : one.end] and "轻" not in text:
        return kind if piece.medical else People.HURT
    if kind is People.RESCUED and words["subjects.digger"].search(text):
        return None
    if kind in (People.RESCUED, People.TRAPPED) and re.match(
        "的?[那这](?!里|儿|边)|的时候|的(?:有|里|中)", text[one.end :]
    ):
        return None
    return kind


def _one(one: Named, pieces: list[Piece], n: int, tally: Tally) -> None:
    piece = pieces[n]
    clause = piece.clause
    if is_denied(one, pieces, n, tally):
        deny(one, pieces, n, tally)
        return
    kind = _kind(one, piece, tally)
    if kind is None or piece.doubted:
        return
    if kind in (People.RESCUED, People.LEFT, People.MOVED) and of_things(pieces, n, tally):
        return
    number = _number_of(one, kind, pieces, n, tally)
    if number is None and kind is People.RESCUED and all_out(pieces, n, tally):
        return
    if number is None:
        tally.pending = kind if kind not in tally.counts else tally.pending
    if number is None or number.value is None:
        tally.vague.add(kind)
        return
    if kind is People.DEAD:
        leave(number, tally)
    adds = kind not in number.used and _adds(kind, max(number.start, one.start), clause, tally)
    lie_down(kind, number, tally)
    number.used.add(kind)
    if _within_total(kind, number, clause, tally):
        return
    if not _left_over(kind, clause, tally) and _is_part(kind, number, clause, tally):
        return
    tally.put(kind, number, clause, adds)
    tally.totals[kind] = (clause.sentence, number)


def _number_of(
    one: Named, kind: People, pieces: list[Piece], n: int, tally: Tally
) -> Number | None:
    if tally.rules.words["people"]["subjects.somebody"].match(pieces[n].clause.text[one.end :]):
        return own(one, pieces[n]) or behind(kind, pieces, n, tally)
    number = (
        own(one, pieces[n])
        or certain(one, kind, pieces, n, tally)
        or rest_of(one, kind, pieces, n, tally)
        or carried(kind, pieces, n, tally)
        or behind(kind, pieces, n, tally)
    )
    if number is not None or kind not in SINGLE or not alone(one, pieces, n, kind, tally):
        return number
    if kind in tally.counts and tally.counts[kind].number:
        return None
    same = {state for state in STATES if tally.victim and state in tally.counts}
    if kind is People.DEAD and People.RESCUED in tally.counts:
        same.add(People.RESCUED)
    number = Number(one.start, one.end, 1, False, used=same)
    pieces[n].numbers.append(number)
    return number


def _within_total(kind: People, number: Number, clause: Clause, tally: Tally) -> bool:
    """一共转了五户二十一个人;吴家两个老人也转了: the two are among them."""
    held, words = tally.counts.get(kind), tally.rules.words["people"]
    moved = kind in (People.LEFT, People.MOVED, People.ILL, People.RESCUED)
    if words["adds.sum"].search(clause.text):
        tally.summed.add(kind)
        return False
    if not moved or held is None or number.value is None or clause.corrects:
        return False
    same = held.basis[0].turn == clause.turn
    return kind in tally.summed and same and number.value < held.number


def _left_over(kind: People, clause: Clause, tally: Tally) -> bool:
    """困了五个,救出来三个,还有两个没出来: two are caught, not seven."""
    if kind not in (People.TRAPPED, People.MISSING) or not tally.freed:
        return False
    return bool(tally.rules.words["people"]["adds.left"].search(clause.text))


def _adds(kind: People, upto: int, clause: Clause, tally: Tally) -> bool:
    words = tally.rules.words["people"]
    if words["adds.still"].search(clause.text) or _left_over(kind, clause, tally):
        return False
    return bool(
        kind in tally.counts
        and words["adds.more"].search(clause.text[:upto])
        and not words["adds.sum"].search(clause.text)
    )


def _freed(piece: Piece, tally: Tally) -> None:
    out = tally.rules.words["people"]["adds.out"]
    if piece.numbers and not piece.doubted and out.search(piece.clause.text):
        tally.freed = True


def _summed(pieces: list[Piece], n: int, tally: Tally) -> None:
    """又死了一个,一共三个: the sum of what was just added to."""
    words, piece = tally.rules.words["people"], pieces[n]
    if n == 0 or piece.named or piece.doubted or not piece.numbers or len(tally.last) != 1:
        return
    number, before = piece.numbers[-1], pieces[n - 1]
    added = before.named and words["adds.more"].search(before.clause.text)
    if added and not number.used and words["adds.sum"].match(piece.clause.text):
        number.used.add(tally.last[0])
        tally.put(tally.last[0], number, piece.clause)


def _struck(pieces: list[Piece], n: int, tally: Tally) -> None:
    """Remembers that the call is about one person, until more are counted."""
    words, piece = tally.rules.words["people"], pieces[n]
    if piece.doubted or not words["subjects.struck"].search(piece.clause.text):
        return
    near = pieces[max(0, n - 1) : n + 1]
    text = ",".join(one.clause.text for one in near)
    values = [number.value for one in near for number in one.numbers]
    if values == [1] or (
        not values
        and words["subjects.single"].search(text)
        and not words["subjects.plural"].search(text)
    ):
        tally.victim = True
    elif values:
        tally.victim = False


def _corrected(piece: Piece, tally: Tally) -> None:
    """三个,不,不是三个,是两个: the later number stands for what the first stood for."""
    text = piece.clause.text
    if piece.clause.first:
        tally.taken_back, tally.last = False, ()
    if piece.clause.corrects or re.match("不是[^,]*[一二两三四五六七八九十百\\d]", text):
        tally.taken_back = True
    if not tally.taken_back or piece.named or not piece.numbers:
        return
    number = piece.numbers[-1]
    tally.taken_back = False
    if is_bare(number, piece, tally) and not re.search("又|还", text):
        for kind in tally.last:
            number.used.add(kind)
            tally.put(kind, number, piece.clause)


def _rest_aboard(pieces: list[Piece], tally: Tally) -> None:
    """车上十一个小孩,两个老师: parts named one after the other are put together."""
    parts: list[Number] = []
    for piece in pieces:
        aboard = [number for number in piece.numbers if People.AT_RISK in number.used]
        if aboard and re.match(
            "(?:小孩|孩子|学生|大人|老人|女|男|游客|乘客)", piece.clause.text[aboard[-1].end :]
        ):
            parts = aboard[-1:]
        elif parts and len(piece.numbers) == 1 and not piece.named and not piece.doubted:
            number = piece.numbers[0]
            if number.start > 1 or number.used:
                return
            held = tally.counts[People.AT_RISK].number
            tally.put(People.AT_RISK, number, piece.clause, adds=(number.value or 0) <= held)
            number.used.add(People.AT_RISK)
        elif parts:
            return


def _aboard(piece: Piece, tally: Tally) -> None:
    """How many sat in the bus, went down the pit: they were in danger."""
    words = tally.rules.words["people"]
    text = piece.clause.text
    caught = any(one.kind == People.TRAPPED for one in piece.named)
    if caught or tally.quiet or piece.doubted or words["subjects.aboard_not"].search(text):
        return
    for number in piece.numbers:
        before = text[: number.start]
        together = words["subjects.together"].match(text[number.end :])
        more = not piece.named and tally.one_more(number, before)
        if more or together or words["subjects.aboard"].search(before):
            tally.put(People.AT_RISK, number, piece.clause)
            number.used.add(People.AT_RISK)


def _is_part(kind: People, number: Number, clause: Clause, tally: Tally) -> bool:
    """两个人受伤,一个手断了,一个头破了: the parts of a total are no new total; without one they add up."""
    sentence, first = tally.totals.get(kind, (-1, number))
    if one_by_one(kind, number, clause, tally):
        tally.put(kind, number, clause, adds=True)
        return True
    if sentence != clause.sentence or first is number or not number.value or not first.value:
        return False
    if clause.corrects or number.start > 2 or number.value > first.value:
        return False
    if first.value == 1:
        tally.put(kind, number, clause, adds=True)
    return True


def _settle(talk: Talk, tally: Tally) -> None:
    """受伤 is not a total: those with a severity leave it."""
    counts = tally.counts
    hurt = counts.get(People.HURT)
    severe = {kind: counts[kind] for kind in (People.HEAVY, People.LIGHT) if kind in counts}
    known = sum(one.number for one in severe.values())
    if hurt is None or not hurt.number or not known:
        return
    told, _ = tally.totals.get(People.HURT, (0, None))
    later = any(
        tally.totals.get(kind, (told, None))[0] >= told
        for kind, one in severe.items()
        if one.number
    )
    if later and hurt.number >= known:
        counts[People.HURT] = Counted(hurt.number - known, hurt.about, hurt.basis)
