"""Fifty open incidents with twenty running clocks each, on the real windows: does the Qt thread ever wait,
and is a clock ever wrong?

`python -m bench.clocks [SECONDS] [FOLDER] [--plant MS]`. The whole desktop on Qt's offscreen platform over
a real record, its store on a thread of its own: console, incidents (one of them chosen, its twenty rings in
sight), reports (the board of all thousand clocks) and the intake (a call half typed) each in a window,
all ticking. Own time and wall, floor and limits are those of `bench.log_view`: no block above 50 ms own, and
not one in a hundred above 50 ms by the wall less what the machine takes from the floor.

A clock shows whole seconds of the moment when it was painted last; it is wrong by as much as has gone by
since. "wrong_s" is the most that was ever seen of each view, looked at in every round of the loop: "wall" as
the officer sees it, "own" without what others took of the machine in those rounds (wall less own time less
the pause of the loop). What is judged is own, and that not one look in a hundred is beyond a second by the
wall less what the floor lost. `--plant MS` keeps the Qt thread computing so long at every
fiftieth round: the bench must then fail. The last line is JSON; 1 when something is not reached.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, qVersion
from PySide6.QtWidgets import QApplication, QWidget

from app.base.bus import Bus
from app.base.ids import new_id
from app.base.jobs import Worker
from app.incidents.records import EventClass, ReportWay
from app.incidents.said import Said
from bench.asked import answer
from bench.log_view import BLOCK_LIMIT_MS, FLOOR_S, FLOOR_STEP_MS, PLANTED_EVERY, Heart, _compute
from console import settle
from tests.deskroom import DeskRoom, open_desk
from tests.desktops import Opened, open_desktop
from widgets.kit.ringclock import RingClock
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge
from widgets.tour.hands import write

ROOT = Path(__file__).parents[1]
INCIDENTS, CLOCKS, SECONDS = 50, 20, 60.0
WRONG_LIMIT_S, PAUSE_MS = 1.0, 8.0
TORN_OFF = ("incidents", "reports", "intake")
SIZE = (1516, 860)


def fill(office: DeskRoom) -> None:
    """Clocks of every kind of nearness: some are over, some soon, some run for hours."""
    room = office.room
    for n in range(INCIDENTS):
        said = Said(
            event_class=EventClass.ACCIDENT,
            kind="火灾",
            place=f"云洛镇演示路 {n + 1} 号",
            township="云洛镇",
            reporter_unit="云洛镇值班室",
            course="厂房起火",
        )
        made = room.intake.register(room.watch, room.shift.id, new_id(), said)
        running = [one for one in room.intake.deadlines(made.id) if one.met_at is None]
        pattern, now = running[0], room.clock.now()
        with room.db.change("bench", "deadline.start", ("incident", str(made.id))) as change:
            for m in range(CLOCKS - len(running)):
                due = now + timedelta(minutes=7 * m - 15, seconds=13 * n)
                change.put("deadline", replace(
                    pattern, id=new_id(), rule=f"bench{m}", name=f"第 {m + 1} 次续报",
                    starts_at=now - timedelta(minutes=30), due_at=due, way=ReportWay.FOLLOW_UP,
                    to="市应急管理局",
                ))  # fmt: skip


def rings_of(page: QWidget) -> list[RingClock]:
    """Those of the chosen incident, wherever its tabs put them."""
    return page.findChildren(RingClock)


class Machine:
    """What others took of the machine so far: of each round what was neither computed nor paused."""

    def __init__(self, heart: Heart) -> None:
        self._heart, self._seen, self.taken_s = heart, 0, 0.0

    def look(self) -> None:
        rounds, own = self._heart.rounds, self._heart.own
        while self._seen < len(rounds):
            lost = rounds[self._seen] - own[self._seen] - PAUSE_MS
            self.taken_s += max(0.0, lost) / 1000
            self._seen += 1


class Freshness(QObject):
    """When a view was last true: painted, or, where only rows that changed are painted, looked through."""

    def __init__(self, name: str, view: QWidget, machine: Machine) -> None:
        super().__init__()
        self.name, self._machine = name, machine
        self.walls: list[float] = []
        self.own_s = 0.0
        self.renew()
        view.installEventFilter(self)

    def renew(self) -> None:
        self._at, self._taken = perf_counter(), self._machine.taken_s

    def look(self) -> None:
        wall = perf_counter() - self._at
        self.walls.append(wall)
        self.own_s = max(self.own_s, wall - (self._machine.taken_s - self._taken))

    def told(self) -> dict[str, float]:
        walls = sorted(self.walls)
        return {
            "own": round(self.own_s, 3),
            "p99": round(walls[int(len(walls) * 0.99)], 3),
            "wall": round(walls[-1], 3),
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.renew()
        return False


def watched(opened: Opened, machine: Machine) -> list[Freshness]:
    desktop = opened.desktop
    views = [
        Freshness("console: incidents", desktop.console.incidents.view.viewport(), machine),
        Freshness("console: tasks", desktop.console.cards.viewport(), machine),
        Freshness("incidents: list", desktop.incidents.table.view.viewport(), machine),
    ]
    for name, rings in (
        ("incidents: ring", rings_of(desktop.incidents)),
        ("intake: ring", desktop.intake.side.rings.rings),
    ):
        views += [
            Freshness(name, ring, machine) for ring in rings if not ring.visibleRegion().isEmpty()
        ]
    board = desktop.reports.board
    seen = Freshness("reports: board", QWidget(board), machine)
    board._second.timeout.connect(seen.renew)
    return [*views, seen]


def show_windows(opened: Opened, until: Callable[[Callable[[], bool]], None]) -> None:
    desktop = opened.desktop
    shell = desktop.shell
    for key in TORN_OFF:
        shell.tear_off(key)
    for window in shell.windows.values():
        window.resize(*SIZE)
        window.show()
    shell.go("console")
    (first, *_) = opened.room.room.intake.open()
    desktop.incidents.open(first.id)
    desktop.reports.open(first.id)
    write(desktop.intake.form.fields["place"].edit, "云洛镇演示路 1 号")
    write(desktop.intake.form.fields["course"].edit, "厂房起火，两人失联")
    until(lambda: len(rings_of(desktop.incidents)) == CLOCKS)
    until(lambda: len(desktop.reports.board.rows) >= INCIDENTS * CLOCKS)
    until(lambda: bool(desktop.intake.side.rings.rings))


def wait_until(true: Callable[[], bool]) -> None:
    """At most half a minute."""
    heart, begun = Heart(), perf_counter()
    while not true() and perf_counter() - begun < 30:
        heart.beat(0.05, lambda _: None)
    if not true():
        raise RuntimeError("the windows did not show what was put into the record")


def run(seconds: float, folder: Path, planted_ms: float = 0.0) -> dict[str, Any]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
    theme.apply(app, "day")
    bridge = Bridge()
    bus = Bus(bridge.post)
    workers = [Worker(name, bridge.post) for name in ("store", "disk", "paper")]
    sys.setswitchinterval(0.0005)  # as the console does
    office = open_desk(folder, theme)
    fill(office)
    office.room.clock.running = True
    office.room.db._publish = bus.publish
    session = office.desk.session
    session._bus = bus
    store, disk, paper = workers
    office.desk = replace(office.desk, bus=bus, store=store, disk=disk, paper=paper)
    with open_desktop(app, folder, office) as opened:
        show_windows(opened, wait_until)
        settle()
        floor, ticking = Heart(), Heart()
        floor.beat(FLOOR_S, lambda _n: _compute(FLOOR_STEP_MS))
        machine_ms = max(0.0, floor.told()["p99"] - FLOOR_STEP_MS)
        machine = Machine(ticking)
        views = watched(opened, machine)
        for one in views:
            one.renew()

        def step(n: int) -> None:
            machine.look()
            for one in views:
                one.look()
            if planted_ms and n % PLANTED_EVERY == 0:
                _compute(planted_ms)

        ticking.beat(seconds, step)
        board = opened.desktop.reports.board
        shown, painted = len(board.rows), board.painted
    for worker in workers:
        worker.close()
    bridge.close()
    office.room.db.close()
    wrong: dict[str, dict[str, float]] = {}
    for one in views:
        told, before = one.told(), wrong.get(one.name, {})
        wrong[one.name] = {name: max(was, before.get(name, 0.0)) for name, was in told.items()}
    own_s, p99_s = (max(one[name] for one in wrong.values()) for name in ("own", "p99"))
    rings = sum(one.name.endswith("ring") for one in views)
    return {
        "bench": "clocks",
        "incidents": INCIDENTS,
        "clocks": shown,
        "seconds": seconds,
        "rings_in_sight": rings,
        "board_rows_painted": painted,
        "block_ms": {"floor": floor.told(), "ticking": ticking.told()},
        "own_worst_at_s": worst_at(ticking),
        "own_share": round(sum(ticking.own) / sum(ticking.rounds), 3),
        "wrong_s": wrong,
        "machine_ms": round(machine_ms, 1),
        "planted_ms": planted_ms,
        "load": round(os.getloadavg()[0], 1),
        "block_limit_ms": BLOCK_LIMIT_MS,
        "reached": ticking.held(machine_ms)
        and max(own_s, p99_s - machine_ms / 1000) <= WRONG_LIMIT_S,
        "qt": qVersion(),
        "python": platform.python_version(),
    }


def worst_at(heart: Heart) -> float:
    """Seconds after the beginning at which the longest own block stood."""
    n = max(range(1, len(heart.own)), key=heart.own.__getitem__)
    return round(sum(heart.rounds[:n]) / 1000, 1)


if __name__ == "__main__":
    sys.exit(answer("clocks", "seconds", SECONDS, run, sys.argv[1:]))
