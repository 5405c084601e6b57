"""The log page over a record of a million lines: how soon it shows, and whether scrolling ever stops.

`python -m bench.log_view [LINES] [FOLDER] [--plant MS]`. The real page on Qt's offscreen platform over a
real SQLite file, its store on a thread of its own as at a desk. Lines are put in by plain inserts of rows:
writing is measured elsewhere. "first" is from asking for the whole record to the painted first rows, the
very first time, with no letter drawn yet, counted too. While the list is scrolled, by wheel steps and by
pulling the bar down again and again, every stretch in which the Qt thread does not come back to its loop
is a block.

Every time is told twice. "wall" is what the officer feels, and with it what others take of the machine;
"own" is processor time, of the Qt thread for a block and of all threads for the first rows, less what the
host of a virtual machine took away meanwhile ("stolen_ms": it is counted as if we had computed). The
floor is the same loop with nothing of ours in it that computes 12 ms a round, as long as a step takes:
what one round in a hundred of it takes beyond is the machine's ("machine_ms").

What is judged: no block above 50 ms own, and not one in a hundred above 50 ms by the wall less
`machine_ms`, so that waiting is seen as well as work; no opening above 100 ms own, and the middle one
not by the wall less `machine_ms`. `--plant MS` keeps the Qt thread computing so long at every fiftieth
step: the bench must then fail. The last line is JSON; 1 when something is not reached.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sqlalchemy as sa
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer, qVersion
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.base.bus import Bus
from app.base.clock import SystemClock
from app.base.drafts import Drafts
from app.base.ids import new_id
from app.base.jobs import Worker
from app.base.marks import Mark
from app.duty.instructions import Instructions
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, Way
from app.people.records import Officer, Role
from app.people.session import Session
from bench.asked import answer
from bench.wording import Wording
from console import settle
from db.attachments import Files
from db.engine import Database
from db.stores.attachments import AttachmentRows
from db.stores.duty import InstructionRows
from db.stores.log import LogRows
from db.stores.search import SearchRows
from db.tables.duty import log_entry, shift
from db.types import Id
from widgets.duty.files import Attached
from widgets.duty.logpage import LogPage
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge

ROOT = Path(__file__).parents[1]
LINES, A_SHIFT = 1_000_000, 280
OPENED, SCROLL_S, FLOOR_S = 15, 20.0, 3.0
FLOOR_STEP_MS, PLANTED_EVERY = 12.0, 50
FIRST_LIMIT_MS, BLOCK_LIMIT_MS = 100.0, 50.0
SIZE = (1516, 808)
_RANDOM_KEY = (
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)"
    " || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
)


def fill(db: Database, lines: int) -> Any:
    """Shifts of 280 lines, the newest one open; gives its id. The lines of one shift are copied into the
    others by SQL: they differ in nothing the page asks for but their shift and key."""
    now = datetime.now(UTC).replace(minute=30, second=0, microsecond=0)  # noqa: TID251
    texts, shifts = Wording().texts(A_SHIFT), -(-lines // A_SHIFT)
    copied = ", ".join(c.name for c in log_entry.columns if c.name not in ("id", "shift_id"))
    copy = sa.text(
        f"INSERT INTO log_entry (id, shift_id, {copied})"
        f" SELECT {_RANDOM_KEY}, :into, {copied} FROM log_entry WHERE shift_id = :of AND seq <= :count"
    ).bindparams(sa.bindparam("into", type_=Id()), sa.bindparam("of", type_=Id()))
    first = key = new_id()
    with db._engine.begin() as connection:
        for n in range(shifts):
            key = new_id() if n else first
            starts = now - timedelta(days=shifts - n - 1, hours=12)
            ends = starts + timedelta(days=1)
            row = {"id": key, "starts_at": starts, "ends_at": ends, "opened_at": starts}
            closed = None if n == shifts - 1 else ends
            connection.execute(shift.insert(), [row | {"closed_at": closed, "mark": Mark.TEST}])
            if n == 0:
                rows = [_row(key, starts, m, next(texts)) for m in range(A_SHIFT)]
                connection.execute(log_entry.insert(), rows)
            else:
                count = min(A_SHIFT, lines - n * A_SHIFT)
                connection.execute(copy, {"into": key, "of": first, "count": count})
    return key


def _row(shift_id: Any, starts: datetime, n: int, text: str) -> dict[str, Any]:
    at = starts + timedelta(seconds=150 * n)
    ways, kinds = list(Way), list(Category)
    return {
        "id": new_id(), "shift_id": shift_id, "seq": n + 1, "at": at, "written_at": at,
        "way": ways[n % 3], "channel": Channel.PHONE, "unit": "己塘镇值班室", "person": "周试用",
        "phone": "", "category": kinds[n % len(kinds)], "text": text, "handling": "",
        "status": Handling.TODO if n % 41 == 0 else Handling.DONE, "by": "bench", "by_name": "钱样例",
        "incident_id": None, "corrects": None, "late": False, "file_sha256": "", "file_name": "",
        "mark": Mark.TEST,
    }  # fmt: skip


class Heart:
    """How long the Qt thread stays away from its loop; milliseconds of every round, by the wall and
    by what this thread itself computed: on a machine that others use the two lie far apart."""

    def __init__(self) -> None:
        self.rounds: list[float] = []
        self.own: list[float] = []
        self.stolen_ms = 0

    def beat(
        self, seconds: float, step: Callable[[int], None], done: Callable[[], bool] = lambda: False
    ) -> None:
        """Calls `step` in every round, as the hand does; what it sets off is part of the round. Ends
        earlier when it is `done`."""
        loop, begun, last, n = QEventLoop(), perf_counter(), perf_counter(), 0
        spent, stolen = thread_time(), _stolen_ms()

        def tick() -> None:
            nonlocal last, n, spent, stolen
            now, used = perf_counter(), thread_time()
            self.rounds.append((now - last) * 1000)
            taken = _stolen_ms()
            self.own.append(max(0.0, (used - spent) * 1000 - (taken - stolen)))
            self.stolen_ms += taken - stolen
            last, spent, stolen = now, used, taken
            if now - begun > seconds or done():
                loop.quit()
                return
            n += 1
            step(n)

        timer = QTimer()
        timer.setInterval(4)
        timer.timeout.connect(tick)
        timer.start()
        loop.exec()

    def held(self, machine_ms: float) -> bool:
        """No block of ours, by the limits told above."""
        told = self.told()
        return max(told["own_worst"], told["p99"] - machine_ms) <= BLOCK_LIMIT_MS

    def told(self) -> dict[str, float]:
        rounds, own = sorted(self.rounds[1:]), sorted(self.own[1:])
        middle, most = len(rounds) // 2, int(len(rounds) * 0.99)
        return {
            "median": round(rounds[middle], 1),
            "p99": round(rounds[most], 1),
            "worst": round(rounds[-1], 1),
            "own_median": round(own[middle], 1),
            "own_p99": round(own[most], 1),
            "own_worst": round(own[-1], 1),
            "stolen_ms": self.stolen_ms,
        }


def _stolen_ms() -> int:
    """What the host of a virtual machine took from all processors since the start; 0 where unknown."""
    told = Path("/proc/stat")
    ticks = int(told.read_text().split()[8]) if told.exists() else 0
    return ticks * 1000 // os.sysconf("SC_CLK_TCK") if ticks else 0


class Hand:
    """A page at a desk, and the officer's hand on it."""

    def __init__(self, folder: Path, db: Database, bus: Bus, store: Worker, disk: Worker) -> None:
        theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "day")
        clock = SystemClock()
        session = Session(bus)
        self.officer = Officer(new_id(), "钱样例", "qyl", Role.CHIEF, True, 1, "", True, Mark.TEST)
        session.sign_in(self.officer)
        self.session, self.store = session, store
        self.log = DutyLog(db, LogRows(db), SearchRows(db), clock, Mark.TEST)
        instructions = Instructions(db, InstructionRows(db), self.log, clock, Mark.TEST)
        desk = Desk(clock, bus, store, disk, disk, theme, session, lambda _: None)
        attached = Attached(AttachmentRows(db), Files(folder / "blobs"))
        drafts = Drafts(folder / "drafts", clock)
        self.page = LogPage(desk, self.log, instructions, drafts, lambda *_: None, attached)
        self.page.resize(*SIZE)
        self.page.show()

    def first_rows_ms(self) -> tuple[float, float]:
        """From the choice of 全部 to painted rows, by the wall and own; the list was of an empty shift
        before, and all that was asked of the store is answered."""
        page, idle = self.page, list[bool]()
        page.sieve.whole.set_value("shift")
        self.session.enter(new_id())
        self._until(lambda: not page.table.model.records)
        self.store.run(lambda: True, then=idle.append)
        self._until(lambda: bool(idle))
        page.sieve.whole.set_value("all")
        painted = _Painted(page)
        begun, spent, stolen = perf_counter(), process_time(), _stolen_ms()
        page.sieve.changed.emit()
        self._until(lambda: painted.rows)
        wall, own = perf_counter() - begun, process_time() - spent
        return wall * 1000, own * 1000 - (_stolen_ms() - stolen)

    def wheel(self, _n: int) -> None:
        view = self.page.table.view
        centre = QPointF(view.viewport().rect().center())
        at = QPointF(view.viewport().mapToGlobal(centre.toPoint()))
        turned = QWheelEvent(
            centre, at, QPoint(0, 0), QPoint(0, -360), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), turned)

    def pull(self, _n: int) -> None:
        bar = self.page.table.view.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _until(self, true: Callable[[], bool]) -> None:
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if true() else None)
        timer.start(1)
        if not true():
            loop.exec()
        timer.stop()


