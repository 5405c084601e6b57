"""The log page: the whole list, corrections as new rows, instructions step by step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.duty.log import Line
from app.duty.records import Handling, InstructionState, Way
from tests.deskroom import DeskRoom, attached
from widgets.duty.logpage import LogPage

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot, office: DeskRoom) -> LogPage:
    log, instructions = office.room.log, office.room.instructions
    page = LogPage(office.desk, log, instructions, office.drafts, office.go, attached(office))
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def write(office: DeskRoom, text: str, **more):
    return office.room.log.write(office.room.watch, office.room.shift.id, Line(text, **more))


def shown(page: LogPage) -> list[str]:
    page.table.show_held()
    return [entry.text for entry in page.table.records]


def test_newest_first_and_new_lines_come_by_themselves(office, page):
    write(office, "一")
    write(office, "二")
    assert shown(page) == ["二", "一"]


def test_a_correction_needs_a_reason_and_strikes_the_old_words(qtbot, office, page):
    old = write(office, "姓名李某", way=Way.IN)
    page.table.select(old.id)
    qtbot.keyClick(page, Qt.Key.Key_G, ALT)
    page.entry._form.fields["text"].set_value("姓名黎某")
    qtbot.keyClick(page, Qt.Key.Key_S, ALT)
    assert shown(page) == ["姓名李某"]
    assert page.entry._form.fields["reason"].error() != ""
    page.entry._form.fields["reason"].set_value("听错")
    qtbot.keyClick(page, Qt.Key.Key_S, ALT)
    assert shown(page) == ["姓名黎某", "姓名李某"]
    assert page._struck == {old.id}


def test_a_correction_under_way_is_not_disturbed_by_what_arrives(office, page):
    old = write(office, "姓名李某")
    page.table.select(old.id)
    page.entry.begin()
    page.entry._form.fields["text"].set_value("姓名黎")
    write(office, "别的事")
    assert page.entry.correcting is not None
    assert page.entry.correcting.id == old.id
    assert page.entry._form.fields["text"].value() == "姓名黎"


def test_a_line_is_finished(qtbot, office, page):
    line = write(office, "待核实", status=Handling.TODO)
    page.table.select(line.id)
    qtbot.keyClick(page, Qt.Key.Key_F, ALT)
    assert office.room.log.latest(1)[0].status is Handling.DONE


def test_filters_and_search_narrow_the_list(qtbot, office, page):
    write(office, "水位上涨", way=Way.IN, unit="丙湖镇")
    write(office, "已转告", way=Way.OUT, status=Handling.TODO)
    page._way.set_value(Way.OUT.value)
    page._refilter()
    assert shown(page) == ["已转告"]
    page._way.set_value("")
    page._todo.set_value(["1"])
    page._refilter()
    assert shown(page) == ["已转告"]
    page._todo.set_value([])
    page._search.set_value("丙湖")
    page._reread()
    assert shown(page) == ["水位上涨"]


def test_a_search_goes_through_the_whole_record_and_says_how_much_it_found(
    office, page, monkeypatch
):
    write(office, "上一班的水位", unit="丙湖镇")
    office.desk.session.enter(office.room.chief.id)  # another shift: the line is not of it
    for n in range(3):
        write(office, f"水情{n}")
    page._search.set_value("水")
    page._reread()
    assert shown(page) == ["水情2", "水情1", "水情0", "上一班的水位"]
    assert page._note(4) == "4 found in the whole record"
    assert page._marks("水情2，无水") == [(0, 1), (5, 6)]
    monkeypatch.setattr("widgets.duty.logpage.MOST_FOUND", 3)
    page._reread()
    assert shown(page) == ["水情2", "水情1", "水情0"]
    assert page._note(3) == "The newest 3 of more in the whole record"
    page._search.set_value("没有的话")
    page._reread()
    assert shown(page) == []
    assert page.table._empty.text() == "Nothing found in the whole record"
    page._search.set_value("")
    page._reread()
    assert page._marks("水") == []


def test_an_instruction_goes_from_words_to_end(qtbot, office, page):
    qtbot.keyClick(page, Qt.Key.Key_2, ALT)
    view = page.instructions
    view._form.fill({"leader": "田演平", "post": "带班领导", "text": "查水库", "due": "20:30"})
    view.take()
    (one,) = view.table.records
    assert one.due is not None
    view._steps.fields["words"].set_value("水利局")
    qtbot.keyClick(page, Qt.Key.Key_R, ALT)
    view._steps.fields["words"].set_value("水库正常")
    qtbot.keyClick(page, Qt.Key.Key_F, ALT)
    qtbot.keyClick(page, Qt.Key.Key_X, ALT)
    (done,) = view.table.records
    assert (done.state, done.feedback) == (InstructionState.CLOSED, "水库正常")
    assert office.room.log.count(office.room.shift.id) == 4


def test_an_instruction_without_words_is_refused_at_its_field(office, page):
    view = page.instructions
    view._form.fill({"leader": "田演平"})
    view.take()
    assert view._form.fields["text"].error() != ""
    view._form.fill({"text": "查水库", "due": "改天"})
    view.take()
    assert view._form.fields["due"].error() != ""
    assert office.room.instructions.open() == []


def test_going_to_an_instruction_or_a_line_chooses_it(office, page):
    line = write(office, "一")
    taken = office.room.instructions.take(
        office.room.watch, office.room.shift.id, "田演平", "", "查水库"
    )
    page.open(taken.id)
    assert page._pages.currentWidget() is page.instructions
    assert page.instructions.table.current().id == taken.id
    page.open(line.id)
    assert page.table.current().id == line.id


def test_escape_leaves_a_correction_and_it_is_taken_up_again(qtbot, office, page):
    old = write(office, "姓名李某")
    page.table.select(old.id)
    page.entry.begin()
    text = page.entry._form.fields["text"]
    text.set_value("姓名黎某")
    qtbot.keyClick(text.edit, Qt.Key.Key_Escape)
    assert not page.entry._sheet.isVisible()
    page.entry.begin()
    assert text.value() == "姓名黎某"


def test_another_shift_begins_an_empty_list_and_the_old_one_is_under_all(office, page):
    write(office, "上一班的事")
    room = office.room
    crew = [(room.chief.role, room.chief)]
    planned = room.shifts.plan(room.watch, room.shift.ends_at, crew)
    office.desk.session.enter(planned.id)
    assert shown(page) == []
    page._whole.set_value("all")
    page._reread()
    assert shown(page) == ["上一班的事"]


def test_a_line_asks_to_become_an_incident(qtbot, office, page):
    line = write(office, "工业路冒烟", way=Way.IN, unit="群众")
    page.table.select(line.id)
    qtbot.keyClick(page, Qt.Key.Key_I, ALT)
    assert office.gone == [("intake", line)]
