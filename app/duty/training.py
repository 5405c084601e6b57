"""值守培训: what was taught to whom, on which device, and whether every month had one."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.attachments import Attachment, Filed
from app.base.clock import Clock, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.typed import typed, typed_text
from app.people.records import Officer
from app.people.rights import Act, demand

HEAD = ("日期", "主题", "类别", "参加人员", "人数", "演练设备", "授课人", "所备重要时段", "备注")
"""Columns of the list as a spreadsheet and on paper."""


@dataclass(frozen=True, slots=True)
class Training:
    """`device` practised, "" = none; `period_id` the special period it prepares. Not `active`: entered by
    mistake."""

    id: UUID
    day: date
    topic: str
    kind: str
    device: str
    trainer: str
    remarks: str
    period_id: UUID | None
    attachment_id: UUID | None
    active: bool
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class TrainingGuest:
    """Who was there. `name` as it was that day. Not `active`: was not there after all."""

    id: UUID
    training_id: UUID
    officer_id: UUID
    name: str
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class TrainingRules:
    """`remind` before the month's end the room is told that it has no training yet."""

    kinds: tuple[str, ...]
    remind: timedelta
    source: str


def load_rules(path: Path) -> TrainingRules:
    """Reads `resources/rules/training.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        kinds = tuple(str(one) for one in held["kinds"])
        return TrainingRules(kinds, timedelta(days=int(held["remind_days"])), str(held["source"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Told:
    """A training as it was typed; `present` are officers."""

    day: date
    topic: str
    kind: str
    present: Sequence[Officer]
    device: str = ""
    trainer: str = ""
    remarks: str = ""
    period_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A training and who was there; `period` is the name of what it prepares, `file` what hangs on it."""

    training: Training
    present: tuple[TrainingGuest, ...]
    period: str
    file: Attachment | None

    @property
    def id(self) -> UUID:
        return self.training.id

    @property
    def names(self) -> str:
        return "、".join(one.name for one in self.present)


@dataclass(frozen=True, slots=True)
class Attended:
    """How often an officer was taught in the year, and when last; None: not in this year."""

    officer: Officer
    times: int
    last: date | None

    @property
    def id(self) -> UUID:
        return self.officer.id


@dataclass(frozen=True, slots=True)
class YearLook:
    """A year's trainings, newest first. `missing` are months of it, over or in their last days, without
    any; months before the first record are not among them."""

    year: int
    held: tuple[Held, ...]
    officers: tuple[Attended, ...]
    missing: tuple[int, ...]
    people: tuple[Officer, ...]


class TrainingStore(Protocol):
    def trainings(self) -> list[Training]:
        """Active ones, newest first."""
        ...

    def guests(self) -> list[TrainingGuest]:
        """Active ones, in official order."""
        ...

    def files_of_trainings(self) -> dict[UUID, Attachment]:
        """By the key of the attachment."""
        ...

    def period_names(self) -> dict[UUID, str]: ...

    def everybody(self) -> list[Officer]:
        """In official order."""
        ...


