"""Levels by the scale that fits, what may become of it, 较大涉险, and what is reported whatever the level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from app.base.clock import local
from app.base.said import numeral
from app.duty.holidays import DayKind
from app.incidents.hearing.county import County
from app.incidents.hearing.figures import FIGURE, read
from app.incidents.hearing.records import Disposition, Graded, Open, People, Reason, What
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Talk
from app.incidents.levels import Grade, Scale, grade

MU_PER_HECTARE = 15
LEAST_MAGNITUDE = 4
"""Below it no level begins. domain.md 2.3, after the plan of 2012."""
_UNGRADED = frozenset({Disposition.QUERY, Disposition.FALSE_ALARM, Disposition.PRANK})
Numbers = Mapping[People, int]


def standing(counts: Numbers, event: Open | None) -> dict[People, int]:
    """What the event's earlier calls said, and what this one says above it."""
    return {**(event.counts if event else {}), **counts}


def graded(
    talk: Talk,
    what: What,
    key: str,
    disposition: Disposition,
    own: Numbers,
    event: Open | None,
    rules: Rules,
) -> Graded:
    """`key`: the scale; `own`: what this call counted. Confirmed by what was stated; possible if those
    caught were dead. Who tells the same again confirms nothing that others said."""
    follows = disposition in (Disposition.UPDATE, Disposition.MERGE)
    counts = standing(own, event if follows else None)
    kind = rules.kind(what.key)
    if kind is None or disposition is Disposition.PRANK:
        return Graded()
    row = rules.lists["grading"]["scale"][key]
    scale = next((one for one in rules.scales.all if one.key == row.get("levels")), None)
    if scale is None or disposition in _UNGRADED:
        return Graded(row["name"], because=row.get("because", ""))
    figures, sure = _figures(talk, scale, rules)
    stated = own if disposition is Disposition.MERGE else counts
    confirmed = grade(scale, {**_people(stated, caught=False), **(figures if sure else {})})
    possible = grade(scale, {**_people(counts, caught=True), **figures})
    if disposition is Disposition.MERGE and event is not None and not possible.level:
        possible = Grade(event.possible, ())
    return Graded(
        row["name"],
        scale.source,
        confirmed.level,
        possible.level or confirmed.level,
        _because(confirmed, possible, counts, figures),
    )


def scale_of(what: What, place: str, talk: Talk, rules: Rules) -> str:
    """The row of grading.toml; a workplace makes a fire a work-safety accident."""
    kind = rules.kind(what.key)
    if kind is None:
        return "none"
    told = [s for s in talk.whole.split("。") if any(sign.search(s) for _, sign in kind.signs)]
    if any(kind.private.search(text) for text in told):
        return "private"
    at_work = kind.work.search(place) or any(kind.work.search(text) for text in told)
    return "work" if at_work else kind.scale


def _people(counts: Numbers, caught: bool) -> dict[str, float | None]:
    def known(*kinds: People) -> float | None:
        held = [counts[kind] for kind in kinds if kind in counts]
        return sum(held) if held else None

    if caught:
        dead = known(People.DEAD, People.MISSING, People.TRAPPED)
        heavy = known(People.HEAVY, People.HURT)
    else:
        dead, heavy = known(People.DEAD), known(People.HEAVY)
    return {"deaths": dead, "serious_injuries": heavy, "deaths_and_missing": dead}


def _figures(talk: Talk, scale: Scale, rules: Rules) -> tuple[dict[str, float | None], bool]:
    """Area or magnitude as last said, and whether it was measured."""
    words = rules.words["grading"]
    if "area_ha" in scale.at_least:
        area = _area(talk, rules)
        return ({"area_ha": area} if area else {}), bool(words["area.measured"].search(talk.whole))
    if "magnitude" in scale.at_least and words["quake.measured"].search(talk.whole):
        found = words["quake.magnitude"].search(talk.whole)
        if found and (_decimal(found["n"]) or 0) >= LEAST_MAGNITUDE:
            return {"magnitude": _decimal(found["n"])}, True
    return {}, False


