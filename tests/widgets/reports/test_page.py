"""The page of reports with real keys over a real store: draft, four hands, sending, the board."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.base.ids import new_id
from app.incidents.acts import ConsultationKind
from app.incidents.consulting import Consulting, Minutes
from app.incidents.records import Count, Deadline, EventClass, Incident, Level, ReportWay
from app.incidents.said import Said
from app.paper.fonts import Fonts
from app.paper.report_sheet import ReportPaper, report_pdf
from app.people.records import Officer
from app.reports.clocks import Running
from app.reports.records import Form, Stage
from db.stores.command import CommandRows
from tests.deskroom import DeskRoom
from tests.reporting import Reporting, reporting
from tests.rooms import PIN
from widgets.reports.board import BoardList
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


def test_a_report_goes_through_four_hands_by_one_key(qtbot, scene: Scene) -> None:
    room, page = scene.office.room, scene.page
    press(qtbot, scene, Qt.Key.Key_D)
    assert scene.report.stage is Stage.DRAFT
    assert "己塘镇值班室" in page.editor.text.toPlainText()
    page.editor.text.setPlainText("本人改写。")
    press(qtbot, scene, ENTER, CTRL)
    assert (scene.report.stage, scene.report.body) == (Stage.REVIEW, "本人改写。")
    assert page.editor.text.isReadOnly()
    press(qtbot, scene, ENTER, CTRL)
    assert scene.report.stage is Stage.REVIEW  # an officer may not review: a chief's PIN is asked
    page.signing.card.leave()
    scene.sit(room.chief)
    press(qtbot, scene, ENTER, CTRL)
    assert scene.report.stage is Stage.ISSUE
    scene.sit(scene.desk.leader)
    press(qtbot, scene, ENTER, CTRL)
    assert page.acts.issue_card.fields["year_no"].value() == 1
    page.acts.issue_card.submit()
    assert (scene.report.stage, scene.report.year_no) == (Stage.SEND, 1)
    scene.sit(room.watch)
    press(qtbot, scene, ENTER, CTRL)
    card = page.acts.send_card
    assert card.recipient() == "市应急管理局"
    card.fill(outside_no="省系统 2021")
    card.submit()
    assert scene.report.stage is Stage.CONFIRM
    press(qtbot, scene, ENTER, CTRL)
    page.acts.confirm_card.fill(confirmed_by="龙示河")
    page.acts.confirm_card.submit()
    [sending] = page.look.sendings
    assert (sending.outside_no, sending.confirmed_by) == ("省系统 2021", "龙示河")


def test_a_number_given_before_is_warned_of_and_stands_when_said_again(qtbot, scene: Scene) -> None:
    desk, room, page = scene.desk, scene.office.room, scene.page
    shift = room.shift.id
    report = desk.writing.draft(room.watch, shift, scene.fire, desk.writing.next_kind(scene.fire))
    report = desk.flow.submit(room.watch, shift, report)
    desk.flow.issue(desk.leader, shift, desk.flow.review(room.chief, shift, report))
    other = room.intake.register(
        room.watch, shift, new_id(), Said(place="丁山镇", kind="火灾", course="着火")
    )
    report = desk.writing.draft(room.watch, shift, other, desk.writing.next_kind(other))
    report = desk.flow.submit(room.watch, shift, report)
    report = desk.flow.review(room.chief, shift, report)
    page.open(report.id)
    scene.sit(desk.leader)
    page.acts.issue()
    card = page.acts.issue_card
    card.fields["year_no"].set_value("1")
    card.submit()
    assert "1" in card.fields["year_no"].error()
    card.submit()
    assert scene.report.year_no == 1


def test_oral_consent_and_return(qtbot, scene: Scene) -> None:
    room, page = scene.office.room, scene.page
    press(qtbot, scene, Qt.Key.Key_D)
    press(qtbot, scene, ENTER, CTRL)
    scene.sit(room.chief)
    press(qtbot, scene, Qt.Key.Key_T)
    page.acts.reason.submit()
    assert page.acts.reason.fields["reason"].error() != ""
    page.acts.reason.fill(reason="时间不清")
    page.acts.reason.submit()
    assert scene.report.stage is Stage.RETURNED
    scene.sit(room.watch)
    press(qtbot, scene, ENTER, CTRL)
    scene.sit(room.chief)
    press(qtbot, scene, ENTER, CTRL)
    scene.sit(room.watch)
    press(qtbot, scene, Qt.Key.Key_O)
    page.acts.consent_card.submit()
    assert (scene.report.stage, scene.report.signed) == (Stage.SEND, False)


def test_what_was_typed_survives_a_crash_and_is_not_written_over(qtbot, scene: Scene) -> None:
    room, page = scene.office.room, scene.page
    press(qtbot, scene, Qt.Key.Key_D)
    page.editor.text.setPlainText("打到一半")
    page.editor.save()
    room.intake.count(room.watch, scene.fire, {Count.DEAD: (1, False)}, "医生确认")
    page.read()
    assert page.editor.text.toPlainText() == "打到一半"
    page.read()
    report = scene.report
    again = ReportsPage(
        scene.office.desk, scene.desk.desk, scene.office.drafts, page._print, signers(scene.desk)
    )
    qtbot.addWidget(again)
    again.open(report.id)
    assert again.editor.text.toPlainText() == "打到一半"
    press(qtbot, scene, Qt.Key.Key_R)
    assert page.editor.text.toPlainText() == "打到一半"
    press(qtbot, scene, Qt.Key.Key_R)
    assert "死亡1人" in page.editor.text.toPlainText()


def test_texts_for_every_way_are_copied_with_a_key(qtbot, scene: Scene) -> None:
    press(qtbot, scene, Qt.Key.Key_D)
    scene.page.editor.go_to(Form.SCRIPT.value)
    press(qtbot, scene, Qt.Key.Key_C)
    assert "请复述一遍" in QGuiApplication.clipboard().text()


def test_a_fact_goes_into_the_draft_at_once(qtbot, scene: Scene) -> None:
    page = scene.page
    press(qtbot, scene, Qt.Key.Key_D)
    assert "影响范围" in page.banner.text()
    press(qtbot, scene, Qt.Key.Key_N)
    page.acts.state_card.fill(element="影响范围", text="过火面积约200平方米")
    page.acts.state_card.submit()
    assert "过火面积约200平方米" in page.editor.text.toPlainText()
    assert "影响范围" not in page.banner.text()


def test_a_number_that_is_not_in_the_record_is_named(qtbot, scene: Scene) -> None:
    press(qtbot, scene, Qt.Key.Key_D)
    scene.page.editor.text.setPlainText("死亡57人。")
    scene.page.acts.keep()
    scene.page.read()
    assert "57" in scene.page.banner.text()


def test_a_late_clock_is_explained_from_the_board(qtbot, scene: Scene) -> None:
    page = scene.page
    scene.office.room.clock.forward(timedelta(hours=1))
    page.read()
    late = [row for row in page.board.rows if row.late(scene.office.desk.clock.now())]
    assert late
    page.board.select(late[0])
    press(qtbot, scene, Qt.Key.Key_E)
    page.clock_acts.reason.fill(reason="现场断网")
    page.clock_acts.reason.submit()
    row = next(row for row in page.board.rows if row.clock.id == late[0].clock.id)
    assert row.reason == "现场断网"


def test_a_rule_book_is_chosen_with_a_reason(qtbot, scene: Scene) -> None:
    page, room = scene.page, scene.office.room
    scene.sit(room.chief)
    page.clock_acts.rules()
    card = page.clock_acts.rules_card
    key = card.text("profile")
    was = key in {one.key for one in room.clocks.profiles().in_force()}
    card.submit()
    assert card.fields["reason"].error() != ""
    card.fill(reason="本县规定")
    card.submit()
    assert (key in {one.key for one in room.clocks.profiles().in_force()}) is not was


def test_the_paper_beside_the_text_is_the_pdf_of_what_is_typed(qtbot, scene: Scene) -> None:
    press(qtbot, scene, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: scene.page.preview.paper is not None, timeout=5000)
    first = scene.page.preview.paper.sha256
    scene.page.editor.text.setPlainText("<b>正文</b>")
    qtbot.waitUntil(lambda: scene.page.preview.paper.sha256 != first, timeout=5000)


def test_a_narrow_page_shows_the_texts_or_the_paper(qtbot, scene: Scene) -> None:
    page = scene.page
    assert page.preview.isVisible()
    page.resize(1196, 630)
    assert not page.preview.isVisible()
    assert page.paper_key.isVisible()
    page.paper_key.click()
    assert page.preview.isVisible()
    assert not page.editor.isVisible()
    page.resize(1516, 808)
    assert page.preview.isVisible()
    assert page.editor.isVisible()


def test_the_daily_bulletin_belongs_to_no_event(qtbot, scene: Scene) -> None:
    page = scene.page
    page.which.set_value("")
    page.which.changed.emit()
    assert page.incident is None
    press(qtbot, scene, Qt.Key.Key_D)
    text = page.editor.text.toPlainText()
    assert scene.report.kind.value == "每日一报"
    assert "己塘镇演示路一车间火灾" in text
    assert "（待补充）" in text  # what no room spoke of is not called none
    press(qtbot, scene, ENTER, CTRL)
    assert scene.report.stage is Stage.DRAFT  # nor goes out with a gap
    assert "（待补充）" in page.editor.trouble.text()
    page.editor.text.setPlainText(text.replace("（待补充）", "无。"))
    press(qtbot, scene, ENTER, CTRL)
    assert scene.report.stage is Stage.REVIEW


def test_a_report_without_title_or_addressee_is_refused_at_the_field(qtbot, scene: Scene) -> None:
    page = scene.page
    press(qtbot, scene, Qt.Key.Key_D)
    for name, field in (("title", page.editor.title), ("to", page.editor.to)):
        whole = field.value()
        field.set_value(" ")
        press(qtbot, scene, ENTER, CTRL)
        assert scene.report.stage is Stage.DRAFT
        assert field.error() != "", name
        field.set_value(whole)
    press(qtbot, scene, ENTER, CTRL)
    assert scene.report.stage is Stage.REVIEW
    page.acts.send()  # there is no such button yet; the rule holds all the same
    page.acts.send_card.submit()
    assert scene.desk.store.sendings(scene.report.id) == []
    assert page.acts.send_card.isVisible()


def crowd(fire: Incident) -> list[Running]:
    """50 events with 20 clocks each."""
    rows = []
    for n in range(50):
        incident = replace(fire, id=new_id(), title=f"事件{n}")
        for m in range(20):
            due = fire.received_at + timedelta(minutes=m * 7 - 30, seconds=n)
            clock = Deadline(
                id=new_id(), incident_id=incident.id, rule=f"r{m}", name="书面报告",
                source="某规定", starts_at=fire.received_at - timedelta(hours=1), due_at=due,
                met_at=None, mark=fire.mark, way=ReportWay.WRITTEN, profile="p",
                to="市应急管理局", level=Level.IV,
            )  # fmt: skip
            rows.append(Running(clock, incident, ""))
    return rows


def test_a_second_of_a_thousand_clocks_is_short_and_paints_only_what_changed(
    qtbot, scene: Scene
) -> None:
    office, rows = scene.office, crowd(scene.fire)
    board = BoardList(office.desk.theme, office.desk.clock)
    qtbot.addWidget(board)
    board.resize(400, 700)
    board.show()
    begun = time.perf_counter()
    board.show_rows(rows)
    board.grab()
    shown_s = time.perf_counter() - begun
    board.tick()
    before = board.painted
    begun = time.perf_counter()
    board.tick()
    assert board.painted == before
    office.room.clock.forward(timedelta(seconds=1))
    board.tick()
    tick_s = time.perf_counter() - begun
    assert 0 < board.painted - before <= 8
    assert tick_s < 0.05
    assert shown_s < 0.2


def test_a_clock_is_met_by_hand_at_the_second_press(qtbot, scene: Scene) -> None:
    page, room = scene.page, scene.office.room
    phone = next(row for row in page.board.rows if row.clock.rule == "phone")
    page.board.select(phone)
    said = dict(page.duties.rows)
    assert said["To"] == "市应急管理局"
    assert "县→市" in said["Level by level"]
    assert "本级人民政府" in said["Tell as well"]
    room.clock.forward(timedelta(minutes=34))
    press(qtbot, scene, Qt.Key.Key_M)
    card = page.clock_acts.met_card
    assert card.text("to") == "市应急管理局"
    assert card.fields["reason"].isVisible()
    card.submit()
    assert card.fields["person"].error() != ""
    card.fill(person="龙示河", words="手机")
    card.submit()
    assert card.fields["reason"].error() != ""
    card.fill(reason="座机占线")
    card.submit()
    assert card.isVisible()  # it says what will be written
    card.submit()
    assert not card.isVisible()
    row = next(row for row in page.board.rows if row.clock.id == phone.clock.id)
    assert row.reason == "座机占线"
    assert row.clock.met_by.startswith("line:")


def test_a_key_pressed_before_the_page_has_read_waits_for_what_was_chosen(
    qtbot, scene: Scene
) -> None:
    page, office, room = scene.page, scene.office, scene.office.room
    page.which.set_value("")
    page.which.changed.emit()
    assert page.kind.value() == "每日一报"
    office.store.hold = True
    page.open(scene.fire.id)
    press(qtbot, scene, Qt.Key.Key_D)
    assert scene.desk.store.of_no_incident(9) == []
    office.store.finish()
    assert scene.desk.store.of_no_incident(9) == []
    assert (scene.report.kind.value, scene.report.incident_id) == ("初报", scene.fire.id)
    assert room.watch.name == scene.report.drafted_name


def test_what_is_not_read_is_not_acted_on(qtbot, scene: Scene) -> None:
    page, office = scene.page, scene.office
    press(qtbot, scene, Qt.Key.Key_D)
    other = office.room.intake.register(
        office.room.watch, office.room.shift.id, new_id(), Said(place="丁山镇", course="着火")
    )
    drafted = scene.report
    office.store.hold = True
    page.open(other.id)
    press(qtbot, scene, ENTER, CTRL)  # the button of the report that still stands on the screen
    office.store.finish()
    assert scene.desk.store.report(drafted.id).stage is Stage.DRAFT


def test_chief_and_leader_sign_by_pin_while_the_officer_keeps_the_seat(qtbot, scene: Scene) -> None:
    page, room, session = scene.page, scene.office.room, scene.office.desk.session
    card = page.signing.card
    press(qtbot, scene, Qt.Key.Key_D)
    press(qtbot, scene, ENTER, CTRL)
    press(qtbot, scene, ENTER, CTRL)
    offered = [card.fields["officer"].combo.itemText(n) for n in range(3)]
    assert offered[0].startswith("彭例安")
    assert not any(scene.office.room.watch.name in words for words in offered)
    assert not card.fields["year_no"].isVisible()
    card.fill(pin="0000")
    card.submit()
    assert card.fields["pin"].error() != ""
    assert card.text("pin") == ""
    assert scene.report.stage is Stage.REVIEW
    qtbot.keyClicks(card.fields["pin"].edit, PIN)
    qtbot.keyClick(card.fields["pin"].edit, ENTER)
    assert (scene.report.stage, scene.report.reviewed_name) == (Stage.ISSUE, "彭例安")
    press(qtbot, scene, ENTER, CTRL)
    assert card.text("officer") == str(scene.desk.leader.id)
    qtbot.keyClicks(card.fields["pin"].edit, PIN)
    qtbot.keyClick(card.fields["pin"].edit, ENTER)
    assert (scene.report.stage, scene.report.issued_name) == (Stage.SEND, "田演平")
    assert scene.report.signed
    assert session.officer.id == room.watch.id
    assert card.text("pin") == ""


def test_minutes_are_drafted_on_the_page_and_not_drafted_anew_from_facts(
    qtbot, scene: Scene
) -> None:
    page, room = scene.page, scene.office.room
    press(qtbot, scene, Qt.Key.Key_D)
    page.kind.set_value("纪要")
    press(qtbot, scene, Qt.Key.Key_D)
    assert scene.report.kind.value == "初报"  # nobody consulted yet
    consulting = Consulting(room.db, CommandRows(room.db), room.log, room.clock, room.shift.mark)
    for chair in ("田演平", "彭例安"):
        held = Minutes(ConsultationKind.HANDLING, room.clock.now(), chair)
        consulting.consult(room.chief, room.shift.id, scene.fire, held)
    page.kind.set_value("纪要")
    press(qtbot, scene, Qt.Key.Key_D)
    card = page.acts.minutes_card
    assert card.fields["consultation"].combo.count() == 2
    assert page.preview.paper is None or scene.report.kind.value == "初报"
    card.submit()
    assert scene.report.kind.value == "纪要"
    assert "彭例安" in page.editor.text.toPlainText()
    assert page.preview.paper is None  # the paper of the report before is not printed for this one
    body = scene.report.body
    press(qtbot, scene, Qt.Key.Key_R)
    assert scene.report.body == body
    assert "纪要" in scene.office.said[-1]
