"""The fields of one call: which there are, when one is right, and what an invented one costs.

One field is one statement of `expect`: disposition, class, first type, four of the place, value and
precision of the time, each of the eleven numbers of people, the approximate ones, three of the
level, 较大涉险, two of the sensitive, every element of `missing` and of `given`, three links, every
unit of `tell.must` (one field where there is none), each limit, each question. Texts are compared
in one width, without punctuation. Lenient are only: the text of the place (one holds the other and
is half as long, or F1 of the characters >= 0.6, words in brackets left out), reasons (one holds the
other), names of units (the office before its section may be left out), a superior's questions (more
than half of the characters). Of an update, a merge or a query, place and time of the event it
belongs to are right where the call itself has none.

A number, a place or a time that is suggested where the caller said none counts as three wrong
fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from app.base.clock import local
from app.incidents.hearing import Disposition, Heard, People

INVENTED = 3
_LINKS = {
    "duplicate_of": Disposition.MERGE,
    "update_of": Disposition.UPDATE,
    "about_call": Disposition.QUERY,
}


@dataclass(frozen=True, slots=True)
class Field:
    """`weight` 3 = invented."""

    name: str
    right: bool
    expected: Any
    got: Any
    weight: int = 1


def fields(expect: Mapping[str, Any], heard: Heard, before: Mapping[str, Heard]) -> list[Field]:
    """All fields of one call. `before`: what was heard in the calls before it, by id."""
    event = before.get(heard.belongs_to)
    return [
        _same("disposition", expect["disposition"], str(heard.disposition)),
        _same("class", expect["class"], heard.what.event_class or None),
        *_types(expect, heard),
        *_place(expect, heard, event),
        *_time(expect, heard, event),
        *_people(expect, heard),
        *_level(expect, heard),
        *_elements(expect, heard),
        *(
            _same(
                name,
                expect[name],
                (heard.belongs_to or None) if heard.disposition is kind else None,
            )
            for name, kind in _LINKS.items()
        ),
        *_tell(expect, heard),
        *_limits(expect, heard),
    ]


def plain(words: Any) -> str:
    even = normalize("NFKC", str(words or ""))
    return re.sub(r"[^\w]", "", even)


def _same(name: str, expected: Any, got: Any) -> Field:
    right = plain(expected) == plain(got) if isinstance(expected, str) else expected == got
    return Field(name, right, expected, got)


def _types(expect: Mapping[str, Any], heard: Heard) -> Iterator[Field]:
    got = "、".join(heard.what.names)
    first = expect["types"][0] if expect["types"] else None
    right = first in got if first else not got
    yield Field("types", right, first, got or None)


def _place(expect: Mapping[str, Any], heard: Heard, event: Heard | None) -> Iterator[Field]:
    wanted, where = expect["place"], heard.where
    text = wanted["text"]
    yield Field(
        "place.text",
        alike(text, where.text) if text else not where.text,
        text,
        where.text or None,
        INVENTED if where.text and not text else 1,
    )
    for name in ("town", "village"):
        got = getattr(where, name) or None
        own = wanted[name]
        of_event = own is None and event is not None and got == getattr(event.where, name)
        right = got == own or (of_event and heard.disposition is not Disposition.NEW)
        yield Field(f"place.{name}", right, own, got, 1 if right or own or not got else INVENTED)
    yield _same(
        "place.towns_possible",
        sorted(wanted["towns_possible"] or ()),
        sorted(where.towns_possible),
    )


def alike(wanted: str, got: str) -> bool:
    """Whether two texts of a place name the same: see the head of this file."""
    one, other = (plain(re.sub(r"[(（].*?[)）]", "", words)) for words in (wanted, got))
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if short in long and len(short) * 2 >= len(long):
        return True
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) >= 0.6


def _time(expect: Mapping[str, Any], heard: Heard, event: Heard | None) -> Iterator[Field]:
    wanted, got = expect["event_time"], heard.when
    said = local(got.at).strftime("%Y-%m-%dT%H:%M") if got.at else None
    if wanted["value"] is None:
        same = event is not None and event.when.at == got.at
        right = got.at is None or same
        yield Field("event_time.value", right, None, said, 1 if right else INVENTED)
    else:
        right = said is not None and (
            abs(
                (
                    datetime.fromisoformat(said) - datetime.fromisoformat(wanted["value"])
                ).total_seconds()
            )
            <= 60 * (wanted["tolerance_min"] or 0)
        )
        yield Field("event_time.value", right, wanted["value"], said)
    yield _same("event_time.precision", wanted["precision"], str(got.precision))


def _people(expect: Mapping[str, Any], heard: Heard) -> Iterator[Field]:
    wanted = expect["casualties"]
    severe = any(wanted[kind] for kind in ("重伤", "轻伤"))
    for kind in People:
        number = wanted[str(kind)]
        counted = heard.counts.get(kind)
        got = counted.number if counted else None
        either = kind is People.HURT and severe and not number and not got
        right = got == number or either
        invented = number is None and not right
        yield Field(f"casualties.{kind}", right, number, got, INVENTED if invented else 1)
    about = sorted(str(kind) for kind, one in heard.counts.items() if one.about)
    yield _same("approximate", sorted(expect["approximate"]), about)


def _level(expect: Mapping[str, Any], heard: Heard) -> Iterator[Field]:
    wanted, got = expect["level"], heard.graded
    yield _same("level.scale", wanted["scale"], got.scale or None)
    yield _same("level.confirmed", wanted["confirmed"], got.confirmed or None)
    yield _same("level.possible", wanted["possible"], got.possible or None)
    yield _same("major_risk_event", expect["major_risk_event"], heard.major_risk)
    anyway = expect["report_regardless_of_level"]
    yield _same("report_regardless.yes", anyway["yes"], bool(heard.report_anyway))
    said = [plain(one.what + one.why).replace("节", "") for one in heard.report_anyway]
    wants = [plain(one).replace("节", "") for one in anyway["because"]]
    right = all(any(one in other or other in one for other in said) for one in wants)
    got_words = [f"{one.what}:{one.why}" for one in heard.report_anyway]
    yield Field("report_regardless.because", right, anyway["because"], got_words)


def _elements(expect: Mapping[str, Any], heard: Heard) -> Iterator[Field]:
    """Whatever is expected to be asked stands in `missing`, and nothing that was given does."""
    for name in expect["missing"]:
        yield Field(f"missing.{name}", name in heard.missing, "asked", name in heard.missing)
    for name in expect["given"]:
        yield Field(f"given.{name}", name not in heard.missing, "given", name not in heard.missing)


def _tell(expect: Mapping[str, Any], heard: Heard) -> Iterator[Field]:
    got = [unit(one.what) for one in heard.tell]
    must = expect["tell"]["must"]
    for name in must:
        yield Field(f"tell.{name}", unit(name) in got, "told", [one.what for one in heard.tell])
    if not must:
        free = {unit(name) for name in expect["tell"]["may"]}
        yield Field("tell", all(name in free for name in got), [], got)


def unit(name: str) -> str:
    return plain(name).replace("公安局交警", "交警")


def _limits(expect: Mapping[str, Any], heard: Heard) -> Iterator[Field]:
    latest = expect.get("latest") or {}
    for name, at in (
        ("written_county_to_city", heard.written_by),
        ("phone_county_to_province", heard.phoned_by),
    ):
        if name in latest or at is not None:
            got = local(at).isoformat() if at else None
            yield Field(f"latest.{name}", got == latest.get(name), latest.get(name), got)
    if "reply_due" in expect or heard.reply_due:
        wanted = expect.get("reply_due")
        got = local(heard.reply_due).isoformat() if heard.reply_due else None
        invented = INVENTED if got and not wanted else 1
        yield Field("reply_due", got == wanted, wanted, got, invented)
    for question in expect.get("questions", ()):
        right = any(_asks(question, got) for got in heard.questions)
        yield Field("questions", right, question, list(heard.questions))


def _asks(wanted: str, got: str) -> bool:
    one, other = plain(wanted), plain(got)
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common > max(len(one), 1) and 2 * common > len(other) * 0.8


def tally(rows: Sequence[Field]) -> tuple[int, int]:
    """(fields, fields right): an invented field counts as three."""
    return sum(row.weight for row in rows), sum(row.right for row in rows)
