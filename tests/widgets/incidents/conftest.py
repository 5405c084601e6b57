"""The intake page over a real little duty room."""

from __future__ import annotations

import pytest

from tests.deskroom import DeskRoom
from widgets.incidents.intake import IntakePage

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
