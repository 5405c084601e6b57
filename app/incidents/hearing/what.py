"""What kind of event it is: points for the words of each kind, said by the caller and not denied."""

from __future__ import annotations

import re

from app.incidents.hearing.county import County
from app.incidents.hearing.records import What
from app.incidents.hearing.rules import Kind, Rules
from app.incidents.hearing.talk import Talk

_DENIED = re.compile(
    r"^(?:没(?!接|起|上|下|出|回|看|找|联|摸|浮|信|水|电|有信号|有水|有电|喝|得信)|不是|无(?!人机))|(?:没有|没得)$"
)
_MOST = 3
_SURE = 3
_SHORT = 2


def kind_of(talk: Talk, county: County, rules: Rules) -> What:
    """The kind with most points and what else it may be called; empty when no word points to any.

    Names of villages are no words: 长松桥村断电 is no broken bridge.
    """
    text = county.homes.sub("某处", _positive(talk))
    ranked = _ranked(text, rules)
    if not ranked:
        return What()
    points, kind = ranked[0]
    names = list(kind.names)
    for more, other in ranked[1:]:
        if other.event_class == kind.event_class and more * 2 >= points:
            names.append(other.names[0])
    names += [word for word in _own_words(text, kind) if word not in "、".join(names)]
    basis = tuple(
        clause.words
        for clause in talk.clauses
        if any(sign.search(clause.text) for _, sign in kind.signs)
    )
    return What(
        kind.key,
        tuple(dict.fromkeys(names)),
        kind.event_class,
        basis[:_MOST],
    )


def _own_words(text: str, kind: Kind) -> list[str]:
    """Short words of the caller that name the kind: 透水, 缆车."""
    found = (sign.search(text) for points, sign in kind.signs if points >= _SURE)
    return [match[0] for match in found if match is not None and len(match[0]) <= _SHORT]


def named(kind: Kind) -> What:
    return What(kind.key, kind.names, kind.event_class)


def _positive(talk: Talk) -> str:
    """What the caller says there is. Questions count: 是不是地震了."""
    return "。".join(
        ",".join(clause.text for clause in row if not _DENIED.search(clause.text))
        for row in talk.sentences
    )


def _ranked(text: str, rules: Rules) -> list[tuple[int, Kind]]:
    found = []
    for n, kind in enumerate(rules.kinds):
        points = sum(weight for weight, sign in kind.signs if sign.search(text))
        points += 6 * any(one.search(text) and other.search(text) for one, other in kind.both)
        if points and kind.never.search(text):
            points -= 4
        if points >= 3:
            found.append((-points, n, kind))
    if any(not kind.follows for _, _, kind in found):
        found = [one for one in found if not one[2].follows]
    found.sort(key=lambda one: one[:2])
    return [(-points, kind) for points, _, kind in found]