class Trainings:
    """Runs on the store thread; files are durable already."""

    def __init__(
        self, ledger: Ledger, store: TrainingStore, clock: Clock, mark: Mark, rules: TrainingRules
    ) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark
        self.rules = rules

    def year(self, year: int | None = None) -> YearLook:
        """None = this year."""
        year = year or local_day(self._clock.now()).year
        held = [one for one in self.all() if one.training.day.year == year]
        times: Counter[UUID] = Counter()
        last: dict[UUID, date] = {}
        for one in held:
            for guest in one.present:
                times[guest.officer_id] += 1
                day = one.training.day
                last[guest.officer_id] = max(day, last.get(guest.officer_id, day))
        people = [one for one in self._store.everybody() if one.active]
        counted = [Attended(one, times[one.id], last.get(one.id)) for one in people]
        return YearLook(year, tuple(held), tuple(counted), self._missing(year), tuple(people))

    def all(self) -> list[Held]:
        """Of all years, newest first."""
        guests: dict[UUID, list[TrainingGuest]] = {}
        for guest in self._store.guests():
            guests.setdefault(guest.training_id, []).append(guest)
        names, files = self._store.period_names(), self._store.files_of_trainings()
        return [
            Held(
                one,
                tuple(guests.get(one.id, ())),
                names.get(one.period_id, "") if one.period_id else "",
                files.get(one.attachment_id) if one.attachment_id else None,
            )
            for one in self._store.trainings()
        ]

    def month_without(self) -> date | None:
        """The first day of this month, when it is in its last days and has no training yet."""
        today = local_day(self._clock.now())
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        late = today >= following - self.rules.remind
        return today.replace(day=1) if late and today.month in self._missing(today.year) else None

    def _missing(self, year: int) -> tuple[int, ...]:
        today = local_day(self._clock.now())
        days = [one.day for one in self._store.trainings()]
        begun = min([*days, today]).replace(day=1)
        found = []
        for month in range(1, 13):
            first = date(year, month, 1)
            following = (first + timedelta(days=32)).replace(day=1)
            if first < begun or today < following - self.rules.remind:
                continue
            if not any(first <= day < following for day in days):
                found.append(month)
        return tuple(found)

    def enter(
        self, by: Officer, seen: Held | None, told: Told, file: Filed | None = None
    ) -> Training:
        """A new record, or `seen` as it should read; a file that hangs on it stays unless there is another.

        `Refused`: topic or trainer missing, ("kind", …), ("day", in_future), ("present", missing).
        """
        demand(by, Act.LOG)
        if told.kind not in self.rules.kinds:
            raise Refused("kind", "unknown_word", word=told.kind)
        if told.day > local_day(self._clock.now()):
            raise Refused("day", "in_future")
        if not told.present:
            raise Refused("present", "missing")
        key = seen.training.id if seen else new_id()
        what = "training.change" if seen else "training.enter"
        topic, trainer = typed("topic", told.topic), typed("trainer", told.trainer)
        device = typed("device", told.device, needed=False)
        remarks = typed_text("remarks", told.remarks, needed=False)
        with self._ledger.change(str(by.id), what, ("training", str(key))) as change:
            hung = seen.training.attachment_id if seen else None
            if file is not None:
                row = Attachment(
                    new_id(), file.sha256, file.size, file.mime, file.name, None, None,
                    str(by.id), by.name, change.at, self._mark,
                )  # fmt: skip
                change.put("attachment", row)
                hung = row.id
            made = Training(
                key, told.day, topic, told.kind, device, trainer, remarks, told.period_id, hung,
                True, str(by.id), by.name, self._mark,
            )  # fmt: skip
            change.put("training", made, seen=seen.training if seen else None)
            was = {one.officer_id: one for one in seen.present} if seen else {}
            for officer in told.present:
                if was.pop(officer.id, None) is None:
                    guest = TrainingGuest(new_id(), key, officer.id, officer.name, True, self._mark)
                    change.put("training_guest", guest)
            for gone in was.values():
                change.put("training_guest", replace(gone, active=False), seen=gone)
        return made

    def take_out(self, by: Officer, seen: Held) -> None:
        """Entered by mistake."""
        demand(by, Act.LOG)
        subject = ("training", str(seen.training.id))
        with self._ledger.change(str(by.id), "training.take_out", subject) as change:
            change.put("training", replace(seen.training, active=False), seen=seen.training)


def rows_out(held: Sequence[Held]) -> list[list[str]]:
    """As a spreadsheet, head first."""
    return [list(HEAD), *(_row(one) for one in held)]


def _row(one: Held) -> list[str]:
    told = one.training
    return [
        told.day.isoformat(), told.topic, told.kind, one.names, str(len(one.present)),
        told.device, told.trainer, one.period, told.remarks,
    ]  # fmt: skip
