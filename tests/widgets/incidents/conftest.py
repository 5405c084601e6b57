"""The intake page over a real little duty room."""

from __future__ import annotations

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.command import Command
from app.incidents.consulting import Consulting
from app.incidents.grading import Grading
from app.incidents.levels import load_scales
from app.incidents.offered import Offering
from app.incidents.planned import Planned
from app.incidents.records import Count, EventClass, Incident
from app.incidents.said import Said
from app.plans.headquarters import HeadquartersBook
from app.plans.planbook import Library
from db.stores.command import CommandRows
from db.stores.contacts import ContactRows
from db.stores.dossier import DossierRows
from db.stores.incidents import IncidentRows
from db.stores.plans import PlanRows
from tests.deskroom import DeskRoom, attached
from tests.rooms import RULES
from widgets.incidents.intake import IntakePage
from widgets.incidents.page import IncidentsPage
from widgets.incidents.services import Plans, Services

BOOK = {"000-0002-0004": ("石垭口镇人民政府值班室", "周试用")}


def open_page(qtbot, office: DeskRoom) -> IntakePage:
    page = IntakePage(
        office.desk, office.room.intake, office.room.log, office.drafts, BOOK.get, office.go
    )
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def page(qtbot, office: DeskRoom) -> IntakePage:
    return open_page(qtbot, office)


def services(office: DeskRoom) -> Services:
    """Over the record of this desk."""
    room = office.room
    common = room.log, room.clock, Mark.TEST
    scales = load_scales(RULES.parent / "levels.toml")
    rows = IncidentRows(room.db)
    plans = room.db, PlanRows(room.db), ContactRows(room.db), room.clock, Mark.TEST
    return Services(
        room.intake,
        room.log,
        Grading(room.db, rows, room.log, room.clocks, scales, room.clock, Mark.TEST),
        Command(room.db, CommandRows(room.db), *common),
        Consulting(room.db, CommandRows(room.db), *common),
        DossierRows(room.db),
        attached(office),
        office.drafts,
        office.go,
        plans=Plans(
            Offering(Library(*plans), HeadquartersBook(*plans)),
            Planned(room.db, PlanRows(room.db), *common),
        ),
    )


@pytest.fixture
def scene(qtbot, office: DeskRoom) -> IncidentsPage:
    """The page of incidents."""
    page = IncidentsPage(office.desk, services(office))
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def fire(office: DeskRoom) -> Incident:
    said = Said(
        event_class=EventClass.ACCIDENT,
        kind="火灾",
        place="石垭口镇街上",
        counts={Count.MISSING: (2, False)},
    )
    return office.room.intake.register(office.room.watch, office.room.shift.id, new_id(), said)
