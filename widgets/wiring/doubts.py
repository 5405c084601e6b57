"""What is doubted of a picture, on its tiles."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.video.facts import CameraStateChanged
from app.video.judging import SAID, Judges, PictureDoubted, PictureTrusted
from app.video.states import State
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.video.badges import Badges, TileBadge

KEY = "quality"


class DoubtBadges(QObject):
    """One badge per camera; of several doubts the first is named, with how many more."""

    def __init__(self, desk: Desk, badges: Badges, judges: Judges) -> None:
        super().__init__()
        self._badges, self._judges = badges, judges
        for kind in (PictureDoubted, PictureTrusted, CameraStateChanged):
            listen(self, desk.bus, kind, self._look)

    def _look(self, fact: PictureDoubted | PictureTrusted | CameraStateChanged) -> None:
        if isinstance(fact, CameraStateChanged) and fact.state not in (State.IDLE, State.LIVE):
            return
        doubts = self._judges.doubts(fact.camera_id)
        more = f" +{len(doubts) - 1}" if len(doubts) > 1 else ""
        badge = TileBadge("eye-off", SAID[doubts[0]] + more, alarm=True) if doubts else None
        self._badges.put(fact.camera_id, KEY, badge)
