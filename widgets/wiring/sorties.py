"""Drones in the air beside the other rooms: what the sheet of flights is made of, marks on their cameras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.incidents.sortie_told import Look
from app.office import Office
from app.people.rights import Act
from app.video.records import CameraKind
from widgets.duty.sortie_rooms import PrintSorties, SortieRooms
from widgets.duty.sortie_words import state_words
from widgets.kit.desk import Desk
from widgets.video.badges import TileBadge
from widgets.video.boards import Boards
from widgets.video.page import VideoPage
from widgets.wiring.reminding import Reminding

KEY = "flight"
MOST_DRILLS = 12


def sorties_of(office: Office, print_list: PrintSorties) -> SortieRooms:
    """The newest drills that have begun, and the incidents that are open: a drill to come may be one that
    nobody shall know of."""

    def drills() -> list[tuple[UUID, str]]:
        runs = office.drills.store.latest(MOST_DRILLS)
        return [(one.id, one.title) for one in runs if one.started_at is not None]

    return SortieRooms(
        office.sorties,
        office.gear,
        office.cameras.cameras,
        lambda: [(one.id, one.title) for one in office.intake.open()],
        drills,
        print_list,
    )


class FlightBadges(Reminding):
    """在飞 12 分钟 on the tiles of a drone's camera and in the directory, where a button enters its take-off
    or leads to its flight."""

    kinds = frozenset({"sortie", "sortie_note"})
    every_ms = 20_000

    def __init__(
        self, desk: Desk, board: Boards, office: Office, page: VideoPage, go: Callable[..., Any]
    ) -> None:
        self._board, self._page, self._go = board, page, go
        self._flying: dict[UUID, Look] = {}
        page.list.told_of = self._words
        page.list.act(self.tr("Drone flight"), "Alt+J", self.fly, Act.LOG)
        super().__init__(desk, office.sorties.in_the_air)
        self.setParent(page)  # its timer ends with the page

    def fly(self) -> None:
        """Of the chosen camera."""
        camera = self._page.list.camera()
        if camera is None:
            self._page.note_words(self.tr("Choose a camera first"))
            return
        if camera.kind is not CameraKind.DRONE:
            self._page.note_words(self.tr("This is not the camera of a drone"))
            return
        look = self._flying.get(camera.id)
        self._go("trips", look.sortie.id if look is not None else {"camera_id": camera.id})

    def show_due(self, found: list[Look]) -> None:
        flying = {one.sortie.camera_id: one for one in found if one.sortie.camera_id is not None}
        for key in self._flying.keys() - flying.keys():
            self._board.badges.put(key, KEY, None)
        self._flying = flying
        for key, look in flying.items():
            lost = look.lost_since is not None
            self._board.badges.put(key, KEY, TileBadge("drone", self._words(key), alarm=lost))

    def _words(self, camera_id: UUID) -> str:
        look = self._flying.get(camera_id)
        return state_words(look, self._desk.clock.now()) if look is not None else ""
