"""The radio room over a real record, with lines that only note what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.base.errors import Unreachable
from app.base.ids import new_id
from app.base.ledger import Change, Subject
from app.base.marks import Mark
from app.radio import facts
from app.radio.events import (
    AlarmKind,
    Command,
    Emergency,
    Heard,
    Position,
)
from app.radio.records import Radio, RadioKind
from app.radio.rules import load_rules
from app.radio.service import Gateway, RadioService
from db.engine import Database
from db.stores.radio import RadioRows
from tests.blank import blank

RULES = Path(__file__).parents[3] / "resources" / "rules" / "radio.toml"


class FakeLine:
    """Takes commands and keeps them."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.full = False

    def submit(self, command: Command) -> bool:
        if not self.full:
            self.commands.append(command)
        return not self.full


class Away:
    """A ledger whose store can be away."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.away = False

    @contextmanager
    def change(self, by: str, what: str, subject: Subject) -> Iterator[Change]:
        if self.away:
            raise Unreachable("store", "disk_full")
        with self.db.change(by, what, subject) as change:
            yield change


class Room:
    """The service with all around it, and everything it told."""

    def __init__(
        self, path: Path, bus: Bus, clock: SteeredClock, jobs: Any, desk: str = ""
    ) -> None:
        self.clock = clock
        self.db = Database(blank(path), desk or "desk", clock, bus.publish)
        self.ledger = Away(self.db)
        self.rows = RadioRows(self.db)
        self.roles: dict[str, str] = {}
        self.service = RadioService(
            self.rows, self.ledger, jobs, bus, clock, Mark.TEST, load_rules(RULES),
            lambda by: self.roles.get(by, ""), desk=desk, guarded=False,
        )  # fmt: skip
        self.line = FakeLine()
        self.service.attach(Gateway("A", "网关 A", "/dev/none"), self.line)
        self.told: list[Any] = []
        for name in facts.__dict__.values():
            if isinstance(name, type) and name.__name__.startswith("Radio"):
                bus.listen(name, self.told.append)

    def heard(self) -> Heard:
        return Heard("A", self.clock.now(), "7e0400")

    def emergency(self, radio: int, lat: float | None = None) -> None:
        place = None
        if lat is not None:
            place = Position(
                self.heard(), radio, lat, 109.7342, self.clock.now(), True, 0.0, 0, None
            )
        self.service.hear(Emergency(self.heard(), radio, AlarmKind.BUTTON, 1, place))

    def last(self, kind: type) -> Any:
        return next(fact for fact in reversed(self.told) if isinstance(fact, kind))

    def count(self, kind: type) -> int:
        return sum(isinstance(fact, kind) for fact in self.told)

    def enrol(self, *numbers: int) -> None:
        with self.db.change("system", "radio.enrol", ("radio", "all")) as change:
            for sort, number in enumerate(numbers):
                change.put(
                    "radio",
                    Radio(
                        new_id(),
                        number,
                        "麻栗溪乡",
                        "村队长",
                        RadioKind.HANDHELD,
                        931,
                        "麻栗溪乡",
                        sort,
                        True,
                        Mark.TEST,
                    ),
                )
