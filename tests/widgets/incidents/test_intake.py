"""Intake: one incident per call, nothing typed is lost, nothing stands in the way of the next key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from time import thread_time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.base.clock import hhmm
from app.base.ids import new_id
from app.duty.log import Line
from app.incidents.records import Count, EventClass, Source
from app.incidents.said import Said
from tests.deskroom import DeskRoom, open_desk
from tests.widgets.incidents.conftest import open_page
from widgets.tour.hands import write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
FIRE = {
    "reporter_phone": "000-0002-0004",
    "reporter_unit": "石垭口镇值班室",
    "kind": "火灾",
    "happened": "19:40",
    "place": "石垭口镇街上",
    "missing": "2",
    "left": "约60",
}


def say(page, **words):
    """As an officer types: into the fields, one after the other."""
    for name, text in words.items():
        editor = getattr(page.form.fields[name], "edit", None)
        if editor is None:
            editor = page.form.fields[name].combo.lineEdit()
        write(editor, text)


def incidents(office: DeskRoom):
    return office.room.intake.latest(9)


def test_a_call_becomes_one_incident_with_numbers_clocks_and_a_line(qtbot, office, page):
    say(page, **FIRE)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    (one,) = incidents(office)
    assert (one.event_class, one.kind, one.township) == (EventClass.ACCIDENT, "火灾", "石垭口镇")
    assert one.happened_at is not None
    assert hhmm(one.happened_at) == "19:40"
    assert one.source is Source.TOWNSHIP
    figures = {f.kind: (f.number, f.about) for f in office.room.intake.figures(one.id)}
    assert figures == {Count.MISSING: (2, False), Count.LEFT: (60, True)}
    rules = {clock.rule for clock in office.room.intake.deadlines(one.id)}
    assert rules == {"phone", "picture", "written", "city"}
    assert office.room.log.count(office.room.shift.id) == 1
    assert office.gone == [("incidents", one.id)]
    assert page.sheet.blank


def test_a_double_click_registers_once(qtbot, office, page):
    say(page, **FIRE)
    office.store.hold = True
    qtbot.mouseClick(page.bar.main, LEFT)
    qtbot.mouseDClick(page.bar.main, LEFT)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    office.store.finish()
    assert len(incidents(office)) == 1
    assert office.room.log.count(office.room.shift.id) == 1


def test_the_same_sheet_after_a_restart_gives_the_incident_of_the_first_time(
    qtbot, office, page, tmp_path, theme
):
    say(page, **FIRE)
    page.keep()
    sheet = page.sheet.place
    kept = office.drafts.load(sheet)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    again = open_desk(tmp_path, theme)
    again.drafts.save(sheet, kept.by, kept.fields)
    restarted = open_page(qtbot, again)
    assert all(held.blank for held in restarted.calls.sheets)
    assert len(incidents(again)) == 1
    assert again.drafts.load(sheet) is None


def test_the_draft_is_named_kept_only_after_it_reached_the_disk(qtbot, office, page):
    office.disk.hold = True
    say(page, place="石垭口镇街上")
    page.keep()
    assert page.bar.mark.text() == ""
    office.disk.finish()
    assert "20:00:00" in page.bar.mark.text()
    assert office.drafts.load(page.sheet.place) is not None


def test_the_draft_is_kept_two_seconds_after_the_last_key(qtbot, office, page):
    write(page.form.fields["place"].edit, "石垭口镇")
    assert office.drafts.load(page.sheet.place) is None
    qtbot.waitUntil(lambda: office.drafts.load(page.sheet.place) is not None, timeout=4000)


def test_leaving_a_field_keeps_the_draft_at_once(qtbot, office, page):
    write(page.form.fields["place"].edit, "石垭口镇")
    page.form.fields["course"].edit.setFocus()
    assert office.drafts.load(page.sheet.place) is not None


def test_several_drafts_come_back_with_author_and_time(qtbot, office, page, tmp_path, theme):
    say(page, place="石垭口镇街上", kind="火灾")
    page.new_call()
    say(page, place="竹瓦溪乡长竹坨", missing="几个")
    page.keep()
    restarted = open_page(qtbot, open_desk(tmp_path, theme))
    titles = restarted.tabs.titles
    assert any("石垭口镇 · 火灾" in title for title in titles)
    assert any("竹瓦溪乡" in title for title in titles)
    first = next(held for held in restarted.calls.sheets if held.fields.get("missing"))
    assert (first.by_name, hhmm(first.saved_at)) == ("向示月", "20:00")
    restarted.show_call(str(first.key))
    assert restarted.form.fields["missing"].value() == "几个"
    assert restarted.form.fields["place"].value() == "竹瓦溪乡长竹坨"


def test_a_draft_stays_with_its_author_when_another_officer_looks_at_it(qtbot, office, page):
    say(page, place="石垭口镇街上")
    page.new_call()
    (draft,) = office.drafts.all()
    office.desk.session.sign_in(office.room.chief)
    office.room.clock.forward(timedelta(minutes=3))
    page.show_call(draft.key.removeprefix("intake-"))
    page.new_call()
    assert office.drafts.all() == [draft]


def test_what_is_typed_survives_kill_minus_nine(qtbot, tmp_path: Path, theme):
    typist = Path(__file__).with_name("typist.py")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.widgets.incidents.typist", str(tmp_path)]
    assert typist.exists()
    with subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"kept"
        process.send_signal(signal.SIGKILL)
    restarted = open_page(qtbot, open_desk(tmp_path, theme))
    (sheet,) = [held for held in restarted.calls.sheets if not held.blank]
    assert sheet.fields["course"] == "车间起火,两人失联"
    assert sheet.by_name == "向示月"


def test_a_figure_that_is_none_is_marked_and_the_draft_still_kept(qtbot, office, page):
    say(page, place="石垭口镇街上", missing="几个", happened="25:00")
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert incidents(office) == []
    assert page.form.fields["missing"].error() != ""
    assert page.form.fields["happened"].error() != ""
    assert office.drafts.load(page.sheet.place) is not None


def test_a_hint_does_not_stand_in_the_way(qtbot, office, page):
    say(page, place="石垭口镇街上", commander_phone="000-0000-01")
    page.form.fields["course"].edit.setFocus()
    assert "2 digits missing" in page.form.fields["commander_phone"].error()
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert len(incidents(office)) == 1


def test_place_or_course_is_enough_and_neither_is_refused(qtbot, office, page):
    say(page, reporter_unit="石垭口镇值班室")
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert incidents(office) == []
    assert page.form.fields["place"].error() != ""
    say(page, course="起火")
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert len(incidents(office)) == 1


def test_a_store_that_cannot_be_written_keeps_every_word(qtbot, office, page):
    say(page, **FIRE)
    office.room.db.read_only_why = "disk_full"
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert "disk is full" in page.bar.reason.text()
    assert page.form.fields["place"].value() == "石垭口镇街上"
    assert office.drafts.load(page.sheet.place) is not None
    office.room.db.read_only_why = None
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert len(incidents(office)) == 1
    assert office.drafts.all() == []


def test_a_known_number_fills_what_is_empty_and_moves_nothing(qtbot, office, page):
    say(page, reporter_name="冯范文", reporter_phone="000-0002-0004")
    page.form.fields["course"].edit.setFocus()
    assert page.form.fields["reporter_unit"].value() == "石垭口镇人民政府值班室"
    assert page.form.fields["reporter_name"].value() == "冯范文"
    assert page.form.fields["course"].edit.hasFocus()


def test_a_ringing_number_opens_a_sheet_and_takes_no_focus(qtbot, office, page):
    page.form.fields["course"].edit.setFocus()
    say(page, course="正在写")
    page.new_call("000-0002-0004")
    assert page.form.fields["reporter_unit"].value() == "石垭口镇人民政府值班室"
    assert page.form.fields["course"].edit.hasFocus()
    kept = [held.fields.get("course") for held in page.calls.sheets]
    assert "正在写" in kept


def test_clocks_start_with_the_first_key(office, page):
    assert page.side.rings.rings == []
    say(page, place="石垭口镇街上")
    page._look_up()
    assert [ring.words() for ring in page.side.rings.rings] == ["30′00″", "30′00″", "1 时 00′"]


def test_a_similar_incident_is_shown_and_joined_by_alt_m(qtbot, office, page):
    room = office.room
    known = room.intake.register(
        room.watch,
        room.shift.id,
        new_id(),
        Said(event_class=EventClass.ACCIDENT, kind="火灾", place="街上", lat=28.60, lon=109.75),
    )
    say(page, kind="火灾", course="工业路冒烟")
    page.fill_place(28.601, 109.751, "石垭口镇", "石垭口镇工业路")
    page._look_up()
    assert [one.id for one in page.side.duplicates.found] == [known.id]
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    assert len(incidents(office)) == 1
    assert room.log.of_incident(known.id)[0].text == "工业路冒烟（地点：石垭口镇工业路）"
    assert office.gone == [("incidents", known.id)]


def test_a_click_on_the_map_fills_the_place_and_keeps_words_already_there(office, page):
    page.fill_place(28.6, 109.75, "石垭口镇", "石垭口镇小桐冲村")
    assert page.form.fields["place"].value() == "石垭口镇小桐冲村"
    page.fill_place(28.7, 109.76, "双叉河镇", "双叉河镇下桂坨村")
    assert page.form.fields["place"].value() == "石垭口镇小桐冲村"
    page.register()
    (one,) = incidents(office)
    assert (one.lat, one.lon, one.township) == (28.7, 109.76, "双叉河镇")


def test_the_rail_counts_the_calls_put_aside_and_not_the_one_being_written(qtbot, page):
    counted: list[int] = []
    page.badge.connect(counted.append)
    say(page, place="石垭口镇街上")
    assert counted[-1] == 0
    page.new_call()
    assert counted[-1] == 1


def test_escape_puts_aside_and_loses_nothing(qtbot, office, page):
    say(page, place="石垭口镇街上")
    page.form.fields["course"].edit.setFocus()
    qtbot.keyClick(page.form.fields["course"].edit, Qt.Key.Key_Escape)
    assert office.gone == [("console", None)]
    assert page.sheet.blank
    assert [draft.fields["words"]["place"] for draft in office.drafts.all()] == ["石垭口镇街上"]


def test_ticks_and_copy_have_keys_that_leave_the_cursor(qtbot, office, page):
    say(page, place="石垭口镇街上", course="起火")
    field = page.form.fields["course"].edit
    for key in (Qt.Key.Key_R, Qt.Key.Key_B, Qt.Key.Key_C):
        qtbot.keyClick(field, key, ALT)
    assert field.hasFocus()
    assert field.toPlainText() == "起火"
    assert "石垭口镇街上" in QGuiApplication.clipboard().text()
    page.register()
    (one,) = incidents(office)
    assert (one.repeated, one.called_back) == (True, True)


def test_a_natural_disaster_asks_for_moved_people_apart(office, page):
    assert not page.form.fields["evacuated"].isVisible()
    page.form.fields["kind"].set_value("自然灾害 / 山洪")
    page.form.show_counts()
    assert page.form.fields["evacuated"].isVisible()
    assert page.form.fields["resettled"].isVisible()
    assert not page.form.fields["at_risk"].isVisible()


def test_the_first_key_is_taken_within_a_third_of_a_second(qtbot, office, page):
    say(page, **FIRE)
    began = thread_time()  # what this thread computes: not what others take of the machine
    qtbot.keyClick(page, Qt.Key.Key_N, ALT)
    qtbot.keyClick(page.form.first, Qt.Key.Key_0)
    took = thread_time() - began
    assert page.form.fields["reporter_phone"].value() == "0"
    assert took < 0.3


def test_without_an_officer_the_form_stays(qtbot, office, page):
    say(page, **FIRE)
    office.desk.session.sign_in(None)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert incidents(office) == []
    assert "sign in" in page.bar.reason.text()
    assert page.form.fields["place"].value() == "石垭口镇街上"


def test_words_typed_while_the_call_is_on_its_way_stay_as_a_sheet_of_their_own(qtbot, office, page):
    say(page, place="石垭口镇街上", course="起火")
    office.store.hold = True
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    say(page, needs="派两台车")
    office.store.finish()
    (one,) = incidents(office)
    assert one.needs == ""
    assert page.form.fields["needs"].value() == "派两台车"
    (draft,) = office.drafts.all()
    assert draft.fields["words"]["needs"] == "派两台车"
    assert draft.key != f"intake-{one.id}"


def test_after_one_call_a_blank_form_waits_and_the_other_draft_stays_aside(qtbot, office, page):
    say(page, place="竹瓦溪乡长竹坨")
    page.new_call()
    say(page, place="石垭口镇街上")
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert page.sheet.blank
    assert page.form.fields["place"].value() == ""
    assert [held.fields.get("place") for held in page.calls.sheets if not held.blank] == [
        "竹瓦溪乡长竹坨"
    ]


def test_a_draft_still_on_its_way_to_the_disk_does_not_outlive_its_call(qtbot, office, page):
    office.disk.hold = True
    say(page, course="打错电话")
    page.keep()
    qtbot.keyClick(page, Qt.Key.Key_J, ALT)
    office.disk.finish()
    assert office.drafts.all() == []
    assert page.bar.mark.text() == ""


def test_a_draft_that_could_not_be_kept_is_tried_again(qtbot, office, page):
    folder = office.drafts._folder
    folder.write_text("in the way")
    say(page, course="起火")
    page.keep()
    assert "Draft not kept" in page.bar.mark.text()
    folder.unlink()
    page.keep()
    assert "20:00:00" in page.bar.mark.text()
    assert [draft.fields["words"]["course"] for draft in office.drafts.all()] == ["起火"]


def test_a_line_of_the_log_becomes_a_call_that_counts_from_when_it_was_told(office, page):
    room = office.room
    line = room.log.write(room.watch, room.shift.id, Line("工业路冒烟", unit="石垭口镇值班室"))
    room.clock.forward(timedelta(minutes=10))
    page.open(line)
    page.register()
    (one,) = incidents(office)
    assert (one.course, one.reporter_unit) == ("工业路冒烟", "石垭口镇值班室")
    assert one.received_at == line.at


def test_a_prank_becomes_a_line_and_no_incident(qtbot, office, page):
    say(page, reporter_phone="000-0000-3807", course="打错电话")
    qtbot.keyClick(page, Qt.Key.Key_J, ALT)
    assert incidents(office) == []
    line = office.room.log.latest(1)[0]
    assert (line.text, line.phone) == ("打错电话", "000-0000-3807")
    assert office.drafts.all() == []
    assert page.sheet.blank
    say(page, alarm_no="119-07", place="丁山镇", needs="问路", course="打错电话")
    qtbot.keyClick(page, Qt.Key.Key_J, ALT)
    kept = "打错电话（地点：丁山镇；需要支援：问路；警情号：119-07）"
    assert office.room.log.latest(1)[0].text == kept
