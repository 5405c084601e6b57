"""Two events of the demonstration told to their end: who called, what was counted, ordered, sent, filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import Watch
from app.dossier.records import PaperPlace
from app.dossier.review import Review, ReviewAction
from app.duty.checks import Relay
from app.duty.records import Channel, Instruction, InstructionState, Shift, Spoken
from app.incidents.acts import (
    CommandOrder,
    Consultation,
    ConsultationKind,
    ConsultationTask,
    Force,
    Headquarters,
    HelpKind,
    HelpRequest,
)
from app.incidents.records import Contact, Count, Figure, Incident, Level, Source
from app.people.records import Role
from app.plans.records import Sitting
from app.reports.records import Element, Statement

T = TypeVar("T")
DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class Picture:
    """A still of a camera that was tied to an event; it is painted when the county is written."""

    id: UUID
    incident_id: UUID
    camera: str
    at: datetime
    by: str
    by_name: str


@dataclass(slots=True)
class Story:
    """One row of stories.toml beside its incident. `made`: table -> what belongs to it."""

    row: Mapping[str, Any]
    incident: Incident
    watch: Watch
    made: dict[str, list[Any]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)

    def at(self, minutes: float) -> datetime:
        return self.incident.received_at + timedelta(minutes=minutes)

    def shift(self, at: datetime) -> Shift:
        return next(one for one in self.watch.shifts if one.starts_at <= at < one.ends_at)

    def crew(self, at: datetime) -> dict[Role, Any]:
        return self.watch.crews[self.watch.shifts.index(self.shift(at))]

    def hand(self, at: datetime, role: Role = Role.CHIEF) -> dict[str, Any]:
        who = self.crew(at)[role]
        return {"by": str(who.id), "by_name": who.name}

    def tell(self) -> None:
        """Everything but the reports, which are drafted from this."""
        self.pictures = [*self._pictures()]
        self.made = {
            "incident_contact": [*self._contacts()],
            "figure": [*self._figures()],
            "statement": [*self._statements()],
            "force": [*self._rows(Force, "force")],
            "command_order": [*self._orders()],
            "help_request": [*self._requests()],
            "headquarters": [self._headquarters()],
            "sitting": [*self._sittings()],
            "consultation": [self._consultation()],
            "consultation_task": [*self._tasks()],
            "instruction": [*self._instructions()],
            "paper_place": [*self._papers()],
            "review": [*self._reviews()],
            "review_action": [*self._actions()],
        }
        self.made["relay"] = [*self._relays()]

    def _record(self, kind: type[T], label: object, row: Mapping[str, Any], /, **more: Any) -> T:
        """A record from a row: times are minutes, words may have gaps; what is left out is not known."""
        said: dict[str, Any] = {
            "id": key(kind.__name__, f"{self.incident.no}/{label}"),
            "incident_id": self.incident.id,
            "mark": Mark.DEMO,
        }
        gaps = {"place": self.incident.place, "town": self.incident.township}
        for name in (one.name for one in fields(kind)):  # type: ignore[arg-type]
            timed = name in ("at", "due") or name.endswith("_at")
            if name in more or name in said:
                continue
            if name in row:
                value = row[name]
                if timed:
                    value = self.at(value)
                elif isinstance(value, str):
                    value = value.format(**gaps)
                said[name] = value
            else:
                said[name] = None if timed or name in ("people", "vehicles") else ""
        return kind(**{**said, **more})

    def _rows(self, kind: type[T], name: str) -> Iterator[T]:
        for n, row in enumerate(self.row[name]):
            yield self._record(kind, n, row, **self.hand(self.incident.received_at))

    def _contacts(self) -> Iterator[Contact]:
        hand = self.hand(self.incident.received_at, Role.PROFESSIONAL)
        for n, row in enumerate(self.row["contact"]):
            source = Source(row["source"])
            yield self._record(
                Contact, n, row, source=source, repeated=True, called_back=False,
                log_entry_id=None, **hand,
            )  # fmt: skip

    def _figures(self) -> Iterator[Figure]:
        by = self.hand(self.incident.received_at, Role.PROFESSIONAL)["by"]
        for row in self.row["figure"]:
            label = f"{row['kind']}/{row['at']}"
            yield self._record(Figure, label, row, kind=Count(row["kind"]), about=False, by=by)

    def _statements(self) -> Iterator[Statement]:
        for n, row in enumerate(self.row["statement"]):
            hand = self.hand(self.at(row["at"]), Role.PROFESSIONAL)
            element = Element(row["element"])
            yield self._record(Statement, n, row, element=element, replaces=None, **hand)

    def _orders(self) -> Iterator[CommandOrder]:
        for n, row in enumerate(self.row["order"]):
            no, channel = f"{self.incident.no}-令{n + 1}", Channel(row["channel"])
            hand = self.hand(self.at(row["sent_at"]))
            yield self._record(
                CommandOrder, n, row, no=no, giver="带班领导", channel=channel, **hand
            )

    def _requests(self) -> Iterator[HelpRequest]:
        for n, row in enumerate(self.row["request"]):
            no, hand = f"{self.incident.no}-援{n + 1}", self.hand(self.at(row["asked_at"]))
            yield self._record(HelpRequest, n, row, no=no, kind=HelpKind(row["kind"]), **hand)

    def _headquarters(self) -> Headquarters:
        one, row = self.incident, self.row["headquarters"]
        hand = self.hand(self.at(row["set_up_at"]))
        return self._record(Headquarters, 0, row, lat=one.lat, lon=one.lon, **hand)

    def _sittings(self) -> Iterator[Sitting]:
        for n, row in enumerate(self.row["sitting"]):
            since, until = self.at(row["since"]), row.get("until")
            yield self._record(
                Sitting, n, row, since=since, until=None if until is None else self.at(until),
                **self.hand(since),
            )  # fmt: skip

    def _consultation(self) -> Consultation:
        row = self.row["consultation"]
        begins, ends = self.at(row["begins_at"]), self.at(row["ends_at"])
        return self._record(
            Consultation, 0, row, no=f"{begins.year}-{row['no']}",
            kind=ConsultationKind(row["kind"]), begins_at=begins, ends_at=ends, **self.hand(begins),
        )  # fmt: skip

    def _tasks(self) -> Iterator[ConsultationTask]:
        meeting = self.made_consultation()
        for n, row in enumerate(self.row["task"]):
            yield self._record(ConsultationTask, n, row, consultation_id=meeting)

    def made_consultation(self) -> Any:
        return key("Consultation", f"{self.incident.no}/0")

    def _instructions(self) -> Iterator[Instruction]:
        for n, row in enumerate(self.row["instruction"]):
            at = self.at(row["at"])
            yield self._record(
                Instruction, n, row, shift_id=self.shift(at).id,
                leader=self.crew(at)[Role.LEADER].name, channel=Channel(row["channel"]),
                state=InstructionState(row["state"]), spoken=Spoken.SAID, paper_id=None,
                **self.hand(at),
            )  # fmt: skip

    def _relays(self) -> Iterator[Relay]:
        """Each was passed on to the one it was for."""
        for told in self.made["instruction"]:
            if told.relayed_at is not None:
                yield Relay(
                    key("relay", str(told.id)), told.id, told.receiver, Channel.PHONE,
                    told.relayed_at, told.relayed_at, "值班员", told.feedback, told.feedback_at, 0,
                    None, told.by, told.by_name, Mark.DEMO,
                )  # fmt: skip

    def _pictures(self) -> Iterator[Picture]:
        for n, row in enumerate(self.row["picture"]):
            at = self.at(row["at"])
            label = key("picture", f"{self.incident.no}/{n}")
            yield Picture(
                label, self.incident.id, row["camera"], at, **self.hand(at, Role.PROFESSIONAL)
            )

    def _papers(self) -> Iterator[PaperPlace]:
        for n, row in enumerate(self.row["paper"]):
            at = self.at(row["day"] * DAY_MIN)
            yield self._record(PaperPlace, n, row, at=at, **self.hand(at))

    def _reviews(self) -> Iterator[Review]:
        row = self.row.get("review")
        if row is not None:
            at = self.at(row["day"] * DAY_MIN)
            yield self._record(Review, 0, row, at=at, **self.hand(at))

    def _actions(self) -> Iterator[ReviewAction]:
        for n, row in enumerate(self.row["action"]):
            done = row.get("done_day")
            at = self.at((done or 1) * DAY_MIN)
            yield self._record(
                ReviewAction, n, row, due=self.at(row["due_day"] * DAY_MIN),
                done_at=None if done is None else at, **self.hand(at),
            )  # fmt: skip


def stories(rows: list[dict[str, Any]], incidents: list[Incident], watch: Watch) -> list[Story]:
    """Each row with the newest incident of its kind and status, as it was judged."""
    told = []
    for row in rows:
        found = [
            one
            for one in incidents
            if one.kind == row["kind"] and one.status.value == row["status"]
        ]
        judged = replace(
            found[-1],
            level=Level(row["level"]),
            level_possible=Level(row["level"]),
            commander=row["commander"].format(town=found[-1].township),
        )
        story = Story(row, judged, watch)
        story.tell()
        told.append(story)
    return told
