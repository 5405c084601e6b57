"""The list of incidents and one of them: facts, numbers with history, clocks, state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.base.errors import Unreachable
from app.base.ids import new_id
from app.duty.log import Line
from app.incidents.acts import ConsultationKind
from app.incidents.consulting import Minutes
from app.incidents.records import Count, IncidentStatus
from app.incidents.said import Said
from app.people.records import Role
from app.video.states import Reason
from tests.deskroom import attached
from tests.rooms import officer
from widgets.duty.pasting import png
from widgets.incidents.page import IncidentsPage
from widgets.video.reasons import reason_words

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(scene: IncidentsPage) -> IncidentsPage:
    return scene


def test_a_new_incident_comes_into_the_list_by_itself(office, page, fire):
    assert [row.incident.id for row in page.table.records] == [fire.id]


def test_what_was_not_said_is_named_as_unknown(office, page, fire):
    page.open(fire.id)
    words = page.detail.overview.text
    assert "石垭口镇街上" in words
    unknown = words.splitlines()[-1]
    assert "Happened" in unknown
    assert "In command" in unknown


def test_a_number_that_goes_down_keeps_its_history_and_its_reason(qtbot, office, page, fire):
    page.open(fire.id)
    people = page.detail.people_tab
    qtbot.keyClick(page, Qt.Key.Key_P, ALT)
    assert people.isVisible()
    people.form.fields["missing"].set_value("0")
    qtbot.keyClick(page, Qt.Key.Key_P, ALT)
    assert "2→0" in people.form.fields["reason"].error()
    people.form.fields["reason"].set_value("两人找到")
    qtbot.keyClick(page, Qt.Key.Key_P, ALT)
    assert people.runs[Count.MISSING].text() == "2→0"
    assert people.runs[Count.DEAD].text() == ""
    assert (people.statements.lines[0].title, people.statements.lines[0].text) == (
        "失联 2→0",
        "两人找到",
    )


def test_the_next_clock_is_met(qtbot, office, page, fire):
    page.open(fire.id)
    qtbot.keyClick(page, Qt.Key.Key_D, ALT)
    states = [ring.state() for ring in page.detail.side.rings.rings]
    assert states == ["quiet", "quiet", "quiet", "met"]
    for _ in range(3):
        assert page.detail.side._met.isEnabled()
        qtbot.keyClick(page, Qt.Key.Key_D, ALT)
    assert not page.detail.side._met.isEnabled(), "nothing runs any more"


def test_the_state_changes_with_a_reason_and_a_line(qtbot, office, page, fire):
    page.open(fire.id)
    page.detail.side.steps.fields["status"].set_value(IncidentStatus.HANDLING.value)
    qtbot.keyClick(page, Qt.Key.Key_X, ALT)
    assert page.detail.side.steps.fields["reason"].error() != ""
    page.detail.side.steps.fields["reason"].set_value("现场确认")
    qtbot.keyClick(page, Qt.Key.Key_X, ALT)
    assert office.room.intake.incident(fire.id).status is IncidentStatus.HANDLING
    assert "现场确认" in page.detail.side.lines.lines[0].text


def test_a_note_belongs_to_the_incident_and_half_a_note_stays(qtbot, office, page, fire):
    page.open(fire.id)
    note = page.detail.side.steps.fields["note"]
    note.set_value("火势减弱")
    qtbot.keyClick(page, Qt.Key.Key_N, ALT)
    assert page.detail.side.lines.lines[0].text == "火势减弱"
    note.set_value("正在")
    office.room.intake.count(office.room.chief, fire, {Count.HURT: (1, False)}, "医院说")
    assert note.value() == "正在"
    assert page.detail.people_tab.statements.lines[0].title == "轻伤 1"


def test_what_arrives_does_not_change_the_choice(office, page, fire):
    page.open(fire.id)
    other = Said(place="竹瓦溪乡", kind="山洪")
    office.room.clock.forward_to(office.room.clock.now())
    office.room.intake.register(office.room.watch, office.room.shift.id, new_id(), other)
    assert page.table.current().incident.id == fire.id
    assert page.detail.seen.incident.id == fire.id


def test_a_closed_incident_is_found_under_all(office, page, fire):
    office.room.intake.move(
        office.room.watch, office.room.shift.id, fire, IncidentStatus.CLOSED, "灭"
    )
    page.table.show_held()
    assert page.table.records == ()
    page.open(fire.id)
    assert page.table.current().incident.id == fire.id


def test_the_files_of_its_lines_are_shown_and_more_are_filed_with_a_line(office, page, fire):
    room, files = office.room, attached(office).door
    page.open(fire.id)
    page.detail.turn("pictures")
    shown = page.detail.pictures.files
    assert shown.list.lines == ()
    room.log.write(
        room.watch,
        room.shift.id,
        Line("现场照片", incident_id=fire.id),
        [files.keep(b"picture", "现场.jpg")],
    )
    assert [line.title for line in shown.list.lines] == ["现场.jpg"]
    page.detail.pictures._attach(room.watch, [files.keep(b"plan", "平面图.pdf")])
    assert [line.title for line in shown.list.lines] == ["现场.jpg", "平面图.pdf"]
    assert page.detail.side.lines.lines[0].text == "存入事件材料：平面图.pdf"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    page.detail.pictures._attach(room.watch, [files.keep(png(image), "火场.png")])
    picture = page.detail.pictures.picture
    shown.list.setCurrentIndex(shown.list.model().index(2, 0))
    assert not picture.isHidden()
    office.desk.session.sign_in(officer("某领导", Role.OBSERVER))
    assert picture.isHidden()
    office.desk.session.sign_in(room.watch)
    assert not picture.isHidden()
    page.detail.pictures._no_picture(Unreachable("camera", Reason.NO_KEY))
    assert reason_words(Reason.NO_KEY) in shown._note.text()


def test_a_call_is_repeated_and_called_back_after_it_was_kept(qtbot, office, page, fire):
    page.open(fire.id)
    before = page.detail.overview.sources.lines[0].right
    assert "not repeated back" in before
    for key, mark in ((Qt.Key.Key_R, "已复述"), (Qt.Key.Key_B, "已回拨核实")):
        qtbot.keyClick(page, key, ALT)
        assert any(mark in line.text for line in office.room.log.of_incident(fire.id))
    assert page.detail.overview.sources.lines[0].right == "repeated back · called back"
    kept = office.room.intake.incident(fire.id)
    assert (kept.repeated, kept.called_back) == (True, True)
    lines = len(office.room.log.of_incident(fire.id))
    qtbot.keyClick(page, Qt.Key.Key_B, ALT)
    assert len(office.room.log.of_incident(fire.id)) == lines
    office.room.intake.merge(
        office.room.watch,
        office.room.shift.id,
        kept,
        Said(reporter_unit="过路群众", course="还在烧"),
    )
    sources = page.detail.overview.sources
    sources.setCurrentIndex(sources.model().index(0, 0))
    lines = len(office.room.log.of_incident(fire.id))
    qtbot.keyClick(page, Qt.Key.Key_B, ALT)  # the one chosen was called back, not the passer-by
    assert len(office.room.log.of_incident(fire.id)) == lines


def test_minutes_are_drafted_from_the_chosen_consultation(qtbot, office, page, fire):
    asked = []
    page.detail.consultations.services = replace(
        page.detail.consultations.services,
        minutes=lambda *given: asked.append(given) or fire,
    )
    room = office.room
    services = page.detail.consultations.services
    minutes = Minutes(ConsultationKind.HANDLING, room.clock.now(), "田演平")
    held = services.consulting.consult(room.chief, room.shift.id, fire, minutes)
    page.open(fire.id)
    page.detail.turn("forces")
    page.detail.tabs["forces"].turn("consultations")
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    assert [given[3] for given in asked] == [held.id]
    assert office.gone[-1] == ("reports", fire.id)
