"""One clause about people: which numbers of people stand in it, and which kinds it speaks of or denies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.base.said import numeral
from app.incidents.hearing.figures import read
from app.incidents.hearing.records import People
from app.incidents.hearing.rules import Rules

CASUALTIES = (People.DEAD, People.HEAVY, People.LIGHT, People.HURT)
ALL_HARM = "伤亡"

_SOME = {"俩": 2, "仨": 3}


@dataclass(slots=True)
class Number:
    """People counted at a spot of a clause. `value` None = 几个; `those`: 那个, one that was spoken of;
    `used`: the kinds it was taken for."""

    start: int
    end: int
    value: int | None
    about: bool
    those: bool = False
    used: set[People] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of people spoken of. `denied`: said not to exist; `unsure`: 没看到有人受伤."""

    start: int
    end: int
    kind: str
    denied: bool
    unsure: bool


def numbers(text: str, rules: Rules) -> list[Number]:
    words = rules.words["people"]
    gone = [found.span() for found in words["denied.none_at_all"].finditer(text)]
    held = []
    for found in rules.people.finditer(text):
        number = _number(found, words["subjects.and"])
        if any(start <= number.start < end for start, end in gone):
            continue
        before = text[max(0, number.start - 4) : number.start]
        if any(m.end() == len(before) for m in words["adds.first"].finditer(before)):
            continue
        if re.search(r"不(?:是|止)$", before) and not number.those:
            continue
        held.append(number)
    return held


def _number(found: re.Match[str], joined: re.Pattern[str]) -> Number:
    if found["chain"]:
        together = sum(_members(one) for one in joined.split(found["chain"]) if one)
        return Number(found.start(), found.end(), together, False)
    if found["pair"]:
        return Number(found.start(), found.end(), _SOME[found["pair"]], False)
    if found["couple"]:
        return Number(found.start(), found.end(), 2, False)
    if found["those"]:
        start = found.start() + (found["those"][0] == "有")
        return Number(start, found.end(), 1, False, found["those"][0] != "有")
    figure = read(found)
    value = figure.one
    about = figure.about or bool(found["more"])
    return Number(found.start(), found.end(), value, about and value is not None)


def _members(words: str) -> int:
    """One, or as many as are told: 她, 两个娃, 三个大人两个小孩."""
    return (
        sum(numeral(count) or 1 for count in re.findall("([一两二三四五六七八九十]+)个", words))
        or 1
    )


def named(text: str, rules: Rules, health: bool) -> list[Named]:
    """In order; of words that overlap the one that begins first, then the longest."""
    words = rules.words["people"]
    spans = sorted(_spans(text, rules, health), key=lambda one: (one[0], -one[1]))
    held: list[tuple[int, int, str]] = []
    for span in spans:
        if not held or span[0] >= held[-1][1]:
            held.append(span)
    found = []
    for start, end, kind in held:
        denied = _denied_before(text, start, held, rules) or _denied_after(text, end, held, rules)
        unsure = bool(words["denied.not_denied"].search(text[:start]))
        found.append(Named(start, end, kind, denied, unsure))
    return found


def _spans(text: str, rules: Rules, health: bool) -> Iterator[tuple[int, int, str]]:
    for name in (*People, ALL_HARM):
        pattern = rules.words["people"].get(f"words.{name}")
        if name == People.ILL and not health:
            pattern = rules.words["people"]["words.heat"]
        if pattern is None:
            continue
        if name == People.HURT and health:
            continue
        for found in pattern.finditer(text):
            yield found.start(), found.end(), str(name)


_FILL = re.compile(
    r"(?:别的|其余|[一、和或的与跟及/了]|人员?|任何|其他|其它|发现|出现|造成|一个|情况|在|再|还|里面|里头|山上|现场|上面|下面|哪个|什么|被|过|明显|大的|谁|有)*"
)


def _denied_before(text: str, at: int, held: list[tuple[int, int, str]], rules: Rules) -> bool:
    last = None
    for found in rules.words["people"]["denied.before"].finditer(text[:at]):
        if not any(start <= found.start() < end for start, end, _ in held):
            last = found
    return last is not None and bool(_FILL.fullmatch(_without(text, last.end(), at, held)))


def _denied_after(text: str, at: int, held: list[tuple[int, int, str]], rules: Rules) -> bool:
    rest = _without(text, at, len(text), held)
    words = rules.words["people"]
    return bool(words["denied.after"].match(rest)) or bool(
        re.match(r"^(?:的|人)*一个(?:都|也)(?:没|无)", rest)
    )


def _without(text: str, start: int, end: int, held: list[tuple[int, int, str]]) -> str:
    """The piece without the words of kinds in it."""
    return "".join(
        char
        for n, char in enumerate(text[start:end], start)
        if not any(one[0] <= n < one[1] for one in held)
    )
