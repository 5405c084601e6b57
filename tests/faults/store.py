"""Two desks and their hub through bad luck: `python -m tests.faults.store --seconds 60`.

The desks are processes, the hub is a real PostgreSQL behind a line that is cut, refused and silenced. The
officers never rest. Afterwards every change that was acknowledged is on the hub exactly once, and both
desks and the hub hold the same. A naive exchange at the same crash point must not. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.clock import SystemClock
from db.exchange.setup import setup_sql
from db.tables.journal import journal
from tests.faults import judge
from tests.faults.crash import POINTS
from tests.faults.desk_process import EDITED, Asked
from tests.faults.desk_process import main as main_of_desk
from tests.faults.naive import TABLE as NAIVE_TABLE
from tests.faults.proxy import Proxy
from tests.postgres import PASSWORD, Cluster

SILENCE_S = 5.5
"""Longer than a call may last."""
DESK_FAULTS = ("killed", *POINTS)
HUB_FAULTS = (
    "postmaster killed",
    "stopped at once",
    "connections ended",
    "cut",
    "refused",
    "silent",
)
PATIENCE = 4
DIES_S, QUIET_S = 8.0, 90.0
FAULTS_A_MINUTE, ACKED_A_MINUTE = 25, 5000
CLOCK = SystemClock()


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.desk_process"])


class Desk:
    """One desk's process, started again after each death; what it ever acknowledged."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.acked: dict[str, str] = {}
        asked.folder.mkdir()
        self.start()

    @property
    def record(self) -> Path:
        return self._asked.folder / "duty.db"

    def start(self) -> None:
        self._line, far = _FORKS.Pipe()
        self._process = _FORKS.Process(target=main_of_desk, args=(self._asked, far), daemon=True)
        self._process.start()
        far.close()
        ready: Queue[bool] = Queue()
        self._reader = Thread(target=self._read, args=(self._line, ready), daemon=True)
        self._reader.start()
        if not ready.get(timeout=60):
            raise RuntimeError(f"{self._asked.name} did not start")

    def tell(self, *words: object) -> None:
        with suppress(BrokenPipeError):
            self._line.send(words)

    def dies(self, within_s: float) -> bool:
        self._process.join(within_s)
        return not self._process.is_alive()

    def kill(self) -> None:
        """What it said before is heard to the last word."""
        self._process.kill()
        self._process.join()
        self._reader.join(10)
        self._line.close()

    def restart(self) -> None:
        self.kill()
        self.start()

    def end(self) -> bool:
        """In order; True when it ended well."""
        self.tell("end")
        well = self.dies(30) and self._process.exitcode == 0
        self.kill()
        return well

    def _read(self, line: Connection, ready: Queue[bool]) -> None:
        with suppress(EOFError, OSError):
            while True:
                match line.recv():
                    case ("acked", change, what):
                        self.acked[change] = what
                    case ("ready",):
                        ready.put(True)
        ready.put(False)


