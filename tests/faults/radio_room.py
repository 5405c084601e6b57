"""The radio room on a record of its own, for runs of bad luck: everything it tells is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.base.bus import Bus
from app.base.clock import Clock
from app.base.ids import new_id
from app.base.marks import Mark
from app.radio import facts
from app.radio.board import Gateway, Line
from app.radio.records import Radio, RadioKind
from app.radio.service import RadioService
from db.engine import Database
from db.stores.radio import RadioRows
from tests.blank import blank
from tests.faults.radio_loop import TRIED
from tests.jobs import JobsInOrder


class Room:
    """`told` counts facts by their name. The record is written at once, while `jobs.hold` is not set."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.bus = Bus(lambda call: call())
        self.db = Database(blank(folder / "record"), "desk", clock, self.bus.publish)
        self.rows = RadioRows(self.db)
        self.jobs = JobsInOrder()
        self.service = RadioService(
            self.rows, self.db, self.jobs, self.bus, clock, Mark.TEST, guarded=False
        )
        self.told: Counter[str] = Counter()
        for name, kind in vars(facts).items():
            if isinstance(kind, type) and name.startswith("Radio"):
                self.bus.listen(kind, lambda fact: self.told.update([type(fact).__name__]))

    def attach(self, key: str, line: Line) -> None:
        self.service.attach(Gateway("A", "A", "none", TRIED[key]), line)

    def enrol(self, numbers: range) -> None:
        with self.db.change("system", "radio.enrol", ("radio", "all")) as change:
            for sort, number in enumerate(numbers):
                radio = Radio(
                    new_id(), number, "云洛镇", "队员", RadioKind.HANDHELD, 901, "云洛镇", sort, True,
                    Mark.TEST,
                )  # fmt: skip
                change.put("radio", radio)
        self.service.load_lists()


@contextmanager
def room(clock: Clock) -> Iterator[Room]:
    with TemporaryDirectory() as folder:
        made = Room(Path(folder), clock)
        try:
            yield made
        finally:
            made.db.close()
