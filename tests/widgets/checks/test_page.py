"""The roll call page by its keys, over a real record: rounds, zero reports, checks, equipment, papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.duty.checks import Asked, Condition, PaperState, Presence, ZeroState
from app.duty.records import Handling
from tests.deskroom import DeskRoom, HeldJobs
from tests.nights import night
from tests.townships import NAMES, enter_towns
from widgets.checks.page import RollCallPage
from widgets.kit.labels import Label
from widgets.kit.lamps import KNOWN, LampState
from widgets.shell.status import Status

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def status() -> Status:
    return Status("示范县")


@pytest.fixture
def page(qtbot, office: DeskRoom, status: Status) -> RollCallPage:
    enter_towns(office.room.db, 12)
    intake = office.room.intake
    made = RollCallPage(
        office.desk,
        office.room.checks,
        "示范县应急管理局值班室",
        status,
        lambda: [(one.id, one.title) for one in intake.open()],
        office.go,
        office.drafts,
    )
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Keys:
    """Presses keys on the page and counts them."""

    def __init__(self, qtbot, page: RollCallPage) -> None:
        self._qtbot, self._page = qtbot, page
        self.count = 0

    def press(self, key: Key, modifier: Qt.KeyboardModifier = ALT) -> None:
        self.count += 1
        self._qtbot.keyClick(self._page.window(), key, modifier)

    def go_on(self) -> None:
        self.press(Key.Key_Return, CTRL)


@pytest.fixture
def keys(qtbot, page: RollCallPage) -> Keys:
    return Keys(qtbot, page)


def shown(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


def test_twelve_towns_by_keyboard_in_ten_minutes(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    """Two keys a town: call, answered. Each is spoken to for forty seconds."""
    for n in range(12):
        keys.go_on()
        office.room.clock.forward(timedelta(seconds=5 + n))
        keys.press(Key.Key_1)
        office.room.clock.forward(timedelta(seconds=35))
    keys.go_on()
    (end,) = office.room.log.latest(1)
    assert "在岗率 12/12 100%" in end.text
    call = page.roll._look and page.roll._look.call
    assert call is not None
    assert call.ended_at is not None
    assert call.ended_at - call.started_at <= timedelta(minutes=10)
    assert keys.count == 25
    checks = office.room.checks.rolls.of_shift(office.room.shift.id)
    assert [one.seconds for one in checks] == list(range(5, 17))
    assert [one.unit for one in checks] == list(NAMES)


def test_the_silent_are_called_again(office: DeskRoom, page: RollCallPage, keys: Keys) -> None:
    keys.go_on()
    keys.press(Key.Key_2)
    row = page.roll.table.records[0]
    assert row.check is not None
    assert row.check.presence is Presence.SILENT
    keys.press(Key.Key_C)
    assert page.roll.table.current().town.name == NAMES[0]
    office.room.clock.forward(timedelta(seconds=7))
    keys.press(Key.Key_T)
    office.room.clock.forward(timedelta(seconds=50))
    keys.press(Key.Key_3)
    row = page.roll.table.records[0]
    assert (row.check.presence, row.check.seconds, row.attempts) == (Presence.STAND_IN, 7, 2)


def test_a_call_under_way_is_not_forgotten(page: RollCallPage, keys: Keys) -> None:
    keys.go_on()
    keys.go_on()
    assert any("Alt+1" in text for text in shown(page.roll))
    assert page.roll.table.current().town.name == NAMES[0]


def test_what_was_noted_of_a_town_goes_with_its_answer(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    keys.go_on()
    page.roll._form.fields["problem"].set_value("带班领导不在岗")
    page.roll._form.fields["leader"].set_value("否")
    keys.press(Key.Key_1)
    assert office.room.log.latest(1)[0].text.endswith("带班领导不在岗，问题：带班领导不在岗")
    assert page.roll._form.fields["problem"].value() == ""


def test_a_key_pressed_twice_before_the_answer_is_one_act(
    office: DeskRoom, page: RollCallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = HeldJobs()
    jobs.hold = True
    view = page.zero
    monkeypatch.setattr(view, "desk", replace(view.desk, store=jobs))
    view._note.set_value("云洛镇小学围墙倒塌")
    view.happened()
    view.happened()
    for finish in jobs.waiting:
        finish()
    assert office.room.log.count(office.room.shift.id) == 1
    view.happened()
    assert len(jobs.waiting) == 2


def test_without_anybody_signed_in_nothing_is_called(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    office.desk.session.sign_in(None)
    keys.go_on()
    assert "Sign in first" in shown(page.roll)
    assert office.room.checks.rolls.look(None).call is None


def test_zero_reports_one_key_a_town(office: DeskRoom, page: RollCallPage, keys: Keys) -> None:
    counts: list[int] = []
    page.badge.connect(counts.append)
    keys.press(Key.Key_6)
    for _ in range(11):
        keys.press(Key.Key_1)
    assert counts[-1] == 1
    assert page.zero._count.text() == "11/12"
    assert "戊溪镇尚未报告" in page.zero._text.text()
    keys.press(Key.Key_C)
    assert "（已催报1次）" in page.zero._text.text()
    keys.press(Key.Key_1)
    assert counts[-1] == 0
    assert "截至目前未接到" in page.zero._text.text()
    assert keys.count == 14
    keys.press(Key.Key_K)
    assert QGuiApplication.clipboard().text() == page.zero._text.text()


def test_an_event_needs_words_and_keeps_them(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    keys.press(Key.Key_6)
    keys.press(Key.Key_2)
    assert page.zero._note.error() != ""
    assert office.room.log.count(office.room.shift.id) == 0
    page.zero._note.set_value("村道塌方")
    keys.press(Key.Key_2)
    look = office.room.checks.zero.look()
    report = look.current.cells[0].report
    assert report is not None
    assert report.state is ZeroState.EVENT
    line = office.room.log.latest(1)[0]
    assert line.status is Handling.TODO
    assert page.zero.table is not None
    page.zero.table.select(report.org_id)
    page.zero.table.opened.emit(page.zero.table.current())
    assert office.gone == [("log", line.id)]


def test_what_is_reported_may_belong_to_an_open_incident(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    incident = night(office.room).incident("云洛镇内涝")
    keys.press(Key.Key_6)
    page.zero.read()
    page.zero._of.set_value(str(incident.id))
    page.zero._note.set_value("积水退去")
    keys.press(Key.Key_2)
    line = office.room.log.latest(1)[0]
    assert (line.status, line.incident_id) == (Handling.DOING, incident.id)
    assert page.zero._of.value() == ""


def test_silence_is_shown_as_silence(office: DeskRoom, page: RollCallPage, keys: Keys) -> None:
    keys.press(Key.Key_6)
    table = page.zero.table
    assert table is not None
    model = table.view.model()
    cells = [str(model.index(0, column).data()) for column in range(2, 5)]
    assert cells == ["silent", "silent", "not yet due"]
    keys.press(Key.Key_X)
    assert "chased 1" in str(model.index(0, 3).data())


def test_one_key_per_item_of_equipment(
    office: DeskRoom, page: RollCallPage, status: Status, keys: Keys
) -> None:
    status.set_lamp(LampState("radio", "370M", KNOWN, "1/2", "port taken"))
    keys.press(Key.Key_8)
    items = office.room.checks.equipment.list.items
    for _ in items[:-1]:
        keys.press(Key.Key_1)
    keys.press(Key.Key_2)
    assert page.equipment._remark.error() != ""
    page.equipment._remark.set_value("胎压不足")
    keys.press(Key.Key_2)
    look = office.room.checks.equipment.look(office.room.shift.id)
    assert look.done == len(items)
    assert [row.item.key for row in look.faults] == ["vehicle"]
    assert "370M网关" in [row.item.name for row in page.equipment.table.records]
    gateway = next(row for row in page.equipment.table.records if row.item.key == "gateway")
    assert gateway.check.condition is Condition.OK
    assert page.equipment._known(gateway) == "Known fault 1/2"


def test_a_check_of_the_superior_is_written_down_and_rectified(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    keys.press(Key.Key_7)
    form = page.spots._form
    keys.go_on()
    assert form.fields["unit"].error() != ""
    form.fields["unit"].set_value("市应急管理局指挥中心")
    form.fields["problem"].set_value("值班长离岗")
    keys.go_on()
    (made,) = office.room.checks.rolls.of_shift(office.room.shift.id)
    assert (made.asked, made.problem) == (Asked.BY_SUPERIOR, "值班长离岗")
    page.spots.table.select(made.id)
    page.spots._done.set_value("已返岗")
    keys.press(Key.Key_R)
    (made,) = office.room.checks.rolls.of_shift(office.room.shift.id)
    assert made.rectified == "已返岗"


def test_how_each_town_answered_of_late(office: DeskRoom, page: RollCallPage, keys: Keys) -> None:
    keys.go_on()
    keys.press(Key.Key_2)
    keys.go_on()
    keys.press(Key.Key_1)
    keys.press(Key.Key_7)
    page.spots._turned.set_value("figures")
    page.spots._turn()
    rates = [row.found.rate(office.room.checks.rolls.rules) for row in page.spots.figures.records]
    assert rates == ["0/1 0%", "1/1 100%"]
    assert page.spots.figures.isVisible()


def test_a_paper_is_entered_routed_and_done(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    keys.press(Key.Key_9)
    form = page.papers._form
    form.fields["title"].set_value("机密★关于防汛的通知")
    form.fields["unit"].set_value("市应急管理局")
    keys.go_on()
    assert "机密★" in form.fields["title"].error()
    form.fields["title"].set_value("关于防汛的通知")
    keys.go_on()
    (paper,) = office.room.checks.papers.waiting()
    keys.press(Key.Key_R)
    assert office.room.checks.papers.waiting()[0].state is PaperState.ENTERED
    office.desk.session.sign_in(office.room.chief)
    keys.press(Key.Key_R)
    assert page.papers._steps.fields["to"].error() != ""
    page.papers._steps.fields["to"].set_value("田演平")
    keys.press(Key.Key_R)
    assert office.room.checks.papers.waiting()[0].leader == "田演平"
    keys.press(Key.Key_X)
    assert office.room.checks.papers.waiting() == []
    assert paper.title == "关于防汛的通知"


def test_what_is_half_typed_outlives_a_crash_and_stays_with_its_author(
    office: DeskRoom, page: RollCallPage, keys: Keys
) -> None:
    keys.press(Key.Key_9)
    title = page.papers._form.fields["title"]
    title.set_value("关于防汛的通知")
    page.papers._draft.save()
    office.desk.session.sign_in(office.room.chief)
    assert title.value() == ""
    office.desk.session.sign_in(office.room.watch)
    assert title.value() == "关于防汛的通知"
    page.papers._form.fields["unit"].set_value("市应急管理局")
    keys.go_on()
    assert title.value() == ""
    assert office.drafts.all() == []


def test_a_report_from_another_desk_is_shown_by_itself(
    office: DeskRoom, page: RollCallPage
) -> None:
    zero = office.room.checks.zero
    slot = zero.look().current.slot
    zero.nothing(office.room.chief, office.room.shift.id, slot, [zero.look().current.cells[4].town])
    assert page.zero._count.text() == "1/12"
