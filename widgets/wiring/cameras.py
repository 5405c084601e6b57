"""What the camera page is made of, and the way from its form to the map and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from app.base.drafts import Drafts
from app.base.jobs import Jobs
from app.base.marks import Mark
from app.office import Office
from widgets.kit.desk import Desk
from widgets.video.page import VideoPage
from widgets.video.rooms import CameraRooms


def camera_rooms(
    office: Office, drafts: Drafts, mark: Mark, testing: Jobs, turning: Jobs
) -> CameraRooms:
    return CameraRooms(
        office.camera_registry, office.camera_exchange, office.scene_exchange, office.passwords,
        office.camera_logins,
        drafts, office.township_names, mark, testing, turning, office.remote_townships,
    )  # fmt: skip


class CameraPlaces(QObject):
    """The place that is picked next is for the form that asked, until that is left; `taken` says whether
    it was."""

    def __init__(self, desk: Desk, page: VideoPage, go: Callable[..., Any]) -> None:
        super().__init__()
        self._desk, self._page, self._go = desk, page, go
        self._wanted = False
        page.place_wanted.connect(self._seek)
        if page.acts is not None:
            page.acts.form.left.connect(self._give_up)

    def _seek(self) -> None:
        self._wanted = True
        self._desk.say(self.tr("Click on the map, then take the place"))
        self._go("map")

    def _give_up(self) -> None:
        self._wanted = False

    def taken(self, lat: float, lon: float, township: str) -> bool:
        if not self._wanted:
            return False
        self._wanted = False
        self._page.fill_place(lat, lon, township)
        self._go("video")
        return True
