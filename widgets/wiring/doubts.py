"""What looks at cameras beside the wall: doubts on their tiles, the health board, the drills."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.base.drafts import Drafts
from app.office import Office
from app.video.facts import CameraStateChanged
from app.video.judging import SAID, Judges, PictureDoubted, PictureTrusted
from app.video.states import State
from app.video.wall import Wall
from widgets.drills.page import DrillRooms, DrillsPage
from widgets.drills.resultsview import PrintDrill
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.video.badges import Badges, TileBadge
from widgets.video.boards import Boards
from widgets.video.health_view import HealthRooms, HealthView, PrintHealth
from widgets.video.page import VideoPage

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


def health_of(
    desk: Desk,
    office: Office,
    wall: Wall,
    board: Boards,
    print_health: PrintHealth,
    page: VideoPage,
) -> HealthView:
    """On the page of the cameras."""
    rooms = HealthRooms(wall, office.troubles, office.trouble_keeper, office.judges, print_health)
    view = HealthView(desk, board, rooms)
    page.add_view(view, view.title(), "Alt+H")
    view.wanted.connect(page.find)
    view.fault_wanted.connect(page.fault_wanted)
    return view


def drills_of(
    desk: Desk, office: Office, wall: Wall, board: Boards, print_drill: PrintDrill, drafts: Drafts
) -> DrillsPage:
    rooms = DrillRooms(
        office.drills, wall, office.judges, board.badges, lambda: board.cameras, print_drill
    )
    return DrillsPage(desk, rooms, drafts)
