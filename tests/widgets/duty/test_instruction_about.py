"""An instruction about an incident or a paper, written on a page that is scanned; late ones are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.base.clock import day_hhmm
from app.base.ids import new_id
from app.duty.checks import PaperWay
from app.duty.papers import Entered
from app.duty.records import Spoken
from app.duty.scans import Scans
from app.incidents.said import Said
from db.stores.attachments import AttachmentRows
from tests.deskroom import DeskRoom, attached
from widgets.checks.papersview import PapersView
from widgets.duty.linking import Links
from widgets.duty.logpage import LogPage
from widgets.shell.messages import Messages, State
from widgets.tour.hands import write as write_words
from widgets.wiring.overdue import OverdueAlert

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def scans(office: DeskRoom) -> Scans:
    room = office.room
    return Scans(room.db, AttachmentRows(room.db), room.shift.mark)


@pytest.fixture
def page(qtbot, office: DeskRoom) -> LogPage:
    room = office.room
    links = Links(lambda: room.intake.latest(9), papers=lambda: room.checks.papers.latest(9))
    made = LogPage(
        office.desk,
        room.log,
        room.instructions,
        office.drafts,
        office.go,
        attached(office),
        links,
        scans(office),
    )
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.keyClick(made, Qt.Key.Key_2, ALT)
    return made


def entered(office: DeskRoom, **more):
    room = office.room
    told = Entered(PaperWay.RECEIVED, "关于防汛的通知", "市应急管理局", "市应急〔2026〕7号", **more)
    return room.checks.papers.enter(room.chief, room.shift.id, told)


def test_what_it_is_about_is_found_and_taken_by_keys_only(qtbot, office, page, tmp_path):
    paper = entered(office)
    view = page.instructions
    leader = view.first_focus()
    leader.setFocus()
    for words in ("田演平", "局长"):
        write_words(QApplication.focusWidget(), words)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    write_words(QApplication.focusWidget(), "抓紧落实")
    view._form.fields["due"].setFocus()
    write_words(QApplication.focusWidget(), "06-26 09:00")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    write_words(QApplication.focusWidget(), "防汛")
    assert len(view._about.shown()) == 1
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    view._form.fields["spoken"].set_value(Spoken.WRITTEN.value)
    qtbot.keyClick(view._form.fields["receiver"].editor, Qt.Key.Key_Return, CTRL)
    (told,) = office.room.instructions.open()
    assert (told.paper_id, told.spoken, told.post) == (paper.id, Spoken.WRITTEN, "局长")
    assert told.due is not None
    assert (told.due - office.room.clock.now()) > timedelta(days=1)
    assert "关于防汛的通知" in view._words.text()
    page_of_paper = tmp_path / "批示页.pdf"
    page_of_paper.write_bytes(b"%PDF-1.4 page")
    view.files.take([page_of_paper])
    assert [one.name for one in view.files.files] == ["批示页.pdf"]
    (line,) = [one for one in office.room.log.latest(9) if one.instruction_id == told.id]
    assert line.text.startswith("批示：抓紧落实 要求 06-26 09:00 前反馈")


def test_an_incident_is_chosen_newest_first(qtbot, office, page):
    room = office.room
    for place in ("工业路", "老榆塘"):
        room.intake.register(room.watch, room.shift.id, new_id(), Said(place=place, course="冒烟"))
        room.clock.forward(timedelta(minutes=1))
    view = page.instructions
    view._about.setFocus()
    qtbot.waitUntil(lambda: len(view._about.shown()) == 2)
    assert "老榆塘" in view._about.shown()[0]
    qtbot.keyClick(view._about.edit, Qt.Key.Key_Down)
    write_words(view._about.edit, "没有")
    view._form.fields["leader"].set_value("田演平")
    view._form.fields["text"].set_value("查")
    view.take()
    assert "names nothing" in view._about.error()
    assert room.instructions.open() == []


def test_a_paper_has_its_scan_and_its_limit(qtbot, office, tmp_path):
    room = office.room
    view = PapersView(office.desk, room.checks.papers, scans(office), attached(office))
    qtbot.addWidget(view)
    office.desk.session.sign_in(room.chief)
    view._form.fill(
        {"title": "关于值守的通知", "unit": "市局", "due": "06-25 17:00", "note": "转各镇"}
    )
    view.enter()
    (paper,) = room.checks.papers.waiting()
    assert paper.due is not None
    assert (paper.note, day_hhmm(paper.due)) == ("转各镇", "06-25 17:00")
    scan = tmp_path / "通知.jpg"
    scan.write_bytes(b"\xff\xd8\xff picture")
    view.table.select(paper.id)
    view.files.take([scan])
    assert [one.name for one in view.files.files] == ["通知.jpg"]


def test_what_is_late_is_a_message_once_and_over_when_it_moved_on(qtbot, office):
    room = office.room
    messages = Messages(room.clock)
    alert = OverdueAlert(office.desk, messages, room.instructions, room.checks.papers)
    told = room.instructions.take(
        room.watch,
        room.shift.id,
        "田演平",
        "",
        "查水库",
        due=room.clock.now() + timedelta(minutes=30),
    )
    alert.look()
    assert messages.all() == []
    room.clock.forward(timedelta(minutes=31))
    alert.look()
    alert.look()
    (one,) = messages.all()
    assert (one.count, one.state) == (1, State.UNANSWERED)
    assert "查水库" in one.text
    told = room.instructions.relay(room.watch, told, "县水利局")
    (relay,) = room.instructions.relays([told])
    room.instructions.feed_back(room.watch, told, relay, "水位正常")
    alert.look()
    (one,) = messages.all()
    assert one.text == "It has moved on"
