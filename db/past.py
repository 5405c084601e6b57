"""Entries stay as they were written: what their effects mean in today's tables and columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from db.tables import SCHEMA_NO

Effects = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a schema number changed in feature tables. Values are canonical JSON values.

    `tables` and `columns` give new names by old ones, `added` what older rows hold in a new column.
    """

    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    added: dict[str, dict[str, Any]] = field(default_factory=dict)


OLD_DEADLINE = {
    "way": "书面",
    "profile": "",
    "to": "",
    "level": "未定级",
    "note": "",
    "met_by": "",
}
"""What a clock of before schema 4 says of the rule book it stood under: nothing."""

PAST: dict[int, Step] = {
    2: Step(added={"handover": {"order_no": None, "order_hash": ""}}),
    3: Step(added={"org": {"active": True}, "person": {"active": True}}),
    4: Step(
        added={
            "deadline": OLD_DEADLINE,
            "log_entry": {
                "post": "",
                "responsible": "",
                "due": None,
                "warning_id": None,
                "instruction_id": None,
                "reason": "",
            },
            "instruction": {"spoken": "指示", "paper_id": None},
            "roster_slot": {"acts_for": None},
            "roster_change": {"how": None, "heard_at": None, "taken_by": ""},
            "post": {"since": None, "until": None, "ended": ""},
            "person": {"leave_why": ""},
            "spot_check": {"log_entry_id": None},
            "crew_place": {"active": True},
        }
    ),
    6: Step(
        added={
            "camera": {
                "owner": "",
                "direction_deg": None,
                "tags": [],
                "onvif_url": "",
                "profile": "",
                "slow_start": False,
                "interval_s": None,
                "out_of_service": "",
                "out_since": None,
                "remark": "",
            },
            "wall_plan": {"role": "现用", "wall": 1, "occasion": "", "dwell_s": 0},
        }
    ),
    7: Step(added={"clip": {"drill_id": None, "sealed_at": None}}),
    8: Step(
        added={
            "radio_event": {"shift_id": None},
            "radio_text": {"shift_id": None},
            "radio_alarm": {"shift_id": None, "placed_at": None},
        }
    ),
    9: Step(
        added={"radio_text": {"desk": "", "batch_id": None}, "radio_control": {"desk": ""}},
    ),
}
"""Schema number -> what it changed. A number that only brought new tables is not listed."""


def bodies(effects: bytes, schema_no: int) -> Effects:
    """The effects of an entry of `schema_no` as today's schema would write them."""
    told: Effects = json.loads(effects)
    if schema_no < SCHEMA_NO:
        for number in sorted(PAST):
            if number > schema_no:
                told = [_after(PAST[number], body) for body in told]
    return told


def _after(step: Step, body: dict[str, Any]) -> dict[str, Any]:
    table = step.tables.get(body["table"], body["table"])
    names, added = step.columns.get(table, {}), step.added.get(table, {})
    changed = {**body, "table": table}
    for part in ("made", "from", "to"):
        if part in body:
            changed[part] = _renamed(names, body[part].items())
    if "made" in body:
        changed["made"] = added | changed["made"]
    return changed


def _renamed(names: dict[str, str], values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in values}
