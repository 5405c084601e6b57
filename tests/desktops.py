"""All windows over one real record, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.atlas.ground import Site
from app.audit.hub import Hubs
from app.base.keyfile import KeyFile
from app.base.marks import Mark
from app.incidents.filmroom import film_room
from app.office import Office, Surrounds
from app.paper.dossier_export import DossierExport
from app.paper.fonts import Fonts
from app.paper.prints import Prints
from app.people.covering import covered_text
from app.people.numbers import load_rules
from app.video.quota import Quota
from app.video.snapshot import Snapshots
from app.video.stream import play
from app.video.wall import Wall
from db.attachments import Files
from db.exchange.door import HubDoor
from db.stores.atlas import PlaceRows
from db.stores.whole import stores
from tests.app.people.test_book import RULES
from tests.deskroom import DeskRoom, open_desk
from tests.jobs import JobsInOrder
from tests.nights import Night, night
from widgets.atlas.scheme import register_scheme
from widgets.desktop import Desktop, Rooms
from widgets.kit.theme import Theme
from widgets.shell.status import Status

register_scheme()  # must come before any QApplication

ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Opened:
    desktop: Desktop
    duty: Night
    said: list[str]
    room: DeskRoom


@contextmanager
def open_desktop(
    app: QApplication, folder: Path, office: DeskRoom | None = None
) -> Iterator[Opened]:
    """Over `office`, or a record of its own in `folder`; to build it takes seconds: one for a file.

    The map's page is never shown, so no browser starts.
    """
    theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
    theme.apply(app, "day")
    if office is None:
        office = open_desk(folder, theme, JobsInOrder)
    desk, room = office.desk, office.room
    duty = night(room)
    around = Surrounds(
        room.clock, desk.bus, desk.store, Mark.TEST, ROOT / "resources" / "rules", "示范县",
        room.db.head, KeyFile(folder / "keys" / "k"),
        lambda: room.db.read_only_why, desk="desk-a",
    )  # fmt: skip
    wall, fonts = Wall(room.clock, desk.bus.publish, play), Fonts()
    files = Files(folder / "blobs")
    made = Office(room.db, stores(room.db), around)
    films = film_room(
        folder / "recordings", wall, made.clips, desk.bus, desk.store, desk.disk, room.clock,
        Mark.TEST, lambda: desk.session.shift_id, Quota(),
    )  # fmt: skip
    prints = Prints(
        fonts, room.clock, Mark.TEST, "示范县", "示范县", load_rules(RULES), made.drills.rules
    )
    rooms = Rooms(
        office=made,
        films=films,
        drafts=office.drafts,
        wall=wall,
        snapshots=Snapshots(files, room.clock, wall),
        files=files,
        backups=None,
        hubs=Hubs(HubDoor(room.db, None, desk.bus), desk.bus.publish),
        places=PlaceRows(room.db),
        site=Site(folder / "map", "156433125", "示范县"),
        map_folder=ROOT / "resources" / "map",
        prints=prints,
        archive=DossierExport(
            fonts,
            "示范县",
            files,
            prints.issued,
            covered_text,
            films.stream,
        ),
        archiving=desk.disk,
        testing=desk.disk,
        turning=desk.disk,
        waiting=lambda: 0,
        mark=Mark.TEST,
        night=("20:00", "07:00"),
    )
    desktop = Desktop(desk, Status("示范县"), rooms)
    desktop.shell.show()
    yield Opened(desktop, duty, office.said, office)
    desktop.close()
    films.close()
    wall.close()
    for window in (*desktop.shell.windows.values(), desktop.wall):
        window.deleteLater()
    desktop.deleteLater()
    office.room.db.close()
