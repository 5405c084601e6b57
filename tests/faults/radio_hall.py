"""A whole desktop over a real record, its gateway a simulator in a process of its own: threads, bus and
store as in the console."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.base.bus import Bus
from app.base.clock import SystemClock
from app.base.drafts import Drafts
from app.base.ids import new_id
from app.base.jobs import Worker
from app.base.marks import Mark
from app.base.ports.record import RawRecords
from app.base.saving import Saving
from app.base.settings import Gateway
from app.people.session import Session
from app.radio.events import Linked
from app.radio.gateways import Gateways
from app.radio.records import Radio, RadioKind
from app.reports.board import Board
from tests.app.radio.simulator_process import SimulatorProcess
from tests.deskroom import DeskRoom
from tests.desktops import ROOT, Opened, open_desktop
from tests.rooms import open_room
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge

SWITCH_S = 0.0005
"""As the console sets it (decision 0007)."""
LONGEST_S = 60.0
TICK_MS = 1000
RAW_BYTES = 50_000_000


@dataclass(slots=True)
class Hall:
    """What is awaited is awaited while Qt runs; `until` raises AssertionError when it takes too long."""

    opened: Opened
    simulator: SimulatorProcess
    clock: SystemClock

    @property
    def bus(self) -> Bus:
        return self.opened.room.desk.bus

    @property
    def service(self):
        return self.opened.desktop.rooms.office.radio

    def until(self, holds: Callable[[], bool], wait_s: float = LONGEST_S) -> float:
        """Seconds it took."""
        begun_s = self.clock.monotonic_s()
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: loop.quit() if self._done(holds, begun_s, wait_s) else None)
        look.start(5)
        if not holds():
            loop.exec()
        assert holds(), f"not within {wait_s} s"
        return self.clock.monotonic_s() - begun_s

    def run_for(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def _done(self, holds: Callable[[], bool], begun_s: float, wait_s: float) -> bool:
        return holds() or self.clock.monotonic_s() - begun_s > wait_s


@contextmanager
def hall(app: QApplication, folder: Path, numbers: range) -> Iterator[Hall]:
    """`numbers` are radios of the roster and on the air. The page 电台 is shown, its gateway is up."""
    sys.setswitchinterval(SWITCH_S)
    clock = SystemClock()
    with ExitStack() as end:
        office = _office(folder, end)
        _enrol(office, numbers)
        simulator = SimulatorProcess(folder / "gateway", tuple(numbers))
        end.callback(simulator.close)
        opened = end.enter_context(open_desktop(app, folder, office))
        made = Hall(opened, simulator, clock)
        service = made.service
        wire = (Gateway("A", str(simulator.link)),)
        records = RawRecords(folder / "radio", clock, RAW_BYTES)
        gateways = Gateways(service, clock, wire, records)
        office.desk.store.run(service.load, then=lambda _: gateways.start())
        end.callback(gateways.stop)
        tick = QTimer()
        tick.timeout.connect(service.tick)
        tick.start(TICK_MS)
        opened.desktop.shell.go("radio")
        made.until(lambda: service.gateways()[0].state == Linked.UP)
        made.until(lambda: len(service.roster()) >= len(numbers))
        yield made
        tick.stop()


def _office(folder: Path, end: ExitStack) -> DeskRoom:
    theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
    room = open_room(folder / "duty.db")
    room.clock.running = True
    bridge = Bridge()
    end.callback(bridge.close)
    bus = Bus(bridge.post, bridge.hurry)
    room.db._publish = bus.publish
    store, disk = Worker("store", bridge.post), Worker("disk", bridge.post)
    for worker in (disk, store):
        end.callback(worker.close)
    session = Session(bus)
    session.sign_in(room.watch)
    session.enter(room.shift.id)
    said: list[str] = []
    saving = Saving((folder / "duty.db", folder / "blobs", folder / "drafts"))
    desk = Desk(room.clock, bus, store, disk, disk, theme, session, said.append, saving=saving)
    board = Board(room.shifts, room.log, room.instructions, room.intake)
    drafts = Drafts(folder / "drafts", room.clock)
    return DeskRoom(room, desk, store, disk, drafts, board, said, [])  # type: ignore[arg-type]


def _enrol(office: DeskRoom, numbers: range) -> None:
    with office.room.db.change("system", "radio.enrol", ("radio", "all")) as change:
        for sort, number in enumerate(numbers):
            radio = Radio(
                new_id(), number, "云洛镇", f"队员{sort}", RadioKind.HANDHELD, 901, "云洛镇", sort, True,
                Mark.TEST,
            )  # fmt: skip
            change.put("radio", radio)
