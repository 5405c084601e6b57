"""The intake form as typed: plain words that a draft can hold, and what they say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from app.base.clock import hhmm
from app.base.errors import Refused
from app.base.said import AHEAD, digits_missing, moment_said, number_said
from app.incidents.kinds import named, source_of
from app.incidents.located import System, position_said
from app.incidents.records import Count, Source, Trend
from app.incidents.said import Said

TEXTS = (
    "title",
    "place",
    "reporter_unit",
    "reporter_name",
    "reporter_phone",
    "callback",
    "alarm_no",
    "course",
    "commander",
    "commander_phone",
    "measures",
    "needs",
    "told",
)
"""Fields whose words are kept as they stand."""

_TAKEN: dict[System | None, str] = {
    System.WGS: "position_wgs",
    System.UNSAID: "position_unsaid",
    System.GCJ: "position_gcj",
    System.BAIDU: "position_baidu",
}
"""What is said of coordinates typed for the place: as what they were taken."""

E = TypeVar("E", bound=StrEnum)

DANGERS = ("危化品", "人群", "水电气", "无")

_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{2,5}?(?:街道|镇|乡)")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{2,8}?[县市区]")


@dataclass(frozen=True, slots=True)
class Read:
    """`said` is what could be understood; `wrong` field -> what must be mended before registering;
    `hints` field -> what should be asked or looked at, in the way of nothing."""

    said: Said
    wrong: dict[str, Refused]
    hints: dict[str, Refused]


def read(fields: Mapping[str, Any], now: datetime) -> Read:
    """`fields` are the words of the form by name; people stand under the name of their `Count`."""
    wrong: dict[str, Refused] = {}
    hints: dict[str, Refused] = {}
    texts: dict[str, Any] = {name: str(fields.get(name, "")).strip() for name in TEXTS}
    event_class, kind = named(str(fields.get("kind", "")))
    happened_at, about = _happened(str(fields.get("happened", "")), now, wrong, hints)
    received_at = _received(fields)
    if happened_at is not None and received_at is not None and happened_at > received_at + AHEAD:
        wrong["happened"] = Refused("happened", "after_received", received=hhmm(received_at))
    lat, lon = fields.get("lat"), fields.get("lon")
    position = position_said(texts["place"])
    if position is not None:
        hints["place"] = Refused("place", _TAKEN[position.system])
        if lat is None and position.system is not System.BAIDU:
            lat, lon = position.lat, position.lon
    said = Said(
        event_class=event_class,
        kind=kind,
        happened_at=happened_at,
        happened_about=about or bool(fields.get("happened_about")),
        received_at=received_at,
        township=str(fields.get("township", "")).strip()
        or township_in(texts["place"])
        or township_in(texts["reporter_unit"]),
        lat=None if lat is None else float(lat),
        lon=None if lon is None else float(lon),
        source=_choice(Source, fields.get("source")) or source_of(texts["reporter_unit"]),
        trend=_choice(Trend, fields.get("trend")) or Trend.UNKNOWN,
        dangers=tuple(str(word) for word in fields.get("dangers", ())),
        repeated=bool(fields.get("repeated")),
        called_back=bool(fields.get("called_back")),
        counts=_counts(fields, wrong),
    )
    said = replace(said, **texts)
    for name in ("reporter_phone", "callback", "commander_phone"):
        missing = digits_missing(texts[name])
        if missing:
            hints[name] = Refused(name, "digits_missing", digits=missing)
    return Read(said, wrong, hints)


def township_in(words: str) -> str:
    """己塘镇 of 示范县己塘镇工业路 12 号; empty when no township is named."""
    found = _TOWNSHIP.match(_COUNTY.sub("", words.strip()))
    return found[0] if found else ""


def _happened(
    words: str, now: datetime, wrong: dict[str, Refused], hints: dict[str, Refused]
) -> tuple[datetime | None, bool]:
    try:
        moment = moment_said("happened", words, now)
    except Refused as refused:
        wrong["happened"] = refused
        return None, False
    if moment.vague:
        hints["happened"] = Refused("happened", "vague_time", words=words.strip())
    return moment.at, moment.about


def _counts(fields: Mapping[str, Any], wrong: dict[str, Refused]) -> dict[Count, tuple[int, bool]]:
    counts: dict[Count, tuple[int, bool]] = {}
    for kind in Count:
        name = kind.name.lower()
        try:
            said = number_said(name, str(fields.get(name, "")))
        except Refused as refused:
            wrong[name] = refused
            continue
        if said is not None:
            counts[kind] = (said.number, said.about)
    return counts


def _received(fields: Mapping[str, Any]) -> datetime | None:
    held = fields.get("received_at")
    return datetime.fromisoformat(held) if held else None


def _choice(words: type[E], value: object) -> E | None:
    return next((word for word in words if word == value), None)


def caption(fields: Mapping[str, Any]) -> str:
    """己塘镇 · 火灾: what a draft is called on its tab; empty while nothing is known."""
    place = str(fields.get("place", "")).strip()
    where = str(fields.get("township", "")) or township_in(place) or place[:6]
    if not where:
        unit = str(fields.get("reporter_unit", "")).strip()
        where = township_in(unit) or unit[:8] or str(fields.get("reporter_phone", "")).strip()
    _, kind = named(str(fields.get("kind", "")))
    return " · ".join(part for part in (where, kind) if part)


def is_blank(fields: Mapping[str, Any]) -> bool:
    """Nothing typed yet: such a form leaves no draft behind."""
    ignored = {"received_at", "source"}
    return not any(value for name, value in fields.items() if name not in ignored)


def load_asked(path: Path) -> frozenset[str]:
    """Reads `resources/rules/intake.toml`: the fields that are always asked for. `ValueError` for a field
    the form does not have."""
    with open(path, "rb") as file:
        asked = frozenset(tomllib.load(file).get("asked", ()))
    unknown = asked - {*TEXTS, "kind", "happened"} | asked & {"title"}
    if unknown:
        raise ValueError(f"{path.name}: {', '.join(sorted(unknown))}")
    return asked
