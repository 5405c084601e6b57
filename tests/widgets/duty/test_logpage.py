"""The log page: the whole list, corrections as new rows, instructions step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.base.ids import new_id
from app.duty.log import Line
from app.duty.records import Channel, Handling, InstructionState, Way
from app.incidents.records import Level
from app.incidents.said import Said
from app.people.records import Role
from tests.deskroom import DeskRoom, attached
from tests.rooms import officer
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
    page.entry.correction.form.fields["text"].set_value("姓名黎某")
    qtbot.keyClick(page.entry.correction.form.text.edit, Qt.Key.Key_S, ALT)
    assert shown(page) == ["姓名李某"]
    assert page.entry.correction.form.fields["reason"].error() != ""
    page.entry.correction.form.fields["reason"].set_value("听错")
    qtbot.keyClick(page.entry.correction.form.text.edit, Qt.Key.Key_S, ALT)
    assert shown(page) == ["姓名黎某", "姓名李某"]
    assert page.list.struck == {old.id}


def test_a_correction_under_way_is_not_disturbed_by_what_arrives(office, page):
    old = write(office, "姓名李某")
    page.table.select(old.id)
    page.entry.begin()
    page.entry.correction.form.fields["text"].set_value("姓名黎")
    write(office, "别的事")
    assert page.entry.correction.correcting is not None
    assert page.entry.correction.correcting.id == old.id
    assert page.entry.correction.form.fields["text"].value() == "姓名黎"


def test_a_line_is_finished(qtbot, office, page):
    line = write(office, "待核实", status=Handling.TODO)
    page.table.select(line.id)
    qtbot.keyClick(page, Qt.Key.Key_F, ALT)
    assert office.room.log.latest(1)[0].status is Handling.DONE


def choose(field, value) -> None:
    """As the officer does."""
    field.set_value(value)
    field.changed.emit()


def test_filters_and_search_narrow_the_list(office, page):
    write(office, "水位上涨", way=Way.IN, unit="丙湖镇")
    write(office, "已转告", way=Way.OUT, status=Handling.TODO)
    choose(page.sieve.way, Way.OUT.value)
    assert shown(page) == ["已转告"]
    choose(page.sieve.way, "")
    choose(page.sieve.todo, ["1"])
    assert shown(page) == ["已转告"]
    choose(page.sieve.todo, [])
    page.sieve.search.set_value("丙湖")
    page.read()
    assert shown(page) == ["水位上涨"]


def test_a_channel_narrows_the_list_while_its_row_is_open(qtbot, office, page):
    write(office, "来电", channel=Channel.PHONE)
    write(office, "传真来", channel=Channel.FAX, responsible="赵例行")
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    choose(page.sieve.channel, Channel.FAX.value)
    assert shown(page) == ["传真来"]
    choose(page.sieve.channel, "")
    page.sieve.person.set_value("赵例行")
    page.read()
    assert shown(page) == ["传真来"]
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    assert len(shown(page)) == 2


def test_period_person_and_incident_stand_in_a_second_row(qtbot, office, page):
    early = write(office, "早上的事", unit="丙湖镇", person="周试用")
    office.room.clock.forward(timedelta(hours=3))
    late = write(office, "晚上的事", incident_id=None)
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    assert page.sieve.more.isVisible()
    page.sieve.person.set_value("周试")
    page.read()
    assert shown(page) == [early.text]
    page.sieve.person.set_value("")
    choose(page.sieve.whole, "period")
    page.sieve.since.set_value("22:30")
    page.read()
    assert shown(page) == [late.text]
    page.sieve.since.set_value("改天")
    page.read()
    assert page.sieve.since.error() != ""
    assert shown(page) == [late.text]  # what was shown stays
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    assert shown(page) == [late.text, early.text]


def test_the_list_grows_as_it_is_scrolled_and_stays_while_new_lines_come(qtbot, office, page):
    with office.room.db.change("system", "log.note", ("log_entry", "many")) as change:
        for n in range(400):
            made = office.room.log._made(office.room.shift.id, Line(f"第{n}条"), "system", "值守台")
            change.put("log_entry", replace(made, seq=n + 1))
    page.read(now=True)
    assert len(page.table.records) < 400
    bar = page.table.view.verticalScrollBar()

    def down_to(count: int) -> bool:
        bar.setValue(bar.maximum())
        return len(page.table.records) >= count

    qtbot.waitUntil(lambda: down_to(400))
    assert [e.seq for e in page.table.records] == list(range(400, 0, -1))
    place = bar.value()
    write(office, "新来的")
    assert bar.value() == place
    assert len(page.table.records) == 400
    assert page.table._notice.isVisible()
    page.table.show_held()
    assert page.table.records[0].text == "新来的"
    qtbot.waitUntil(lambda: down_to(401))


def test_a_line_far_below_is_shown_as_it_is_now(office, page):
    old = write(office, "待核实", status=Handling.TODO)
    for n in range(3):
        write(office, str(n))
    office.room.log.settle(office.room.watch, old, Handling.DONE, "已核实")
    assert page.table.records[-1].status is Handling.DONE


def test_a_search_goes_through_the_whole_record_and_says_how_much_it_found(
    office, page, monkeypatch
):
    write(office, "上一班的水位", unit="丙湖镇")
    office.desk.session.enter(office.room.chief.id)  # another shift: the line is not of it
    choose(page.sieve.whole, "all")
    for n in range(3):
        write(office, f"水情{n}")
    page.sieve.search.set_value("水")
    page.read()
    assert shown(page) == ["水情2", "水情1", "水情0", "上一班的水位"]
    assert page._panel._note.text() == "4 found in the whole record"
    assert page.list.marks("水情2，无水") == [(0, 1), (5, 6)]
    monkeypatch.setattr("widgets.duty.loglist.MOST_FOUND", 3)
    page.read(now=True)
    assert shown(page) == ["水情2", "水情1", "水情0"]
    assert page._panel._note.text() == "The newest 3 of more in the whole record"
    page.sieve.search.set_value("没有的话")
    page.read()
    assert shown(page) == []
    assert page.table._empty.text() == "Nothing found in the whole record"
    page.sieve.search.set_value("")
    page.read()
    assert page.list.marks("水") == []


def test_times_of_the_gravest_incident_are_told_to_the_second(office, page):
    made = office.room.intake.register(
        office.room.watch, office.room.shift.id, new_id(), Said(place="丙湖镇")
    )
    line = write(office, "增援到达", incident_id=made.id)
    assert page.list._time(line) == "20:00"
    with office.room.db.change("system", "test", ("incident", str(made.id))) as change:
        change.put("incident", replace(made, level=Level.I), seen=made)
    page.read(now=True)
    assert page.list._time(line) == "20:00:00"


def test_a_line_is_copied_as_plain_text(qtbot, office, page):
    line = write(office, "明火已控制，电话 13800000000", way=Way.IN, unit="己塘镇", person="周试用")
    page.table.select(line.id)
    qtbot.keyClick(page, Qt.Key.Key_C, ALT)
    text = QGuiApplication.clipboard().text()
    assert text == "【06-24 20:00】来当面 己塘镇 周试用：明火已控制，电话 13800000000（办结）"


def test_who_only_looks_on_sees_names_and_numbers_covered_and_writes_nothing(office, page):
    line = write(office, "伤者电话 13800001234", way=Way.IN, unit="己塘镇", person="周试用")
    page.table.select(line.id)
    office.desk.session.sign_in(officer("看客", Role.OBSERVER))
    assert page.list._text(line) == "伤者电话 138******34"
    assert page.list._who(line) == "己塘镇 周**"
    assert "13800001234" not in page.entry._text.text()
    assert not page.quick.isEnabled()
    assert "may not" in page.quick.toolTip()
    assert not page.entry._correct.widget.isEnabled()
    office.desk.session.sign_in(office.room.watch)
    assert page.quick.isEnabled()
    assert page.list._text(line) == line.text


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
    text = page.entry.correction.form.fields["text"]
    text.set_value("姓名黎某")
    qtbot.keyClick(text.edit, Qt.Key.Key_Escape)
    assert not page.entry.correction.isVisible()
    page.entry.begin()
    assert text.value() == "姓名黎某"


def test_another_shift_begins_an_empty_list_and_the_old_one_is_under_all(office, page):
    write(office, "上一班的事")
    room = office.room
    crew = [(room.chief.role, room.chief)]
    planned = room.shifts.plan(room.watch, room.shift.ends_at, crew)
    office.desk.session.enter(planned.id)
    assert shown(page) == []
    page.sieve.whole.set_value("all")
    page.read()
    assert shown(page) == ["上一班的事"]


def test_a_line_asks_to_become_an_incident(qtbot, office, page):
    line = write(office, "工业路冒烟", way=Way.IN, unit="群众")
    page.table.select(line.id)
    qtbot.keyClick(page, Qt.Key.Key_I, ALT)
    assert office.gone == [("intake", line)]