class _Painted(QObject):
    """Whether the list was painted with rows in it."""

    def __init__(self, page: LogPage) -> None:
        super().__init__()
        self.rows, self._table = False, page.table
        page.table.view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.rows |= event.type() is QEvent.Type.Paint and bool(self._table.model.records)
        return False


def run(lines: int, folder: Path, planted_ms: float = 0.0) -> dict[str, Any]:
    app = QApplication.instance() or QApplication([])
    bridge = Bridge()
    bus = Bus(bridge.post)
    store, disk = Worker("store", bridge.post), Worker("disk", bridge.post)
    sys.setswitchinterval(0.0005)  # as the console does
    db = Database(folder / "duty.db", "bench", SystemClock(), bus.publish)
    begun = perf_counter()
    newest = fill(db, lines)
    filled = perf_counter() - begun
    hand = Hand(folder, db, bus, store, disk)
    settle()
    opened = [hand.first_rows_ms() for _ in range(OPENED)]
    first, first_own = sorted(wall for wall, _ in opened), sorted(own for _, own in opened)
    floor, wheel, pulled = Heart(), Heart(), Heart()
    floor.beat(FLOOR_S, lambda _n: _compute(FLOOR_STEP_MS))
    machine_ms = max(0.0, floor.told()["p99"] - FLOOR_STEP_MS)
    hand.session.enter(newest)

    def turn(n: int) -> None:
        hand.wheel(n)
        if planted_ms and n % PLANTED_EVERY == 0:
            _compute(planted_ms)

    wheel.beat(SCROLL_S, turn)

    def write(n: int) -> None:
        """Lines come in while the bar is pulled."""
        hand.pull(n)
        if n % 50 == 0:
            store.run(hand.log.write, hand.officer, newest, Line(f"第 {n} 步"))

    pulled.beat(SCROLL_S, write)
    reached = len(hand.page.table.model.records)
    hand.page.close()
    store.close()
    disk.close()
    bridge.close()
    db.close()
    assert app is not None
    return {
        "bench": "log_view",
        "lines": lines,
        "first_rows_ms": {
            "median": round(median(first), 1),
            "worst": round(first[-1], 1),
            "very_first": round(opened[0][0], 1),
            "own_median": round(median(first_own), 1),
            "own_worst": round(first_own[-1], 1),
        },
        "block_ms": {
            "floor": floor.told(),
            "wheel": wheel.told(),
            "pulled": pulled.told(),
        },
        "load": round(os.getloadavg()[0], 1),
        "rows_reached": reached,
        "fill_s": round(filled, 1),
        "planted_ms": planted_ms,
        "machine_ms": round(machine_ms, 1),
        "reached": max(median(first) - machine_ms, first_own[-1]) <= FIRST_LIMIT_MS
        and wheel.held(machine_ms)
        and pulled.held(machine_ms),
        "qt": qVersion(),
        "python": platform.python_version(),
    }


def _compute(ms: float) -> None:
    until = thread_time() + ms / 1000
    while thread_time() < until:
        pass


if __name__ == "__main__":
    sys.exit(answer("log_view", "lines", LINES, run, sys.argv[1:]))
