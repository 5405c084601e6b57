"""Six events played through the store: every draft holds every element, and no number of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import SHANGHAI, day_hhmm
from app.base.ids import new_id
from app.incidents.records import Count, EventClass, Incident, IncidentStatus, Level, Source
from app.incidents.said import Said
from app.reports.facts import canonical, restored
from app.reports.profiles import level_of
from app.reports.records import Element, Report, ReportKind, SendWay, Statement
from app.reports.texts import unfounded
from tests.reporting import Reporting, reporting
from tests.rooms import open_room

HELD = json.loads((Path(__file__).parents[2] / "data" / "model_events.json").read_text("utf-8"))
EVENTS: dict[str, Mapping[str, Any]] = {event["id"]: event for event in HELD["events"]}


def when(words: str, day: datetime) -> datetime:
    """18:25 of the day of the event, or a whole time."""
    if len(words) == 5:
        hour, minute = words.split(":")
        return day.replace(hour=int(hour), minute=int(minute), second=0)
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


@dataclass(slots=True)
class Night:
    """One event played act by act; `failed` says what a draft lacked."""

    desk: Reporting
    incident: Incident
    day: datetime
    kept: dict[str, Statement] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    drafted: list[Report] = field(default_factory=list)

    def play(self, act: Mapping[str, Any]) -> None:
        clock = self.desk.room.clock
        clock.forward_to(max(when(act["at"], self.day), clock.now()))
        getattr(self, f"do_{act['do']}")(act)

    def do_phone(self, act: Mapping[str, Any]) -> None:
        room = self.desk.room
        report = self.desk.sender.phone(
            room.watch, room.shift.id, self.incident, act["to"], act["heard"]
        )
        self.check(report, report.script, act.get("elements", {}), ())

    def do_counts(self, act: Mapping[str, Any]) -> None:
        counts = {Count(word): (number, False) for word, number in act["set"].items()}
        self.desk.room.intake.count(self.desk.room.watch, self.incident, counts, act["reason"])

    def do_state(self, act: Mapping[str, Any]) -> None:
        at = when(act["time"], self.day) if "time" in act else None
        made = self.desk.writing.state(
            self.desk.room.watch,
            self.incident,
            Element(act["element"]),
            act["text"],
            act.get("unit", ""),
            at,
            self.kept.get(act.get("replaces", "")),
            act.get("reason", ""),
        )
        self.kept[act.get("key", str(made.id))] = made

    def do_judge(self, act: Mapping[str, Any]) -> None:
        room = self.desk.room
        level = Level.NONE if act["level"] == "未定级" else level_of(act["level"])
        self.incident = self.desk.grading.judge(
            room.chief,
            room.shift.id,
            self.incident,
            level,
            level_of(act["possible"]),
            act["reason"],
        )

    def do_heard(self, act: Mapping[str, Any]) -> None:
        room = self.desk.room
        said = Said(
            source=Source(act["source"]), reporter_unit=act["unit"], course=act["words"],
            place=self.incident.place,
        )  # fmt: skip
        self.incident = room.intake.merge(room.watch, room.shift.id, self.incident, said)

    def do_move(self, act: Mapping[str, Any]) -> None:
        room = self.desk.room
        self.incident = room.intake.move(
            room.watch, room.shift.id, self.incident, IncidentStatus(act["status"]), ""
        )

    def do_report(self, act: Mapping[str, Any]) -> None:
        room, desk = self.desk.room, self.desk
        shift = room.shift.id
        report = desk.writing.draft(room.watch, shift, self.incident, ReportKind(act["kind"]))
        self.check(report, report.body, act["elements"], act.get("without", ()))
        self.drafted.append(report)
        report = desk.flow.submit(room.watch, shift, report)
        report = desk.flow.review(room.chief, shift, report)
        if "issue" in act:
            room.clock.forward_to(when(act["issue"], self.day))
        report = desk.flow.issue(desk.leader, shift, report)
        for unit in act.get("send", ()):
            report = desk.sender.send(room.watch, shift, report, unit, SendWay.SYSTEM)

    def check(
        self, report: Report, text: str, elements: Mapping[str, Any], without: tuple[str, ...]
    ) -> None:
        name = f"{report.spoken} {day_hhmm(report.as_of)}"
        for mark, wanted in elements.items():
            for words in wanted:
                held = text
                if words.startswith("@"):
                    whom, _, words = words.partition(" ")
                    held = "、".join(report.to if whom == "@to" else report.also)
                if words not in held:
                    self.failed.append(f"{name} lacks {mark} {words!r}: {held}")
        self.failed += [f"{name} says {words!r}: {text}" for words in without if words in text]
        facts = restored(report.facts)
        for one in (report.body, report.message, report.script, report.bulletin):
            self.failed += [f"{name} invents {n}: {one}" for n in unfounded(one, facts)]
        if canonical(facts) != report.facts:
            self.failed.append(f"{name}: the facts do not come back whole")
        if re.search(r"[，。；]{2}|（）|None|\{", text):
            self.failed.append(f"{name} is badly put: {text}")


def begun(path: Path, event: Mapping[str, Any]) -> Night:
    held = event["incident"]
    received = datetime.fromisoformat(held["received"]).replace(tzinfo=SHANGHAI)
    happened = datetime.fromisoformat(held["happened"]).replace(tzinfo=SHANGHAI)
    room = open_room(path, received)
    said = Said(
        event_class=EventClass(held["event_class"]),
        kind=held["kind"],
        happened_at=happened,
        happened_about=held["about"],
        received_at=received,
        place=held["place"],
        township=held["township"],
        source=Source(held["source"]),
        reporter_unit=held["unit"],
        reporter_name=held["name"],
        reporter_phone=held["phone"],
        course=held["course"],
        commander=held.get("commander", ""),
        measures=held["measures"],
        needs=held["needs"],
        counts={Count(word): (number, False) for word, number in held["counts"].items()},
    )
    incident = room.intake.register(room.watch, room.shift.id, new_id(), said)
    return Night(reporting(room), incident, received)


@pytest.mark.parametrize("name", EVENTS)
def test_every_draft_holds_its_elements_and_invents_nothing(name: str, tmp_path: Path) -> None:
    event = EVENTS[name]
    night = begun(tmp_path / "room.db", event)
    acts = sorted(event["acts"], key=lambda act: when(act["at"], night.day))
    for act in acts:
        night.play(act)
    assert not night.failed, "\n".join(night.failed)
    assert [one.kind.value for one in night.drafted] == ["初报", "续报", "终报"]
    assert [one.seq for one in night.drafted] == [0, 1, 0]


def test_an_invented_number_is_found(tmp_path: Path) -> None:
    night = begun(tmp_path / "room.db", EVENTS["traffic"])
    facts = night.desk.gathering.facts(night.incident, night.desk.room.clock.now())
    assert unfounded("死亡2人，轻伤17人", facts) == ("17",)