class Scene:
    """A hub, the line to it, and what may happen to them and to the desks."""

    def __init__(self, seed: int, rate: float, end: ExitStack) -> None:
        self.random = random.Random(seed)
        self.folder = Path(tempfile.mkdtemp(prefix="duty-faults-"))
        end.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.cluster = Cluster(durable=True)
        end.callback(self.cluster.remove)
        self.line = Proxy(self.cluster.port)
        end.callback(self.line.close)
        self.database = self.cluster.create()
        with self.cluster.connect(self.database) as connection:
            connection.execute(setup_sql("430000", UUID(int=7)))
            connection.execute(f"ALTER ROLE dutyroom PASSWORD '{PASSWORD}'")
            connection.execute(f"CREATE TABLE {NAIVE_TABLE} (ws text, cmd_id text)")
            connection.execute(f"GRANT SELECT, INSERT ON {NAIVE_TABLE} TO dutyroom")
        self.rate = rate
        self._end = end
        self.desks = [self.desk("desk-a"), self.desk("desk-b")]
        self.happened: Counter[str] = Counter()

    def desk(self, name: str, *, naive: bool = False) -> Desk:
        place = (self.line.port, self.database, PASSWORD)
        made = Desk(Asked(self.folder / name, name, *place, self.rate, naive))
        self._end.callback(made.kill)
        return made

    def play(self, seconds: float) -> float:
        """Each desk and the hub has its own bad luck at its own pace. How many seconds it took: a slow
        machine has up to `PATIENCE` times as long for as many faults and writes."""
        begun = CLOCK.monotonic_s()

        def over() -> bool:
            spent = CLOCK.monotonic_s() - begun
            acked = sum(len(desk.acked) for desk in self.desks)
            enough = enough_for(seconds, self.happened.total(), acked)
            return spent > seconds and (enough or spent > PATIENCE * seconds)

        hands = [(self.desk_fault, desk) for desk in self.desks] + [(self.hub_fault, None)]
        trouble: list[Exception] = []

        def hand(fault: Callable[..., None], about: Desk | None, draw: random.Random) -> None:
            kinds: list[str] = []
            try:
                while not over():
                    Event().wait(draw.uniform(2, 5) if about else draw.uniform(1, 3))
                    if not kinds:
                        kinds = list(DESK_FAULTS if about else HUB_FAULTS)
                        draw.shuffle(kinds)
                    fault(kinds.pop(), about, draw)
            except Exception as error:  # noqa: BLE001  told by the main thread
                trouble.append(error)

        threads = [
            Thread(target=hand, args=(*one, random.Random(self.random.random()))) for one in hands
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if trouble:
            raise trouble[0]
        return CLOCK.monotonic_s() - begun

    def desk_fault(self, kind: str, desk: Desk, draw: random.Random) -> None:
        if kind == "killed":
            desk.restart()
        else:
            desk.tell("crash", kind, draw.randint(1, 4))
            if not desk.dies(DIES_S):
                desk.tell("crash", "never", 0)
                return
            desk.restart()
        self.happened[kind] += 1

    def hub_fault(self, kind: str, _: None, draw: random.Random) -> None:
        pause_s = draw.uniform(0.1, 1.0)
        match kind:
            case "postmaster killed":
                self.cluster.kill()
                Event().wait(pause_s)
                self.cluster.start()
            case "stopped at once":
                self.cluster.stop("immediate")
                Event().wait(pause_s)
                self.cluster.start()
            case "connections ended":
                self.cluster.terminate_backends()
            case "cut":
                self.line.cut()
            case "refused":
                self.line.refuse()
                Event().wait(pause_s)
                self.line.restore()
            case "silent":
                self.line.silence()
                Event().wait(SILENCE_S)
                self.line.restore()
        self.happened[kind] += 1

    def calm(self) -> bool:
        """The officers rest; until nothing is on one desk only."""
        for desk in self.desks:
            desk.tell("rest")
        until = CLOCK.monotonic_s() + QUIET_S
        while CLOCK.monotonic_s() < until:
            with self.hub() as hub:
                last = hub.execute(sa.select(sa.func.max(journal.c.hub_no))).scalar()
            if all(standing(desk) == (0, last) for desk in self.desks):
                return True
            Event().wait(0.1)
        return False

    def naive_doubles(self) -> int:
        """What the naive exchange sent twice, after dying where the hub knew and it did not."""
        desk = self.desk("naive", naive=True)
        desk.tell("crash", "hub.after", 2)
        if desk.dies(DIES_S):
            desk.restart()
        desk.tell("rest")
        desk.end()
        with self.hub() as hub:
            query = f"SELECT count(*) - count(DISTINCT cmd_id) FROM {NAIVE_TABLE}"
            return int(hub.exec_driver_sql(query).scalar_one())

    @contextmanager
    def hub(self) -> Iterator[sa.Connection]:
        engine = sa.create_engine(self.cluster.socket_url(self.database))
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@contextmanager
def reading(desk: Desk) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///file:{desk.record}?mode=ro&uri=true")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def standing(desk: Desk) -> tuple[int, int]:
    """(pending, number of the last confirmed) as the desk's file says."""
    with reading(desk) as connection:
        pending, last = connection.execute(
            sa.select(
                sa.func.count().filter(journal.c.hub_no.is_(None)), sa.func.max(journal.c.hub_no)
            )
        ).one()
    return pending, last


def verdict(scene: Scene) -> dict[str, object]:
    """What is left when all is quiet."""
    acked = {change: what for desk in scene.desks for change, what in desk.acked.items()}
    with scene.hub() as hub, ExitStack() as opened:
        on_hub = Counter(hub.execute(sa.select(journal.c.cmd_id)).scalars())
        expected, applied = judge.judged(hub)
        stores = [hub, *(opened.enter_context(reading(desk)) for desk in scene.desks)]
        edited = sum(1 for what in acked.values() if what == EDITED)
        edits = hub.execute(
            sa.select(sa.func.count()).where(journal.c.what == f"incident.{EDITED}")
        ).scalar_one()
        return {
            "faults": scene.happened.total(),
            "acked": len(acked),
            "lost": len(acked.keys() - on_hub.keys()),
            "doubled": on_hub.total() - len(on_hub),
            "chains_whole": all(judge.whole(store) for store in stores),
            "tables_equal": all(judge.held(store) == expected for store in stores),
            "contested": {
                "acked": edited,
                "entries": edits,
                "applied": applied,
                "conflicts": len(expected.conflicts),
            },
            "by_kind": dict(sorted(scene.happened.items())),
        }


def run(seconds: float, seed: int, rate: float) -> dict[str, object]:
    with ExitStack() as end:
        scene = Scene(seed, rate, end)
        played_s = scene.play(seconds)
        quiet = scene.calm()
        ended = [desk.end() for desk in scene.desks]
        told = verdict(scene)
        told["quiet"] = quiet and all(ended)
        told["seconds"] = round(played_s)
        told["control_failed"] = scene.naive_doubles() > 0
    return told


def reached(told: dict[str, Any], seconds: float) -> bool:
    """The bar, in proportion to the time."""
    contested = told["contested"]
    return (
        told["lost"] == told["doubled"] == 0
        and told["chains_whole"]
        and told["tables_equal"]
        and told["quiet"]
        and told["control_failed"]
        and contested["applied"] + contested["conflicts"] == contested["entries"]
        and contested["entries"] >= contested["acked"]
        and enough_for(seconds, told["faults"], told["acked"])
    )


def enough_for(seconds: float, faults: int, acked: int) -> bool:
    return faults >= FAULTS_A_MINUTE * seconds / 60 and acked >= ACKED_A_MINUTE * seconds / 60


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--rate", type=float, default=300, help="changes a second and desk at most")
    asked = ask.parse_args()
    told = run(asked.seconds, asked.seed, asked.rate)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if reached(told, asked.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
