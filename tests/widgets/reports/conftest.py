"""The page of reports over a small real duty room with one fire in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from app.base.ids import new_id
from app.incidents.records import Count, EventClass, Incident
from app.incidents.said import Said
from app.paper.fonts import Fonts
from app.paper.report_sheet import ReportPaper, report_pdf
from app.people.records import Officer
from tests.deskroom import DeskRoom
from tests.reporting import Reporting, reporting
from widgets.reports.page import ReportsPage
from widgets.reports.signing import Signers

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier

ENTER = Qt.Key.Key_Return


@dataclass(slots=True)
class Scene:
    office: DeskRoom
    desk: Reporting
    page: ReportsPage
    fire: Incident

    def sit(self, officer: Officer) -> None:
        self.office.desk.session.sign_in(officer)

    @property
    def report(self):
        look = self.page.look
        assert look is not None
        return look.report


def signers(desk: Reporting) -> Signers:
    sign_in = desk.room.sign_in
    return Signers(sign_in.officers, sign_in.check)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture
def scene(qtbot, office: DeskRoom, fonts: Fonts) -> Scene:
    room = office.room
    desk = reporting(room)
    said = Said(
        event_class=EventClass.ACCIDENT,
        kind="火灾",
        place="己塘镇演示路一车间",
        reporter_unit="己塘镇值班室",
        course="厂房起火",
        counts={Count.HURT: (1, False)},
    )
    fire = room.intake.register(room.watch, room.shift.id, new_id(), said)

    def paper(report, text):
        on = ReportPaper(report, "示范县应急管理局", "000-0002-0000", text)
        return report_pdf(fonts, on, room.clock.now())

    page = ReportsPage(office.desk, desk.desk, office.drafts, paper, signers(desk))
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return Scene(office, desk, page, fire)


def press(qtbot, scene: Scene, key: Qt.Key, with_key=ALT) -> None:
    qtbot.keyClick(scene.page, key, with_key)