def _area(talk: Talk, rules: Rules) -> float | None:
    """Hectares, of a range its upper end: what may be; the last said holds."""
    words, area = rules.words["grading"], None
    for clause in talk.clauses:
        if words["area.other"].search(clause.text):
            continue
        for found in words["area.mu"].finditer(clause.text):
            figure = FIGURE.match(found["n"])
            high = read(figure).high if figure else None
            if high is not None:
                area = (
                    high + (numeral(found["fen"]) or 0) / 10 if found["fen"] else high
                ) / MU_PER_HECTARE
        for found in words["area.hectare"].finditer(clause.text):
            area = _decimal(found["n"]) or area
    return area


def _decimal(words: str) -> float | None:
    """零点八二, 5.2, 五点二."""
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    whole, _, rest = words.partition("点")
    number = numeral(whole)
    if number is None:
        return None
    digits = "".join(str(numeral(char)) for char in rest if numeral(char) is not None)
    return float(f"{number}.{digits or 0}")


_NAMES = {
    "deaths": "死亡",
    "serious_injuries": "重伤",
    "area_ha": "受害森林面积",
    "magnitude": "震级",
}


def _because(
    confirmed: Grade, possible: Grade, counts: Numbers, figures: Mapping[str, float | None]
) -> str:
    said = "、".join(f"{kind.value}{number}人" for kind, number in counts.items() if number)
    area = figures.get("area_ha")
    parts = [part for part in (said, f"面积约{area:.2f}公顷" if area else "") if part]
    if not parts:
        return "没有可以认定或推算的数字"
    if confirmed.level == possible.level:
        return f"{'，'.join(parts)}，认定{confirmed.level}"
    by = "、".join(_NAMES.get(name, name) for name in possible.by)
    return f"{'，'.join(parts)}；{by or '被困、失踪'}推算可能{possible.level}" + (
        f"，认定{confirmed.level}" if confirmed.level else "，尚不能认定"
    )


def major_risk(
    what: What,
    scale: str,
    disposition: Disposition,
    counts: Numbers,
    confirmed: str,
    talk: Talk,
    rules: Rules,
) -> bool | None:
    """较大涉险事故; None = cannot be told, or the term does not apply."""
    if what.event_class != "事故灾难" or disposition in (*_UNGRADED, Disposition.FORWARD):
        return None
    caught = [counts[kind] for kind in (People.MISSING, People.TRAPPED) if kind in counts]
    held: dict[str, float | bool | None] = {
        "people_at_risk": counts.get(People.AT_RISK),
        "trapped_or_missing": sum(caught) if caught else None,
        "evacuated": counts.get(People.LEFT),
        "serious_pollution": bool(rules.words["grading"]["pollution.serious"].search(talk.whole)),
    }
    if rules.scales.at_risk.holds(held):
        return True
    known = any(
        held[name] is not None for name in ("people_at_risk", "trapped_or_missing", "evacuated")
    )
    if scale == "private" or rules.words["grading"]["pollution.possible"].search(talk.whole):
        return None
    return False if known or confirmed else None


def report_anyway(
    talk: Talk,
    what: What,
    disposition: Disposition,
    received_at: datetime,
    county: County,
    rules: Rules,
) -> tuple[Reason, ...]:
    """Sensitive time, place, people or matter: reported whatever the level."""
    if disposition in (Disposition.FALSE_ALARM, Disposition.PRANK):
        return ()
    return tuple(_sensitive(talk, what, received_at, county, rules))


def _sensitive(
    talk: Talk, what: What, received_at: datetime, county: County, rules: Rules
) -> Iterator[Reason]:
    day = local(received_at).date()
    row = county.days.row(day)
    if row is not None and county.days.kind(day) is DayKind.HOLIDAY:
        yield Reason("敏感时间", f"{row.name}假期")
    words = rules.words["grading"]
    away = words["sensitive_not.place"]
    for head, section in (("敏感地点", "place"), ("敏感人群", "people"), ("", "matter")):
        for name in rules.lists["grading"]["sensitive"][section]:
            pattern = words[f"sensitive.{section}.{name}"]
            for clause in talk.clauses:
                if pattern.search(clause.text) and not (
                    section != "matter" and away.search(clause.text)
                ):
                    yield Reason(head or name, name, (clause.words,))
                    break
    if what.key == "crowd" or (what.key == "brawl" and words["crowd.many"].search(talk.whole)):
        yield Reason("群体性事件", "群体性事件")
