"""Zero reports: who told, who is silent, what may be said of it; and which disasters ask for one a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.checks import Town, ZeroChase, ZeroReport, ZeroState
from app.duty.records import Channel
from app.duty.zero import Cell, SlotLook, ZeroLook
from app.duty.zero_hours import Disaster, Slot, asks_daily, load_rules
from tests.cases import CannotEvaluate, Given

RULES = load_rules(Path(__file__).parents[2] / "resources" / "rules" / "zero.toml")
NOON = datetime(2026, 11, 21, tzinfo=SHANGHAI)


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    said: dict[str, Any] = {}
    if "disaster" in given or "level" in given:
        level = str(given.get("disaster", given.get("level")))
        daily = asks_daily(Disaster("", level, bool(given.get("stable", False))), RULES)
        said |= {"daily_zero_report": daily, "required": daily, "daily": daily}
    if "towns" in given:
        said |= _matrix(given)
    if not said:
        raise CannotEvaluate("neither towns nor a disaster")
    return said


def _matrix(given: Given) -> dict[str, Any]:
    """The towns told of, put into the product's own matrix of one slot, a while after its hour."""
    slot = Slot(datetime.combine(NOON.date(), _hour(given), SHANGHAI))
    look = SlotLook(slot, tuple(_cells(given, slot)))
    at = slot.at + RULES.chase_after
    chased = ZeroLook(at, (look,), look, (), RULES).to_chase()
    names = [cell.town.name for cell in look.silent]
    named = bool(_names(given, "silent")) or not isinstance(given["towns"], int)
    text = look.words(RULES)
    return {
        "text": text,
        "text_contains": text,
        "may_issue": look.may_issue,
        "complete": not look.silent,
        "all_reported": not look.silent,
        "reported": len(look.told),
        "silent": names if named else len(names),
        "missing": names if named else len(names),
        "silent_count": len(names),
        "must_chase": bool(chased),
        "chase": [cell.town.name for cell in chased] if named else bool(chased),
        "chase_count": len(chased),
        "silence_is_zero": False,
        "silence_counts_as_zero": False,
        "counts_as_zero": look.may_issue,
        "events": len(look.events),
    }


def _cells(given: Given, slot: Slot) -> list[Cell]:
    """Names where the example gives them, else numbered towns: told of nothing, of events, silent."""
    silent, towns = _names(given, "silent"), _names(given, "towns")
    total = len(towns) or int(given["towns"])
    events = given.get("events", 0)
    happened = events if isinstance(events, int) else len(events)
    quiet = int(given.get("reported_none", total - happened - (len(silent) or _count(given))))
    if quiet + happened > total or min(quiet, happened) < 0:
        raise CannotEvaluate("more reports than towns")
    rest = [name for name in towns if name not in silent]
    rest = rest or [f"第{n}镇" for n in range(1, quiet + happened + 1)]
    mute = silent or towns[quiet + happened :]
    mute = [*mute, *(f"静默{n}镇" for n in range(1, total - quiet - happened - len(mute) + 1))]
    cells = [_cell(name, slot, ZeroState.NOTHING) for name in rest[:quiet]]
    cells += [_cell(name, slot, ZeroState.EVENT) for name in rest[quiet : quiet + happened]]
    return cells + [_cell(name, slot, None, int(given.get("chased", 0))) for name in mute]


def _cell(name: str, slot: Slot, state: ZeroState | None, chased: int = 0) -> Cell:
    town, hand = Town(new_id(), name, "", ""), ("system", "值守台", Mark.TEST)
    shift = new_id()
    report = None
    if state is not None:
        report = ZeroReport(
            new_id(), shift, town.id, name, slot.at, state, slot.at, "", Channel.PHONE, "情况续报",
            None, None, *hand,
        )  # fmt: skip
    chases = tuple(
        ZeroChase(new_id(), shift, town.id, name, slot.at, slot.at, Channel.PHONE, "", *hand)
        for _ in range(chased)
    )
    return Cell(town, report, chases)


def _names(given: Given, field: str) -> list[str]:
    held = given.get(field)
    is_list = isinstance(held, Sequence) and not isinstance(held, str)
    return [str(name) for name in held] if is_list and held else []


def _count(given: Given) -> int:
    held = given.get("silent", 0)
    return held if isinstance(held, int) else 0


def _hour(given: Given) -> Any:
    said = str(given.get("slot", given.get("time", "17:00")))
    return datetime.fromisoformat(f"2026-11-21T{said[-5:]}").time()
