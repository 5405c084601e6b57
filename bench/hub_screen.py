"""A desk with its log page on a screen, as `bench.hub_line` looks at it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from uuid import UUID

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.base.bus import Bus, Changed
from app.base.drafts import Drafts
from app.base.jobs import Worker
from app.base.settings import HubPlace
from app.people.session import Session
from db.attachments import Files
from db.exchange.whole import exchange_of
from db.stores.attachments import AttachmentRows
from tests.postgres import PASSWORD
from tests.rooms import open_room
from widgets.duty.files import Attached
from widgets.duty.logpage import LogPage
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge

ROOT = Path(__file__).parents[1]
LONGEST_S = 20.0
LOOK_MS = 5
SWITCH_S = 0.0005
"""As the console sets it (decision 0007)."""


class Screen:
    """Threads, bus and page as in the console; it shows the log of `shift`."""

    def __init__(self, folder: Path, place: HubPlace, shift: UUID) -> None:
        sys.setswitchinterval(SWITCH_S)
        self.app = QApplication.instance() or QApplication([])
        folder.mkdir(parents=True)
        (folder / "hub").touch(0o600)
        (folder / "hub").write_text(PASSWORD, encoding="ascii")
        room = open_room(folder / "duty.db")
        room.db.desk = "desk-b"
        room.db.renew_chain()
        theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
        theme.apply(self.app, "day")
        self._end = ExitStack()
        bridge = Bridge()
        self._end.callback(bridge.close)
        bus = Bus(bridge.post)
        room.db._publish = bus.publish
        self._end.callback(room.db.close)
        workers = [Worker(name, bridge.post) for name in ("store", "disk", "paper")]
        for worker in workers:
            self._end.callback(worker.close)
        session = Session(bus)
        session.sign_in(room.watch)
        session.enter(shift)
        desk = Desk(room.clock, bus, *workers, theme, session, lambda _: None)
        files = Files(folder / "blobs")
        self.page = LogPage(
            desk,
            room.log,
            room.instructions,
            Drafts(folder / "drafts", room.clock),
            lambda place, subject: None,
            Attached(AttachmentRows(room.db), files),
        )
        self.page.resize(1516, 808)
        self.page.show()
        exchange = exchange_of(room.db, files, place, folder, bus.publish)
        self._end.callback(exchange.stop, LONGEST_S)
        bus.listen(Changed, lambda _: exchange.wake())
        exchange.start()
        exchange.settled.wait(LONGEST_S)

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()
        self._end.close()

    def wait_for(self, text: str) -> float:
        """When the line stands in the list."""
        loop = QEventLoop()
        until = perf_counter() + LONGEST_S
        look = QTimer()
        look.timeout.connect(
            lambda: loop.quit() if self._there(text) or perf_counter() > until else None
        )
        look.start(LOOK_MS)
        loop.exec()
        if not self._there(text):
            raise TimeoutError(f"{text} was not seen within {LONGEST_S:.0f} s")
        return perf_counter()

    def idle(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def _there(self, text: str) -> bool:
        return any(entry.text == text for entry in self.page.table.records)
