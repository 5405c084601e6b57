"""The log page over a record of a million lines: how soon it shows, and whether scrolling ever stops.

`python -m bench.log_view [LINES] [FOLDER]`. The real page on Qt's offscreen platform over a real SQLite
file, its store on a thread of its own as at a desk. Lines are put in by plain inserts of rows: writing
is measured elsewhere. "first" is from asking for the whole record to the painted first rows. While the
list is scrolled, by wheel steps and by pulling the bar down again and again, every stretch in which the
Qt thread does not come back to its loop is a block; the same loop without scrolling is the floor.
The last line is JSON.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sqlalchemy as sa
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer, qVersion
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

    def beat(self, seconds: float, step: Callable[[int], None]) -> None:
        """Calls `step` in every round, as the hand does; what it sets off is part of the round."""
        loop, begun, last, n = QEventLoop(), perf_counter(), perf_counter(), 0
        spent = thread_time()

        def tick() -> None:
            nonlocal last, n, spent
            now, used = perf_counter(), thread_time()
            self.rounds.append((now - last) * 1000)
            self.own.append((used - spent) * 1000)
            last, spent = now, used
            if now - begun > seconds:
                loop.quit()
                return
            n += 1
            step(n)

        timer = QTimer()
        timer.setInterval(4)
        timer.timeout.connect(tick)
        timer.start()
        loop.exec()

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
        }


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
        self.session = session
        self.log = DutyLog(db, LogRows(db), SearchRows(db), clock, Mark.TEST)
        instructions = Instructions(db, InstructionRows(db), self.log, clock, Mark.TEST)
        desk = Desk(clock, bus, store, disk, disk, theme, session, lambda _: None)
        attached = Attached(AttachmentRows(db), Files(folder / "blobs"))
        drafts = Drafts(folder / "drafts", clock)
        self.page = LogPage(desk, self.log, instructions, drafts, lambda *_: None, attached)
        self.page.resize(*SIZE)
        self.page.show()

    def first_rows_ms(self) -> float:
        """From the choice of 全部 to painted rows; the list was of an empty shift before."""
        page = self.page
        page.sieve.whole.set_value("shift")
        self.session.enter(new_id())
        self._until(lambda: not page.table.model.records)
        page.sieve.whole.set_value("all")
        begun = perf_counter()
        page.sieve.changed.emit()
        self._until(lambda: bool(page.table.model.records))
        page.grab()
        return (perf_counter() - begun) * 1000

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


def run(lines: int, folder: Path) -> dict[str, Any]:
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
    first = sorted(hand.first_rows_ms() for _ in range(OPENED))
    floor, wheel, pulled = Heart(), Heart(), Heart()
    floor.beat(FLOOR_S, lambda _n: None)
    hand.session.enter(newest)
    wheel.beat(SCROLL_S, hand.wheel)

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
    worst = max(hand_of.told()["worst"] for hand_of in (wheel, pulled))
    return {
        "bench": "log_view",
        "lines": lines,
        "first_rows_ms": {"median": round(median(first), 1), "worst": round(first[-1], 1)},
        "block_ms": {
            "floor": floor.told(),
            "wheel": wheel.told(),
            "pulled": pulled.told(),
        },
        "load": round(os.getloadavg()[0], 1),
        "rows_reached": reached,
        "fill_s": round(filled, 1),
        "reached": first[-1] <= FIRST_LIMIT_MS and worst <= BLOCK_LIMIT_MS,
        "qt": qVersion(),
        "python": platform.python_version(),
    }


def main(argv: list[str]) -> int:
    lines = int(argv[0]) if argv else LINES
    with tempfile.TemporaryDirectory(dir=argv[1] if len(argv) > 1 else None) as folder:
        told = run(lines, Path(folder))
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
