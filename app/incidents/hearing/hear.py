"""From a call to all suggestions: the parts of the hearing, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.incidents.hearing import grading
from app.incidents.hearing.calls import questions, reply_due, sort_out
from app.incidents.hearing.counts import count
from app.incidents.hearing.county import County
from app.incidents.hearing.elements import elements
from app.incidents.hearing.moments import happened
from app.incidents.hearing.records import Call, Disposition, Heard, Open, What, When, Where
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import listen
from app.incidents.hearing.telling import told
from app.incidents.hearing.what import kind_of, named
from app.incidents.hearing.where import place

_COUNTED = frozenset({Disposition.NEW, Disposition.UPDATE, Disposition.MERGE, Disposition.FORWARD})
_TIMED = _COUNTED - {Disposition.UPDATE}
_HIGH = frozenset({"较大", "重大", "特别重大"})
_NAMED = 3
"""Fewer characters of a place name nothing. [choice]"""
WRITTEN = timedelta(hours=2)
PHONED = timedelta(hours=1)
"""County to city after Order 493 art. 11; to the province by telephone after Order 21."""


def hear(call: Call, county: County, rules: Rules, earlier: Sequence[Open] = ()) -> Heard:
    """Suggestions for the call so far; ask again after every turn. Never raises, whatever was said.

    `earlier`: events known, this call's own left out. Nothing stands in it that the caller did not say or
    that does not follow from it by a rule that is named.
    """
    talk = listen(call.turns)
    what = kind_of(talk, county, rules)
    where = place(talk, county, rules)
    counting = count(talk, rules, what)
    said_at = happened(talk, call.received_at, rules)
    sorted_ = sort_out(call, talk, what, where, said_at, counting.harmed, earlier, rules)
    disposition, event = sorted_.disposition, sorted_.event
    if not what.key and not where.town and not where.village:
        where = Where()
    if disposition is Disposition.PRANK:
        what, where = What(), Where()
    elif disposition is Disposition.FALSE_ALARM and event is None:
        what = _first_said(call, county, rules) or what
    elif event is not None and (known := rules.kind(event.key)) is not None:
        if known.event_class != what.event_class:
            counting = count(talk, rules, named(known))
        what = replace(named(known), basis=what.basis)
        where = _settled(where, event)
    if disposition in (Disposition.UPDATE, Disposition.QUERY):
        where = replace(where, text=_as_known(talk.whole, event, rules) or where.short)
    counts = counting.counts if disposition in _COUNTED else {}
    when = said_at if disposition in _TIMED else When()
    own = {kind: one.number for kind, one in counts.items()}
    numbers = grading.standing(
        own,
        event if disposition in (Disposition.UPDATE, Disposition.MERGE) else None,
    )
    scale = (event.scale if event else "") or grading.scale_of(what, where.text, talk, rules)
    graded = grading.graded(talk, what, scale, disposition, own, event, rules)
    risk = grading.major_risk(what, scale, disposition, numbers, graded.confirmed, talk, rules)
    if risk is None and disposition is Disposition.MERGE and event is not None:
        risk = event.major_risk
    given, missing = elements(talk, what, where, when, counts, counting.vague, rules)
    asks = disposition is Disposition.QUERY
    order = scale in ("work", "like_work") and bool(graded.confirmed)
    return Heard(
        disposition=disposition,
        why=sorted_.why,
        what=what,
        where=where,
        when=when,
        counts=counts,
        scale=scale,
        graded=graded,
        major_risk=risk,
        report_anyway=grading.report_anyway(
            talk, what, disposition, call.received_at, county, rules
        ),
        given=given,
        missing=() if disposition is Disposition.PRANK else missing,
        tell=told(talk, what, where, disposition, numbers, graded, scale, event, rules),
        belongs_to=event.id if event else "",
        written_by=_after(call.received_at, WRITTEN) if order else None,
        phoned_by=_after(call.received_at, PHONED) if order and graded.confirmed in _HIGH else None,
        reply_due=reply_due(talk, call.received_at) if asks else None,
        questions=questions(talk, rules) if asks else (),
        hearsay=counting.hearsay,
    )


def _first_said(call: Call, county: County, rules: Rules) -> What | None:
    """What a mistaken caller took it for: the kind of his first words, not of what it turned out to be."""
    first = next((turn for turn in call.turns if turn.by_caller), None)
    what = kind_of(listen([first]), county, rules) if first is not None else What()
    return what if what.key else None


def _as_known(said: str, event: Open | None, rules: Rules) -> str:
    """The longest piece of the event's place below the village that the caller names again."""
    if event is None:
        return ""
    spot = event.place.replace(event.town or " ", "").replace(event.village or " ", "")
    pieces = (
        spot[start:end]
        for length in range(len(spot), _NAMED - 1, -1)
        for start in range(len(spot) - length + 1)
        for end in (start + length,)
    )
    piece = next((piece for piece in pieces if piece in said), "")
    road = rules.words["places"]["road.name"].search(event.place)
    return road[0] if road and piece and piece in road[0] else piece


def _after(at: datetime, limit: timedelta) -> datetime:
    return at + limit


def _settled(where: Where, event: Open) -> Where:
    """A village that two townships have is the one of the event this call belongs to."""
    if where.towns_possible and event.town in where.towns_possible:
        return replace(where, town=event.town, towns_possible=())
    return where
