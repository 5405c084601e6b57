"""A desk over a real store: pages in tests write into a database file and hear its facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base.bus import Bus
from app.base.drafts import Drafts
from app.base.errors import Refused, Unreachable
from app.base.jobs import Ticket
from app.base.saving import Saving
from app.people.session import Session
from app.reports.board import Board
from db.attachments import Files
from db.stores.attachments import AttachmentRows
from tests.jobs import JobsInOrder
from tests.rooms import Room, open_room
from widgets.duty.files import Attached
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme


class HeldJobs:
    """Work is done at once, or, while `hold` is set, only when `finish` is called."""

    def __init__(self) -> None:
        self.hold = False
        self.waiting: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        def call() -> None:
            try:
                answer = work(*args)
            except (Refused, Unreachable) as error:
                if fail is None:
                    raise
                fail(error)
            else:
                if then is not None:
                    then(answer)

        if self.hold:
            self.waiting.append(call)
        else:
            call()
        return Ticket()

    def finish(self) -> None:
        self.hold = False
        while self.waiting:
            self.waiting.pop(0)()


@dataclass(slots=True)
class DeskRoom:
    """`said` is what the toast slot showed; `gone` where a page asked to go."""

    room: Room
    desk: Desk
    store: HeldJobs | JobsInOrder
    disk: HeldJobs | JobsInOrder
    drafts: Drafts
    board: Board
    said: list[str]
    gone: list[tuple[str, Any]]

    def go(self, place: str, subject: Any) -> None:
        self.gone.append((place, subject))


def open_desk(
    folder: Path, theme: Theme, jobs: type[HeldJobs] | type[JobsInOrder] = HeldJobs
) -> DeskRoom:
    """The same folder again is the same desk after a restart: store and drafts are those of before."""
    room = open_room(folder / "duty.db")
    bus = Bus(lambda call: call())
    room.db._publish = bus.publish
    session = Session(bus)
    session.sign_in(room.watch)
    session.enter(room.shift.id)
    said: list[str] = []
    store, disk = jobs(), jobs()
    desk = Desk(
        clock=room.clock,
        bus=bus,
        store=store,
        disk=disk,
        paper=disk,
        theme=theme,
        session=session,
        say=said.append,
        saving=Saving((folder / "duty.db", folder / "blobs", folder / "drafts")),
    )
    board = Board(room.shifts, room.log, room.instructions, room.intake)
    drafts = Drafts(folder / "drafts", room.clock)
    return DeskRoom(room, desk, store, disk, drafts, board, said, [])


def attached(office: DeskRoom) -> Attached:
    """The files of its record, beside it."""
    return Attached(AttachmentRows(office.room.db), Files(office.room.db.path.parent / "blobs"))
