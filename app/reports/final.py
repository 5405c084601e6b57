"""终报: the whole course, what was lost, how it stands, what comes next."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from app.reports.drafting import Draft
from app.reports.facts import Facts
from app.reports.records import Element, SendWay
from app.reports.said_times import clock, day_clock, since

_STOPS = "。；，、 \n"


def final_body(draft: Draft) -> str:
    """Five sections, one paragraph each. `draft.before` is None: everything is told."""
    sections = draft.wording.sections
    parts = (
        (sections["basic"], _basic(draft)),
        (sections["course"], _course(draft)),
        (sections["loss"], _loss(draft)),
        (sections["state"], _told(draft, Element.STATE)),
        (sections["next"], _next(draft)),
    )
    empty = draft.say("to_fill")
    return "\n".join(f"{head}。{text.strip(_STOPS) or empty}。" for head, text in parts)


def _basic(draft: Draft) -> str:
    parts = (
        _told(draft, Element.UNIT),
        draft.happening(),
        _settled(draft, Element.SCOPE),
        draft.checked(),
    )
    return "。".join(part for part in parts if part)


def _course(draft: Draft) -> str:
    """One line of time: when we heard, what was reported to whom, what was done, who came."""
    told: list[tuple[datetime, str]] = [(draft.facts.received_at, draft.say("received"))]
    told += _sent(draft)
    told += [
        (one.at, f"{one.unit}{one.text}".strip(_STOPS))
        for one in draft.facts.told
        if one.element in (Element.COURSE.value, Element.MEASURE.value)
    ]
    told += [
        (one.there_at, draft.say("arrived", unit=one.unit))
        for one in draft.facts.forces
        if one.there_at is not None
    ]
    told.sort(key=lambda pair: pair[0])
    said, last = [], None
    for at, group in groupby(told, key=lambda pair: pair[0]):
        when = day_clock(at) if last is None else since(at, last)
        words = "，".join(words for _, words in group)
        said.append(words if last is not None and clock(at) in words else f"{when}{words}")
        last = at
    return "；".join(said)


def _sent(draft: Draft) -> list[tuple[datetime, str]]:
    """Reports as they left the house; one that went to several at once is told once."""
    found: dict[tuple[datetime, str], list[str]] = {}
    for one in draft.facts.sent:
        phone = one.way == SendWay.PHONE.value
        found.setdefault((one.at, "" if phone else one.kind), []).append(one.to)
    return [
        (at, draft.say("written_to", kind=kind) if kind else
         draft.say("phoned_to", to="、".join(to)))
        for (at, kind), to in found.items()
    ]  # fmt: skip


def _loss(draft: Draft) -> str:
    return "；".join(part for part in (draft.toll(), _told(draft, Element.LOSS)) if part)


def _next(draft: Draft) -> str:
    parts = (_told(draft, Element.NEXT), draft.facts.supplement)
    return "。".join(part.strip(_STOPS) for part in parts if part)


def _told(draft: Draft, element: Element) -> str:
    return "；".join(one.text.strip(_STOPS) for one in draft.facts.of(element))


def _settled(draft: Draft, element: Element) -> str:
    """Without what was still being checked when it was said."""
    checking = draft.say("being_checked")
    words = (one.text.strip(_STOPS) for one in draft.facts.of(element))
    return "；".join(word for word in words if checking not in word)


def ready(facts: Facts) -> dict[str, bool]:
    """Which sections of contents.toml hold something."""
    return {
        "基本情况": bool(facts.course or facts.kind),
        "处置经过": bool(facts.told or facts.sent),
        "人员伤亡和损失": "死亡" in facts.people,
        "当前状况与善后": bool(facts.of(Element.STATE)),
        "下一步工作": bool(facts.of(Element.NEXT)),
    }
