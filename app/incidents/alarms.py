"""Alarms that another centre passes on as a table or as copied text: each becomes a call to be finished."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.base.clock import Clock, day_hhmm
from app.base.errors import Refused
from app.base.heads import Heads, find_heads
from app.base.said import moment_said
from app.incidents.form import read
from app.incidents.intake import Intake
from app.incidents.records import Incident, Source

_PAIR = re.compile(r"^\s*(?!\d+\s*[:：])([^\s:：]{2,8})\s*[:：]\s*(.*?)\s*$")


class Verdict(StrEnum):
    NEW = "新警情"
    ALIKE = "可能重复"
    WRITING = "正在接报"
    KNOWN = "已建事件"
    REFUSED = "退回"


TAKEN_IN = frozenset({Verdict.NEW, Verdict.ALIKE})
"""Which become calls: an alarm that may be known as well, for the intake offers to join it there."""


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """`heads`: what a column may be called, by field; `centres`: what a source calls itself."""

    heads: dict[str, tuple[str, ...]]
    centres: dict[Source, str]
    source: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row. `fields` by the names of the intake form; `why` of a row refused (field, code, words);
    `known` the event it is, or may be."""

    row: int
    no: str
    taken_at: datetime | None
    fields: Mapping[str, Any]
    verdict: Verdict
    known: Incident | None = None
    why: Refused | None = None


class Alarms:
    """Runs on the store thread."""

    def __init__(self, intake: Intake, rules: AlarmRules, clock: Clock) -> None:
        self._intake, self.rules, self._clock = intake, rules, clock

    def look(
        self, rows: Sequence[Sequence[str]], source: Source, writing: Collection[str] = ()
    ) -> list[Alarm]:
        """What would become of every row that is not blank; `writing` are the numbers of alarms that wait
        as calls at this desk. `Refused("file", code)`: no_rows, no_heads."""
        if not any(any(row) for row in rows):
            raise Refused("file", "no_rows")
        heads = find_heads(rows, self.rules.heads)
        if not {"place", "course"} & heads.columns.keys():
            raise Refused("file", "no_heads", names=self.rules.heads["place"][0])
        seen = set(writing)
        found = []
        for n, row in enumerate(rows[heads.at + 1 :], heads.at + 2):
            cells = {name: row[at].strip() for name, at in heads.columns.items()}
            if any(cells.values()):
                cells["course"] = _with_rest(cells.get("course", ""), heads, row)
                found.append(self._judged(n, cells, source, seen))
                if found[-1].verdict in TAKEN_IN:
                    seen |= {found[-1].no} - {""}
        return found

    def _judged(self, n: int, cells: Mapping[str, str], source: Source, seen: set[str]) -> Alarm:
        no = cells.get("alarm_no", "")
        now = self._clock.now()
        fields = self._fields(cells, source, now)
        try:
            taken_at = self._checked(cells, fields, now)
        except Refused as refused:
            return Alarm(n, no, None, fields, Verdict.REFUSED, why=refused)
        if taken_at is not None:
            told = f"{source.value} {day_hhmm(taken_at)} 接警。"
            fields["course"] = told + str(fields.get("course", ""))
        if no in seen:
            return Alarm(n, no, taken_at, fields, Verdict.WRITING)
        known = self._intake.duplicates(read(fields, now).said)
        if not known:
            return Alarm(n, no, taken_at, fields, Verdict.NEW)
        same = bool(no) and any(no == one.alarm_no for one in self._intake.contacts(known[0].id))
        verdict = Verdict.KNOWN if same else Verdict.ALIKE
        return Alarm(n, no, taken_at, fields, verdict, known[0])

    def _checked(
        self, cells: Mapping[str, str], fields: Mapping[str, Any], now: datetime
    ) -> datetime | None:
        """When the other centre took it; raises what must be mended in the row."""
        if not fields.get("place") and not fields.get("course"):
            raise Refused("place", "place_or_course")
        taken_at = moment_said("taken_at", cells.get("taken_at", ""), now).at
        for refused in read(fields, now).wrong.values():
            raise refused
        return taken_at

    def _fields(self, cells: Mapping[str, str], source: Source, now: datetime) -> dict[str, Any]:
        """The words of the form. It is received now: when the other centre took it stands in the course."""
        names = {"name": "reporter_name", "phone": "reporter_phone"}
        told = {names.get(name, name): words for name, words in cells.items() if name != "taken_at"}
        return {
            **told,
            "received_at": now.isoformat(),
            "source": source.value,
            "reporter_unit": self.rules.centres.get(source, ""),
        }


def _with_rest(course: str, heads: Heads, row: Sequence[str]) -> str:
    """The course, and behind it what stands in columns that no field has."""
    rest = [
        f"{head}：{row[at].strip()}"
        for at, head in enumerate(heads.cells)
        if head and at not in heads.columns.values() and row[at].strip()
    ]
    return "；".join(part for part in (course, *rest) if part)


def rows_of_text(text: str) -> list[list[str]]:
    """Rows of copied text: cells between tabs, or blocks of 警情编号：… lines, a blank line between two."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if any("\t" in line for line in lines):
        cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
        width = max(map(len, cells))
        return [row + [""] * (width - len(row)) for row in cells]
    blocks: list[dict[str, str]] = [{}]
    last = ""
    for line in lines:
        found = _PAIR.match(line)
        if not line.strip():
            blocks.append({})
        elif found is not None:
            last = found[1]
            blocks[-1][last] = found[2]
        elif last in blocks[-1]:
            blocks[-1][last] += line.strip()
    blocks = [block for block in blocks if block]
    heads = list(dict.fromkeys(name for block in blocks for name in block))
    return [heads, *([block.get(name, "") for name in heads] for block in blocks)] if heads else []


def load_alarm_rules(path: Path) -> AlarmRules:
    """Reads `resources/rules/alarms.toml`. Raises `ValueError` when something is missing there."""
    with open(path, "rb") as file:
        held = tomllib.load(file)
    try:
        return AlarmRules(
            heads={field: tuple(names) for field, names in held["heads"].items()},
            centres={Source(name): str(words) for name, words in held["centres"].items()},
            source=str(held["source"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
