"""Two desks with threads of their own, a hub on a real PostgreSQL: how soon one sees what the other wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from uuid import UUID

from PySide6.QtCore import QEventLoop, QTimer

from app.base.bus import Bus, Changed
from app.base.clock import SystemClock
from app.base.drafts import Drafts
from app.base.jobs import Worker
from app.base.marks import Mark
from app.base.settings import HubPlace
from app.duty.instructions import Instructions
from app.duty.log import DutyLog, Line
from app.duty.shifts import Shifts
from app.people.records import Role
from app.people.session import Session
from db.attachments import Files
from db.engine import Database
from db.exchange.door import HubDoor, open_door
from db.exchange.setup import setup_sql
from db.stores.attachments import AttachmentRows
from db.stores.duty import InstructionRows, ShiftRows
from db.stores.log import LogRows
from db.stores.search import SearchRows
from tests.blank import blank
from tests.postgres import HOST, PASSWORD, Cluster
from tests.rooms import officer
from widgets.duty.files import Attached
from widgets.duty.logpage import LogPage
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge

COUNTY = "430000"
LONGEST_MS = 10_000


def hub_place(cluster: Cluster, folder: Path) -> HubPlace:
    """A fresh hub, set up as the administrator does it, and how a desk reaches it."""
    name = cluster.create()
    with cluster.connect(name) as connection:
        connection.execute(setup_sql(COUNTY, UUID(int=7)))
        connection.execute(f"ALTER ROLE dutyroom PASSWORD '{PASSWORD}'")
    secret = folder / "hub.password"
    secret.write_text(PASSWORD, encoding="ascii")
    secret.chmod(0o600)
    return HubPlace(HOST, COUNTY, secret.name, cluster.port, name, sslmode="disable")


class Station:
    """One desk's record and its exchange; without windows the bus calls back where it is told."""

    def __init__(self, folder: Path, name: str, place: HubPlace, bus: Bus) -> None:
        self.bus, self.clock = bus, SystemClock()
        self.db = Database(blank(folder / f"{name}.db"), name, self.clock, bus.publish)
        self.files = Files(folder / f"{name}-blobs")
        self.door: HubDoor = open_door(self.db, self.files, place, folder, bus)
        self.shifts = Shifts(self.db, ShiftRows(self.db), self.clock, Mark.TEST)
        self.log = DutyLog(self.db, LogRows(self.db), SearchRows(self.db), self.clock, Mark.TEST)

    def close(self) -> None:
        self.door.stop()
        self.db.close()


@dataclass(slots=True)
class Feed:
    """`see` writes a line on desk b and tells how many seconds later desk a's page had drawn it."""

    a: Station
    b: Station
    page: LogPage
    shift_id: UUID

    def see(self, text: str) -> float:
        committed: list[float] = []
        heard = self.b.bus.listen(Changed, lambda _: committed.append(perf_counter()))
        entry = self.b.log.note(self.shift_id, Line(text))
        heard.cancel()
        self._until(entry.id)
        self.page.table.view.viewport().repaint()
        return perf_counter() - committed[0]

    def _until(self, key: UUID) -> None:
        loop, model = QEventLoop(), self.page.table.model

        def look() -> None:
            if any(entry.id == key for entry in model.records):
                loop.quit()

        model.modelReset.connect(look)
        late = QTimer()
        late.setSingleShot(True)
        late.timeout.connect(lambda: loop.exit(1))
        late.start(LONGEST_MS)
        QTimer.singleShot(0, look)
        failed = loop.exec()
        model.modelReset.disconnect(look)
        if failed:
            raise TimeoutError("the line never came")


@contextmanager
def feed(cluster: Cluster, folder: Path, theme: Theme) -> Iterator[Feed]:
    """Desk a has the page of the log open; both have met the hub."""
    place = hub_place(cluster, folder)
    bridge = Bridge()
    a = Station(folder, "desk-a", place, Bus(bridge.post))
    b = Station(folder, "desk-b", place, Bus(lambda call: call()))
    store = Worker("store", bridge.post)
    chief = officer("彭例安", Role.CHIEF)
    with a.db.change("system", "officer.add", ("officer", "all")) as change:
        change.put("officer", chief)
    shift = a.shifts.open(chief)
    try:
        for station in (a, b):
            station.door.begin()
        page = _page(a, store, theme, folder)
        page.resize(1200, 800)
        page.show()
        _bring(b, shift.id)
        yield Feed(a, b, page, shift.id)
        page.deleteLater()
    finally:
        b.close()
        store.close()
        a.close()
        bridge.close()


def _page(a: Station, store: Worker, theme: Theme, folder: Path) -> LogPage:
    session = Session(a.bus)
    desk = Desk(a.clock, a.bus, store, store, store, theme, session, lambda _: None)
    instructions = Instructions(a.db, InstructionRows(a.db), a.log, a.clock, Mark.TEST)
    attached = Attached(AttachmentRows(a.db), a.files)
    drafts = Drafts(folder / "drafts", a.clock)
    return LogPage(desk, a.log, instructions, drafts, lambda *_: None, attached)


def _bring(station: Station, shift_id: UUID) -> None:
    """Until the shift that the other desk opened is here."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(
        lambda: loop.quit() if ShiftRows(station.db).shift(shift_id) is not None else None
    )
    timer.start(20)
    QTimer.singleShot(LONGEST_MS, loop.quit)
    loop.exec()
