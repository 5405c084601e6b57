"""Where it happened: villages, townships and known places of the county, and the spot below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.incidents.hearing.county import County, Spot, Village
from app.incidents.hearing.records import Where, Words
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Clause, Talk

_FROM_HERE = re.compile(r"我(?:是|们是)?$")
_SPOTS = 4


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name of the gazetteer in a clause; what it may be, and how much speaks for it."""

    name: str
    options: tuple[Village | Spot | str, ...]
    points: int
    clause: Clause
    start: int
    end: int

    def villages(self) -> tuple[Village, ...]:
        return tuple(one for one in self.options if isinstance(one, Village))

    def spots(self) -> tuple[Spot, ...]:
        return tuple(one for one in self.options if isinstance(one, Spot))

    def towns(self) -> tuple[str, ...]:
        return tuple(one for one in self.options if isinstance(one, str))


def place(talk: Talk, county: County, rules: Rules) -> Where:
    """A township is filled in only when the village or place lies in one of that name."""
    mentions = list(_mentions(talk, county, rules))
    towns = _best_first(one for one in mentions if one.towns())
    village = next(iter(_best_first(one for one in mentions if one.villages())), None)
    units = rules.words["places"]["mention.units"]
    known = (one for one in mentions if any(not units.search(s.name) for s in one.spots()))
    spot = next(iter(_best_first(known)), None)
    said = [town for one in towns for town in one.towns()]
    if village is not None and _listed(village, mentions):
        said += [town for town in {v.town for v in village.villages()} if town not in said]
        village = None
    if village is not None:
        where = _of_village(village, said, county)
    elif spot is not None and not (towns and towns[0].points > spot.points + 1):
        homes = {one.town for one in spot.spots() if one.town}
        home = next(
            (town for town in said if town in homes), homes.pop() if len(homes) == 1 else ""
        )
        where = Where(town=home or (said[0] if said else ""))
    else:
        where = Where(town=said[0] if said else "")
    if (
        not where.town
        and not where.village
        and rules.words["places"]["mention.seat"].search(talk.whole)
    ):
        where = Where(town=county.towns[0] if county.towns else "")
    head = _head(talk, where, said, spot, rules)
    spots = _spots(talk, head, county, rules)
    text = head + "".join(spots)
    basis: list[Words] = [one.clause.words for one in (village, spot, *towns[:1]) if one]
    spots = [one for one in spots if not rules.words["people"]["subjects.hospital"].search(one)]
    known_as = spot.name if spot else ""
    short = village.name if village else known_as or "".join(spots) or where.town
    return replace(where, text=text, short=short, basis=tuple(dict.fromkeys(basis)))


def _listed(village: _Mention, mentions: list[_Mention]) -> bool:
    """青栗冲、新竹坪两个村: several villages at once are no one village."""
    return any(
        other.clause is village.clause
        and other.villages()
        and not set(other.options) & set(village.options)
        and other.start - village.end <= 2
        and village.end - other.start <= len(other.name) + len(village.name) + 2
        for other in mentions
    )


def _best_first(mentions: Iterator[_Mention]) -> list[_Mention]:
    return sorted(mentions, key=lambda one: -one.points)


def _of_village(mention: _Mention, said: list[str], county: County) -> Where:
    options = mention.villages()
    fitting = [one for one in options if one.town in said]
    chosen = fitting or list(options)
    if fitting and len({one.town for one in fitting}) > 1:
        chosen = [
            one
            for one in fitting
            if one.town == next(t for t in said if t in {f.town for f in fitting})
        ]
    if len(chosen) == 1:
        return Where(town=chosen[0].town, village=chosen[0].name)
    return Where(village=chosen[0].name, towns_possible=tuple(sorted(one.town for one in chosen)))


def _mentions(talk: Talk, county: County, rules: Rules) -> Iterator[_Mention]:
    words = rules.words["places"]
    for clause in talk.clauses:
        text = clause.text
        for found in county.heard.finditer(text):
            before, after = text[: found.start()], text[found.end() :]
            points = 4
            points += 3 if words["mention.asked"].search(clause.question) and clause.turn else 0
            points += 4 if clause.corrects else 0
            points -= 3 if words["mention.away"].search(before[-6:]) else 0
            points -= 5 if words["mention.not_here"].search(after) else 0
            points -= 9 if words["mention.not"].search(before) else 0
            points += 1 if found[0].endswith(("村", "社区", "镇", "乡")) else 0
            points -= 1 if clause.turn > 1 and _FROM_HERE.search(before) else 0
            if points > 0:
                options = tuple(county.said_as[found[0]])
                yield _Mention(found[0], options, points, clause, found.start(), found.end())


def _head(talk: Talk, where: Where, said: list[str], spot: _Mention | None, rules: Rules) -> str:
    """The place in the caller's words: road, township if said, village, known place."""
    words = rules.words["places"]
    parts: list[str] = []
    road = next((m for c in talk.clauses if (m := words["road.name"].search(c.text))), None)
    mark = next((m for c in talk.clauses if (m := words["road.mark"].search(c.text))), None)
    head = "".join(m[0] for m in (road, mark) if m)
    if head:
        parts.append(head)
    if where.town and where.town in said:
        parts.append(where.town)
    if where.village:
        parts.append(where.village)
    if spot is not None:
        own = [one for one in spot.spots() if not where.town or one.town in ("", where.town)]
        if own:
            parts.append(spot.name)
    return "".join(parts)


def _spots(talk: Talk, head: str, county: County, rules: Rules) -> list[str]:
    """Spots below the village, from the clauses that tell where, as long as they add something."""
    words, hospital = rules.words["places"], rules.words["people"]["subjects.hospital"]
    found: list[str] = []
    for clause in talk.clauses:
        if words["mention.passing"].search(clause.text):
            continue
        telling = words["mention.asked"].search(clause.question) or clause.turn <= 1
        if not telling and (found or hospital.search(clause.text)):
            continue
        text = county.heard.sub(lambda name: "," * len(name[0]), clause.text)
        spans = sorted(
            (m.start(), _with_side(text, m.end(), words["spot.side"]))
            for key in ("spot.building", "spot.numbered", "spot.noun", "spot.local")
            for m in words[key].finditer(text)
            if not words["mention.near"].search(text[: m.start()])
            and not (head and words["mention.post"].search(text[: m.start()]))
            and not words["mention.away"].search(text[max(0, m.start() - 6) : m.start()])
        )
        for n, (start, end) in enumerate(spans):
            if any(s <= start and end < e for s, e in (*spans[:n], *spans[n + 1 :])):
                continue
            piece = text[start:end]
            piece = piece[1:] if head.endswith(piece[0]) and len(piece) > 2 else piece
            if piece not in head and not any(piece in one for one in found):
                found.append(piece)
        if len(found) >= _SPOTS:
            break
    return found[:_SPOTS]


def _with_side(text: str, end: int, side: re.Pattern[str]) -> int:
    """砖厂对面: the side belongs to the spot."""
    found = side.match(text, end)
    return found.end() if found else end
