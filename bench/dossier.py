"""A dossier of 500 events and 200 attachments, 1 GB, made an archive through its window.

`python -m bench.dossier [--events N] [--files N] [--bytes N] [--folder FOLDER]`. A real record on a disk
with room for four times the bytes; the view of the folders on Qt's offscreen platform, its threads as at
a desk that stood a while: the letters of its newest lines are ready for paper (`app.paper.idle`).

"copy" writes the same bytes into one file with a plain loop, before and after, the mean of both: the archive
reads every byte twice and hashes it three times, a copy does neither. "cpu" is what all threads computed
meanwhile, to be told from what others took of the machine. "block" as in `bench.log_view`: "own"
is what the Qt thread computed in one round of its loop. "memory" is resident memory above that of the idle
view. Esc is pressed in the middle of a second archive; then the first is checked, and once more with one
byte changed. The last line is JSON; 1 when something is not reached.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.base.attachments import attach
from app.base.bus import Bus
from app.base.drafts import Drafts
from app.base.ids import new_id
from app.base.jobs import Worker
from app.base.marks import Mark
from app.dossier.archive import Verdict, examine
from app.dossier.timeline import timeline
from app.duty.log import Line
from app.duty.records import Category
from app.incidents.records import Incident
from app.incidents.said import Said
from app.paper.idle import prepare_letters
from app.people.session import Session
from bench.log_view import BLOCK_LIMIT_MS, Heart
from bench.wording import Wording
from console import LETTERS_OF, settle
from db.attachments import Files
from db.stores.attachments import AttachmentRows
from tests.rooms import Room, open_room
from tests.widgets.dossier.case import FONTS, cabinet_of, issue
from widgets.dossier.folders import DossierView
from widgets.duty.files import Attached
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge

ROOT = Path(__file__).parents[1]
EVENTS, FILES, BYTES = 500, 200, 2**30
MEMORY_LIMIT_MB, CANCEL_LIMIT_S = 200, 1.0
LONGEST_S, SETTLE_S, SAMPLE_S = 300.0, 1.0, 0.02
ENDINGS = (".mp4", ".jpg", ".wav", ".pdf", ".dat")
SIZE = (1020, 660)
MB = 1e6


def fill(room: Room, files: Files, events: int, count: int, total: int) -> Incident:
    """Lines of a bad night, files of random bytes that nothing can compress."""
    who, shift = room.watch, room.shift.id
    said = Said(course="河水漫进院子，六个人爬到屋顶上去了", place="铜鼓坪镇老榆塘村")
    one = room.intake.register(who, shift, new_id(), said)
    issue(room, one)
    kinds = list(Category)
    for n, text in enumerate(Wording().texts(events)):
        line = Line(text, category=kinds[n % len(kinds)], incident_id=one.id)
        room.log.write(who, shift, line)
    filed = [
        files.keep(os.urandom(total // count), f"影像 {n:03d}{ENDINGS[n % len(ENDINGS)]}")
        for n in range(count)
    ]
    with room.db.change(str(who.id), "bench", ("incident", str(one.id))) as change:
        attach(change, filed, by=str(who.id), by_name=who.name, mark=Mark.TEST, incident_id=one.id)
    return one


class Window:
    """The folders of the incident at a desk with threads of its own."""

    def __init__(self, room: Room, files: Files, theme: Theme) -> None:
        self.bridge = Bridge()
        names = ("store", "disk", "paper", "archive")
        self.workers = [Worker(name, self.bridge.post) for name in names]
        store, disk, paper, archive = self.workers
        bus = Bus(self.bridge.post)
        room.db._publish = bus.publish
        session = Session(bus)
        session.sign_in(room.watch)
        session.enter(room.shift.id)
        desk = Desk(room.clock, bus, store, disk, paper, theme, session, lambda _: None)
        drafts = Drafts(files.folder.parent / "drafts", room.clock)
        held = Attached(AttachmentRows(room.db), files)
        self.view = DossierView(desk, cabinet_of(room, held, drafts, archive))
        self.view.resize(*SIZE)
        self.view.show()
        self.view.activateWindow()

    def close(self) -> None:
        for worker in self.workers:
            worker.close()
        self.bridge.close()
        self.view.close()
        self.view.deleteLater()

    def stand_a_while(self, room: Room) -> None:
        """What the console does soon after it stands."""
        store, _, paper, _ = self.workers
        ready: list[bool] = []

        def newest() -> str:
            lines = room.log.latest(LETTERS_OF)
            return "".join(line.text + line.unit + line.by_name for line in lines)

        prepare_letters(FONTS, store, paper, newest)
        store.run(bool, then=lambda _: paper.run(lambda: True, then=ready.append))
        until(lambda: bool(ready))

    def export(self, to: Path) -> None:
        with patch.object(QFileDialog, "getSaveFileName", lambda *_: (str(to), "")):
            self.view.export.click()
            self.view.acts.export_card.go.click()

    def told(self) -> str:
        return self.view._piece.text.toPlainText()

    def verify(self, file: Path) -> tuple[float, str]:
        """Seconds, and what was told."""
        self.view._piece.text.clear()
        begun = perf_counter()
        self.view.acts.verify_file(file)
        until(lambda: bool(self.told()))
        return perf_counter() - begun, self.told()


def until(true: Callable[[], bool], seconds: float = LONGEST_S) -> None:
    loop, timer, begun = QEventLoop(), QTimer(), perf_counter()

    def look() -> None:
        if true() or perf_counter() - begun > seconds:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(2)
    loop.exec()
    timer.stop()


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


@contextmanager
def watched_memory() -> Iterator[list[float]]:
    """All samples of resident MB while it lasts; the first is that of before."""
    samples, over = [resident()], Event()

    def look() -> None:
        while not over.wait(SAMPLE_S):
            samples.append(resident())

    thread = Thread(target=look)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()


def copied(files: Files, to: Path) -> float:
    """Seconds that a plain loop takes for the same bytes into one file, durable."""
    begun = perf_counter()
    with open(to, "wb") as out:
        for sha256 in files.here():
            with open(files.place(sha256), "rb") as held:
                while part := held.read(2**20):
                    out.write(part)
        out.flush()
        os.fsync(out.fileno())
    took = perf_counter() - begun
    to.unlink()
    return took


def cancelled(window: Window, to: Path) -> tuple[float, bool]:
    """Seconds from Esc in the middle to the end, and whether nothing is left."""
    bar = window.view.acts.bar
    window.export(to)
    until(lambda: bar.progress is not None and bar.progress.done > bar.progress.total // 3)
    was_under_way = bar.busy
    begun = perf_counter()
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    until(lambda: not bar.busy)
    took = perf_counter() - begun
    return took, was_under_way and not list(to.parent.glob(f"*{to.name}*"))


def run(folder: Path, events: int, count: int, total: int) -> dict[str, Any]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
    theme.apply(app, "day")
    sys.setswitchinterval(0.0005)  # as the console does
    room, files = open_room(folder / "duty.db"), Files(folder / "blobs")
    incident = fill(room, files, events, count, total)
    window = Window(room, files, theme)
    view, to = window.view, folder / "d.zip"
    view.show_incident(incident.id)
    until(lambda: view._piece.paper.paper is not None)
    window.stand_a_while(room)
    assert view.look is not None
    happened = len(timeline(view.look.case))
    settle()
    Heart().beat(SETTLE_S, lambda _: None)
    before = copied(files, folder / "copy")
    heart, begun, spent = Heart(), perf_counter(), process_time()
    with watched_memory() as samples:
        window.export(to)
        heart.beat(LONGEST_S, lambda _: None, lambda: bool(view.look and view.look.exports))
    took, cpu = perf_counter() - begun, process_time() - spent
    after = copied(files, folder / "copy")
    cancel_s, nothing_left = cancelled(window, folder / "e.zip")
    verify_s, whole = window.verify(to)
    _change_one_byte(to)
    _, changed = window.verify(to)
    told = {
        "bench": "dossier",
        "events": happened,
        "files": count,
        "mb": round(total / MB),
        "export_s": round(took, 2),
        "export_cpu_s": round(cpu, 2),
        "export_mb_s": round(total / MB / took),
        "copy_mb_s": round(total / MB / ((before + after) / 2)),
        "share_of_copy": round((before + after) / 2 / took, 2),
        "block_ms": heart.told(),
        "memory_mb": round(max(samples) - samples[0]),
        "cancel_s": round(cancel_s, 2),
        "nothing_left": nothing_left,
        "verify_s": round(verify_s, 2),
        "whole": "归档完整" in whole and room.watch.name in whole,
        "changed_told": "不符" in changed and examine(to).verdict is Verdict.CHANGED,
        "python": platform.python_version(),
    }
    window.close()
    room.db.close()
    told["reached"] = _reached(told)
    return told


def _change_one_byte(file: Path) -> None:
    with open(file, "r+b") as held:
        held.seek(file.stat().st_size // 2)
        byte = held.read(1)[0]
        held.seek(-1, os.SEEK_CUR)
        held.write(bytes([byte ^ 1]))


def _reached(told: dict[str, Any]) -> bool:
    return bool(
        told["block_ms"]["own_worst"] <= BLOCK_LIMIT_MS
        and told["memory_mb"] <= MEMORY_LIMIT_MB
        and told["cancel_s"] <= CANCEL_LIMIT_S
        and told["nothing_left"]
        and told["whole"]
        and told["changed_told"]
    )


def main(argv: list[str]) -> int:
    ask = argparse.ArgumentParser(prog="python -m bench.dossier")
    ask.add_argument("--events", type=int, default=EVENTS)
    ask.add_argument("--files", type=int, default=FILES)
    ask.add_argument("--bytes", type=int, default=BYTES)
    ask.add_argument("--folder", help="where the record is made")
    asked = ask.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        told = run(Path(folder), asked.events, asked.files, asked.bytes)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if told["reached"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
