"""Who has to be told in the first round, and after which rule."""

from __future__ import annotations

from app.incidents.hearing.grading import Numbers
from app.incidents.hearing.records import Disposition, Graded, Open, People, Reason, What, Where
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Talk

_HARM = (People.DEAD, People.HEAVY, People.LIGHT, People.HURT)
_CAUGHT = (People.MISSING, People.TRAPPED)


def told(
    talk: Talk,
    what: What,
    where: Where,
    disposition: Disposition,
    counts: Numbers,
    graded: Graded,
    scale: str,
    event: Open | None,
    rules: Rules,
) -> tuple[Reason, ...]:
    """Each unit once, with the first rule that names it. Nobody is told of a prank."""
    if disposition is Disposition.PRANK:
        return ()
    if not what.key and not counts and disposition is Disposition.NEW:
        return ()
    rows = rules.lists["telling"]
    base = rows["always"].get(str(disposition), rows["always"]["event"])
    found = [Reason(unit, "每起必报") for unit in base]
    if disposition in (Disposition.MERGE, Disposition.QUERY):
        return tuple(found)
    towns = [where.town] if where.town else list(where.towns_possible)
    if not towns and event is not None and event.town:
        towns = [event.town]
    found += [Reason(town + rows["always"]["town"], "属地") for town in towns]
    if disposition is not Disposition.FALSE_ALARM:
        found += _by_kind(talk, what, rules)
        found += _by_people(talk, what, counts, graded, scale, rules)
    once = {reason.what: reason for reason in reversed(found)}
    return tuple(dict.fromkeys(once[reason.what] for reason in found))


def _by_kind(talk: Talk, what: What, rules: Rules) -> list[Reason]:
    kind = rules.kind(what.key)
    if kind is None:
        return []
    units = [Reason(unit, what.names[0]) for unit in kind.tell]
    places, calls = rules.words["places"], rules.words["grading"]
    if places["road.name"].search(talk.whole) or "罐车" in talk.whole:
        units += [Reason(unit, "道路") for unit in kind.road]
    if calls["sensitive.people.学生"].search(talk.whole) or "小孩" in talk.whole:
        units += [Reason(unit, "学生") for unit in kind.young]
    if any(word in talk.whole for word in ("工资", "工钱", "薪")):
        units += [Reason(unit, "欠薪") for unit in kind.pay]
    return units


def _by_people(
    talk: Talk, what: What, counts: Numbers, graded: Graded, scale: str, rules: Rules
) -> list[Reason]:
    rows, words = rules.lists["telling"]["when"], rules.words["telling"]
    found: list[Reason] = []
    if scale == "work" and what.event_class == "事故灾难":
        found += [Reason(unit, "493号令第十条") for unit in rows["work"]]
    if any(counts.get(kind) for kind in (*_HARM, *_CAUGHT)):
        found += [Reason(unit, "有人伤亡或被困") for unit in rows["harmed"]]
    if any(counts.get(kind) for kind in _CAUGHT):
        found += [Reason(unit, "有人失踪或被困") for unit in rows["caught"]]
    if graded.confirmed in rows["serious_levels"]:
        found += [Reason(unit, f"认定{graded.confirmed}") for unit in rows["serious"]]
    for unit in rules.lists["telling"]["words"]:
        said = words[f"words.{unit}"].search(talk.whole)
        if said:
            found.append(Reason(unit, said[0]))
    return found
