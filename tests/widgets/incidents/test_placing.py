"""A place that the radio of an emergency tells later: filled in, or offered where an officer said another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.base.ids import new_id
from app.incidents.alarm_draft import drafted_of, place_draft, place_of
from app.incidents.drafted import DraftPlaced, IncidentDrafted, draft_incident
from app.radio.events import AlarmKind
from app.radio.facts import RadioAlarmPlaced, RadioAlarmRaised
from tests.deskroom import DeskRoom
from widgets.incidents.intake import IntakePage
from widgets.tour.hands import write

ALT = Qt.KeyboardModifier.AltModifier
PLACE = "麻栗溪乡（电台 20:02 定位）"


class Alarm:
    """An emergency without a position: its draft lies on the disk and its sheet on the strip."""

    def __init__(self, office: DeskRoom, page: IntakePage, qtbot: Any) -> None:
        self.office, self.page, self.qtbot = office, page, qtbot
        self.raised = RadioAlarmRaised(
            new_id(), 371105, "麻栗溪乡", "", AlarmKind.BUTTON, "A", office.room.clock.now(), None, None,
            False,
        )  # fmt: skip
        self.key = self.raised.alarm_id
        draft_incident(office.drafts, self.key, "370M 电台", drafted_of(self.raised))
        office.desk.bus.publish(IncidentDrafted(self.key))
        qtbot.waitUntil(lambda: page.calls.sheet(str(self.key)) is not None)

    def placed(self, lat: float = 28.5011) -> None:
        """As the reactions of the room do it, two minutes later."""
        clock = self.office.room.clock
        clock.forward(timedelta(minutes=2))
        fact = RadioAlarmPlaced(self.key, 371105, lat, 109.7342, clock.now(), "麻栗溪乡")
        heard = place_of(fact)
        place_draft(self.office.drafts, self.key, heard)
        self.office.desk.bus.publish(DraftPlaced(self.key, heard))

    @property
    def fields(self) -> dict[str, Any]:
        sheet = self.page.calls.sheet(str(self.key))
        assert sheet is not None
        return sheet.fields

    def kept(self) -> dict[str, Any]:
        draft = self.office.drafts.load(f"intake-{self.key}")
        assert draft is not None
        return draft.fields["words"]

    def look(self) -> None:
        self.page.show_call(str(self.key))


@pytest.fixture
def alarm(office: DeskRoom, page: IntakePage, qtbot: Any) -> Alarm:
    return Alarm(office, page, qtbot)


def test_a_sheet_put_aside_takes_the_place_and_its_draft_too(alarm: Alarm) -> None:
    assert "位置不详" in alarm.fields["course"]
    alarm.placed()
    assert (alarm.fields["place"], alarm.fields["lat"]) == (PLACE, 28.5011)
    assert alarm.fields["course"].endswith("位置 28.5011N 109.7342E（20:02 定位）")
    assert (alarm.kept()["place"], alarm.kept()["lat"]) == (PLACE, 28.5011)
    alarm.look()
    assert alarm.page.form.fields["place"].value() == PLACE


def test_the_sheet_in_hand_takes_it_says_so_with_its_age_and_registers_it(alarm: Alarm) -> None:
    alarm.look()
    alarm.page.form.fields["reporter_phone"].edit.setFocus()
    alarm.placed()
    form, panel = alarm.page.form, alarm.page.side.place
    assert form.fields["place"].value() == PLACE
    assert panel.isVisibleTo(alarm.page)
    assert panel.told.text() == "28.5011N 109.7342E, radio at 20:02, 00′00″ ago"
    assert not panel.take.isVisibleTo(alarm.page)
    alarm.office.room.clock.forward(timedelta(minutes=3))
    alarm.page.placing.show()
    assert panel.told.text().endswith("03′00″ ago")
    said = alarm.page.heard().said
    assert (said.lat, said.lon, said.township) == (28.5011, 109.7342, "麻栗溪乡")
    alarm.page.register()
    (one,) = alarm.office.room.intake.latest(9)
    assert (one.id, one.lat, one.place) == (alarm.key, 28.5011, PLACE)


def test_what_an_officer_typed_stays_and_the_place_is_offered_by_one_key(alarm: Alarm) -> None:
    alarm.look()
    write(alarm.page.form.fields["place"].edit, "老榆塘小学")
    alarm.page.form.fields["reporter_phone"].edit.setFocus()
    alarm.placed()
    assert alarm.page.form.fields["place"].value() == "老榆塘小学"
    assert alarm.page.heard().said.lat is None
    assert (alarm.kept()["place"], alarm.kept().get("lat")) == ("老榆塘小学", None)
    assert alarm.page.side.place.take.isVisibleTo(alarm.page)
    alarm.qtbot.keyClick(alarm.page, Qt.Key.Key_W, ALT)
    assert alarm.page.form.fields["place"].value() == "老榆塘小学"
    assert alarm.page.heard().said.lat == 28.5011
    assert not alarm.page.side.place.take.isVisibleTo(alarm.page)
    alarm.page.keep()
    assert (alarm.kept()["place"], alarm.kept()["lat"]) == ("老榆塘小学", 28.5011)


def test_a_place_chosen_on_the_map_stays(alarm: Alarm) -> None:
    alarm.look()
    alarm.page.fill_place(28.7, 109.76, "双叉河镇", "双叉河镇下桂坨村")
    alarm.placed()
    assert (alarm.fields["place"], alarm.fields["lat"]) == ("双叉河镇下桂坨村", 28.7)
    assert alarm.page.side.place.take.isVisibleTo(alarm.page)


def test_a_field_that_holds_the_cursor_is_left_alone(alarm: Alarm) -> None:
    alarm.look()
    place = alarm.page.form.fields["place"]
    place.edit.setFocus()
    alarm.placed()
    assert place.value() == ""
    assert place.edit.hasFocus()
    assert alarm.page.side.place.take.isVisibleTo(alarm.page)


def test_a_newer_place_replaces_the_one_of_the_radio_and_not_one_that_was_touched(
    alarm: Alarm,
) -> None:
    alarm.placed()
    alarm.placed(28.6)
    assert (alarm.fields["place"], alarm.fields["lat"]) == ("麻栗溪乡（电台 20:04 定位）", 28.6)
    alarm.look()
    write(alarm.page.form.fields["place"].edit, "下组")
    typed = alarm.page.form.fields["place"].value()
    alarm.placed(28.8)
    assert alarm.page.form.fields["place"].value() == typed
    assert alarm.fields["lat"] != 28.8


def test_a_place_that_an_officer_takes_out_is_offered_again(alarm: Alarm) -> None:
    alarm.look()
    alarm.placed()
    edit = alarm.page.form.fields["place"].edit
    edit.selectAll()
    alarm.qtbot.keyClick(edit, Qt.Key.Key_Delete)
    alarm.page.keep()
    assert alarm.page.heard().said.lat is None
    assert alarm.page.side.place.take.isVisibleTo(alarm.page)
    alarm.page.side.place.take.click()
    assert (edit.text(), alarm.page.heard().said.lat) == (PLACE, 28.5011)


def test_a_call_that_is_over_gets_no_draft_again(alarm: Alarm) -> None:
    alarm.look()
    alarm.page.register()
    alarm.placed()
    assert alarm.office.drafts.load(f"intake-{alarm.key}") is None
    assert alarm.page.calls.sheet(str(alarm.key)) is None
