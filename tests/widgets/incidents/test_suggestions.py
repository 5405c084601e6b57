"""Suggestions stand beside the form; one key fills what is empty, and a typed word always stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.base.errors import Refused
from app.demo.ground import lay
from app.demo.units import make_units
from app.duty.holidays import Calendar
from app.incidents.listening import Listening
from db.stores.incidents import IncidentRows
from tests.deskroom import DeskRoom
from tests.rooms import RULES
from widgets.incidents.intake import IntakePage

WORDS = "梨子坪镇老桂岭村后山起火了，七点钟左右，没有伤亡。"


@pytest.fixture
def page(qtbot, office: DeskRoom) -> IntakePage:
    units: list[Any] = list(make_units(lay(RULES.parents[1] / "demo", "1")).rows)
    listening = Listening(
        IncidentRows(office.room.db), lambda: units, Calendar, RULES.parent / "hearing"
    )
    made = IntakePage(
        office.desk,
        office.room.intake,
        office.room.log,
        office.drafts,
        None,
        office.go,
        listening,
    )
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def say(qtbot, page: IntakePage, words: str) -> None:
    page.form.fill_in("course", words)
    page._typed()
    page._look_up()
    qtbot.waitUntil(lambda: page.suggesting.told is not None and bool(page.suggesting.told.fields))


def test_one_key_fills_what_is_empty_and_a_typed_word_stands(
    qtbot, office: DeskRoom, page: IntakePage
) -> None:
    page.form.fill_in("happened", "18:50")
    say(qtbot, page, WORDS)
    assert page.side.suggestions.isVisible()
    fields = page.form.fields
    assert fields["kind"].value() == "", "nothing fills itself"
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert fields["kind"].value() == "自然灾害 / 森林火灾"
    assert fields["place"].value().startswith("梨子坪镇老桂岭村")
    assert fields["dead"].value() == "0"
    assert fields["missing"].value() == "", "nobody spoke of missing people"
    assert fields["happened"].value() == "18:50"
    assert not page.side.suggestions.take.isVisible(), "nothing is left to take over"
    assert "28." in page.form.received.text(), "the village's place on the map is shown"
    place = fields["place"].value()
    page.form.fill_in("place", f"{place}后山")
    assert page.heard().said.lat is not None, "told more closely, it is still there"
    page.form.fill_in("place", "云洛镇街上")
    assert page.heard().said.lat is None, "the village's position is not that of another place"
    page.form.fill_in("place", place)
    page.suggesting.take()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = office.room.intake.latest(1)
    assert made.lat is not None
    assert made.township == "梨子坪镇"


def test_a_place_that_is_taken_out_takes_its_position_along(qtbot, page: IntakePage) -> None:
    page.fill_place(28.7, 109.5, "云洛镇", "云洛镇上桐溪社区")
    assert page.heard().said.lat == 28.7
    page.form.fields["place"].set_value("")
    page._typed()
    assert (page.heard().said.lat, page.heard().said.township) == (None, "")
    page.sheet.fields.update(lat=28.7, lon=109.5)
    page._typed()
    assert page.heard().said.lat == 28.7, "a radio's position without words stays"


def test_suggestions_go_with_their_call(qtbot, page: IntakePage) -> None:
    say(qtbot, page, WORDS)
    page.new_call()
    qtbot.waitUntil(lambda: page.suggesting.told is None)
    assert not page.side.suggestions.isVisible()


def test_what_is_still_to_be_asked_is_said_while_the_caller_is_on_the_line(
    qtbot, page: IntakePage
) -> None:
    say(qtbot, page, "老榆塘村山洪下来了，六个人困在屋顶上，下不来")
    told = page.side.suggestions._lines["ask"].text()
    assert "铜鼓坪镇" in told
    assert "野鹿溪乡" in told


def test_broken_rules_take_the_suggestions_and_leave_the_call(
    qtbot, page: IntakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise Refused("rules", "unreadable", file="kinds.toml", why="planted")

    say(qtbot, page, WORDS)
    monkeypatch.setattr(page._lookups._listening, "suggest", broken)
    page._look_up()
    qtbot.waitUntil(lambda: page.suggesting.told is None)
    assert page.form.fields["course"].value() == WORDS
    assert datetime.fromisoformat(page.sheet.fields["received_at"])
