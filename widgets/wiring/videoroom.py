"""Everything of the cameras: directory and its views, walls, recordings, drills; made and tied here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from widgets.duty.linking import MOST as MOST_LINKED
from widgets.kit.desk import Desk
from widgets.shell.messages import Messages
from widgets.shell.shell import Shell
from widgets.shell.status import Status
from widgets.video.boards import Boards
from widgets.video.login import LoginCard
from widgets.video.page import VideoPage
from widgets.video.turning import Turner
from widgets.video.walls import Walls
from widgets.wiring.cameras import CameraPlaces, camera_rooms
from widgets.wiring.doubts import DoubtBadges, drills_of, health_of
from widgets.wiring.filming import ClipRooms, Filming
from widgets.wiring.logins import Logins
from widgets.wiring.snapshots import SnapshotLines
from widgets.wiring.sorties import FlightBadges
from widgets.wiring.walls import WallTies

if TYPE_CHECKING:
    from widgets.desktop import Rooms


class VideoRoom(QObject):
    """`go(place, subject)` shows a page. `page` and `drills` stand on the rail, `walls` are windows of their
    own; `places` takes what is picked on the map for a camera."""

    def __init__(
        self, desk: Desk, status: Status, messages: Messages, rooms: Rooms, go: Callable[..., Any]
    ) -> None:
        super().__init__()
        self._desk, self._rooms, self._go = desk, rooms, go
        office = rooms.office
        self.board = Boards(desk, office.cameras, office.scenes)
        self.snapshots = SnapshotLines(desk, office.log, rooms.files, lambda: self.page.incident_id)
        self.page = VideoPage(
            desk,
            rooms.wall,
            self.board,
            rooms.snapshots.take,
            self.snapshots.keep,
            lambda page: LoginCard(desk, page, office.passwords, office.camera_logins),
            office.intake.open,
            camera_rooms(office, rooms.drafts, rooms.mark, rooms.testing, rooms.turning),
        )
        self.places = CameraPlaces(desk, self.page, go)
        latest = office.intake.latest, office.log.latest, office.drills.latest
        linked = (partial(one, MOST_LINKED) for one in latest)
        self.filming = Filming(
            desk, status, messages, rooms.films, rooms.wall, self.board, self.page,
            rooms.snapshots, self.snapshots, ClipRooms(*linked),
        )  # fmt: skip
        watched = desk, office, rooms.wall, self.board
        self.health = health_of(*watched, rooms.prints.health, self.page)
        self.drills = drills_of(*watched, rooms.prints.drill, rooms.drafts)
        self.walls = Walls(
            desk, rooms.wall, self.board,
            turner=lambda: Turner(desk, rooms.turning, office.camera_logins),
        )  # fmt: skip
        self.walls.window(1)

    def tie(self, shell: Shell) -> None:
        """Once all pages stand: logins, badges, and what the walls ask for."""
        desk, office = self._desk, self._rooms.office
        self._ties = (
            Logins(desk, office.camera_logins, self._rooms.wall),
            DoubtBadges(desk, self.board.badges, office.judges),
            FlightBadges(desk, self.board, office, self.page, self._go),
            WallTies(desk, shell, self.walls, self.page, self.filming, self._go, self._rooms.mark),
        )

    def close(self) -> None:
        self.drills.close_eyes()
        self.page.take_down()
        self.walls.close()
