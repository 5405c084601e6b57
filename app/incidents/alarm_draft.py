"""What an emergency of a radio says of itself: in the log, and in the draft of its incident, whose place
may come later. What an officer typed stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.base.clock import hhmm
from app.base.drafts import Drafts
from app.incidents.drafted import PREFIX
from app.incidents.records import Source
from app.radio.facts import RadioAlarmPlaced, RadioAlarmRaised

STALE = timedelta(minutes=10)
"""A position older than this does not say where somebody is. radio.md 7"""

RADIO_PLACE = "radio_place"
"""In the words of a draft: where the radio was heard to be, as `place_of` gives it. No field of the form."""

_UNKNOWN = "位置不详"


def alarm_words(fact: RadioAlarmRaised) -> str:
    who = f"{fact.unit} {fact.holder or fact.radio}".strip()
    where = _UNKNOWN
    if fact.lat is not None and fact.lon is not None and fact.placed_at is not None:
        old = f"（{hhmm(fact.placed_at)} 最后定位）" if fact.placed_at < fact.at else ""
        where = f"位置 {fact.lat:.4f}N {fact.lon:.4f}E{old}"
    return f"370M {fact.kind.value}：{who}（终端 {fact.radio}）{where}"


def drafted_of(fact: RadioAlarmRaised) -> dict[str, Any]:
    """What the form of intake begins with. An old position is told in words, not as its place."""
    words: dict[str, Any] = {
        "source": Source.RADIO.value,
        "reporter_unit": fact.unit,
        "reporter_name": fact.holder or str(fact.radio),
        "course": alarm_words(fact),
        "received_at": fact.at.isoformat(),
    }
    known = fact.lat is not None and fact.lon is not None and fact.placed_at is not None
    if known and fact.placed_at is not None and fact.at - fact.placed_at <= STALE:
        heard = RadioAlarmPlaced(
            fact.alarm_id, fact.radio, fact.lat or 0.0, fact.lon or 0.0, fact.placed_at, fact.unit
        )
        return with_place(words, place_of(heard))
    return words


def place_of(fact: RadioAlarmPlaced) -> dict[str, Any]:
    """Where the radio is (WGS-84), when that was heard (aware UTC, ISO), and the words for the field of the
    place."""
    who = fact.unit or f"电台 {fact.radio}"
    place = f"{who}（电台 {hhmm(fact.at)} 定位）"
    return {"place": place, "lat": fact.lat, "lon": fact.lon, "at": fact.at.isoformat()}


def with_place(words: Mapping[str, Any], heard: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a form once the place is heard: filled in where nobody said another place, else only kept
    to be offered."""
    told = {**words, RADIO_PLACE: dict(heard)}
    over = from_radio(words)
    return taken(told, over=over) if over or _nowhere(words) else told


def taken(words: Mapping[str, Any], *, over: bool = False) -> dict[str, Any]:
    """The place that was heard becomes that of the form; words for it stay, unless `over` them."""
    heard = words[RADIO_PLACE]
    place = str(words.get("place", ""))
    if not place or over:
        place = heard["place"]
    told = {name: value for name, value in words.items() if name != "township"}
    course = str(words.get("course", ""))
    if course.startswith("370M ") and course.endswith(_UNKNOWN):  # as the room wrote it
        at = hhmm(datetime.fromisoformat(heard["at"]))
        where = f"位置 {heard['lat']:.4f}N {heard['lon']:.4f}E（{at} 定位）"
        told["course"] = course.removesuffix(_UNKNOWN) + where
    return told | {"place": place, "lat": heard["lat"], "lon": heard["lon"], "placed_by": place}


def from_radio(words: Mapping[str, Any]) -> bool:
    """The place of the form is the one that the radio told, and nobody has touched it."""
    heard = words.get(RADIO_PLACE)
    return heard is not None and _where(words) == _where(heard)


def offered(words: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the radio told of the place, as `place_of`, where the form has another."""
    heard: Mapping[str, Any] | None = words.get(RADIO_PLACE)
    if heard is None or (words.get("lat"), words.get("lon")) == (heard["lat"], heard["lon"]):
        return None
    return heard


def place_draft(drafts: Drafts, key: UUID, heard: Mapping[str, Any]) -> bool:
    """On the disk thread. False: there is no such draft any more."""
    draft = drafts.load(f"{PREFIX}{key}")
    if draft is None:
        return False
    words = with_place(draft.fields.get("words", {}), heard)
    drafts.save(draft.key, draft.by, {**draft.fields, "words": words})
    return True


def _nowhere(words: Mapping[str, Any]) -> bool:
    return not words.get("place") and words.get("lat") is None


def _where(words: Mapping[str, Any]) -> tuple[str, Any, Any]:
    return str(words.get("place", "")), words.get("lat"), words.get("lon")
